"""Paints the parts of the memory picture that stay while t changes: numbers, names, the scale."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect

from ntm_viz.look.fonts import SMALL, text_width
from ntm_viz.views.cells import Levels, Palette, palette, whole
from ntm_viz.views.cells import paint_cells as paint_spans
from ntm_viz.views.ink import CENTRE, LEFT, RIGHT, faded, heading, write
from ntm_viz.views.memory_layout import NAMES, MemoryLayout

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from ntm_viz.look.theme import HeadKind, Shade, Theme
    from ntm_viz.reading.overview import Head, Overview

LINE = 14
"""Logical pixels of a line of small text."""
_SCALE = 96


class MemoryGroundPainter:
    """One painting of the memory picture's ground, for one run, size and theme."""

    def __init__(self, painter: QPainter, theme: Theme, layout: MemoryLayout) -> None:
        self._painter = painter
        self._theme = theme
        self._layout = layout

    def paint(self, overview: Overview) -> None:
        heading(self._painter, self._layout.heading, "Memory", self._theme)
        self._paint_vector_names()
        self._paint_head_letters(standing(overview.heads))
        self._paint_numbers(overview)
        self._paint_scale(overview)

    def _paint_vector_names(self) -> None:
        vectors = (("erase", self._layout.erase), ("add", self._layout.add))
        for name, boxes in vectors:
            for number, box in enumerate(boxes, 1):
                text = f"{name} {number}" if len(boxes) > 1 else name
                beside = QRect(box.right() + 7, box.top() - 1, NAMES, LINE)
                write(self._painter, beside, text, self._theme.muted, SMALL, LEFT)

    def _paint_head_letters(self, heads: list[Head]) -> None:
        for head, box in zip(heads, self._layout.letters, strict=True):
            same = [other for other in heads if other.kind == head.kind]
            number = str(same.index(head) + 1) if len(same) > 1 else ""
            text, colour = head.kind[0] + number, self._theme.head(head.shade)
            write(self._painter, box, text, colour, SMALL, CENTRE, bold=True)

    def _paint_numbers(self, overview: Overview) -> None:
        """Slot numbers, as many as there is room for."""
        slots, matrix = overview.slots, self._layout.matrix
        height = matrix.height() / len(slots)
        every = 1
        while every * height < LINE - 1:
            every *= 2
        for place in range(0, len(slots), every):
            y = matrix.top() + round((place + 0.5) * height)
            box = QRect(0, y - LINE // 2, self._layout.numbers - 7, LINE)
            write(self._painter, box, str(slots[place]), self._theme.muted, SMALL, RIGHT)

    def _paint_scale(self, overview: Overview) -> None:
        """What the colours mean, and what the dot means."""
        level, foot = overview.memory_level, self._layout.foot
        low, high = f"−{level:g}", f"+{level:g}"
        width = text_width(low, SMALL)
        write(self._painter, foot, low, self._theme.muted, SMALL, LEFT)
        ramp = QRect(foot.left() + width + 6, foot.top() + 4, _SCALE, foot.height() - 8)
        every_level = np.arange(256, dtype=np.uint8)[None]
        paint_cells(self._painter, ramp, every_level, memory_palette(self._theme))
        after = foot.adjusted(width + _SCALE + 12, 0, 0, 0)
        write(self._painter, after, high, self._theme.muted, SMALL, LEFT)
        legend = "changed by this step"
        left = after.left() + text_width(high, SMALL) + 22
        if self._layout.matrix.right() + NAMES - left >= text_width(legend, SMALL) + 8:
            middle = foot.top() + foot.height() // 2
            self._painter.fillRect(left, middle - 1, 2, 2, faded(self._theme.text, 0.9))
            words = QRect(left + 8, foot.top(), 200, foot.height())
            write(self._painter, words, legend, self._theme.muted, SMALL, LEFT)


def standing(heads: tuple[Head, ...]) -> list[Head]:
    """The heads from left to right: written before it is read, as on the board."""
    return sorted(heads, key=lambda head: head.kind == "read")


@functools.cache
def memory_palette(theme: Theme) -> Palette:
    """The colours of memory cells."""
    return palette(theme.memory_map(), theme.window, middle=128)


@functools.cache
def weighting_palette(theme: Theme, who: HeadKind | Shade) -> Palette:
    """The colours of a weighting, and of whatever else lies between 0 and 1."""
    return palette(theme.weighting_map(who), theme.window)


def paint_cells(painter: QPainter, box: QRect, levels: Levels, colours: Palette) -> None:
    """A matrix that fills ``box``, in the device pixels of what is painted on."""
    ratio = painter.device().devicePixelRatioF()
    rows, columns = levels.shape
    across = whole(columns, round(box.width() * ratio))
    down = whole(rows, round(box.height() * ratio))
    paint_spans(painter, box, levels, colours, across, down)
