"""Paints everything on the board that stays while the playhead moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter

from ntm_viz.look.fonts import BODY, SMALL, text_width
from ntm_viz.reading.phases import names_by_room
from ntm_viz.views.board_layout import BESIDE, BoardLayout, Placed
from ntm_viz.views.board_series import paint_legend, paint_series
from ntm_viz.views.cells import Span, paint_cells, palette, runs, whole
from ntm_viz.views.curves import Curve
from ntm_viz.views.ink import CENTRE, LEFT, RIGHT, faded, outline, write
from ntm_viz.views.row_kinds import CellRow, CurveRow, Label, SeriesRow, Tick

if TYPE_CHECKING:
    from ntm_viz.look.theme import Theme
    from ntm_viz.reading.frame import Mask, Overview
    from ntm_viz.reading.plan import Plan
    from ntm_viz.views.time_axis import TimeAxis

_CONSPICUOUS = 6
"""Logical pixels: so high is the mark of a wrong bit among many that share a pixel."""
_TWO_LINES = 20
"""Logical pixels: a lower row has no room for a number at each end."""


class BoardPainter:
    """One painting of the board's ground, for one size, zoom and theme."""

    def __init__(
        self, painter: QPainter, theme: Theme, layout: BoardLayout, axis: TimeAxis
    ) -> None:
        self._painter = painter
        self._theme = theme
        self._layout = layout
        self._axis = axis
        self._ratio = painter.device().devicePixelRatioF()

    def paint(self, overview: Overview | Plan) -> None:
        self._paint_phases(overview)
        for placed in self._layout.rows:
            row, box = placed.row, placed.box
            if isinstance(row, CellRow):
                self._paint_cells(row, box)
            elif isinstance(row, SeriesRow):
                paint_series(self._painter, self._theme, self._axis, row, box)
            else:
                self._paint_curves(row, box)
            if isinstance(row, SeriesRow) and row.has_legend:
                beside = QRect(0, box.top(), self._layout.labels - BESIDE, box.height())
                paint_legend(self._painter, self._theme, row, beside)
            else:
                self._paint_label(row.label, box)
            self._paint_ticks(placed)
        self._paint_phase_borders(overview)
        axis = self._layout.axis
        label = QRect(0, axis.top() + 4, self._layout.labels - BESIDE, 14)
        write(self._painter, label, "timestep t", self._theme.muted, SMALL, RIGHT)

    def _paint_phases(self, overview: Overview | Plan) -> None:
        strip = self._layout.strip
        for phase in overview.phases:
            box = self._stretch(phase.start, phase.stop, strip)
            if box.width() <= 0:
                continue
            colour = self._theme.phase(phase.role.head)
            self._painter.fillRect(box.adjusted(0, 0, -1, 0), faded(colour, 0.24))
            whole, short = names_by_room(phase.name)
            if box.width() > text_width(whole, SMALL, bold=True) + 12:
                inside = box.adjusted(8, 0, -4, 0)
                write(self._painter, inside, whole, colour, SMALL, bold=True)
            elif box.width() > text_width(short, SMALL, bold=True) + 3:
                inside = box.adjusted(0, 0, -1, 0)
                write(self._painter, inside, short, colour, SMALL, CENTRE, bold=True)

    def _paint_phase_borders(self, overview: Overview | Plan) -> None:
        top, foot = self._layout.strip.top(), self._layout.axis.top()
        for phase in overview.phases:
            if self._axis.first < phase.start < self._axis.last:
                x = self._axis.column(phase.start)[0] - 1
                border = faded(self._theme.muted, 0.55)
                self._painter.fillRect(x, top, 1, foot - top, border)

    def _stretch(self, start: int, stop: int, beside: QRect) -> QRect:
        """The part of timesteps start…stop that is in view, as high as ``beside``."""
        left = max(self._axis.column(start)[0], self._layout.left)
        right = min(self._axis.column(stop)[0], self._layout.left + self._layout.width)
        return QRect(left, beside.top(), right - left, beside.height())

    def _paint_cells(self, row: CellRow, box: QRect) -> None:
        theme = self._theme
        table = theme.bit_map() if row.colouring == "bits" else theme.weighting_map(row.colouring)
        across = Span(self._axis.first, self._axis.last, round(box.width() * self._ratio))
        down = whole(row.cells, round(box.height() * self._ratio))
        levels, across = row.in_view(across)
        paint_cells(self._painter, box, levels, palette(table, theme.window), across, down)
        if row.faint is not None:
            for hidden in self._stretches(row.faint, box):
                self._painter.fillRect(hidden, faded(theme.window, 0.7))
        if row.blank is not None:
            # Where a row has nothing to show, it is no well but bare ground.
            for hidden in self._stretches(row.blank, box):
                self._painter.fillRect(hidden, QColor(theme.window))
                self._painter.fillRect(hidden, faded(theme.line, 0.35))
        if row.marked is not None:
            self._paint_marks(row, box)

    def _stretches(self, steps: Mask, box: QRect) -> list[QRect]:
        """The parts of a row at these timesteps, as far as they are in view."""
        found = [self._stretch(start, stop, box) for start, stop in runs(steps)]
        return [stretch for stretch in found if stretch.width() > 0]

    def _paint_marks(self, row: CellRow, box: QRect) -> None:
        """A wrong bit keeps its value and gets a frame; a tiny one is all frame."""
        assert row.marked is not None
        height = box.height() / row.cells
        first, last = int(self._axis.first), int(np.ceil(self._axis.last))
        least = 2 if self._axis.column_width >= 1.0 else _CONSPICUOUS
        for cell in np.flatnonzero(row.marked.any(axis=1)):
            top = box.top() + round(int(cell) * height)
            bottom = box.top() + round((int(cell) + 1) * height)
            seen: set[tuple[int, int]] = set()
            for t in (first + np.flatnonzero(row.marked[cell, first:last])).tolist():
                place = self._stretch(t, t + 1, box)
                # Where steps share a pixel, one mark is enough, and it is never lost among them.
                mark = QRect(place.left(), top, max(place.width(), 2), max(bottom - top, least))
                if (mark.left(), mark.width()) in seen:
                    continue
                seen.add((mark.left(), mark.width()))
                if min(mark.width(), mark.height()) >= 6:
                    outline(self._painter, mark, self._theme.error, 2)
                else:
                    self._painter.fillRect(mark, QColor(self._theme.error))

    def _paint_curves(self, row: CurveRow, box: QRect) -> None:
        painter = self._painter
        painter.fillRect(box, QColor(self._theme.well))
        painter.save()
        painter.setClipRect(box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for head in row.heads:
            # Two pixels of air above and below, so that a line at the limit is whole.
            heights = box.bottom() - 2.0 - row.heights[head.index] * (box.height() - 5.0)
            curve = Curve(heights, self._axis.first, self._axis.last, box, level=True)
            curve.paint(painter, self._theme.head(head.shade))
        painter.restore()

    def _paint_label(self, label: Label, box: QRect) -> None:
        colour = self._theme.text if label.shade is None else self._theme.head(label.shade)
        column = QRect(0, 0, self._layout.labels - BESIDE, 17)
        middle = box.top() + box.height() // 2
        if not label.subtitle or box.height() < 32:
            column.moveTop(middle - 9)
            write(self._painter, column, label.title, colour, BODY, RIGHT)
            return
        column.moveTop(middle - 17)
        write(self._painter, column, label.title, colour, BODY, RIGHT)
        column.moveTop(middle - 1)
        second = self._theme.error if label.alarming else self._theme.muted
        write(self._painter, column, label.subtitle, second, SMALL, RIGHT)

    def _paint_ticks(self, placed: Placed) -> None:
        box, row = placed.box, placed.row
        column = QRect(box.right() + 7, 0, 40, 14)
        if box.height() < _TWO_LINES:
            return
        taken: list[int] = []
        # The ends come first: where there is no room for all, they say the most.
        for tick in (*row.ticks[:1], *row.ticks[-1:], *row.ticks[1:-1]):
            y = self._tick_y(tick, placed)
            if all(abs(y - other) >= 11 for other in taken):
                column.moveTop(y - 7)
                write(self._painter, column, tick.text, self._theme.muted, SMALL, LEFT)
                taken.append(y)

    def _tick_y(self, tick: Tick, placed: Placed) -> int:
        box = placed.box
        if isinstance(placed.row, CellRow):
            y = box.top() + round((tick.at + 0.5) * box.height() / placed.row.cells)
        else:
            y = round(box.bottom() - tick.at * box.height())
        # A number at a row's edge stands inside it, clear of the next row's.
        return min(max(y, box.top() + 5), box.bottom() - 5)
