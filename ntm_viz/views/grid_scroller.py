"""GridScroller: a grid and what stands above and below its columns, as wide as there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ntm_viz.views.bit_grid import COMFORTABLE_LENGTH, LARGEST_CELL, SMALLEST_CELL, BitGrid

if TYPE_CHECKING:
    from collections.abc import Sequence

_TALLEST = 178
"""Pixels: lines of single bits beyond that are scrolled to."""


class Strip(Protocol):
    """What has a part for each column of a grid, and follows the grid's cells."""

    def set_cell(self, cell: int) -> None: ...

    def isHidden(self) -> bool: ...  # noqa: N802 - Qt's name

    def height(self) -> int: ...


class GridScroller(QScrollArea):
    """Gives a grid cells that fill the width, and scrolls where they would become too small."""

    def __init__(
        self,
        grid: BitGrid,
        above: Sequence[QWidget] = (),
        below: Sequence[QWidget] = (),
        parent: QWidget | None = None,
    ) -> None:
        """``above`` and ``below`` are strips."""
        super().__init__(parent)
        self._grid = grid
        self._strips: list[Strip] = [*above, *below]  # type: ignore[list-item]
        self._shape = (1, 1)
        self.setWidget(_stacked(*above, grid, *below) if self._strips else grid)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def fit(self, length: int, bits: int) -> None:
        """Choose the cell size for a grid of this many columns and rows.

        The height is that of a comfortable grid whatever the length: what stands below must
        not move away from under the mouse.
        """
        self._shape = (length, bits)
        if bits == 1:
            self._fit_lines(length)
            return
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        comfortable = self._cell_of(COMFORTABLE_LENGTH)
        bar = self.horizontalScrollBar().sizeHint().height() + 2
        height = max(bits * comfortable, bits * SMALLEST_CELL + bar)
        cell = self._cell_of(max(length, COMFORTABLE_LENGTH))
        if length * cell > self.width():
            # It scrolls, so only the height still sets a limit.
            cell = min((height - bar) // bits, comfortable)
        self._set_cell(cell)
        strips = sum(strip.height() for strip in self._strips if not strip.isHidden())
        self.setFixedHeight(height + strips)

    def follow(self, column: int | None) -> None:
        """Keep ``column`` in sight."""
        content = self.widget()
        if column is not None and content is not None:
            centre = self._grid.mapTo(content, self._grid.column_rect(column).center())
            margin = self._grid.cell
            self.ensureVisible(centre.x(), centre.y(), 3 * margin, margin if self._wraps else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.fit(*self._shape)

    @property
    def _wraps(self) -> bool:
        return self._shape[1] == 1

    def _fit_lines(self, length: int) -> None:
        """A row of single bits: lines below each other, the last ones scrolled to."""
        self._set_cell(self._cell_of(COMFORTABLE_LENGTH))
        scrolls = self._grid.height() > _TALLEST
        if scrolls:
            bar = self.verticalScrollBar().sizeHint().width()
            self._set_cell((self.width() - bar) // COMFORTABLE_LENGTH)
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded
            if scrolls
            else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.setFixedHeight(min(self._grid.height(), _TALLEST))

    def _set_cell(self, cell: int) -> None:
        self._grid.set_cell(cell)
        for strip in self._strips:
            strip.set_cell(cell)

    def _cell_of(self, length: int) -> int:
        """Pixels of a cell where so many fill the width, as far as that can be hit and read."""
        return min(max(self.width() // length, SMALLEST_CELL), LARGEST_CELL)


def _stacked(*parts: QWidget) -> QWidget:
    """Parts one below the other, as large as they are."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
    for part in parts:
        column.addWidget(part)
    return made
