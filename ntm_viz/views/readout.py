"""Readout: one line under the board that says in words what the cell under the mouse is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ntm_viz.views.widgets import GAP, MARGIN, label, set_role

IDLE = "Point at a cell to read what it is; click to keep it here"


class Readout(QWidget):
    """Shows a sentence; one that is kept stays until it is let go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readout")
        self.setAccessibleName("Readout")
        self._words = label(IDLE, "muted")
        self._words.setObjectName("readout_words")
        # Sentences differ in length; the panels around must not move with them.
        self._words.setMinimumWidth(1)
        self._lock = label("kept · Esc lets go", "accent")
        self._lock.setObjectName("readout_lock")
        self._lock.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 5, MARGIN, 5)
        row.setSpacing(GAP)
        row.addWidget(self._words, 1)
        row.addWidget(self._lock, 0, Qt.AlignmentFlag.AlignRight)

    @property
    def words(self) -> str:
        """What stands in the line."""
        return self._words.text()

    @Slot(str, bool)
    def show_words(self, words: str, kept: bool = False) -> None:
        """A sentence, or where it is empty what the person can do."""
        self._words.setText(words or IDLE)
        self._words.setToolTip(words)
        set_role(self._words, "" if words else "muted")
        self.setAccessibleDescription(words)
        self._lock.setVisible(kept)
