"""Palette: everything that can be done in a window, gathered for the command palette."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolButton

from ntm_viz.commands import Command
from ntm_viz.views.palette_entry import PaletteEntry
from ntm_viz.views.recent_menu import shortened
from ntm_viz.views.widgets import ChoiceBox

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ntm_viz.look.appearance import Appearance
    from ntm_viz.opening import Opener
    from ntm_viz.recent import Recent
    from ntm_viz.views.dialogs import Dialogs
    from ntm_viz.views.main_window import MainWindow

_CHOICES = ("task_combo", "model_combo", "slots_combo")
"""Boxes whose entries are offered too, by their names."""
_MENUS = {"examples_button": "Draw"}
"""Buttons whose menus are offered too, and what choosing from them is called."""


class Palette(QObject):
    """Offers the commands, the last files, and whatever the window's boxes offer to choose."""

    def __init__(
        self,
        actions: Mapping[Command, QAction],
        window: MainWindow,
        recent: Recent,
        opener: Opener,
        appearance: Appearance,
        dialogs: Dialogs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._window = window
        self._recent = recent
        self._opener = opener
        self._appearance = appearance
        self._dialogs = dialogs
        self._used: list[str] = []

    @Slot()
    def open(self) -> None:
        """Open the palette, or close it where it is open; what was used last stands first."""
        order = {title: place for place, title in enumerate(self._used)}
        entries = sorted(self.entries(), key=lambda entry: order.get(entry.title, len(order)))
        self._dialogs.open_palette(entries, self._appearance.theme)

    @Slot(object)
    def carry_out(self, entry: PaletteEntry) -> None:
        """Do what was chosen."""
        self._used = [entry.title, *(title for title in self._used if title != entry.title)]
        entry.do()

    def entries(self) -> Iterator[PaletteEntry]:
        """All that can be done now, or why it cannot."""
        yield from (
            _of_command(command, action)
            for command, action in self._actions.items()
            if command is not Command.PALETTE
        )
        for path, there in self._recent.files:
            yield PaletteEntry(
                path.name,
                "Recent",
                functools.partial(self._opener.open, path),
                icon="open",
                enabled=there,
                note=shortened(path.parent) if there else "not there any more",
            )
        for name in _CHOICES:
            yield from _of_box(self._window.findChild(ChoiceBox, name))
        for name, group in _MENUS.items():
            yield from _of_menu(self._window.findChild(QToolButton, name), group)


def _of_command(command: Command, action: QAction) -> PaletteEntry:
    spec = command.value
    menu = spec.choice or spec.submenu
    title = _plain(action.text())
    return PaletteEntry(
        f"{_plain(menu)}: {title}" if menu else title,
        _plain(spec.menu.value),
        action.trigger,
        tip=spec.tip,
        keys=action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
        icon=spec.icon,
        checked=action.isChecked(),
        enabled=action.isEnabled(),
        note="" if action.isEnabled() else spec.without,
    )


def _of_box(box: ChoiceBox | None) -> Iterator[PaletteEntry]:
    if box is None or box.isHidden():
        return
    for place in range(box.count()):
        yield PaletteEntry(
            f"{box.accessibleName()}: {box.itemText(place)}",
            "Choose",
            functools.partial(box.choose, place),
            tip=box.toolTip(),
            checked=place == box.currentIndex(),
        )


def _of_menu(button: QToolButton | None, group: str) -> Iterator[PaletteEntry]:
    menu = None if button is None else button.menu()
    for action in [] if menu is None else menu.actions():
        if action.menu() is None and not action.isSeparator():
            yield PaletteEntry(
                f"{group}: {_plain(action.text())}",
                "Example",
                action.trigger,
                tip=action.toolTip(),
                enabled=action.isEnabled(),
            )


def _plain(text: str) -> str:
    return text.replace("&", "")
