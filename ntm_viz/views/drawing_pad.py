"""DrawingPad: the grid that a person draws on, with the items above and the values below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ntm_viz.views.grid_scroller import GridScroller
from ntm_viz.views.input_grid import InputGrid
from ntm_viz.views.item_strip import ItemStrip
from ntm_viz.views.value_row import ValueRow

if TYPE_CHECKING:
    from ntm_model.tasks import Form, Pattern
    from ntm_viz.look.theme import Theme


class DrawingPad(QWidget):
    """Shows a whole pattern but for its numbers; what is changed is told by its parts."""

    item_chosen = Signal(int)
    """An item that is to be asked for, counted from 1."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = InputGrid(theme)
        self.values = ValueRow(theme)
        self._items = ItemStrip(theme)
        self._items.chosen.connect(self.item_chosen)
        self._scroller = GridScroller(self.grid, above=(self._items,), below=(self.values,))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroller)

    def show_pattern(self, pattern: Pattern, form: Form) -> None:
        """The bits, their items and their values."""
        length, bits = pattern.bits.shape
        vectors = form.vectors_per_item
        self.grid.show_bits(pattern.bits, breaks=_breaks(length, vectors))
        self._items.setVisible(vectors > 1)
        if vectors > 1:
            query = form.numbers[0] if form.numbers else None
            asked = 0 if query is None else pattern.numbers.get(query.name, query.default)
            self._items.show_items(
                length // vectors, vectors, asked, 0 if query is None else query.largest
            )
        self.values.setVisible(form.values is not None)
        if form.values is not None and pattern.values is not None:
            self.values.show_values(form.values, pattern.values)
        self._scroller.fit(length, bits)

    def show_now(self, written: int | None) -> None:
        """The vector that is written now."""
        self.grid.show_now(written)
        self.values.show_now(written)
        self._scroller.follow(written)

    def set_theme(self, theme: Theme) -> None:
        for part in (self.grid, self.values, self._items):
            part.set_theme(theme)


def _breaks(length: int, vectors: int) -> range:
    """The columns at which an item begins, but for the first."""
    return range(vectors, length, vectors) if vectors > 1 else range(0)
