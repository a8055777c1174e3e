"""Paints the board's rows of numbers that belong to no head, and names what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ntm_viz.look.fonts import BODY, SMALL
from ntm_viz.views.cells import runs
from ntm_viz.views.ink import RIGHT, faded, write

if TYPE_CHECKING:
    from ntm_viz.look.theme import Theme
    from ntm_viz.views.row_kinds import Series, SeriesRow
    from ntm_viz.views.time_axis import TimeAxis

_AREA = 0.28
_SWATCH = 16
_LINE = 15
"""Logical pixels from one line of a legend to the next."""


def paint_series(
    painter: QPainter, theme: Theme, axis: TimeAxis, row: SeriesRow, box: QRect
) -> None:
    """All series of a row over each other, as far as they are in view."""
    painter.fillRect(box, QColor(theme.well))
    painter.save()
    painter.setClipRect(box)
    first, last = int(axis.first), int(np.ceil(axis.last))
    for series in row.series:
        for start, stop in runs(series.shown[first:last]):
            _paint(painter, theme, axis, row, series, range(first + start, first + stop), box)
    painter.restore()


def paint_legend(painter: QPainter, theme: Theme, row: SeriesRow, beside: QRect) -> None:
    """The row's title, and under it each series with a sample of how it is drawn."""
    lines = 1 + len(row.series)
    top = beside.top() + (beside.height() - lines * _LINE) // 2
    line = QRect(beside.left(), top, beside.width(), _LINE)
    write(painter, line, row.label.title, theme.text, BODY, RIGHT)
    # Said in the order of the eye: what lies on top comes first.
    for series in reversed(row.series):
        line.translate(0, _LINE)
        words = line.adjusted(0, 0, -_SWATCH - 5, 0)
        write(painter, words, series.name, theme.muted, SMALL, RIGHT)
        sample = QRect(line.right() - _SWATCH + 1, line.top() + 3, _SWATCH, _LINE - 6)
        if series.style == "line":
            middle = sample.center().y()
            painter.fillRect(sample.left(), middle, sample.width(), 2, QColor(theme.bit))
        else:
            painter.fillRect(sample, faded(theme.text, _AREA))
            painter.fillRect(sample.left(), sample.top(), sample.width(), 1, QColor(theme.muted))


def _paint(
    painter: QPainter,
    theme: Theme,
    axis: TimeAxis,
    row: SeriesRow,
    series: Series,
    steps: range,
    box: QRect,
) -> None:
    # Two pixels of air above and below, so that a line at the limit is whole.
    heights = box.bottom() - 2.0 - np.clip(series.heights, 0.0, 1.0) * (box.height() - 5.0)
    base = box.bottom() - 2.0 - row.base * (box.height() - 5.0)
    if series.style == "bars":
        _paint_bars(painter, theme, axis, [float(heights[t]) for t in steps], steps, base)
        zero = QLineF(box.left(), base, box.right() + 1.0, base)
        painter.setPen(QPen(faded(theme.muted, 0.6), 1))
        painter.drawLine(zero)
        return
    path = QPolygonF()
    for t in steps:
        path.append(QPointF(axis.x(t), float(heights[t])))
        path.append(QPointF(axis.x(t + 1), float(heights[t])))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if series.style == "area":
        closed = QPolygonF(path)
        closed.append(QPointF(axis.x(steps[-1] + 1), box.bottom() + 1.0))
        closed.append(QPointF(axis.x(steps[0]), box.bottom() + 1.0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(theme.text, _AREA))
        painter.drawPolygon(closed)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.muted), 1))
    else:
        painter.setPen(QPen(QColor(theme.bit), 1.5))
    painter.drawPolyline(path)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_bars(
    painter: QPainter,
    theme: Theme,
    axis: TimeAxis,
    heights: list[float],
    steps: range,
    base: float,
) -> None:
    for t, height in zip(steps, heights, strict=True):
        left, right = axis.column(t)
        # As between cells, a gap where there is room for one.
        width = max(right - left - (1 if right - left >= 4 else 0), 1)
        bar = QRectF(left, min(height, base), width, max(abs(base - height), 1.0))
        painter.fillRect(bar, QColor(theme.muted))
