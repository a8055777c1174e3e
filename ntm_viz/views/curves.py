"""Lines over time, in as many strokes as there are pixels to tell them apart.

Where steps are too narrow for a line of their own, each pixel gets a bar from the lowest to the
highest of its steps: one that stands out stays to be seen however long the run is, and bars are
painted many times faster than a line that goes up and down between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ntm_viz.views.ink import faded

if TYPE_CHECKING:
    from ntm_model.trace import Array

_NARROW = 2.0
"""Pixels; steps below this width have no line of their own."""
_THICK = 1.5
_CROWDED_INK = 0.7
"""Bars cover one another where lines would only cross."""

Numbers = npt.NDArray[Any]


class Curve:
    """One number a step, [T] in pixels from the top, over the steps ``first`` to ``last``.

    ``level`` draws each step as wide as it is, as it holds for all of it; otherwise the line goes
    from the middle of one step to the middle of the next.
    """

    def __init__(
        self, heights: Array, first: float, last: float, box: QRect, *, level: bool
    ) -> None:
        begin, end = int(first), min(int(np.ceil(last)), len(heights))
        shown, wide = heights[begin:end], box.width() / (last - first)
        self._bars: list[QRectF] = []
        self._line = QPolygonF()
        if wide < _NARROW:
            self._bars = _bars(shown, first - begin, wide, box)
            return
        edges = box.left() + (np.arange(begin, end + 1) - first) * wide
        if level:
            self._line = _polygon(np.repeat(edges, 2)[1:-1], np.repeat(shown, 2))
        else:
            self._line = _polygon((edges[1:] + edges[:-1]) / 2.0, shown)

    def paint(self, painter: QPainter, colour: str) -> None:
        """Draw it; the painter should smooth edges."""
        if self._bars:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(faded(colour, _CROWDED_INK))
            painter.drawRects(self._bars)
        else:
            painter.setPen(QPen(QColor(colour), _THICK))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(self._line)


def _bars(heights: Array, cut: float, wide: float, box: QRect) -> list[QRectF]:
    """For each pixel from the lowest to the highest of its steps, the first cut so far off."""
    pixels = box.width()
    begins = np.minimum((cut + np.arange(pixels) / wide).astype(np.int64), len(heights) - 1)
    # From the step before on, so that what goes up or down between two pixels stays one line.
    begins = np.maximum(begins - 1, 0)
    ends = np.minimum((cut + np.arange(1, pixels + 1) / wide).astype(np.int64) + 1, len(heights))
    reach = np.stack([begins, np.maximum(ends, begins + 1)], axis=1).ravel()
    padded = np.append(heights, heights[-1])
    tops, feet = (part.reduceat(padded, reach)[::2] for part in (np.minimum, np.maximum))
    half = _THICK / 2.0
    return [
        QRectF(box.left() + x, top - half, 1.0, foot - top + _THICK)
        for x, (top, foot) in enumerate(zip(tops.tolist(), feet.tolist(), strict=True))
    ]


def _polygon(across: Numbers, down: Numbers) -> QPolygonF:
    points = zip(across.tolist(), down.tolist(), strict=True)
    return QPolygonF([QPointF(x, y) for x, y in points])
