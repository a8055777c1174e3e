"""Pointer: which cell the readout speaks of, the one under the mouse or one that was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ntm_viz.reading.words import sentence

if TYPE_CHECKING:
    from ntm_viz.reading.frame import Overview
    from ntm_viz.reading.words import CellRef


class Pointer(QObject):
    """Turns cells into sentences of the run that is shown."""

    said = Signal(str, bool)
    """A sentence, empty where nothing is pointed at, and whether it is kept."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._overview: Overview | None = None
        self._hovered: CellRef | None = None
        self._kept: CellRef | None = None

    def set_overview(self, overview: Overview | None) -> None:
        """Speak of another run, or of none; what was kept of the last one means nothing here."""
        self._overview = overview
        self._hovered = self._kept = None
        self._say()

    @Slot(object)
    def hover(self, cell: CellRef | None) -> None:
        """The mouse is over ``cell``, or over none."""
        self._hovered = cell
        if self._kept is None:
            self._say()

    @Slot(object)
    def pick(self, cell: CellRef | None) -> None:
        """Keep ``cell``; the cell that is kept already, or none, releases it."""
        self._kept = None if cell == self._kept else cell
        self._say()

    @Slot()
    def release(self) -> None:
        if self._kept is not None:
            self._kept = None
            self._say()

    def _say(self) -> None:
        cell = self._kept or self._hovered
        words = "" if cell is None or self._overview is None else sentence(cell, self._overview)
        self.said.emit(words, self._kept is not None)
