"""DockRoom: the panels, and beside them whatever panels can be put there and taken away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget


class DockRoom(QMainWindow):
    """Docks lie beside the panels alone, so that the bars above and below keep their width."""

    def __init__(self, panels: QWidget, dock: QDockWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dock_room")
        self.setWindowFlag(Qt.WindowType.Widget)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setCentralWidget(panels)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        dock.hide()
