"""The memory at one timestep as a picture, painted on a window or on an image for export."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter

from ntm_viz.look.fonts import SMALL
from ntm_viz.reading.words import CellRef, Row
from ntm_viz.views.cells import Levels, quantise, runs
from ntm_viz.views.ground import LayeredPicture
from ntm_viz.views.ink import LEFT, faded, heading, note, outline, write
from ntm_viz.views.memory_layout import NAMES, MemoryLayout, arrange, set_apart
from ntm_viz.views.memory_painter import (
    LINE,
    MemoryGroundPainter,
    memory_palette,
    paint_cells,
    standing,
    weighting_palette,
)

if TYPE_CHECKING:
    from collections.abc import Hashable

    from ntm_model.trace import Array
    from ntm_viz.look.theme import Theme
    from ntm_viz.reading.frame import Frame, HeadFrame

_ATTENDED = 0.2
"""Slots with this share of a head's weighting are outlined in its colour."""
_DOT_FITS = 6
"""Logical pixels: smaller cells have no room for the dot of a change."""
_THICK_FITS = 6


class MemoryPicture(LayeredPicture):
    """Slots × depth after the step; beside it the weightings, above it what was written."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._size = QSize(0, 0)
        self._frame: Frame | None = None

    @property
    def size(self) -> QSize:
        return self._size

    @property
    def colour(self) -> str:
        return self._theme.window

    @property
    def made_for(self) -> Hashable:
        if self._frame is None or self._size.isEmpty():
            return None
        return self._frame.overview, self._theme

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def resize(self, size: QSize) -> None:
        self._size = QSize(size)

    def show_frame(self, frame: Frame) -> None:
        self._frame = frame

    def show_nothing(self) -> None:
        """Take the last run away: what is shown now has none."""
        self._frame = None

    def paint_nothing(self, painter: QPainter) -> None:
        line = QRect(0, 0, self._size.width(), 20)
        heading(painter, line, "Memory", self._theme)
        note(painter, line, "Memory", "empty until a network runs", self._theme)

    def paint_ground(self, painter: QPainter) -> None:
        assert self._frame is not None
        layout = self._layout(self._frame)
        MemoryGroundPainter(painter, self._theme, layout).paint(self._frame.overview)

    def paint_now(self, painter: QPainter) -> None:
        assert self._frame is not None
        frame = self._frame
        layout = self._layout(frame)
        self._paint_note(painter, frame, layout)
        self._paint_vectors(painter, frame, layout)
        self._paint_weightings(painter, frame, layout)
        levels = _memory_levels(frame, frame.memory)
        paint_cells(painter, layout.matrix, levels, memory_palette(self._theme))
        self._paint_changes(painter, frame, layout)
        self._paint_attention(painter, frame, layout)

    def cell_at(self, point: QPoint) -> CellRef | None:
        """What is under the point: a cell of the memory, of a weighting or of a vector."""
        frame = self._frame
        if frame is None or self._size.isEmpty():
            return None
        layout = self._layout(frame)
        slots, depth = frame.memory.shape
        place = _part(point.y() - layout.matrix.top(), layout.matrix.height(), slots)
        slot = int(frame.overview.slots[place])
        column = _part(point.x() - layout.matrix.left(), layout.matrix.width(), depth)
        if layout.matrix.contains(point):
            return CellRef(Row.MEMORY, frame.t, slot, column=column)
        heads = standing(frame.overview.heads)
        for box, head in zip(layout.weightings, heads, strict=True):
            if box.contains(point):
                return CellRef(Row.WEIGHTING, frame.t, slot, head.index)
        writers = [head.index for head in heads if head.kind == "write"]
        for row, boxes in ((Row.ERASE, layout.erase), (Row.ADD, layout.add)):
            for box, writer in zip(boxes, writers, strict=True):
                if box.contains(point):
                    return CellRef(row, frame.t, column, writer)
        return None

    def _layout(self, frame: Frame) -> MemoryLayout:
        return arrange(
            self._size,
            slots=len(frame.memory),
            heads=len(frame.heads),
            write_heads=len(frame.erase),
            digits=len(str(frame.overview.slots.max())),
        )

    def _paint_note(self, painter: QPainter, frame: Frame, layout: MemoryLayout) -> None:
        shown, depth = frame.memory.shape
        total = frame.overview.trace.n_slots
        slots = f"{total} slots" if shown == total else f"{shown} of {total} slots"
        text = f"after t = {frame.t} · {slots} × {depth}"
        note(painter, layout.heading, "Memory", text, self._theme)

    def _paint_vectors(self, painter: QPainter, frame: Frame, layout: MemoryLayout) -> None:
        """Each write head's erase and add vector, over the columns that they act on."""
        writers = [head for head in standing(frame.overview.heads) if head.kind == "write"]
        for box, erase, head in zip(layout.erase, frame.erase, writers, strict=True):
            erasing = weighting_palette(self._theme, head.shade)
            paint_cells(painter, box, quantise(erase[None], 0.0, 1.0), erasing)
        for box, add in zip(layout.add, frame.add, strict=True):
            levels = _memory_levels(frame, add[None])
            paint_cells(painter, box, levels, memory_palette(self._theme))

    def _paint_weightings(self, painter: QPainter, frame: Frame, layout: MemoryLayout) -> None:
        heads = standing(frame.overview.heads)
        for head, box in zip(heads, layout.weightings, strict=True):
            colours = weighting_palette(self._theme, head.shade)
            weighting = frame.heads[head.index].weighting
            paint_cells(painter, box, quantise(weighting[:, None], 0.0, 1.0), colours)

    def _paint_changes(self, painter: QPainter, frame: Frame, layout: MemoryLayout) -> None:
        """A dot in every cell that this step changed."""
        box = layout.matrix
        slots, depth = frame.memory.shape
        if min(box.height() / slots, box.width() / depth) < _DOT_FITS:
            return
        xs = [box.left() + round((one + 0.5) * box.width() / depth) - 1 for one in range(depth)]
        ys = [box.top() + round((one + 0.5) * box.height() / slots) - 1 for one in range(slots)]
        changed = np.argwhere(frame.changed).tolist()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(self._theme.text, 0.9))
        painter.drawRects([QRect(xs[column], ys[slot], 2, 2) for slot, column in changed])

    def _paint_attention(self, painter: QPainter, frame: Frame, layout: MemoryLayout) -> None:
        """Outline the slots that each head is at, and name the head beside its strongest."""
        box = layout.matrix
        height = box.height() / len(frame.memory)
        names: list[tuple[int, HeadFrame]] = []
        for head in frame.heads:
            for first, last in runs(head.weighting >= _ATTENDED):
                top = box.top() + round(first * height)
                foot = max(box.top() + round(last * height), top + 2)
                # Outside the row by one pixel, so that no cell's colour is hidden.
                around = QRect(box.left() - 1, top - 1, box.width() + 2, foot - top + 2)
                thick = 2 if height >= _THICK_FITS else 1
                # Set apart by a line of ground: memory has cells in the heads' colours too.
                outline(painter, around.adjusted(-1, -1, 1, 1), self._theme.window, 1)
                outline(painter, around, self._theme.head(head.head.shade), thick)
            place = int(head.weighting.argmax())
            if head.weighting[place] >= _ATTENDED:
                names.append((box.top() + round((place + 0.5) * height), head))
        names.sort(key=lambda name: name[0])
        middles = set_apart([y for y, _ in names], LINE, box.bottom() + 1 - LINE // 2)
        for y, (_, head) in zip(middles, names, strict=True):
            beside = QRect(box.right() + 8, y - LINE // 2, NAMES - 6, LINE)
            write(painter, beside, head.head.name, self._theme.head(head.head.shade), SMALL, LEFT)


def _memory_levels(frame: Frame, values: Array) -> Levels:
    level = frame.overview.memory_level
    return quantise(values, -level, level)


def _part(distance: int, length: int, parts: int) -> int:
    """In which of ``parts`` equal parts a distance ends."""
    return min(max(distance * parts // max(length, 1), 0), parts - 1)
