"""Rehearser: has the network do a drawing again as it was at each checkpoint of its training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from ntm_viz.exports.rehearsal import RehearsalFailure, RehearsalRequest, Rehearsed
from ntm_viz.messages import Problem
from ntm_viz.work.words import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ntm_viz.worker import Runner


class Rehearser(QObject):
    """One checkpoint at a time: what else the thread is asked for is done between two of them."""

    rehearsed = Signal(object)
    failed = Signal(object)
    _next_wanted = Signal()

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._runner = runner
        self._request: RehearsalRequest | None = None
        self._left: Iterator[tuple[int, Path]] = iter(())
        # Queued: whatever was asked for in the meantime comes first.
        self._next_wanted.connect(self._do_next, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def begin(self, request: RehearsalRequest) -> None:
        """Rehearse this, and nothing else any more."""
        first = self._request is None
        self._request = request if request.rehearsal is not None else None
        self._left = iter(request.rehearsal.checkpoints if request.rehearsal is not None else ())
        if first:
            self._next_wanted.emit()

    @Slot()
    def _do_next(self) -> None:
        request = self._request
        following = next(self._left, None)
        if request is None or request.rehearsal is None or following is None:
            self._request = None
            return
        sequences, file = following
        rehearsal = request.rehearsal
        try:
            trace = self._runner.run(rehearsal.task, rehearsal.pattern, file)
        except Exception as error:
            self._request = None
            problem = Problem(
                f"The checkpoint {file.name} could not be run",
                in_words(error).removeprefix(f"{file}: "),
                "Open the run folder again, and export again.",
            )
            self.failed.emit(RehearsalFailure(request.id, problem))
            return
        self.rehearsed.emit(Rehearsed(request.id, sequences, trace))
        self._next_wanted.emit()
