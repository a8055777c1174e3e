"""ItemStrip: over the columns of a drawing, which item each belongs to; a click asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ntm_viz.look.fonts import SMALL, text_width
from ntm_viz.look.stylesheet import mixed
from ntm_viz.views.ink import CENTRE, write

if TYPE_CHECKING:
    from ntm_viz.look.theme import Theme

HEIGHT = 20


class ItemStrip(QWidget):
    """A tab over each item; the one that is asked for stands out, and says so."""

    chosen = Signal(int)
    """An item, counted from 1."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cell = 1
        self._items = 0
        self._vectors = 1
        self._asked = 0
        self._askable = 0
        self._hovered = 0
        self.setObjectName("item_strip")
        self.setAccessibleName("Items")
        self.setMouseTracking(True)
        self.setFixedHeight(HEIGHT)
        self.hide()

    def show_items(self, items: int, vectors: int, asked: int, askable: int) -> None:
        """``items`` of so many ``vectors``; ``asked`` is the query, of which the first
        ``askable`` can be one."""
        self._items, self._vectors, self._asked, self._askable = items, vectors, asked, askable
        self.setAccessibleDescription(f"{items} items; item {asked} is asked for")
        self._fit()
        self.update()

    def set_cell(self, cell: int) -> None:
        self._cell = cell
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def tab(self, item: int) -> QRect:
        """Where the tab of an item is, counted from 1."""
        width = self._vectors * self._cell
        return QRect((item - 1) * width, 0, width - 1, HEIGHT - 3)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter, theme = QPainter(self), self._theme
        for item in range(1, self._items + 1):
            box = self.tab(item)
            if not box.intersects(event.rect()):
                continue
            asked, hovered = item == self._asked, item == self._hovered
            share = 0.22 if hovered and item <= self._askable else 0.1
            ground = theme.accent if asked else mixed(theme.window, theme.text, share)
            painter.fillRect(box, QColor(ground))
            words = f"{item} asked" if asked else str(item)
            if text_width(words, SMALL, bold=asked) > box.width() - 2:
                words = f"{item}?" if asked else str(item)
            colour = theme.on_accent if asked else theme.muted
            write(painter, box, words, colour, SMALL, CENTRE, bold=asked)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        item = self._item_at(event)
        if event.button() == Qt.MouseButton.LeftButton and item:
            self.chosen.emit(item)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._hovered = self._item_at(event)
        if 0 < self._hovered <= self._askable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip(f"Ask for the item after item {self._hovered}")
        else:
            self.unsetCursor()
            self.setToolTip("Nothing follows the last item, so it cannot be asked for")
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self._hovered = 0
        self.update()
        super().leaveEvent(event)

    def _item_at(self, event: QMouseEvent) -> int:
        """Counted from 1; 0 beside all of them."""
        item = event.position().toPoint().x() // (self._vectors * self._cell) + 1
        return item if item <= self._items else 0

    def _fit(self) -> None:
        self.setFixedWidth(max(self._items * self._vectors * self._cell, 1))
