"""StatusBar: what the program runs on and what it is doing."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ntm_viz.views.widgets import GAP, MARGIN, label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

HINTS = "Space play · ← → step · Ctrl+K all commands · F1 all keys"


@dataclasses.dataclass(frozen=True)
class Status:
    """One text each; an empty one is left out."""

    network: str = ""
    training: str = ""
    run: str = ""
    backend: str = ""
    device: str = ""


class StatusBar(QWidget):
    """The line at the foot of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_bar")
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Status")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(MARGIN, 4, MARGIN, 4)
        self._row.setSpacing(4)
        self._fields = {
            name: self._field(title, name)
            for name, title in (
                ("network", "Network"),
                ("training", "Training"),
                ("run", "Run"),
                ("backend", "Backend"),
                ("device", "Device"),
            )
        }
        self._row.addStretch(1)
        self._hints = label(HINTS, "muted")
        self._row.addWidget(self._hints)

    def show_status(self, status: Status) -> None:
        for name, (title, value) in self._fields.items():
            text = getattr(status, name)
            value.setText(text)
            value.setVisible(bool(text))
            title.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        # On a narrow window what is going on counts more than the keys.
        self._hints.setVisible(event.size().width() >= 1180)

    def _field(self, title: str, name: str) -> tuple[QLabel, QLabel]:
        heading, value = label(title, "muted"), label(role="small")
        value.setObjectName(f"status_{name}")
        self._row.addWidget(heading)
        self._row.addWidget(value)
        self._row.addSpacing(2 * GAP)
        return heading, value
