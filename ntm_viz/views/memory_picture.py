"""The memory at one timestep as a picture, painted on a window or on an image for export."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from ntm_viz.fonts import SMALL
from ntm_viz.views.cells import Palette, cell_image, palette, quantise, runs, whole
from ntm_viz.views.ink import CENTRE, LEFT, RIGHT, faded, heading, outline, text_width, write
from ntm_viz.views.memory_layout import NAMES, NUMBERS, MemoryLayout, arrange
from ntm_viz.words import CellRef, Row

if TYPE_CHECKING:
    from ntm_model.trace import Array
    from ntm_viz.frame import Frame, HeadFrame
    from ntm_viz.theme import Theme

_ATTENDED = 0.2
"""Slots with this share of a head's weighting are outlined in its colour."""
_LINE = 14
_DOT_FITS = 6
"""Logical pixels: smaller cells have no room for the dot of a change."""
_SCALE = 96


class MemoryPicture:
    """Slots × depth after the step; beside it the weightings, above it what was written."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._size = QSize(0, 0)
        self._frame: Frame | None = None

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def resize(self, size: QSize) -> None:
        self._size = QSize(size)

    def show_frame(self, frame: Frame) -> None:
        self._frame = frame

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(QRect(QPoint(), self._size), QColor(self._theme.window))
        frame, layout = self._frame, self._layout()
        if frame is None or layout is None:
            return
        self._paint_heading(painter, frame, layout)
        self._paint_written(painter, frame, layout)
        self._paint_weightings(painter, frame, layout)
        memory_colours = self._memory_palette()
        levels = self._levels(frame.memory, frame)
        _paint_cells(painter, layout.matrix, levels, memory_colours)
        self._paint_changes(painter, frame, layout)
        self._paint_numbers(painter, frame, layout)
        self._paint_attention(painter, frame, layout)
        self._paint_scale(painter, frame, layout, memory_colours)

    def cell_at(self, point: QPoint) -> CellRef | None:
        """What is under the point: a cell of the memory, of a weighting or of a vector."""
        frame, layout = self._frame, self._layout()
        if frame is None or layout is None:
            return None
        slots, depth = frame.memory.shape
        slot = _part(point.y() - layout.matrix.top(), layout.matrix.height(), slots)
        column = _part(point.x() - layout.matrix.left(), layout.matrix.width(), depth)
        if layout.matrix.contains(point):
            return CellRef(Row.MEMORY, frame.t, int(frame.overview.slots[slot]), column=column)
        for box, head in zip(layout.weightings, _standing(frame), strict=True):
            if box.contains(point):
                name = int(frame.overview.slots[slot])
                return CellRef(Row.WEIGHTING, frame.t, name, head.head.index)
        writers = [head.head.index for head in frame.heads if head.head.kind == "write"]
        for row, boxes in ((Row.ERASE, layout.erase), (Row.ADD, layout.add)):
            for box, head_index in zip(boxes, writers, strict=True):
                if box.contains(point):
                    return CellRef(row, frame.t, column, head_index)
        return None

    def _layout(self) -> MemoryLayout | None:
        if self._frame is None or self._size.isEmpty():
            return None
        return arrange(
            self._size,
            slots=len(self._frame.memory),
            heads=len(self._frame.heads),
            write_heads=len(self._frame.erase),
        )

    def _memory_palette(self) -> Palette:
        return palette(self._theme.memory_map(), self._theme.window, middle=128)

    def _levels(self, values: Array, frame: Frame) -> np.ndarray:
        level = frame.overview.memory_level
        return quantise(values, -level, level)

    def _paint_heading(self, painter: QPainter, frame: Frame, layout: MemoryLayout) -> None:
        shown, depth = frame.memory.shape
        total = frame.overview.trace.n_slots
        slots = f"{total} slots" if shown == total else f"{shown} of {total} slots"
        note = f"after t = {frame.t} · {slots} × {depth}"
        heading(painter, layout.heading, "Memory", note, self._theme)

    def _paint_written(self, painter: QPainter, frame: Frame, layout: MemoryLayout) -> None:
        """Each write head's erase and add vector, over the columns that they act on."""
        writers = [head for head in frame.heads if head.head.kind == "write"]
        vectors = zip(writers, layout.erase, layout.add, frame.erase, frame.add, strict=True)
        for number, (head, erase_box, add_box, erase, add) in enumerate(vectors, 1):
            mark = f" {number}" if len(writers) > 1 else ""
            table = palette(self._theme.weighting_map(head.head.kind), self._theme.window)
            _paint_cells(painter, erase_box, quantise(erase[None], 0.0, 1.0), table)
            _paint_cells(painter, add_box, self._levels(add[None], frame), self._memory_palette())
            for box, name in ((erase_box, "erase"), (add_box, "add")):
                beside = QRect(box.right() + 7, box.top() - 1, NAMES, _LINE)
                write(painter, beside, name + mark, self._theme.muted, SMALL, LEFT)

    def _paint_weightings(self, painter: QPainter, frame: Frame, layout: MemoryLayout) -> None:
        heads = _standing(frame)
        for head, box, letter in zip(heads, layout.weightings, layout.letters, strict=True):
            table = palette(self._theme.weighting_map(head.head.kind), self._theme.window)
            _paint_cells(painter, box, quantise(head.weighting[:, None], 0.0, 1.0), table)
            same = [other for other in heads if other.head.kind == head.head.kind]
            mark = str(same.index(head) + 1) if len(same) > 1 else ""
            colour = self._theme.head(head.head.kind)
            write(painter, letter, head.head.kind[0] + mark, colour, SMALL, CENTRE, bold=True)

    def _paint_changes(self, painter: QPainter, frame: Frame, layout: MemoryLayout) -> None:
        """A dot in every cell that this step changed."""
        box = layout.matrix
        slots, depth = frame.memory.shape
        if min(box.height() / slots, box.width() / depth) < _DOT_FITS:
            return
        colour = faded(self._theme.text, 0.9)
        for slot, column in np.argwhere(frame.changed):
            x = box.left() + round((column + 0.5) * box.width() / depth)
            y = box.top() + round((slot + 0.5) * box.height() / slots)
            painter.fillRect(x - 1, y - 1, 2, 2, colour)

    def _paint_numbers(self, painter: QPainter, frame: Frame, layout: MemoryLayout) -> None:
        """Slot numbers, as many as there is room for."""
        slots = frame.overview.slots
        height = layout.matrix.height() / len(slots)
        every = 1
        while every * height < _LINE:
            every *= 2
        for place in range(0, len(slots), every):
            y = layout.matrix.top() + round((place + 0.5) * height)
            box = QRect(0, y - _LINE // 2, NUMBERS - 7, _LINE)
            write(painter, box, str(slots[place]), self._theme.muted, SMALL, RIGHT)

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
                thick = 2 if height >= 6 else 1
                # Set apart by a line of ground: memory has cells in the heads' colours too.
                outline(painter, around.adjusted(-1, -1, 1, 1), self._theme.window, 1)
                outline(painter, around, self._theme.head(head.head.kind), thick)
            place = int(head.weighting.argmax())
            if head.weighting[place] >= _ATTENDED:
                names.append((box.top() + round((place + 0.5) * height), head))
        lowest = -_LINE
        for y, head in sorted(names, key=lambda name: name[0]):
            lowest = max(y, lowest + _LINE)
            beside = QRect(box.right() + 8, lowest - _LINE // 2, NAMES - 6, _LINE)
            write(painter, beside, head.head.name, self._theme.head(head.head.kind), SMALL, LEFT)

    def _paint_scale(
        self, painter: QPainter, frame: Frame, layout: MemoryLayout, colours: Palette
    ) -> None:
        """What the colours mean, and what the dot means."""
        level, foot = frame.overview.memory_level, layout.foot
        low, high = f"−{level:g}", f"+{level:g}"
        width = text_width(low, SMALL)
        write(painter, foot, low, self._theme.muted, SMALL, LEFT)
        ramp = QRect(foot.left() + width + 6, foot.top() + 4, _SCALE, foot.height() - 8)
        levels = np.arange(256, dtype=np.uint8)[None]
        _paint_cells(painter, ramp, levels, colours)
        after = foot.adjusted(width + _SCALE + 12, 0, 0, 0)
        write(painter, after, high, self._theme.muted, SMALL, LEFT)
        legend = "changed by this step"
        left = after.left() + text_width(high, SMALL) + 22
        if layout.matrix.right() + NAMES - left >= text_width(legend, SMALL) + 8:
            middle = foot.top() + foot.height() // 2
            painter.fillRect(left, middle - 1, 2, 2, faded(self._theme.text, 0.9))
            words = QRect(left + 8, foot.top(), 200, foot.height())
            write(painter, words, legend, self._theme.muted, SMALL, LEFT)


def _standing(frame: Frame) -> list[HeadFrame]:
    """The heads from left to right: written before it is read, as on the board."""
    return sorted(frame.heads, key=lambda head: head.head.kind == "read")


def _part(distance: int, length: int, parts: int) -> int:
    """In which of ``parts`` equal parts a distance ends."""
    return min(max(distance * parts // max(length, 1), 0), parts - 1)


def _paint_cells(painter: QPainter, box: QRect, levels: np.ndarray, colours: Palette) -> None:
    ratio = painter.device().devicePixelRatioF()
    rows, columns = levels.shape
    across = whole(columns, round(box.width() * ratio))
    image: QImage = cell_image(levels, colours, across, whole(rows, round(box.height() * ratio)))
    image.setDevicePixelRatio(ratio)
    painter.drawImage(box.topLeft(), image)
