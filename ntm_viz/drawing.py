"""Drawing: the pattern that a person draws, each change of it, and the way back.

It knows no network: what becomes of a changed pattern is the session's business.
"""

from __future__ import annotations

import contextlib
import dataclasses
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from ntm_model.tasks import Pattern
from ntm_viz import patterns
from ntm_viz.history import History

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ntm_model.tasks import Form, Task
    from ntm_model.tasks.base import Bits, Drawn


@dataclasses.dataclass
class _Sheet:
    """What is drawn for one task, and the way back from there."""

    pattern: Pattern
    history: History[Pattern] = dataclasses.field(default_factory=History)


class Drawing(QObject):
    """A pattern that ``task`` can take, with undo and redo; every task keeps its own."""

    changed = Signal(object)
    """The new pattern, whoever changed it."""
    history_changed = Signal()
    taken_up = Signal()
    """Another task's drawing lies there now; a stroke that was under way has ended."""

    def __init__(
        self,
        task: Task,
        pattern: Drawn,
        random: np.random.Generator,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._task = task
        self._random = random
        self._sheet = _Sheet(patterns.completed(task, pattern))
        self._sheets = {task.name: self._sheet}
        self._before_edit: Pattern | None = None
        self._shows_run = False

    @property
    def task(self) -> Task:
        """What it is drawn for."""
        return self._task

    @property
    def shows_run(self) -> bool:
        """Whether it is changing because a recorded run of it was opened."""
        return self._shows_run

    @contextlib.contextmanager
    def of_a_run(self) -> Iterator[None]:
        """For as long as what a recorded run was of is drawn: other recorded runs stay."""
        self._shows_run = True
        try:
            yield
        finally:
            self._shows_run = False

    @property
    def pattern(self) -> Pattern:
        """Bits, numbers and values, all that the task asks for; its arrays are read-only."""
        return self._sheet.pattern

    @property
    def bits(self) -> Bits:
        """[length, bits], read-only."""
        return self._sheet.pattern.bits

    @property
    def length(self) -> int:
        return len(self.bits)

    @property
    def form(self) -> Form:
        """What there is to fill in beside the bits."""
        return self._task.form(self.length)

    @property
    def can_undo(self) -> bool:
        return self._sheet.history.can_undo

    @property
    def can_redo(self) -> bool:
        return self._sheet.history.can_redo

    def knows(self, task: Task) -> bool:
        """Whether something was drawn for ``task`` already."""
        return task.name in self._sheets

    def take_up(self, task: Task, first: Drawn) -> None:
        """Draw for another task: what was drawn for it last, or else ``first``."""
        # What was drawn of a stroke so far is one step of the sheet that it was drawn on.
        self.end_edit()
        if task.name not in self._sheets:
            self._sheets[task.name] = _Sheet(patterns.completed(task, first))
        self._task, self._sheet = task, self._sheets[task.name]
        self.taken_up.emit()
        self.changed.emit(self.pattern)
        self.history_changed.emit()

    def set_pattern(self, drawn: Drawn) -> None:
        """Draw this; numbers and values that it leaves out stay as they are.

        Raises:
            PatternError: the task cannot take it.
        """
        pattern = patterns.completed(self._task, drawn, self.pattern)
        if patterns.same(pattern, self.pattern):
            return
        if self._before_edit is None:
            self._sheet.history.push(self.pattern)
            self.history_changed.emit()
        self._replace(pattern)

    def start_with(self, drawn: Drawn) -> None:
        """Draw this as what is there from the beginning: nothing leads behind it."""
        pattern = patterns.completed(self._task, drawn, self.pattern)
        self._sheet.history = History()
        self._replace(pattern)
        self.history_changed.emit()

    @Slot()
    def begin_edit(self) -> None:
        """Take all changes until ``end_edit`` for one: a stroke is undone as a whole."""
        if self._before_edit is None:
            self._before_edit = self.pattern

    @Slot()
    def end_edit(self) -> None:
        before, self._before_edit = self._before_edit, None
        if before is not None and not patterns.same(before, self.pattern):
            self._sheet.history.push(before)
            self.history_changed.emit()

    @Slot(object, int)
    def paint(self, cells: Iterable[tuple[int, int]], value: int) -> None:
        """Set the bits at ``cells``, (time, bit) each; what lies outside is ignored."""
        bits = self.bits.copy()
        length, width = bits.shape
        for time, bit in cells:
            if 0 <= time < length and 0 <= bit < width:
                bits[time, bit] = value
        self._set(bits=bits)

    @Slot(str, int)
    def set_number(self, name: str, number: int) -> None:
        """Give the number called ``name`` another value, as near as it may be."""
        for asked in self.form.numbers:
            if asked.name == name:
                allowed = min(max(number, asked.smallest), asked.largest)
                self._set(numbers={**self.pattern.numbers, name: allowed})

    @Slot(object)
    def set_values(self, changes: Mapping[int, float]) -> None:
        """Give vectors, counted from 0, other values, as near as they may be."""
        row = self.form.values
        if row is None or self.pattern.values is None:
            return
        values = self.pattern.values.copy()
        for vector, value in changes.items():
            if 0 <= vector < len(values):
                values[vector] = min(max(value, row.smallest), row.largest)
        self._set(values=values)

    @Slot(int)
    def set_length(self, length: int) -> None:
        """Cut the pattern, or fill it up with blank vectors.

        Within one edit the pattern at its beginning counts, so a slider that is dragged down
        and up again brings everything back.
        """
        source = self.pattern if self._before_edit is None else self._before_edit
        self.set_pattern(patterns.of_length(self._task, source, length))

    @Slot()
    def randomize(self) -> None:
        """Bits and values as the task's source draws them; numbers stay."""
        self.set_pattern(patterns.random(self._task, self.pattern, self._random))

    @Slot()
    def clear(self) -> None:
        self._set(bits=np.zeros_like(self.bits))

    @Slot()
    def invert(self) -> None:
        self._set(bits=1 - self.bits)

    @Slot()
    def shift_left(self) -> None:
        """One vector, or one whole item, earlier; what falls out comes back at the end."""
        self._shift(-1)

    @Slot()
    def shift_right(self) -> None:
        """One vector, or one whole item, later; what falls out comes back at the start."""
        self._shift(1)

    @Slot()
    def undo(self) -> None:
        if self.can_undo and self._before_edit is None:
            self._replace(self._sheet.history.undo(self.pattern))
            self.history_changed.emit()

    @Slot()
    def redo(self) -> None:
        if self.can_redo and self._before_edit is None:
            self._replace(self._sheet.history.redo(self.pattern))
            self.history_changed.emit()

    def _shift(self, steps: int) -> None:
        vectors = steps * self.form.vectors_per_item
        values = self.pattern.values
        # A vector takes its value along.
        moved = None if values is None else np.roll(values, vectors)
        self._set(bits=np.roll(self.bits, vectors, axis=0), values=moved)

    def _set(self, **changes: object) -> None:
        """Draw the same with some of it changed."""
        self.set_pattern(dataclasses.replace(self.pattern, **changes))  # type: ignore[arg-type]

    def _replace(self, pattern: Pattern) -> None:
        self._sheet.pattern = pattern
        self.changed.emit(pattern)
