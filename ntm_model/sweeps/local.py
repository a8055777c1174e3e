"""A sweep on this machine: a few processes at a time."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

from ntm_model.sweeps.board import Board
from ntm_model.sweeps.job import JobError, run_job
from ntm_model.sweeps.plan import Job


class _StoppedError(Exception):
    """The sweep ends; whoever still trains is to end too."""


def run_here(jobs: Sequence[Job], folder: Path, board: Board, *, at_once: int) -> None:
    """Run all jobs, ``at_once`` of them at a time; each tells the board how it goes."""
    stopping = threading.Event()

    def run(job: Job) -> None:
        def report(news: dict[str, Any]) -> None:
            if stopping.is_set():
                raise _StoppedError
            board.tell(job.seed, news)

        report({"state": "starting"})
        try:
            board.end(job.seed, run_job(job, folder / job.name, report))
        except JobError as error:
            board.fail(job.seed, str(error))

    with ThreadPoolExecutor(at_once) as pool:
        left: set[Future[None]] = {pool.submit(run, job) for job in jobs}
        try:
            while left:
                ended, left = wait(left, timeout=0.2, return_when=FIRST_COMPLETED)
                for future in ended:
                    future.result()
                board.show()
        finally:
            # Ctrl+C ends the processes, each of which can be resumed.
            stopping.set()
            for future in left:
                future.cancel()
