"""Recent: the networks, runs and traces that were opened last, newest first."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ntm_viz import assets

if TYPE_CHECKING:
    from ntm_viz.settings import Settings

MOST = 10
_KEY = "recent"


class Recent(QObject):
    """What a person can open again without looking for it."""

    changed = Signal(object)
    """What ``files`` gives now."""

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._paths = [Path(path) for path in settings.strings(_KEY)][:MOST]

    @property
    def files(self) -> list[tuple[Path, bool]]:
        """The files and folders, newest first, and whether each is still there."""
        return [(path, path.exists()) for path in self._paths]

    def add(self, path: Path) -> None:
        """Put ``path`` first."""
        # As it can be found from whatever folder the program is started in next.
        path = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
        if _comes_along(path) or self._paths[:1] == [path]:
            return
        self._keep([path, *(other for other in self._paths if other != path)][:MOST])

    @Slot()
    def clear(self) -> None:
        """Forget all of them."""
        self._keep([])

    @Slot()
    def look(self) -> None:
        """See anew which are still there."""
        self.changed.emit(self.files)

    def _keep(self, paths: list[Path]) -> None:
        self._paths = paths
        self._settings.put(_KEY, [str(path) for path in paths])
        self.look()


def _comes_along(path: Path) -> bool:
    """Whether it ships with the program, and so need not be found again."""
    return any(folder in path.parents for folder in assets.FOLDERS)
