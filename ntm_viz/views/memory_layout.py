"""Where the parts of the memory picture stand, for any number of slots, heads and any size."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize

HEADING = 24
NUMBERS = 30
"""Width of the slot numbers at the left, with room for three digits."""
_DIGIT = 7
NAMES = 46
"""Width of the names at the right."""
FOOT = 26
_HEAD_COLUMN = 14
_HEAD_GAP = 3
_NUMBERED_HEAD_GAP = 5
"""Between heads of which there are several of a kind: their names take two letters."""
_STRIP = 12
_STRIP_GAP = 3
_LETTERS = 16
_HIGHEST_CELL = 26
"""Logical pixels: a memory of few slots stays a table and does not become a poster."""
_CRISP = 3


@dataclasses.dataclass(frozen=True)
class MemoryLayout:
    """Boxes in logical pixels. Heads are in the order in which they stand, write heads first."""

    numbers: int
    """Width of the slot numbers at the left, the space beside them included."""
    heading: QRect
    erase: tuple[QRect, ...]
    add: tuple[QRect, ...]
    letters: tuple[QRect, ...]
    """The names above the weightings."""
    weightings: tuple[QRect, ...]
    matrix: QRect
    foot: QRect


def arrange(
    size: QSize, *, slots: int, heads: int, write_heads: int, digits: int = 3
) -> MemoryLayout:
    """Share out the picture: strips above, weightings at the left, the matrix in the rest.

    The longest slot number has so many ``digits``.
    """
    numbers = NUMBERS + max(digits - 3, 0) * _DIGIT
    numbered = max(write_heads, heads - write_heads) > 1
    pitch = _HEAD_COLUMN + (_NUMBERED_HEAD_GAP if numbered else _HEAD_GAP)
    beside = numbers + heads * pitch + 4
    width = max(size.width() - beside - NAMES, 1)
    top = HEADING + 4
    erase, add = [], []
    for _ in range(write_heads):
        erase.append(QRect(beside, top, width, _STRIP))
        add.append(QRect(beside, top + _STRIP + _STRIP_GAP, width, _STRIP))
        top += 2 * (_STRIP + _STRIP_GAP) + _STRIP_GAP
    top = max(top + 2, HEADING + _LETTERS)
    height = _height(slots, max(size.height() - top - FOOT, 1))
    columns = [numbers + head * pitch for head in range(heads)]
    return MemoryLayout(
        numbers=numbers,
        heading=QRect(0, 0, size.width(), HEADING - 4),
        erase=tuple(erase),
        add=tuple(add),
        letters=tuple(QRect(x - 4, top - _LETTERS - 1, _HEAD_COLUMN + 8, 15) for x in columns),
        weightings=tuple(QRect(x, top, _HEAD_COLUMN, height) for x in columns),
        matrix=QRect(beside, top, width, height),
        foot=QRect(beside, top + height + 8, size.width() - beside, FOOT - 10),
    )


def _height(slots: int, available: int) -> int:
    """The matrix's height: equal slots where they are large enough to be told apart."""
    wanted = min(available, slots * _HIGHEST_CELL)
    return wanted // slots * slots if wanted >= _CRISP * slots else wanted


def set_apart(places: Sequence[int], least: int, last: int) -> list[int]:
    """Places in their order, moved to be ``least`` apart and not beyond ``last``."""
    found: list[int] = []
    for place in places:
        found.append(place if not found else max(place, found[-1] + least))
    for back in range(1, len(found) + 1):
        found[-back] = min(found[-back], last - (back - 1) * least)
    return found
