"""Closing: asks before a window that trains is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

if TYPE_CHECKING:
    from ntm_viz.training import Training
    from ntm_viz.views.dialogs import Dialogs


class Closing(QObject):
    """Watches a window's events; what is trained is saved when the thread ends."""

    def __init__(self, training: Training, dialogs: Dialogs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self._dialogs = dialogs

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() != QEvent.Type.Close or not self._training.phase.under_way:
            return False
        if self._dialogs.may_stop_training():
            self._training.stop()
            return False
        event.ignore()
        return True
