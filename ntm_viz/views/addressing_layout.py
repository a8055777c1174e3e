"""Where the four charts of the addressing picture stand, at any size."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QRect, QSize

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
