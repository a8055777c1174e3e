"""How one head addresses the memory at one timestep, as a picture of four bar charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter

from ntm_viz.look.fonts import BODY, SMALL, text_width
from ntm_viz.reading.words import CellRef
from ntm_viz.views.addressing_layout import HEADING, MOVES, WORDS, arrange, clear_place
from ntm_viz.views.addressing_painter import AddressingGroundPainter
from ntm_viz.views.ground import LayeredPicture
from ntm_viz.views.ink import LEFT, RIGHT, faded, heading, note, write
from ntm_viz.views.stages import Stage, stages_of

if TYPE_CHECKING:
    from collections.abc import Hashable

    from ntm_model.trace import Array
    from ntm_viz.look.theme import Theme
    from ntm_viz.reading.frame import Frame, HeadFrame

_VISIBLE = 0.004
"""A bar from this share on is at least one pixel high: little is not nothing."""
_BEFORE = 0.45
"""How faint the bars are that show what a stage started from."""


class AddressingPicture(LayeredPicture):
    """The stages of the chosen head; faint bars show what a stage started from."""

    def __init__(self, theme: Theme, *, names_head: bool) -> None:
        super().__init__()
        self._theme = theme
        self._names_head = names_head
        self._size = QSize(0, 0)
        self._frame: Frame | None = None
        self._head = 0

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
        return self._frame.overview, self._theme, self._remark

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

    def show_nothing(self) -> None:
        """Take the last run away: what is shown now has none."""
        self._frame = None

    def paint_nothing(self, painter: QPainter) -> None:
        line = QRect(0, 0, self._size.width(), HEADING - 4)
        heading(painter, line, "Addressing", self._theme)
        note(painter, line, "Addressing", "no head has moved yet", self._theme)

    def paint_ground(self, painter: QPainter) -> None:
        assert self._frame is not None
        # As high as the memory's, which may stand beside it.
        line = QRect(0, 0, self._size.width(), HEADING - 4)
        ground = AddressingGroundPainter(painter, self._theme, arrange(self._size))
        ground.paint(self._frame.overview, line, self._remark)

    def paint_now(self, painter: QPainter) -> None:
        assert self._frame is not None
        frame, theme = self._frame, self._theme
        head, boxes = frame.heads[self._head], arrange(self._size)
        colour = theme.head(head.head.shade)
        stages = stages_of(head, frame.overview.trace.n_slots)
        for stage, box in zip(stages, boxes, strict=True):
            write(painter, box.symbol, stage.symbol, theme.muted, BODY, LEFT)
            if stage.before is not None:
                _bars(painter, box.chart, stage.before, faded(theme.muted, _BEFORE))
            _bars(painter, box.chart, stage.weighting, QColor(colour))
            self._paint_peak(painter, box.chart, stage, frame)
        self._paint_gate(painter, boxes[1].control, head)
        _bars(painter, boxes[2].control.adjusted(0, 0, 0, -MOVES), head.shift, QColor(colour))

    def cell_at(self, point: QPoint) -> CellRef | None:
        """The slot of the stage under the point."""
        if self._frame is None or self._size.isEmpty():
            return None
        head = self._frame.heads[self._head]
        stages = stages_of(head, self._frame.overview.trace.n_slots)
        for stage, box in zip(stages, arrange(self._size), strict=True):
            if box.chart.contains(point):
                slots = self._frame.overview.slots
                place = (point.x() - box.chart.left()) * len(slots) // box.chart.width()
                return CellRef(stage.row, self._frame.t, int(slots[place]), head.head.index)
        return None

    @property
    def _remark(self) -> str:
        """What stands at the right of the heading."""
        if self._frame is None or not self._names_head:
            return ""
        return f"{self._frame.heads[self._head].head.name} head"

    def _paint_peak(self, painter: QPainter, box: QRect, stage: Stage, frame: Frame) -> None:
        """The strongest slot and its share, as near to its bar as all bars leave room."""
        text, bars = stage.peak_in_words, stage.weighting
        # The words stand clear of the bars that the stage started from, too.
        bars = bars if stage.before is None else np.maximum(bars, stage.before)
        peak = np.flatnonzero(frame.overview.slots == stage.peak.slot)
        near = int(peak[0]) if stage.stands_out and len(peak) else 0
        left = clear_place(box, bars, text_width(text, SMALL), near)
        line = QRect(left, box.top() + 2, box.right() - left, WORDS)
        write(painter, line, text, self._theme.text, SMALL)

    def _paint_gate(self, painter: QPainter, box: QRect, head: HeadFrame) -> None:
        """How much of the mix is content, how much the last step."""
        bar = QRect(box.left(), box.top() + 4, box.width(), 6)
        painter.fillRect(bar, faded(self._theme.muted, _BEFORE))
        content = QRect(bar.left(), bar.top(), round(head.gate * bar.width()), bar.height())
        painter.fillRect(content, QColor(self._theme.head(head.head.shade)))
        if box.height() >= 28:
            below = QRect(box.left(), bar.bottom() + 3, box.width(), 14)
            by_content = head.gate >= 0.5
            text, align = ("content", LEFT) if by_content else ("last step", RIGHT)
            write(painter, below, text, self._theme.muted, SMALL, align)


def _bars(painter: QPainter, box: QRect, weighting: Array, colour: QColor) -> None:
    """A bar for each slot, 0…1 over the height of ``box``; many slots share a pixel's bar."""
    count = len(weighting)
    bars = min(count, box.width())
    if bars < count:
        weighting = np.maximum.reduceat(weighting, np.arange(bars) * count // bars)
    visible = np.flatnonzero(weighting >= _VISIBLE)
    sides = box.left() + np.arange(bars + 1) * box.width() // bars
    gap = 1 if box.width() / count >= 4 else 0
    lefts = sides[visible]
    widths = sides[visible + 1] - lefts - gap
    heights = np.rint(weighting[visible] * (box.height() - 1)).astype(int).clip(1)
    foot = box.bottom()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRects(
        [
            QRect(left, foot - height, width, height)
            for left, width, height in zip(
                lefts.tolist(), widths.tolist(), heights.tolist(), strict=True
            )
        ]
    )
