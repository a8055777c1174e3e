"""A row of small buttons, one for each head in its colour, of which one is down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from ntm_viz.look.fonts import SMALL

if TYPE_CHECKING:
    from ntm_viz.look.theme import Theme
    from ntm_viz.reading.frame import Head


_FEW = 3
"""Heads whose names stand beside the heading in full."""
_MANY = 6
"""Heads whose buttons have room to spare."""


class HeadChoice(QWidget):
    """Which head is looked at.

    Signals:
        chosen: the number of the head whose button was pressed.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._heads: tuple[Head, ...] = ()
        self._marked = 0
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.idClicked.connect(self.chosen)
        self._buttons = QHBoxLayout(self)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.setSpacing(4)

    def offer(self, heads: tuple[Head, ...]) -> None:
        """One button for each of these heads; the marked one stays marked if it is there."""
        if heads == self._heads:
            return
        self._heads = heads
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._buttons.removeWidget(button)
            # At once: it is deleted only when the event loop comes to it.
            button.hide()
            button.deleteLater()
        before: QWidget = self.parentWidget() or self
        for head in heads:
            button = QToolButton(self)
            button.setText(_short(head) if len(heads) > _FEW else head.name.capitalize())
            button.setObjectName(f"head_{head.index}")
            button.setAccessibleName(f"Show the {head.name} head")
            button.setToolTip(f"Show how the {head.name} head addresses the memory")
            button.setCheckable(True)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            # After the picture that it belongs to, wherever that is in the window.
            QWidget.setTabOrder(before, button)
            before = button
            self._group.addButton(button, head.index)
            self._buttons.addWidget(button)
            # The layout would only show it in a while, and measures what is shown.
            button.show()
        self.mark(min(self._marked, len(heads) - 1))
        self._colour()

    def mark(self, head: int) -> None:
        """Show this head's button as pressed."""
        self._marked = head
        button = self._group.button(head)
        if button is not None:
            button.setChecked(True)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._colour()

    def _colour(self) -> None:
        theme, count = self._theme, len(self._heads)
        # Eight of them leave room for the picture's heading beside an open dock, too.
        edge = 8 if count <= _FEW else 5 if count <= _MANY else 2
        self._buttons.setSpacing(4 if count <= _MANY else 2)
        for head in self._heads:
            colour = theme.head(head.shade)
            self._group.button(head.index).setStyleSheet(
                f"QToolButton {{ font-size: {SMALL}px; padding: 1px {edge}px; border-radius: 4px;"
                f" border: 1px solid {theme.line}; color: {colour}; background: {theme.window}; }}"
                f"QToolButton:hover, QToolButton:focus {{ border-color: {colour}; }}"
                f"QToolButton:checked {{ background: {colour}; color: {theme.window};"
                f" border-color: {colour}; font-weight: 600; }}"
            )


def _short(head: Head) -> str:
    """As the memory's columns call it: ``w1``, ``r2``."""
    return f"{head.kind[0]}{head.shade.place + 1}" if head.shade.of > 1 else head.kind[0]
