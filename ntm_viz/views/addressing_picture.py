"""How one head addresses the memory at one timestep, as a picture of four bar charts."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter

from ntm_viz.fonts import BODY, SMALL
from ntm_viz.views.ink import CENTRE, LEFT, RIGHT, faded, heading, text_width, write
from ntm_viz.views.stages import Stage, stages_of
from ntm_viz.words import CellRef, Row, signed

if TYPE_CHECKING:
    from ntm_model.trace import Array
    from ntm_viz.frame import Frame, HeadFrame
    from ntm_viz.theme import Theme

HEADING = 30
CONTROL = 84
"""Width of what the controller decided, at the right of each chart."""
_TITLE = 17
_FOOT = 16
_GAP = 6
_VISIBLE = 0.004
"""A bar from this share on is at least one pixel high: little is not nothing."""


@dataclasses.dataclass(frozen=True)
class _Boxes:
    title: QRect
    chart: QRect
    control: QRect


class AddressingPicture:
    """The stages of the chosen head; faint bars show what a stage started from."""

    def __init__(self, theme: Theme, *, names_head: bool) -> None:
        self._theme = theme
        self._names_head = names_head
        self._size = QSize(0, 0)
        self._frame: Frame | None = None
        self._head = 0

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def resize(self, size: QSize) -> None:
        self._size = QSize(size)

    def choose_head(self, head: int) -> None:
        """Show this head, by its number in the trace."""
        self._head = head

    def show_frame(self, frame: Frame) -> None:
        self._frame = frame
        self._head = min(self._head, len(frame.heads) - 1)

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(QRect(QPoint(), self._size), QColor(self._theme.window))
        if self._frame is None or self._size.isEmpty():
            return
        head = self._frame.heads[self._head]
        note = f"{head.head.name} head" if self._names_head else ""
        heading(painter, QRect(0, 0, self._size.width(), 24), "Addressing", note, self._theme)
        placed = zip(self._stages(head), self._boxes(), strict=True)
        for number, (stage, boxes) in enumerate(placed, 1):
            self._paint_title(painter, boxes.title, number, stage)
            self._paint_chart(painter, boxes.chart, stage, head)
            self._paint_control(painter, boxes.control, stage, head)
        self._paint_slots(painter, self._frame, self._boxes()[-1].chart)

    def cell_at(self, point: QPoint) -> CellRef | None:
        """The slot of the stage under the point."""
        if self._frame is None or self._size.isEmpty():
            return None
        head = self._frame.heads[self._head]
        for stage, boxes in zip(self._stages(head), self._boxes(), strict=True):
            if boxes.chart.contains(point):
                slots = self._frame.overview.slots
                across = (point.x() - boxes.chart.left()) * len(slots) // boxes.chart.width()
                slot = int(slots[min(across, len(slots) - 1)])
                return CellRef(stage.row, self._frame.t, slot, head.head.index)
        return None

    def _stages(self, head: HeadFrame) -> tuple[Stage, ...]:
        assert self._frame is not None
        return stages_of(head, self._frame.overview.trace.n_slots)

    def _boxes(self) -> list[_Boxes]:
        height = max((self._size.height() - HEADING - _FOOT) // 4, _TITLE + 8)
        width = max(self._size.width() - CONTROL, 1)
        boxes = []
        for stage in range(4):
            top = HEADING + stage * height
            chart = QRect(0, top + _TITLE, width, height - _TITLE - _GAP)
            control = QRect(width + 10, chart.top(), CONTROL - 10, chart.height())
            boxes.append(_Boxes(QRect(0, top, self._size.width(), _TITLE - 1), chart, control))
        return boxes

    def _paint_title(self, painter: QPainter, box: QRect, number: int, stage: Stage) -> None:
        write(painter, box, f"{number}", self._theme.muted, BODY, LEFT)
        title = box.adjusted(14, 0, -CONTROL, 0)
        write(painter, title, stage.title, self._theme.text, BODY, LEFT)
        symbol = QRect(box.right() - CONTROL + 11, box.top(), CONTROL - 10, box.height())
        write(painter, symbol, stage.symbol, self._theme.muted, BODY, LEFT)

    def _paint_chart(self, painter: QPainter, box: QRect, stage: Stage, head: HeadFrame) -> None:
        painter.fillRect(box, QColor(self._theme.well))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, QColor(self._theme.line))
        if stage.before is not None:
            _bars(painter, box, stage.before, faded(self._theme.muted, 0.45))
        _bars(painter, box, stage.weighting, QColor(self._theme.head(head.head.kind)))
        self._paint_peak(painter, box, stage)

    def _paint_peak(self, painter: QPainter, box: QRect, stage: Stage) -> None:
        """The strongest slot and its share, beside its bar on the side that has room."""
        assert self._frame is not None
        text = stage.peak_in_words
        left = box.left() + 6
        if stage.stands_out:
            slots = self._frame.overview.slots
            places = [*np.flatnonzero(slots == stage.peak.slot)]
            # The words stand clear of the bar that the stage started from, too.
            places += [stage.before.argmax()] if stage.before is not None else []
            start = box.left() + int(min(places, default=0)) * box.width() // len(slots)
            stop = box.left() + (int(max(places, default=0)) + 1) * box.width() // len(slots)
            width = text_width(text, SMALL)
            left = stop + 8 if stop + 8 + width < box.right() else max(start - 8 - width, left)
        line = QRect(left, box.top() + 2, box.right() - left, 14)
        write(painter, line, text, self._theme.text, SMALL)

    def _paint_control(self, painter: QPainter, box: QRect, stage: Stage, head: HeadFrame) -> None:
        if stage.row is Row.SHIFTED:
            self._paint_shift(painter, box, head)
        elif stage.row is Row.GATED:
            self._paint_gate(painter, box, head)

    def _paint_shift(self, painter: QPainter, box: QRect, head: HeadFrame) -> None:
        """The shift distribution as bars of their own, −1 · 0 · +1."""
        count = len(head.shift)
        chart = box.adjusted(0, 0, 0, -13)
        painter.fillRect(chart, QColor(self._theme.well))
        painter.fillRect(chart.left(), chart.bottom(), chart.width(), 1, QColor(self._theme.line))
        _bars(painter, chart, head.shift, QColor(self._theme.head(head.head.kind)))
        width = chart.width() / count
        named = range(count) if width >= 18 else (0, count // 2, count - 1)
        for index in named:
            middle = chart.left() + round((index + 0.5) * width)
            below = QRect(middle - 12, chart.bottom() + 1, 24, 13)
            move = signed(index - count // 2)
            write(painter, below, move, self._theme.muted, SMALL, CENTRE)

    def _paint_gate(self, painter: QPainter, box: QRect, head: HeadFrame) -> None:
        """How much of the mix is content, how much the last step."""
        bar = QRect(box.left(), box.top() + 4, box.width(), 6)
        painter.fillRect(bar, faded(self._theme.muted, 0.45))
        content = QRect(bar.left(), bar.top(), round(head.gate * bar.width()), bar.height())
        painter.fillRect(content, QColor(self._theme.head(head.head.kind)))
        if box.height() >= 28:
            below = QRect(box.left(), bar.bottom() + 3, box.width(), 14)
            text = "content" if head.gate >= 0.5 else "last step"
            align = LEFT if head.gate >= 0.5 else RIGHT
            write(painter, below, text, self._theme.muted, SMALL, align)

    def _paint_slots(self, painter: QPainter, frame: Frame, chart: QRect) -> None:
        slots = frame.overview.slots
        width = chart.width() / len(slots)
        every = 1
        while every * width < 26:
            every *= 2
        for place in range(0, len(slots), every):
            middle = chart.left() + round((place + 0.5) * width)
            text = str(slots[place])
            room = text_width(text, SMALL) + 2
            below = QRect(max(middle - room // 2, chart.left()), chart.bottom() + 2, room, 14)
            write(painter, below, text, self._theme.muted, SMALL, CENTRE)
        beside = QRect(chart.right() + 11, chart.bottom() + 2, CONTROL - 10, 14)
        write(painter, beside, "slot", self._theme.muted, SMALL, LEFT)


def _bars(painter: QPainter, box: QRect, weighting: Array, colour: QColor) -> None:
    """A bar for each slot, 0…1 over the height of ``box``; many slots share a pixel's bar."""
    count = len(weighting)
    bars = min(count, box.width())
    if bars < count:
        weighting = np.maximum.reduceat(weighting, np.arange(bars) * count // bars)
    sides = box.left() + np.arange(bars + 1) * box.width() // bars
    gap = 1 if box.width() / count >= 4 else 0
    heights = np.rint(weighting * (box.height() - 1)).astype(int)
    heights = np.where(weighting >= _VISIBLE, np.maximum(heights, 1), 0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRects(
        [
            QRectF(sides[i], box.bottom() - heights[i], sides[i + 1] - sides[i] - gap, heights[i])
            for i in np.flatnonzero(heights)
        ]
    )
