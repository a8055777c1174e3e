"""Drawing: the bits that a person draws, each change of them, and the way back.

It knows no network: what becomes of a changed pattern is the session's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from ntm_viz.history import History
from ntm_viz.patterns import fitted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ntm_model.tasks import Task
    from ntm_model.tasks.base import Bits


class Drawing(QObject):
    """A pattern [length, bits] that ``task`` can take, with undo and redo."""

    changed = Signal(object)
    """The new pattern, whoever changed it."""
    history_changed = Signal()

    def __init__(
        self,
        task: Task,
        pattern: Bits,
        random: np.random.Generator,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._task = task
        self._random = random
        self._pattern = _frozen(pattern)
        self._history: History[Bits] = History()
        self._before_edit: Bits | None = None

    @property
    def pattern(self) -> Bits:
        """[length, bits], read-only."""
        return self._pattern

    @property
    def length(self) -> int:
        return len(self._pattern)

    @property
    def can_undo(self) -> bool:
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        return self._history.can_redo

    def set_pattern(self, pattern: Bits) -> None:
        """Draw ``pattern`` [length, bits].

        Raises:
            PatternError: the task cannot take it.
        """
        self._task.encode(pattern)
        if np.array_equal(pattern, self._pattern):
            return
        if self._before_edit is None:
            self._history.push(self._pattern)
            self.history_changed.emit()
        self._replace(pattern)

    def start_with(self, pattern: Bits) -> None:
        """Draw ``pattern`` as what is there from the beginning: nothing leads behind it."""
        self._task.encode(pattern)
        self._history = History()
        self._replace(pattern)
        self.history_changed.emit()

    @Slot()
    def begin_edit(self) -> None:
        """Take all changes until ``end_edit`` for one: a stroke is undone as a whole."""
        if self._before_edit is None:
            self._before_edit = self._pattern

    @Slot()
    def end_edit(self) -> None:
        before, self._before_edit = self._before_edit, None
        if before is not None and not np.array_equal(before, self._pattern):
            self._history.push(before)
            self.history_changed.emit()

    @Slot(object, int)
    def paint(self, cells: Iterable[tuple[int, int]], value: int) -> None:
        """Set the bits at ``cells``, (time, bit) each; what lies outside is ignored."""
        pattern = self._pattern.copy()
        length, bits = pattern.shape
        for time, bit in cells:
            if 0 <= time < length and 0 <= bit < bits:
                pattern[time, bit] = value
        self.set_pattern(pattern)

    @Slot(int)
    def set_length(self, length: int) -> None:
        """Cut the pattern, or fill it up with blank vectors.

        Within one edit the pattern at its beginning counts, so a slider that is dragged down
        and up again brings everything back.
        """
        shortest, longest = self._task.lengths
        length = min(max(length, shortest), longest)
        source = self._pattern if self._before_edit is None else self._before_edit
        if length != self.length:
            self.set_pattern(fitted(source, length, self._task.bits))

    @Slot()
    def randomize(self) -> None:
        self.set_pattern(self._random.integers(0, 2, self._pattern.shape, dtype=np.uint8))

    @Slot()
    def clear(self) -> None:
        self.set_pattern(np.zeros_like(self._pattern))

    @Slot()
    def invert(self) -> None:
        self.set_pattern(1 - self._pattern)

    @Slot()
    def shift_left(self) -> None:
        """One timestep earlier; what falls out comes back at the end."""
        self.set_pattern(np.roll(self._pattern, -1, axis=0))

    @Slot()
    def shift_right(self) -> None:
        """One timestep later; what falls out comes back at the start."""
        self.set_pattern(np.roll(self._pattern, 1, axis=0))

    @Slot()
    def undo(self) -> None:
        if self.can_undo and self._before_edit is None:
            self._replace(self._history.undo(self._pattern))
            self.history_changed.emit()

    @Slot()
    def redo(self) -> None:
        if self.can_redo and self._before_edit is None:
            self._replace(self._history.redo(self._pattern))
            self.history_changed.emit()

    def _replace(self, pattern: Bits) -> None:
        self._pattern = _frozen(pattern)
        self.changed.emit(self._pattern)


def _frozen(pattern: Bits) -> Bits:
    frozen = np.array(pattern, np.uint8)
    frozen.flags.writeable = False
    return frozen
