"""NumberBox: a number that can be typed, and that lets go of the keys as soon as it has been."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QSpinBox, QWidget


class NumberBox(QSpinBox):
    """Takes a number over with Return, or when something else is clicked; Escape leaves it.

    Most of the window takes no focus from a click, so that nothing glows while one draws and
    scrubs. A box that kept it would swallow the window's keys from then on; hence this one
    looks out for clicks elsewhere while it has the focus.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setKeyboardTracking(False)
        # Turning the wheel over it must not take the keys away from the window.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if event.text().isprintable() and event.text() and not event.text().isdigit():
                # No part of a number: the window may have a use for it.
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            # Writes the number that holds over what has been typed.
            self.setValue(self.value())
            self.clearFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.interpretText()
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        _application().installEventFilter(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        _application().removeEventFilter(self)
        super().focusOutEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        elsewhere = (
            event.type() == QEvent.Type.MouseButtonPress
            and isinstance(watched, QWidget)
            and watched is not self
            and not self.isAncestorOf(watched)
        )
        if elsewhere:
            self.clearFocus()
        return False


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
