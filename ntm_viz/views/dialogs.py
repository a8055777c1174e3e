"""The few dialogs: which file, which folder, all keys, about."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from ntm_viz.commands import Command, Menu
from ntm_viz.exports.formats import Format
from ntm_viz.views.widgets import GAP, MARGIN, label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ntm_viz.exports.wish import Shown
    from ntm_viz.look.theme import Theme
    from ntm_viz.views.command_palette import CommandPalette
    from ntm_viz.views.export_dialog import ExportDialog
    from ntm_viz.views.palette_entry import PaletteEntry

OPEN_FILTER = (
    "All that opens (*.keras *.npz *.csv *.txt *.png *.jpg *.jpeg *.bmp);;"
    "Networks (*.keras);;Traces (*.npz);;"
    "Drawings (*.csv *.txt *.png *.jpg *.jpeg *.bmp)"
)


class Dialogs(QObject):
    """Asks the person; every answer is a path, or None where there was none."""

    export_wanted = Signal(object)
    """A Wish, from the export dialog."""
    entry_chosen = Signal(object)
    """A PaletteEntry, from the command palette."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._export_dialog: ExportDialog | None = None
        self._folder: Path | None = None
        self._palette: CommandPalette | None = None

    def file_to_open(self) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(self._parent, "Open", "", OPEN_FILTER)
        return Path(chosen) if chosen else None

    def run_to_open(self) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self._parent, "Open run folder")
        return Path(chosen) if chosen else None

    def open_export(self, shown: Shown) -> None:
        """Offer to export what is shown, in a dialog that the window can be used beside."""
        if self._export_dialog is None:
            # Made and imported when it is first wanted: few starts need it.
            from ntm_viz.views.export_dialog import ExportDialog

            self._export_dialog = ExportDialog(shown, self._parent)
            self._export_dialog.export_wanted.connect(self.export_wanted)
        else:
            self._export_dialog.show_run(shown)
        self._export_dialog.show()
        self._export_dialog.raise_()

    def open_palette(self, entries: Sequence[PaletteEntry], theme: Theme) -> None:
        """Offer all that can be done, or close what is offered already."""
        if self._palette is None:
            # Made and imported when it is first wanted, as the export dialog is.
            from ntm_viz.views.command_palette import CommandPalette

            self._palette = CommandPalette(theme, self._parent)
            self._palette.chosen.connect(self.entry_chosen)
        self._palette.open(entries, theme)

    @Slot(object)
    def set_theme(self, theme: Theme) -> None:
        """Dress what is open in other colours; what Qt paints follows by itself."""
        if self._palette is not None:
            self._palette.set_theme(theme)

    def refuse_export(self, reason: str) -> None:
        """Say in the export dialog why it cannot be done now."""
        if self._export_dialog is not None:
            self._export_dialog.refuse(reason)

    def close_export(self) -> None:
        if self._export_dialog is not None:
            self._export_dialog.accept()

    def place_to_export(self, kind: Format, name: str) -> Path | None:
        """A file, or for numbered pictures a folder."""
        if kind is Format.FRAMES:
            return self.folder_for_pictures(name)
        return self._save("Export", f"{name}.{kind}", f"{kind.words} (*.{kind})")

    def picture_to_save(self, name: str) -> Path | None:
        return self._save("Export frame as PNG", name, "Pictures (*.png)")

    def trace_to_save(self, name: str) -> Path | None:
        return self._save("Save trace", name, "Traces (*.npz)")

    def folder_for_pictures(self, name: str = "frames") -> Path | None:
        """A folder, which need not be there yet: hence a dialog that saves, and names one."""
        return self._save("Export PNG sequence into a new folder", name, "Folders (*)")

    def show_keys(self) -> None:
        KeysDialog(self._parent).exec()

    def show_about(self) -> None:
        QMessageBox.about(self._parent, "About ntm-viz", about())

    def may_stop_training(self) -> bool:
        """Whether the window may be closed although it trains."""
        box = QMessageBox(self._parent)
        box.setObjectName("stop_training_dialog")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("A network is being trained")
        box.setText("Stop the training and close the window?")
        box.setInformativeText(
            "What the network has learned is saved, and the training can be taken up again later."
        )
        stop = box.addButton("Stop and save", QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton("Keep training", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.exec()
        return box.clickedButton() is stop

    def _save(self, title: str, name: str, kinds: str) -> Path | None:
        """Ask for a file, beginning where the last one of this session went."""
        begin = str(self._folder / name) if self._folder is not None else name
        chosen, _ = QFileDialog.getSaveFileName(self._parent, title, begin, kinds)
        if not chosen:
            return None
        self._folder = Path(chosen).parent
        return Path(chosen)


class KeysDialog(QDialog):
    """All commands that have a key, by menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        columns = QGridLayout()
        columns.setHorizontalSpacing(4 * GAP)
        columns.setVerticalSpacing(MARGIN)
        groups = (
            (Menu.PLAY, Menu.TRAINING),
            (Menu.EDIT,),
            (Menu.FILE, Menu.VIEW, Menu.WINDOW, Menu.HELP),
        )
        for place, menus in enumerate(groups):
            column = QVBoxLayout()
            column.setSpacing(MARGIN)
            for menu in menus:
                column.addLayout(self._table(menu))
            column.addStretch(1)
            columns.addLayout(column, 0, place)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        # The icon that comes with it is black in every theme; the word says it all.
        close.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        close.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(16)
        layout.addLayout(columns)
        layout.addWidget(
            label("In drawing and pictures: Tab enters, arrows move, Return acts, Esc leaves.")
        )
        layout.addWidget(close)

    def _table(self, menu: Menu) -> QGridLayout:
        table = QGridLayout()
        table.setHorizontalSpacing(2 * GAP)
        table.setVerticalSpacing(4)
        # The same in every table, so that the words below each other begin in one line.
        table.setColumnMinimumWidth(0, 132)
        table.setColumnStretch(1, 1)
        table.addWidget(label(_plain(menu.value), "title"), 0, 0, 1, 2)
        commands = [c for c in Command if c.value.menu is menu and c.value.shortcuts]
        for row, command in enumerate(commands, start=1):
            table.addWidget(label(keys_of(command), "muted"), row, 0, Qt.AlignmentFlag.AlignRight)
            table.addWidget(label(_plain(command.value.text)), row, 1)
        return table


def keys_of(command: Command) -> str:
    """The command's keys, as this system writes them."""
    style = QKeySequence.SequenceFormat.NativeText
    return " or ".join(QKeySequence(keys).toString(style) for keys in command.value.shortcuts)


def about() -> str:
    """What the program is and what it runs on."""
    # Slow to import, and rarely asked for.
    from importlib import metadata

    parts: Iterable[str] = (
        f"ntm-viz {metadata.version('ntm-viz')}",
        "Watch a Neural Turing Machine (Graves, Wayne, Danihelka 2014, arXiv 1410.5401) store "
        "a pattern that you draw, and recite it.",
        f"Python {platform.python_version()} · Qt {PySide6.__version__} · "
        f"Keras {metadata.version('keras')}",
        "MIT License",
    )
    return "\n\n".join(parts)


def _plain(text: str) -> str:
    return text.replace("&", "").rstrip("…")
