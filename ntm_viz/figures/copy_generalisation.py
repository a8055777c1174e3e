"""Targets and outputs at growing lengths, as in figure 4 of the paper.

What the network was trained on and what it was not stand side by side on one scale of time;
lengths that need the whole width stand below.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect, QSize

from ntm_viz.figures.figure import AXIS, LABELS, MARGIN, paint_matrix, paint_steps, steps_between
from ntm_viz.look.fonts import BODY, SMALL, TITLE, text_width
from ntm_viz.views.cells import palette, quantise
from ntm_viz.views.ink import LEFT, RIGHT, write

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from ntm_model.trace import Array, Trace
    from ntm_viz.look.theme import Theme

_HEADING = 30
_NAME = 20
_CELL = 8
"""Height of a bit, in logical pixels."""
_GAP = 6
_BETWEEN = 18
_LONG = 60
"""Longer answers get a row of their own."""


@dataclasses.dataclass(frozen=True, eq=False)
class Answer:
    """What was due and what came, [bits, length]."""

    due: Array
    came: Array

    @property
    def length(self) -> int:
        return int(self.due.shape[1])

    @property
    def wrong(self) -> int:
        """Bits that came out wrong."""
        return int(((self.came > 0.5) != (self.due > 0.5)).sum())

    def words(self, width: int) -> str:
        """How long it is, and how much of it is wrong, as far as there is room for it."""
        whole = f"length {self.length}  ·  {self.wrong} of {self.due.size} wrong"
        return (
            whole if text_width(whole, SMALL) <= width else f"{self.length}  ·  {self.wrong} wrong"
        )


def answer_of(trace: Trace) -> Answer:
    """The timesteps of a run that count.

    Raises:
        ValueError: nobody knows the right answer.
    """
    if trace.targets is None or trace.weights is None:
        raise ValueError("this run has no targets to hold its outputs against")
    counts = trace.weights > 0
    return Answer(trace.targets[counts].T, trace.predictions[counts].T)


class CopyGeneralisation:
    """Pairs of targets above outputs."""

    title = "Targets and outputs by length"

    def __init__(self, answers: list[Answer], model: str, theme: Theme, width: int) -> None:
        self.theme = theme
        self._model = model
        self._width = width
        short = [answer for answer in answers if answer.length <= _LONG]
        self._rows = [row for row in (short, *([a] for a in answers if a.length > _LONG)) if row]
        self._heights = [
            2 * _CELL * max(a.due.shape[0] for a in row) + _GAP + _NAME + AXIS for row in self._rows
        ]

    @property
    def size(self) -> QSize:
        between = _BETWEEN * (len(self._rows) - 1)
        return QSize(self._width, 2 * MARGIN + _HEADING + sum(self._heights) + between)

    def paint(self, painter: QPainter) -> None:
        heading = QRect(MARGIN, MARGIN - 4, self._width - 2 * MARGIN, 20)
        write(painter, heading, self.title, self.theme.text, TITLE, LEFT, bold=True)
        write(painter, heading, self._model, self.theme.muted, BODY, RIGHT)
        top = MARGIN + _HEADING
        for row, height in zip(self._rows, self._heights, strict=True):
            self._paint_row(painter, row, top)
            top += height + _BETWEEN

    def _paint_row(self, painter: QPainter, row: list[Answer], top: int) -> None:
        left = MARGIN + LABELS
        room = self._width - MARGIN - left - _BETWEEN * (len(row) - 1)
        share = room / sum(answer.length for answer in row)
        colours = palette(self.theme.bit_map(), self.theme.window)
        for number, answer in enumerate(row):
            width, height = round(answer.length * share), _CELL * answer.due.shape[0]
            words = QRect(left, top, width, _NAME - 4)
            write(painter, words, answer.words(width), self.theme.muted, SMALL, LEFT)
            above = QRect(left, top + _NAME, width, height)
            below = above.translated(0, height + _GAP)
            for name, box, values in (
                ("Targets", above, answer.due),
                ("Outputs", below, answer.came),
            ):
                paint_matrix(painter, box, quantise(np.asarray(values), 0.0, 1.0), colours)
                if number == 0:
                    beside = QRect(MARGIN, box.top(), LABELS - 12, height)
                    write(painter, beside, name, self.theme.text, BODY, RIGHT)
            every = steps_between(answer.length, width)
            paint_steps(painter, below, answer.length, every, self.theme)
            left += width + _BETWEEN
