"""A sweep over many machines, on a Dask cluster that runs already.

The machines need this package, and no folder in common: a run trains in a folder of its worker's
own, and comes back whole. One whose worker dies is begun again on another.
"""

from __future__ import annotations

import io
import shutil
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ntm_model.sweeps.board import Board
from ntm_model.sweeps.job import JobError, result, run_job
from ntm_model.sweeps.plan import Job

_TOPIC = "ntm-model-sweep"


def run_on(scheduler: str, jobs: Sequence[Job], folder: Path, board: Board) -> None:
    """Run all jobs on the cluster; each tells the board how it goes.

    Raises:
        RuntimeError: Dask is not installed.
        OSError: nobody answers at ``scheduler``.
    """
    try:
        from distributed import Client
    except ImportError:
        raise RuntimeError(
            "--scheduler needs Dask: install ntm-viz with its extra, ntm-viz[dask]"
        ) from None

    with Client(scheduler, timeout="10s") as client:

        def heard(event: tuple[Any, dict[str, Any]]) -> None:
            news = dict(event[1])
            board.tell(news.pop("seed"), news)

        client.subscribe_topic(_TOPIC, heard)
        by_future = {
            client.submit(_run_there, job, pure=False, key=f"ntm-{folder.name}-{job.name}"): job
            for job in jobs
        }
        left = set(by_future)
        while left:
            board.show()
            ended = {future for future in left if future.done()}
            left -= ended
            for future in ended:
                _take(future, by_future[future], folder, board)
            if left and not ended:
                _wait_a_little(left)
        board.show()


def _wait_a_little(futures: set[Any]) -> None:
    from distributed import wait

    try:
        wait(list(futures), timeout=0.5, return_when="FIRST_COMPLETED")
    except TimeoutError:
        return


def _take(future: Any, job: Job, folder: Path, board: Board) -> None:
    if future.status != "finished":
        board.fail(job.seed, str(future.exception()))
        return
    packed, said = future.result()
    if packed is None:
        board.fail(job.seed, said)
        return
    unpack(packed, folder / job.name)
    board.end(job.seed, result(folder / job.name))


def unpack(packed: bytes, run: Path) -> None:
    """Put a run where it belongs, whole or not at all: half of one would pass for a whole."""
    aside = run.with_name(f".{run.name}.part")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(aside, filter="data")
        # What an interrupted sweep has left of this run on this machine.
        shutil.rmtree(run, ignore_errors=True)
        aside.rename(run)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _run_there(job: Job) -> tuple[bytes | None, str]:
    """On the worker: the run folder, packed; or None, and what was said of the failure."""
    from distributed import get_worker

    worker = get_worker()

    def report(news: dict[str, Any]) -> None:
        worker.log_event(_TOPIC, {"seed": job.seed, **news})

    with tempfile.TemporaryDirectory(prefix="ntm-sweep-") as place:
        run = Path(place) / job.name
        report({"state": "starting"})
        try:
            run_job(job, run, report)
        except JobError as error:
            return None, str(error)
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as archive:
            archive.add(run, arcname=".")
        return packed.getvalue(), ""
