"""Rehearsing: gathers what a movie of a training shows, before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ntm_viz.exports.rehearsal import RehearsalFailure, RehearsalRequest, Rehearsed

if TYPE_CHECKING:
    from pathlib import Path

    from ntm_model.trace import Trace
    from ntm_viz.exports.wish import Wish


class Rehearsing(QObject):
    """Asks for the runs of all checkpoints, one export at a time, and tells how many have come."""

    wanted = Signal(object)
    """A RehearsalRequest."""
    progressed = Signal(str, int, int)
    gathered = Signal(object, object, object)
    """The Wish, its Path, and (sequences, Trace) for each checkpoint."""
    problem_found = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last_id = 0
        self._for: tuple[Wish, Path] | None = None
        self._learned: list[tuple[int, Trace]] = []

    @property
    def running(self) -> bool:
        """Whether runs are awaited."""
        return self._for is not None

    def begin(self, wish: Wish, path: Path) -> None:
        """Gather what ``wish`` shows; it is to be written to ``path`` afterwards."""
        self._for, self._learned = (wish, path), []
        self._last_id += 1
        self._tell()
        self.wanted.emit(RehearsalRequest(self._last_id, wish.rehearsal))

    def cancel(self) -> None:
        """Let it be."""
        self._for = None
        self._last_id += 1
        self.wanted.emit(RehearsalRequest(self._last_id, None))

    @Slot(object)
    def take(self, rehearsed: Rehearsed) -> None:
        """Another checkpoint has run."""
        if self._for is None or rehearsed.id != self._last_id:
            return
        wish, path = self._for
        self._learned.append((rehearsed.sequences, rehearsed.trace))
        if len(self._learned) < wish.runs:
            self._tell()
            return
        self._for = None
        self.gathered.emit(wish, path, self._learned)

    @Slot(object)
    def give_up(self, failure: RehearsalFailure) -> None:
        """A checkpoint could not be run."""
        if self._for is not None and failure.id == self._last_id:
            self._for = None
            self.problem_found.emit(failure.problem)

    def _tell(self) -> None:
        if self._for is not None:
            wish, path = self._for
            title = f"Running the checkpoints for {path.name}"
            self.progressed.emit(title, len(self._learned), wish.runs)
