"""Where each row of the board stands, for any number of rows and any size of the board."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize

from ntm_viz.look.fonts import BODY, SMALL, text_width
from ntm_viz.reading.words import Row
from ntm_viz.views.row_kinds import BoardRow, CellRow, SeriesRow

if TYPE_CHECKING:
    from collections.abc import Sequence

BESIDE = 12
"""Logical pixels between a picture and the words at its left."""
_NARROWEST_LABELS = 100
TICKS = 34
"""Width of the numbers at the right."""
STRIP = 20
AXIS = 24
GAP, TIGHT_GAP = 10, 5
_MARGIN = 2
_CRISP = 3
"""Pixels: cells from this height on are all made equally high."""


@dataclasses.dataclass(frozen=True)
class Placed:
    """A row and the box of its picture, labels and numbers excluded."""

    row: BoardRow
    box: QRect


@dataclasses.dataclass(frozen=True)
class BoardLayout:
    """Boxes in logical pixels; all share the left and right edge of the time axis."""

    labels: int
    """Width of the words at the left, the space beside them included."""
    strip: QRect
    rows: tuple[Placed, ...]
    axis: QRect

    @property
    def left(self) -> int:
        return self.strip.left()

    @property
    def width(self) -> int:
        return self.strip.width()


def arrange(rows: Sequence[BoardRow], size: QSize, *, phases: bool) -> BoardLayout:
    """Share out the board's height; the phase strip takes none where there are no phases."""
    titles = [text_width(row.label.title, BODY) for row in rows]
    subtitles = [text_width(row.label.subtitle, SMALL) for row in rows]
    labels = max(*titles, *subtitles, _NARROWEST_LABELS - BESIDE) + BESIDE
    width = max(size.width() - labels - TICKS, 1)
    strip = STRIP if phases else 0
    free = size.height() - strip - AXIS - 2 * _MARGIN
    gap = GAP if free - GAP * (len(rows) + 1) >= sum(_least(row) for row in rows) else TIGHT_GAP
    heights = _heights(rows, free - gap * len(rows))
    top = _MARGIN
    strip_box = QRect(labels, top, width, strip)
    top += strip + (gap if phases else 0)
    placed = []
    for row, height in zip(rows, heights, strict=True):
        placed.append(Placed(row, QRect(labels, top, width, height)))
        top += height + gap
    return BoardLayout(labels, strip_box, tuple(placed), QRect(labels, top - gap, width, AXIS))


def _heights(rows: Sequence[BoardRow], available: int) -> list[int]:
    least = [_least(row) for row in rows]
    ideal = [max(_ideal(row), low) for row, low in zip(rows, least, strict=True)]
    if available <= sum(least):
        scale = max(available, 0) / sum(least)
        wanted = [low * scale for low in least]
    elif available <= sum(ideal):
        share = (available - sum(least)) / max(sum(ideal) - sum(least), 1)
        wanted = [low + share * (high - low) for low, high in zip(least, ideal, strict=True)]
    else:
        greed = [_greed(row) for row in rows]
        extra = (available - sum(ideal)) / sum(greed)
        wanted = [high + extra * part for high, part in zip(ideal, greed, strict=True)]
    heights = [_snapped(row, height) for row, height in zip(rows, wanted, strict=True)]
    return _filled(rows, heights, available)


def _filled(rows: Sequence[BoardRow], heights: list[int], available: int) -> list[int]:
    """Give what snapping left over to the weightings, and the rest to the curves."""
    tall = [index for index, row in enumerate(rows) if row.row is Row.WEIGHTING]
    cells = [row.cells for row in rows if isinstance(row, CellRow) and row.row is Row.WEIGHTING]
    over = max(available - sum(heights), 0)
    if tall and over >= sum(cells) and heights[tall[0]] >= _CRISP * cells[0]:
        for index, count in zip(tall, cells, strict=True):
            heights[index] += count
        over -= sum(cells)
    curves = [index for index, row in enumerate(rows) if not isinstance(row, CellRow)]
    for place, index in enumerate(curves):
        heights[index] += (over + place) // len(curves)
    return heights


def _snapped(row: BoardRow, height: float) -> int:
    if isinstance(row, CellRow) and height >= _CRISP * row.cells:
        return int(height / row.cells + 1e-6) * row.cells
    return max(int(height), 1)


def _least(row: BoardRow) -> int:
    if isinstance(row, SeriesRow):
        return 56 if row.has_legend else 26
    if not isinstance(row, CellRow):
        return 22
    if row.row is Row.WEIGHTING:
        return 44
    return min(max(4 * row.cells, 18), 48)


def _ideal(row: BoardRow) -> int:
    if isinstance(row, SeriesRow):
        return 110 if row.has_legend else 44
    if not isinstance(row, CellRow):
        return 38
    if row.row is Row.WEIGHTING:
        return min(7 * row.cells, 180)
    return min((13 if row.row is Row.SHIFT else 8) * row.cells, 120)


def _greed(row: BoardRow) -> float:
    if isinstance(row, SeriesRow):
        return 2.0 if row.has_legend else 0.5
    if not isinstance(row, CellRow):
        return 0.5
    return 3.0 if row.row is Row.WEIGHTING else 1.0
