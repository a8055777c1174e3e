"""How one run uses the memory, as in figure 6 of the paper.

At the left what goes in (inputs, add vectors, write weightings), at the right what comes out
(outputs, read vectors, read weightings), all over one axis of time.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect, QSize

from ntm_viz.figures.figure import AXIS, LABELS, MARGIN, paint_matrix, paint_steps, steps_between
from ntm_viz.look.fonts import BODY, SMALL, TITLE
from ntm_viz.reading.overview import resolve
from ntm_viz.reading.task_words import title_of
from ntm_viz.views.board_rows import channels
from ntm_viz.views.cells import Levels, Palette, palette, quantise
from ntm_viz.views.ink import CENTRE, LEFT, RIGHT, write

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from ntm_model.trace import Array, Trace
    from ntm_viz.look.theme import HeadKind, Theme

_HEADING = 30
_BETWEEN = 14
_HEIGHTS = (96, 160, 260)
"""Of the three rows, in logical pixels."""


@dataclasses.dataclass(frozen=True, eq=False)
class Part:
    """One of the six matrices."""

    title: str
    subtitle: str
    levels: Levels
    colours: Palette
    kind: HeadKind | None = None


class MemoryUse:
    """Two columns of three matrices."""

    def __init__(self, trace: Trace, theme: Theme, width: int) -> None:
        self.theme = theme
        self._trace = trace
        self._width = width
        self._rows = _rows(trace, theme)

    @property
    def title(self) -> str:
        task = title_of(self._trace.meta.task)
        return f"Use of the memory: {task}" if task else "Use of the memory"

    @property
    def size(self) -> QSize:
        rows = sum(_HEIGHTS) + _BETWEEN * (len(_HEIGHTS) - 1)
        return QSize(self._width, 2 * MARGIN + _HEADING + rows + AXIS + 16)

    def paint(self, painter: QPainter) -> None:
        theme = self.theme
        heading = QRect(MARGIN, MARGIN - 4, self._width - 2 * MARGIN, 20)
        write(painter, heading, self.title, theme.text, TITLE, LEFT, bold=True)
        write(painter, heading, self._trace.meta.model, theme.muted, BODY, RIGHT)
        half = (self._width - 2 * MARGIN - _BETWEEN) // 2
        for column in range(2):
            left = MARGIN + column * (half + _BETWEEN)
            top = MARGIN + _HEADING
            for parts, height in zip(self._rows, _HEIGHTS, strict=True):
                box = QRect(left + LABELS, top, half - LABELS, height)
                self._paint_part(painter, parts[column], box)
                top += height + _BETWEEN
            steps = self._trace.n_steps
            paint_steps(painter, box, steps, steps_between(steps, box.width()), theme)
            below = QRect(box.left(), box.bottom() + AXIS, box.width(), 16)
            write(painter, below, "timestep t", theme.muted, SMALL, CENTRE)

    def _paint_part(self, painter: QPainter, part: Part, box: QRect) -> None:
        paint_matrix(painter, box, part.levels, part.colours)
        colour = self.theme.text if part.kind is None else self.theme.head(part.kind)
        beside = QRect(box.left() - LABELS, box.top() + box.height() // 2 - 17, LABELS - 12, 17)
        write(painter, beside, part.title, colour, BODY, RIGHT)
        beside.moveTop(beside.top() + 16)
        write(painter, beside, part.subtitle, self.theme.muted, SMALL, RIGHT)


def _rows(trace: Trace, theme: Theme) -> tuple[tuple[Part, Part], ...]:
    overview = resolve(trace)
    bits = palette(theme.bit_map(), theme.window)
    memory = palette(theme.memory_map(), theme.window, middle=128)
    reader, writer = 0, trace.n_read_heads
    added, read = trace.add[:, 0], trace.reads[:, 0]
    level = max(float(np.abs(added).max()), float(np.abs(read).max()), 1e-6)
    first, last = overview.slots[0], overview.slots[-1]

    def bit_part(title: str, values: Array) -> Part:
        return Part(title, channels(values.shape[1]), quantise(values.T, 0.0, 1.0), bits)

    def vector_part(title: str, values: Array, kind: HeadKind) -> Part:
        return Part(title, f"±{level:.2g}", quantise(values.T, -level, level), memory, kind)

    def weighting_part(title: str, head: int, kind: HeadKind) -> Part:
        shown = trace.weightings[:, head, overview.slots].T
        colours = palette(theme.weighting_map(kind), theme.window)
        return Part(title, f"slots {first}–{last}", quantise(shown, 0.0, 1.0), colours, kind)

    return (
        (bit_part("Inputs", trace.inputs), bit_part("Outputs", overview.predictions)),
        (vector_part("Adds", added, "write"), vector_part("Reads", read, "read")),
        (
            weighting_part("Write weighting", writer, "write"),
            weighting_part("Read weighting", reader, "read"),
        ),
    )
