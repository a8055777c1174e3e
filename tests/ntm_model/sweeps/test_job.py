"""One seed of a sweep: what is done, what is done again, and what is not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ntm_model import runs
from ntm_model.sweeps import job as job_module
from ntm_model.sweeps.job import JobError
from ntm_model.sweeps.plan import TEST, Job, Plan, jobs

RunJob = Callable[..., dict[str, Any]]


def job_of(seed: int, test: tuple[str, ...] | None = None) -> Job:
    (job,) = jobs(Plan(("train", "copy"), (seed,), test))
    return job


def run(quick: RunJob, job: Job, folder: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    told: list[dict[str, Any]] = []
    return quick(job, folder / job.name, told.append), told


def test_trains_into_a_folder_of_its_own(quick: RunJob, tmp_path: Path) -> None:
    card, told = run(quick, job_of(2), tmp_path)
    assert card["solved_after_sequences"] == 1_002
    assert (tmp_path / "seed-002" / runs.CARD).is_file()
    assert told[0]["state"] == "training"


def test_tells_the_last_whole_row_of_its_metrics(quick: RunJob, tmp_path: Path) -> None:
    job = job_of(21)
    rows: list[dict[str, Any]] = []

    def hear(news: dict[str, Any]) -> None:
        if "wrong_bits" in news:
            rows.append(news)
            (tmp_path / job.name / "told").touch()

    quick(job, tmp_path / job.name, hear)
    # The second row is half-written.
    assert rows
    assert all((news["sequences"], news["wrong_bits"]) == (100, 3.5) for news in rows)


def test_goes_on_from_its_last_checkpoint_when_its_process_dies(
    quick: RunJob, tmp_path: Path
) -> None:
    card, told = run(quick, job_of(7), tmp_path)
    assert card["resumed"]
    assert [news["state"] for news in told].count("restarted") == 1


def test_gives_up_when_it_dies_again_and_again(quick: RunJob, tmp_path: Path) -> None:
    with pytest.raises(JobError, match="died 4 times; the last time of signal 9"):
        run(quick, job_of(9), tmp_path)


def test_says_what_its_process_said_last(quick: RunJob, tmp_path: Path) -> None:
    with pytest.raises(JobError, match=r"^the cost was nan$"):
        run(quick, job_of(13), tmp_path)


def test_is_not_trained_twice(quick: RunJob, tmp_path: Path) -> None:
    first, _ = run(quick, job_of(2), tmp_path)
    again, told = run(quick, job_of(2), tmp_path)
    assert (again, told) == (first, [])


def test_begins_anew_where_it_died_before_its_first_checkpoint(
    quick: RunJob, tmp_path: Path
) -> None:
    left = tmp_path / "seed-002" / "left.txt"
    left.parent.mkdir()
    left.touch()
    card, _ = run(quick, job_of(2), tmp_path)
    assert not card["resumed"]
    assert not left.exists()


def test_is_tested_once_trained(quick: RunJob, tmp_path: Path) -> None:
    job = job_of(2, ("--sizes", "120,500"))
    card, told = run(quick, job, tmp_path)
    assert card["test"] == {"wrong_bits_by_size": {"120": 0.0, "500": 0.0}}
    assert (tmp_path / job.name / TEST).is_file()
    assert told[-1] == {"state": "testing"}


def test_computes_with_the_same_backend_in_all_that_it_does(
    monkeypatch: pytest.MonkeyPatch, quick: RunJob, tmp_path: Path
) -> None:
    plan = Plan(("train", "copy", "--backend", "numpy"), (7,), ("--sizes", "120"))
    began: list[tuple[str, ...]] = []
    script = job_module._command

    def noted(*words: str) -> list[str]:
        began.append(words)
        return script(*words)

    monkeypatch.setattr(job_module, "_command", noted)
    (job,) = jobs(plan)
    run(quick, job, tmp_path)
    assert [words[0] for words in began] == ["train", "train", "evaluate"]
    assert all(words[words.index("--backend") + 1] == "numpy" for words in began)


def test_its_training_ends_with_the_sweep(tmp_path: Path) -> None:
    # By a pipe, which the system closes when the sweep is killed.
    assert "--attended" in job_module._training(job_of(2), tmp_path / "seed-002")
    has_pipe = "import os, stat, sys; sys.exit(not stat.S_ISFIFO(os.fstat(0).st_mode))"
    command = [sys.executable, "-c", has_pipe]
    assert job_module._run(command, tmp_path, lambda news: None) == 0
