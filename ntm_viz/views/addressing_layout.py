"""Where the four charts of the addressing picture stand, at any size."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect, QSize

if TYPE_CHECKING:
    from ntm_model.trace import Array

HEADING = 24
_CONTROL = 84
"""Width of what the controller decided, at the right of each chart; less in a narrow panel."""
_BESIDE = 10
MOVES = 13
"""Height of the names under the shift distribution."""
_BELOW_HEADING = 6
_TITLE = 17
_FOOT = 16
_GAP = 6
WORDS = 14
"""Height of the words at the top of a chart."""
_APART = 8
"""Between the words and a bar beside them."""


@dataclasses.dataclass(frozen=True)
class StageBoxes:
    """One stage: its name, its chart, and beside them what the controller decided."""

    title: QRect
    chart: QRect
    symbol: QRect
    control: QRect


def arrange(size: QSize) -> tuple[StageBoxes, ...]:
    """Four stages of equal height below the heading, above the slot numbers."""
    height = max((size.height() - HEADING - _BELOW_HEADING - _FOOT) // 4, _TITLE + 8)
    control = min(_CONTROL, size.width() // 4)
    width = max(size.width() - control, 1)
    left, beside = width + _BESIDE, max(control - _BESIDE, 1)
    boxes = []
    for stage in range(4):
        top = HEADING + _BELOW_HEADING + stage * height
        chart = QRect(0, top + _TITLE, width, height - _TITLE - _GAP)
        boxes.append(
            StageBoxes(
                title=QRect(0, top, width, _TITLE - 1),
                chart=chart,
                symbol=QRect(left, top, beside, _TITLE - 1),
                control=QRect(left, chart.top(), beside, chart.height()),
            )
        )
    return tuple(boxes)


def clear_place(chart: QRect, bars: Array, width: int, near: int) -> int:
    """The left edge for words of this width at the top of a chart of ``bars`` [N'], 0…1.

    Of all places where no bar reaches up to them it is the one nearest to bar ``near``, at its
    right where both sides do; where bars reach up everywhere, the place where they do least.
    """
    per_pixel = len(bars) / chart.width()
    start = chart.left() + round(near / per_pixel)
    stop = chart.left() + round((near + 1) / per_pixel)
    end = max(chart.right() - width - 2, chart.left() + 2)
    places = np.arange(chart.left() + 2, end + 1, 2)
    away = np.where(places >= stop, places - stop, start - places - width + 1)
    nearest_first = places[np.lexsort((places < stop, np.abs(away - _APART)))]
    # The bars over which the words and the air around them stand.
    first = ((nearest_first - _APART - chart.left()) * per_pixel).astype(int).clip(0)
    last = ((nearest_first + width + _APART - chart.left()) * per_pixel).astype(int) + 1
    heights = bars * (chart.height() - 1)
    too_high = np.concatenate([[0], np.cumsum(heights > chart.height() - WORDS - 4)])
    clear = too_high[last.clip(0, len(bars))] == too_high[first.clip(0, len(bars))]
    if clear.any():
        return int(nearest_first[clear.argmax()])
    # One more at the end, so that the last bar can be the end of a stretch too.
    stretches = np.stack([first, np.maximum(last, first + 1)], axis=1).clip(0, len(bars))
    reach = np.maximum.reduceat(np.append(heights, 0.0), stretches.ravel())[::2]
    return int(nearest_first[int(np.argmin(reach))])
