"""RecentMenu: what was opened last, in a submenu of the File menu."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence


class RecentMenu(QMenu):
    """One line for each file or folder; what is not there any more is grey and says so."""

    wanted = Signal(object)
    """The Path that the person chose."""

    def __init__(self, title: str, last: QAction, parent: QWidget | None = None) -> None:
        """``last`` ends the menu: the command that clears it."""
        super().__init__(title, parent)
        self._last = last
        self._line = self.addSeparator()
        self.addAction(last)
        self._files: list[QAction] = []
        self.triggered.connect(self._choose)
        self.show_files([])

    @Slot(object)
    def show_files(self, files: Sequence[tuple[Path, bool]]) -> None:
        """The files, newest first, and whether each is still there."""
        for action in self._files:
            self.removeAction(action)
            action.deleteLater()
        self._files = []
        for number, (path, there) in enumerate(files):
            action = QAction(_words(number, path, there), self)
            action.setObjectName(f"recent_{number}")
            action.setData(path)
            action.setEnabled(there)
            action.setStatusTip(str(path))
            self.insertAction(self._line, action)
            self._files.append(action)
        if not files:
            action = QAction("Nothing was opened yet", self)
            action.setObjectName("recent_none")
            action.setEnabled(False)
            self.insertAction(self._line, action)
            self._files.append(action)
        self._last.setEnabled(bool(files))

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        if action is not self._last:
            self.wanted.emit(action.data())


def _words(number: int, path: Path, there: bool) -> str:
    """Its name, and in the column of the keys the folder that it lies in."""
    name = path.name.replace("&", "&&")
    where = shortened(path.parent) if there else "not there any more"
    digit = f"&{number + 1}  " if number < 9 else "    "
    return f"{digit}{name}\t{where}"


def shortened(folder: Path) -> str:
    """The folder, from the person's own one where it lies in there."""
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(folder)
