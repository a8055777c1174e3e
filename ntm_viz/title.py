"""WindowTitle: the file in the window's title, so that several windows can be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from ntm_viz.session import Origin

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ntm_viz.session import Session

PROGRAM = "ntm-viz"


class WindowTitle(QObject):
    """Names the recorded run that is shown, or else the network that ran the drawing."""

    def __init__(self, session: Session, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._window = window

    @Slot()
    def show_source(self) -> None:
        """Follow what is shown, and by which network."""
        name = self._name()
        self._window.setWindowTitle(f"{name} — {PROGRAM}" if name else PROGRAM)

    def _name(self) -> str:
        session = self._session
        if session.origin is Origin.FILE and session.file is not None:
            return session.file.name
        return "" if session.network is None else session.network.name
