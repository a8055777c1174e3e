"""One seed of a sweep: trained and tested in processes of its own, and resumed if they die."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ntm_model import runs
from ntm_model.sweeps.plan import TEST, Job

# How often a run that dies, of a signal, is resumed from its last checkpoint.
_RESTARTS = 3
_LOOK_EVERY = 0.5

Report = Callable[[dict[str, Any]], None]
"""Takes what is new of a job: ``state`` and, while it trains, the last row of its metrics."""


class JobError(RuntimeError):
    """A job ended without a network; the message is what its process said last."""


def run_job(job: Job, folder: Path, report: Report) -> dict[str, Any]:
    """Train, test, and return the card; what is there already is not done again.

    Args:
        folder: the run folder.
        report: is told, from this thread, how it goes.

    Raises:
        JobError: the training or the test failed.
    """
    deaths = 0
    while not (folder / runs.CARD).is_file():
        died = _run(_training(job, folder), folder, report)
        if died:
            deaths += 1
            if deaths > _RESTARTS:
                raise JobError(f"died {deaths} times; the last time of signal {died}")
            report({"state": "restarted"})
    if job.test is not None and not (folder / TEST).is_file():
        report({"state": "testing"})
        said = subprocess.run(
            _command("evaluate", str(folder), *job.test, *job.backend, "--json"),
            capture_output=True,
            text=True,
            check=False,
        )
        if said.returncode:
            raise JobError(_last_line(said.stderr) or f"the test ended with {said.returncode}")
        runs.write_text(folder / TEST, said.stdout)
    return result(folder)


def result(folder: Path) -> dict[str, Any]:
    """The card of a job that is done; its test under ``test``."""
    card: dict[str, Any] = json.loads((folder / runs.CARD).read_text(encoding="utf-8"))
    test = folder / TEST
    if test.is_file():
        (card["test"],) = json.loads(test.read_text(encoding="utf-8"))["models"]
    return card


def _training(job: Job, folder: Path) -> Sequence[str]:
    """The command that begins the run, or goes on with what is left of it."""
    # A sweep that is killed takes its trainings along: the same sweep goes on with them later.
    always = ("--logs", str(folder.parent / "logs"), "--json", "--attended")
    if (folder / runs.RESUME).is_file():
        return _command("train", "--resume", str(folder), *job.backend, *always)
    # What died before its first checkpoint left nothing to go on from.
    shutil.rmtree(folder, ignore_errors=True)
    return _command(*job.train, "--run", str(folder), *always)


def _run(command: Sequence[str], folder: Path, report: Report) -> int:
    """Wait for a training; 0 where it ended, else the signal that it died of.

    Raises:
        JobError: it ended with an error of its own.
    """
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            while process.poll() is None:
                report({"state": "training", **_last_row(folder / runs.METRICS)})
                time.sleep(_LOOK_EVERY)
        except BaseException:
            process.kill()
            raise
        said = process.stderr.read() if process.stderr else ""
    if process.returncode > 0:
        raise JobError(_last_line(said) or f"ended with {process.returncode}")
    return -process.returncode


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "ntm_model", *words]


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1].removeprefix("ntm-model: ") if lines else ""


def _last_row(table: Path) -> dict[str, Any]:
    """The newest whole row of a run's metrics as numbers; empty before there is one."""
    try:
        with table.open("rb") as file:
            header = file.readline().decode().strip().split(",")
            file.seek(max(len(",".join(header)), file.seek(0, 2) - 400))
            rows = file.read().decode().splitlines(keepends=True)[1:]
    except (OSError, ValueError):
        return {}
    whole = list(csv.reader(row for row in rows if row.endswith("\n")))
    if not whole or len(whole[-1]) != len(header):
        return {}
    return {name: float(value) for name, value in zip(header, whole[-1], strict=True)}
