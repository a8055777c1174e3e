"""BitGrid: bits as a calm grid of cells, time running right and bit 0 on top.

The drawing and the answer look alike because both are this widget.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from ntm_viz.look.stylesheet import mixed

if TYPE_CHECKING:
    from ntm_model.tasks.base import Bits
    from ntm_viz.look.theme import HeadKind, Theme

SMALLEST_CELL, LARGEST_CELL = 10, 16
"""Pixels; below the smallest a cell cannot be hit, so the grid scrolls instead."""
COMFORTABLE_LENGTH = 20
"""Vectors that fill the width; shorter patterns keep their cell size and leave room."""
FUTURE_OPACITY = 0.35


class BitGrid(QWidget):
    """Shows bits [length, bits], wrong ones marked, and the column that the playhead is at."""

    def __init__(self, theme: Theme, head: HeadKind, parent: QWidget | None = None) -> None:
        """The column now is framed in the colour of a head of kind ``head``."""
        super().__init__(parent)
        self._theme = theme
        self._head = head
        self._pattern: Bits = np.zeros((1, 1), np.uint8)
        self._wrong: Bits | None = None
        self._now: int | None = None
        self._fade_after: int | None = None
        self._cell = LARGEST_CELL

    @property
    def cell(self) -> int:
        """Pixels from one cell to the next."""
        return self._cell

    def show_bits(self, pattern: Bits, wrong: Bits | None = None) -> None:
        """Show ``pattern`` [length, bits]; ``wrong`` is 1 where it is not what was due."""
        resized = pattern.shape != self._pattern.shape
        self._pattern, self._wrong = pattern, wrong
        if resized:
            self._fit()
        self.update()

    def show_now(self, column: int | None, fade_after: int | None = None) -> None:
        """Frame ``column``; columns after ``fade_after`` have not been reached yet."""
        if (column, fade_after) == (self._now, self._fade_after):
            return
        self._now, self._fade_after = column, fade_after
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_cell(self, cell: int) -> None:
        """Make every cell ``cell`` pixels wide and high, the gap included."""
        self._cell = cell
        self._fit()

    def column_rect(self, column: int) -> QRect:
        """Where a column lies, the gap after it left out."""
        return QRect(column * self._cell, 0, self._cell - 1, self.height() - 1)

    def cell_rect(self, column: int, bit: int) -> QRect:
        return QRect(column * self._cell, bit * self._cell, self._cell - 1, self._cell - 1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        length, _ = self._pattern.shape
        first = max(event.rect().left() // self._cell, 0)
        last = min(event.rect().right() // self._cell, length - 1)
        for column in range(first, last + 1):
            faded = self._fade_after is not None and column > self._fade_after
            self._paint_column(painter, column, FUTURE_OPACITY if faded else 1.0)
        if self._now is not None and self._now < length:
            painter.setPen(_crisp(QColor(self._theme.head(self._head))))
            painter.drawRect(self.column_rect(self._now).adjusted(0, 1, 0, 0))
        self._paint_above(painter)

    def _paint_column(self, painter: QPainter, column: int, opacity: float) -> None:
        empty = QColor(mixed(self._theme.window, self._theme.text, 0.07))
        full, error = QColor(self._theme.bit), QColor(self._theme.error)
        for bit, value in enumerate(self._pattern[column]):
            rect = self.cell_rect(column, bit)
            wrong = self._wrong is not None and bool(self._wrong[column, bit])
            painter.setOpacity(opacity if value or wrong else 1.0)
            painter.fillRect(rect, (error if wrong else full) if value else empty)
            if wrong and not value:
                # A bit that is missing is hollow: the colour alone must not carry it.
                painter.setPen(_crisp(error))
                painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.setOpacity(1.0)

    def _paint_above(self, painter: QPainter) -> None:
        """For a grid that shows more than its bits."""

    def _fit(self) -> None:
        length, bits = self._pattern.shape
        self.setFixedSize(length * self._cell, bits * self._cell)
        self.updateGeometry()


def _crisp(colour: QColor) -> QPen:
    """A pen of two pixels that leaves no corner out."""
    pen = QPen(colour, 2)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


class GridScroller(QScrollArea):
    """Gives a grid cells that fill the width, and scrolls where they would become too small."""

    def __init__(self, grid: BitGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self.setWidget(grid)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def fit(self, length: int, bits: int) -> None:
        """Choose the cell size for a grid of this many columns and rows.

        The height is that of a comfortable grid whatever the length: what stands below must
        not move away from under the mouse.
        """
        comfortable = self._cell_of(COMFORTABLE_LENGTH)
        bar = self.horizontalScrollBar().sizeHint().height() + 2
        height = max(bits * comfortable, bits * SMALLEST_CELL + bar)
        cell = self._cell_of(max(length, COMFORTABLE_LENGTH))
        if length * cell > self.width():
            # It scrolls, so only the height still sets a limit.
            cell = min((height - bar) // bits, comfortable)
        self._grid.set_cell(cell)
        self.setFixedHeight(height)

    def _cell_of(self, length: int) -> int:
        """Pixels of a cell where so many fill the width, as far as that can be hit and read."""
        return min(max(self.width() // length, SMALLEST_CELL), LARGEST_CELL)

    def follow(self, column: int | None) -> None:
        """Keep ``column`` in sight."""
        if column is not None:
            centre = self._grid.column_rect(column).center()
            self.ensureVisible(centre.x(), centre.y(), 3 * self._grid.cell, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        length = max(1, round(self._grid.width() / self._grid.cell))
        self.fit(length, max(1, round(self._grid.height() / self._grid.cell)))
