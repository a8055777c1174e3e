"""Where a window is and how its panels share it, as plain text that can be kept in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow, QSplitter

if TYPE_CHECKING:
    from collections.abc import Mapping


def arrangement(window: QMainWindow) -> dict[str, str]:
    """The window's place, its docks, and every border between panels that has a name."""
    parts = {"geometry": window.saveGeometry()}
    parts |= {room.objectName(): room.saveState() for room in _rooms(window)}
    for splitter in window.findChildren(QSplitter):
        # A border that nobody has moved goes on to follow the size of the window.
        if splitter.objectName() and splitter.property("moved") is not False:
            parts[splitter.objectName()] = splitter.saveState()
    return {name: bytes(state.toBase64().data()).decode("ascii") for name, state in parts.items()}


def arrange(window: QMainWindow, kept: Mapping[str, object]) -> None:
    """Bring an arrangement back; what is missing, or makes no sense to Qt, stays as it is."""
    states = {
        name: QByteArray.fromBase64(text.encode("ascii", "replace"))
        for name, text in kept.items()
        if isinstance(text, str)
    }
    none = QByteArray()
    window.restoreGeometry(states.get("geometry", none))
    for room in _rooms(window):
        room.restoreState(states.get(room.objectName(), none))
    for splitter in window.findChildren(QSplitter):
        state = states.get(splitter.objectName())
        if state is not None and splitter.restoreState(state):
            splitter.setProperty("moved", True)


def _rooms(window: QMainWindow) -> list[QMainWindow]:
    """Where docks lie, in the window and inside of it."""
    return [room for room in (window, *window.findChildren(QMainWindow)) if room.objectName()]
