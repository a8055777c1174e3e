"""The board as a picture: painted on whatever it is given, a window or an image for export.

All that belongs to the trace is painted once and kept; a new t moves the playhead alone.
It is painted with QPainter: pyqtgraph would add half a second to every start, and scales
images to fractions of a pixel, where this board wants whole cells and the strongest of many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QPainter

from ntm_viz.look.fonts import BODY, SMALL, text_width
from ntm_viz.reading.words import CellRef
from ntm_viz.views.board_layout import BoardLayout, arrange
from ntm_viz.views.board_painter import BoardPainter
from ntm_viz.views.board_rows import rows_of
from ntm_viz.views.ground import LayeredPicture
from ntm_viz.views.ink import CENTRE, badge, faded, write
from ntm_viz.views.row_kinds import BoardRow, CellRow, SeriesRow
from ntm_viz.views.time_axis import NUMBERS_APART, TimeAxis

if TYPE_CHECKING:
    from collections.abc import Hashable

    from ntm_viz.look.theme import Theme
    from ntm_viz.reading.frame import Frame, Overview

_NARROW = 4
"""Logical pixels: a column below this width is marked by one line instead of two."""


class BoardPicture(LayeredPicture):
    """Rows over a shared time axis, and the playhead at the frame's timestep."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._size = QSize(0, 0)
        self._overview: Overview | None = None
        self._rows: tuple[BoardRow, ...] = ()
        self._layout: BoardLayout | None = None
        self._axis = TimeAxis.whole(1, 0, 1)
        self._t = 0

    @property
    def axis(self) -> TimeAxis:
        """Which timesteps are in view, and where."""
        return self._axis

    @property
    def t(self) -> int:
        """Where the playhead is."""
        return self._t

    @property
    def size(self) -> QSize:
        return self._size

    @property
    def colour(self) -> str:
        return self._theme.window

    @property
    def made_for(self) -> Hashable:
        if self._overview is None or self._layout is None or self._size.isEmpty():
            return None
        return self._overview, self._theme, self._axis

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def resize(self, size: QSize) -> None:
        if size != self._size:
            self._size = QSize(size)
            self._arrange()

    def look_at(self, axis: TimeAxis) -> None:
        """Show another stretch of time, in all rows at once."""
        self._axis = axis

    def show_frame(self, frame: Frame) -> bool:
        """Take over the frame; true where more than the playhead's column changed."""
        changed = frame.overview is not self._overview
        if changed:
            self._take(frame.overview)
        self._t = frame.t
        view = self._axis.holding(frame.t)
        changed = changed or view != self._axis
        self.look_at(view)
        return changed

    def show_nothing(self) -> None:
        """Take the last run away: what is shown now has none."""
        self._overview, self._layout, self._rows = None, None, ()

    def paint_ground(self, painter: QPainter) -> None:
        assert self._overview is not None
        assert self._layout is not None
        BoardPainter(painter, self._theme, self._layout, self._axis).paint(self._overview)

    def paint_now(self, painter: QPainter) -> None:
        assert self._layout is not None
        self._paint_playhead(painter, self._layout)

    def playhead_box(self, t: int) -> QRect:
        """All that a playhead at ``t`` covers."""
        start, stop = self._axis.column(t)
        reach = self._reach() + 2 * text_width(str(self._axis.n_steps), SMALL)
        return QRect(start - reach, 0, stop - start + 2 * reach, self._size.height())

    def covers(self, x: int) -> bool:
        """Whether ``x`` lies on the time axis."""
        return self._layout is not None and 0 <= x - self._layout.left < self._layout.width

    def cell_at(self, point: QPoint) -> CellRef | None:
        """The cell under the point; for a curve the head whose line is nearest."""
        if self._layout is None or not self.covers(point.x()):
            return None
        t = self._axis.step_at(point.x())
        for placed in self._layout.rows:
            box, row = placed.box, placed.row
            if not box.top() <= point.y() < box.top() + box.height():
                continue
            down = (point.y() - box.top()) / box.height()
            if isinstance(row, CellRow):
                name = row.names[min(int(down * row.cells), row.cells - 1)]
                return CellRef(row.row, t, name, row.head)
            if isinstance(row, SeriesRow):
                return CellRef(row.row, t, row.index)
            distance = abs(row.heights[:, t] - (1.0 - down))
            return CellRef(row.row, t, head=row.heads[int(distance.argmin())].index)
        return None

    def _take(self, overview: Overview) -> None:
        """Another trace: what is in view stays in view where the new trace is as long."""
        self._overview, self._rows = overview, rows_of(overview)
        if overview.n_steps != self._axis.n_steps:
            self._axis = TimeAxis.whole(overview.n_steps, self._axis.left, self._axis.width)
        self._arrange()

    def _arrange(self) -> None:
        if self._overview is not None:
            self._layout = arrange(self._rows, self._size, phases=bool(self._overview.phases))
            self._axis = self._axis.placed(self._layout.left, self._layout.width)

    def _paint_playhead(self, painter: QPainter, layout: BoardLayout) -> None:
        start, stop = self._axis.column(self._t)
        colour = self._theme.playhead
        # Below the strip: the names of the phases are not to be struck through.
        top, foot = layout.strip.bottom() + 1, layout.axis.top() + 2
        painter.save()
        painter.setClipRect(QRect(layout.left - 1, 0, layout.width + 2, self._size.height()))
        if stop - start >= _NARROW:
            painter.fillRect(start, top, stop - start, foot - top, faded(colour, 0.08))
            painter.fillRect(start - 1, top, 1, foot - top, QColor(colour))
            painter.fillRect(stop, top, 1, foot - top, QColor(colour))
        else:
            painter.fillRect((start + stop) // 2, top, 1, foot - top, QColor(colour))
        painter.restore()
        self._paint_numbers(painter, layout.axis)

    def _paint_numbers(self, painter: QPainter, axis: QRect) -> None:
        """The numbers of the time axis; those that the playhead's own would touch give way."""
        reach, playhead = self._reach(), self._middle(self._t)
        for t in self._axis.ticks(NUMBERS_APART):
            middle = self._middle(t)
            if middle is None:
                continue
            if playhead is None or (
                abs(middle - playhead) >= reach + text_width(str(t), SMALL) // 2
            ):
                box = QRect(middle - 24, axis.top() + 4, 48, 14)
                write(painter, box, str(t), self._theme.muted, SMALL, CENTRE)
        if playhead is not None:
            centre = QPoint(playhead, axis.top() + 11)
            badge(painter, centre, str(self._t), self._theme.playhead, self._theme.window, BODY)

    def _middle(self, t: int) -> int | None:
        """The middle of a timestep's column; None where that is out of view, or cut off."""
        start, stop = self._axis.column(t)
        middle = (start + stop) // 2
        return middle if 0 <= middle - self._axis.left <= self._axis.width else None

    def _reach(self) -> int:
        """Half the width of the playhead's number with its ground."""
        return text_width(str(self._axis.n_steps), BODY, bold=True) // 2 + 8
