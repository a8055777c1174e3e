"""Header: which task and network this is, and the few commands that come first."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from ntm_viz.commands import Command
from ntm_viz.views.widgets import GAP, MARGIN, ChoiceBox, button, label, menu_button

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from PySide6.QtGui import QAction

    from ntm_viz.look.theme import Theme


_NOTHING_TO_EXPORT = "Nothing to export: no network has run this drawing yet"


@dataclasses.dataclass(frozen=True)
class NetworkChoice:
    """A network that can be chosen, and how it is called."""

    path: Path
    words: str


_ANY_SLOTS = "Memory slots; the same weights run with any number"
_THESE_SLOTS = "Memory slots; this network holds values for each, so their number is fixed"


class Header(QWidget):
    """The bar on top of the window."""

    task_wanted = Signal(str)
    """The name of a task."""
    network_wanted = Signal(object)
    """The path of a NetworkChoice."""
    slots_wanted = Signal(int)

    def __init__(
        self, theme: Theme, actions: Mapping[Command, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._task = self._choice(theme, "task_combo", "Task", "What the network was trained on")
        self._network = self._choice(theme, "model_combo", "Network", "What runs your drawing")
        self._slots = self._choice(theme, "slots_combo", "Slots", _ANY_SLOTS)
        self._task.activated.connect(self._choose_task)
        self._network.activated.connect(self._choose_network)
        self._slots.activated.connect(self._choose_slots)

        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        row.setSpacing(GAP)
        self._slots_words = label("Slots", "muted")
        for words, box in (
            (label("Task", "muted"), self._task),
            (label("Network", "muted"), self._network),
            (self._slots_words, self._slots),
        ):
            row.addWidget(words)
            row.addWidget(box)
            row.addSpacing(GAP)
        row.addStretch(1)
        # The panel is what the command shows, and to train is what one does there.
        actions[Command.TRAINING_PANEL].setIconText("Train")
        row.addWidget(button(actions[Command.TRAINING_PANEL], text=True))
        row.addWidget(button(actions[Command.OPEN], text=True))
        self._export = self._make_export(actions)
        row.addWidget(self._export)
        row.addWidget(button(actions[Command.THEME]))

    def show_tasks(self, tasks: Sequence[tuple[str, str]], chosen: str) -> None:
        """The tasks, (name, title) each."""
        self._task.clear()
        for name, title in tasks:
            self._task.addItem(title, name)
        self._task.setCurrentIndex(self._task.findData(chosen))

    def show_networks(self, choices: Sequence[NetworkChoice], chosen: Path | None) -> None:
        """The networks that can be chosen; ``chosen`` is the one that runs."""
        self._network.clear()
        for choice in choices:
            self._network.addItem(choice.words, choice.path)
        paths = [choice.path for choice in choices]
        self._network.setCurrentIndex(-1 if chosen is None else paths.index(chosen))
        # A task that no network was trained for yet.
        self._network.setPlaceholderText("none yet")
        self._network.setEnabled(bool(choices))

    def show_slots(self, numbers: Sequence[int], chosen: int | None) -> None:
        """Sizes that the memory can be given."""
        self._slots.clear()
        for number in numbers:
            self._slots.addItem(str(number), number)
        self._slots.setCurrentIndex(-1 if chosen is None else self._slots.findData(chosen))
        self._slots.setToolTip(_ANY_SLOTS if len(numbers) > 1 else _THESE_SLOTS)
        for part in (self._slots_words, self._slots):
            part.setVisible(chosen is not None)

    def offer_export(self, there: bool) -> None:
        """Whether there is a run to export."""
        self._export.setEnabled(there)
        self._export.setToolTip("Export" if there else _NOTHING_TO_EXPORT)

    def set_theme(self, theme: Theme) -> None:
        for box in (self._task, self._network, self._slots):
            box.set_theme(theme)

    def _choice(self, theme: Theme, object_name: str, name: str, tip: str) -> ChoiceBox:
        box = ChoiceBox(theme, name)
        box.setObjectName(object_name)
        box.setToolTip(tip)
        return box

    def _make_export(self, actions: Mapping[Command, QAction]) -> QToolButton:
        menu = QMenu(self)
        for command in (
            Command.EXPORT_AS,
            Command.EXPORT,
            Command.EXPORT_SEQUENCE,
            Command.SAVE_TRACE,
        ):
            menu.addAction(actions[command])
        made = menu_button("Export", "Export", menu, "accent")
        made.setObjectName("export_button")
        return made

    @Slot(int)
    def _choose_task(self, index: int) -> None:
        self.task_wanted.emit(self._task.itemData(index))

    @Slot(int)
    def _choose_network(self, index: int) -> None:
        self.network_wanted.emit(self._network.itemData(index))

    @Slot(int)
    def _choose_slots(self, index: int) -> None:
        self.slots_wanted.emit(self._slots.itemData(index))
