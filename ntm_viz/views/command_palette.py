"""CommandPalette: everything that can be done, found by typing a few of its letters."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ntm_viz.search import best_first, match
from ntm_viz.views.palette_list import ROW, PaletteList, spoken
from ntm_viz.views.widgets import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ntm_viz.look.theme import Theme
    from ntm_viz.search import Match
    from ntm_viz.views.palette_entry import PaletteEntry

_WIDTH = 640
_ROWS = 11
"""Lines at once; the rest is scrolled to, or typed for."""
_TOP = 64
_UNUSABLE = 32
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _ROWS - 1,
    Qt.Key.Key_PageUp: 1 - _ROWS,
}


class CommandPalette(QFrame):
    """Lies over the window that it is opened in; Escape, or a click elsewhere, puts it away."""

    chosen = Signal(object)
    """The PaletteEntry, once the palette has gone."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setObjectName("command_palette")
        self.setProperty("role", "palette")
        self.setAccessibleName("Command palette")
        self._entries: list[PaletteEntry] = []
        self._focus_before: QWidget | None = None
        self._field = QLineEdit()
        self._field.setObjectName("palette_field")
        self._field.setProperty("role", "palette")
        self._field.setAccessibleName("Command palette")
        self._field.setPlaceholderText("Type a command, a file, a network or an example")
        self._field.textChanged.connect(self._search)
        self._field.installEventFilter(self)
        self._list = PaletteList(theme)
        self._list.picked.connect(self._choose)
        self._list.selectionModel().currentChanged.connect(self._say_current)
        self._nothing = label("Nothing is called so", "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setFixedHeight(2 * ROW)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(6)
        column.addWidget(self._field)
        column.addWidget(self._list)
        column.addWidget(self._nothing)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(32)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(0, 0, 0, 110))
        self.setGraphicsEffect(shadow)
        self.hide()

    def open(self, entries: Sequence[PaletteEntry], theme: Theme) -> None:
        """Offer ``entries``, the ones before others where several fit as well; or go away again."""
        if self.isVisible():
            self.close_palette()
            return
        self._entries = list(entries)
        self._list.set_theme(theme)
        self._focus_before = self._window.focusWidget()
        self._field.clear()
        self._search("")
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._window.installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        """The theme may change while it is open, with its own key or with the system's."""
        self._list.set_theme(theme)

    @Slot()
    def close_palette(self) -> None:
        """Go away, and give the focus back to what had it."""
        if not self.isVisible():
            return
        before, self._focus_before = self._focus_before, None
        had_focus = self._field.hasFocus()
        self._window.removeEventFilter(self)
        self.hide()
        if had_focus:
            (before or self._window).setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is not self._field:
            if event.type() == QEvent.Type.Resize:
                self._place()
        elif isinstance(event, QKeyEvent) and self._means_something(event):
            # Taken before the window's shortcuts get to see it, and done when the key comes.
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
            elif event.type() == QEvent.Type.KeyPress:
                self._press(event)
            return True
        elif event.type() == QEvent.Type.FocusOut and self._leaves():
            self.close_palette()
        return super().eventFilter(watched, event)

    def _leaves(self) -> bool:
        """Whether the focus went elsewhere in this window, and not to another program."""
        focused = QApplication.focusWidget()
        return focused is not None and focused is not self._field

    def _means_something(self, event: QKeyEvent) -> bool:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab)
        return event.key() in (*_STEPS, *keys) or _is_own_shortcut(event)

    def _press(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._list.move_by(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._list.current)
        elif key == Qt.Key.Key_Escape or _is_own_shortcut(event):
            self.close_palette()

    @Slot(str)
    def _search(self, query: str) -> None:
        found = [(match(query, e.title, e.group, e.tip, e.note), e) for e in self._entries]
        fits = {n: (e, _rated(fit, e)) for n, (fit, e) in enumerate(found) if fit is not None}
        order = best_first([(fit, n) for n, (_, fit) in fits.items()]) if query.strip() else fits
        self._list.show_lines([fits[number] for number in order])
        self._list.setVisible(bool(fits))
        self._nothing.setVisible(not fits)
        self._list.setFixedHeight(min(len(fits), _ROWS) * ROW + 2)
        self._say_current()
        self._place()

    @Slot()
    def _say_current(self) -> None:
        """A screen reader reads the field, which has the focus: so the field tells the line."""
        entry = self._list.current
        self._field.setAccessibleDescription("Nothing found" if entry is None else spoken(entry))

    @Slot(object)
    def _choose(self, entry: PaletteEntry | None) -> None:
        if entry is not None and entry.enabled:
            self.close_palette()
            self.chosen.emit(entry)

    def _place(self) -> None:
        window = self._window
        self._column.activate()
        width = min(_WIDTH, window.width() - 2 * _TOP)
        self.setFixedWidth(width)
        self.resize(width, self.sizeHint().height())
        self.move((window.width() - width) // 2, _TOP)


def _rated(fit: Match, entry: PaletteEntry) -> Match:
    """What cannot be used comes after what fits as well."""
    return fit if entry.enabled else dataclasses.replace(fit, score=fit.score - _UNUSABLE)


def _is_own_shortcut(event: QKeyEvent) -> bool:
    return QKeySequence(event.keyCombination()) == QKeySequence("Ctrl+K")
