"""BitGrid: bits as a calm grid of cells, time running right and bit 0 on top.

The drawing and the answer look alike because both are this widget. A long row of single bits
runs on in lines, as text does: nobody wants to scroll through two hundred of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ntm_viz.look.stylesheet import mixed

if TYPE_CHECKING:
    from collections.abc import Collection

    from ntm_model.tasks.base import Bits
    from ntm_viz.look.theme import HeadKind, Theme

SMALLEST_CELL, LARGEST_CELL = 10, 16
"""Pixels; below the smallest a cell cannot be hit, so the grid scrolls instead."""
COMFORTABLE_LENGTH = 20
"""Vectors that fill the width; shorter patterns keep their cell size and leave room."""
FUTURE_OPACITY = 0.35
_BETWEEN_LINES = 3
_FRAME = 2
"""Pixels of the frame around the column that the playhead is at, some of them outside it."""


class BitGrid(QWidget):
    """Shows bits [length, bits], wrong ones marked, and the column that the playhead is at."""

    def __init__(self, theme: Theme, head: HeadKind, parent: QWidget | None = None) -> None:
        """The column now is framed in the colour of a head of kind ``head``."""
        super().__init__(parent)
        self._theme = theme
        self._head = head
        self._pattern: Bits = np.zeros((1, 1), np.uint8)
        self._wrong: Bits | None = None
        self._breaks: Collection[int] = ()
        self._now: int | None = None
        self._fade_after: int | None = None
        self._cell = LARGEST_CELL

    @property
    def cell(self) -> int:
        """Pixels from one cell to the next."""
        return self._cell

    @property
    def per_line(self) -> int:
        """Columns beside each other; more go on below."""
        length = len(self._pattern)
        return length if self._pattern.shape[1] > 1 else min(length, COMFORTABLE_LENGTH)

    def show_bits(
        self, pattern: Bits, wrong: Bits | None = None, breaks: Collection[int] = ()
    ) -> None:
        """Show ``pattern`` [length, bits].

        ``wrong`` is 1 where it is not what was due; before each column of ``breaks`` stands a
        line: there something new begins.
        """
        resized = pattern.shape != self._pattern.shape
        self._pattern, self._wrong, self._breaks = pattern, wrong, breaks
        if resized:
            self._fit()
        self.update()

    def show_now(self, column: int | None, fade_after: int | None = None) -> None:
        """Frame ``column``; columns after ``fade_after`` have not been reached yet."""
        if (column, fade_after) == (self._now, self._fade_after):
            return
        end = len(self._pattern)
        reached = [end if one is None else one for one in (self._fade_after, fade_after)]
        changed = [one for one in (self._now, column) if one is not None]
        changed += [min(reached) + 1, max(reached)] if reached[0] != reached[1] else []
        self._now, self._fade_after = column, fade_after
        if self._lines > 1 or not changed:
            self.update()
        else:
            # To paint all columns would be a good part of what a moved playhead costs.
            ends = (min(one, end - 1) for one in (min(changed), max(changed)))
            first, last = (self.column_rect(one) for one in ends)
            self.update(first.united(last).adjusted(-_FRAME, -_FRAME, _FRAME, _FRAME))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_cell(self, cell: int) -> None:
        """Make every cell ``cell`` pixels wide and high, the gap included."""
        self._cell = cell
        self._fit()

    def column_rect(self, column: int) -> QRect:
        """Where a column lies, the gap after it left out."""
        place = self.cell_rect(column, 0)
        place.setHeight(self._pattern.shape[1] * self._cell - 1)
        return place

    def cell_rect(self, column: int, bit: int) -> QRect:
        line, place = divmod(column, self.per_line)
        top = line * self._line_height + bit * self._cell
        return QRect(place * self._cell, top, self._cell - 1, self._cell - 1)

    def nearest(self, point: QPoint) -> tuple[int, int]:
        """The cell, (column, bit), that lies nearest to a point."""
        length, bits = self._pattern.shape
        line = min(max(point.y() // self._line_height, 0), self._lines - 1)
        place = min(max(point.x() // self._cell, 0), self.per_line - 1)
        bit = (point.y() - line * self._line_height) // self._cell
        return min(line * self.per_line + place, length - 1), min(max(bit, 0), bits - 1)

    @property
    def _lines(self) -> int:
        return -(-len(self._pattern) // self.per_line)

    @property
    def _line_height(self) -> int:
        """Pixels from one line to the next."""
        height = int(self._pattern.shape[1]) * self._cell
        return height + _BETWEEN_LINES if self._lines > 1 else height

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        length, _ = self._pattern.shape
        first, _ = self.nearest(event.rect().topLeft())
        last, _ = self.nearest(event.rect().bottomRight())
        for column in range(first, last + 1):
            faded = self._fade_after is not None and column > self._fade_after
            self._paint_column(painter, column, FUTURE_OPACITY if faded else 1.0)
        line = QColor(mixed(self._theme.window, self._theme.text, 0.55))
        for column in self._breaks:
            begin = self.column_rect(column)
            painter.fillRect(begin.left() - 1, begin.top(), 1, begin.height(), line)
        if self._now is not None and self._now < length:
            painter.setPen(_crisp(QColor(self._theme.head(self._head))))
            painter.drawRect(self.column_rect(self._now).adjusted(0, 1, 0, -1))
        self._paint_above(painter)

    def _paint_column(self, painter: QPainter, column: int, opacity: float) -> None:
        empty = QColor(mixed(self._theme.window, self._theme.text, 0.07))
        full, error = QColor(self._theme.bit), QColor(self._theme.error)
        bits = self._pattern[column].tolist()
        wrongs = [0] * len(bits) if self._wrong is None else self._wrong[column].tolist()
        # From one cell to the next: to work out each one's place would take most of the time.
        rect = self.cell_rect(column, 0)
        for value, wrong in zip(bits, wrongs, strict=True):
            painter.setOpacity(opacity if value or wrong else 1.0)
            painter.fillRect(rect, (error if wrong else full) if value else empty)
            if wrong and not value:
                # A bit that is missing is hollow: the colour alone must not carry it.
                painter.setPen(_crisp(error))
                painter.drawRect(rect.adjusted(1, 1, -1, -1))
            rect.translate(0, self._cell)
        painter.setOpacity(1.0)

    def _paint_above(self, painter: QPainter) -> None:
        """For a grid that shows more than its bits."""

    def _fit(self) -> None:
        height = self._pattern.shape[1] * self._cell
        self.setFixedSize(
            self.per_line * self._cell, (self._lines - 1) * self._line_height + height
        )
        self.updateGeometry()


def _crisp(colour: QColor) -> QPen:
    """A pen of two pixels that leaves no corner out."""
    pen = QPen(colour, _FRAME)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen
