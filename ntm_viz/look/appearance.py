"""Appearance: dark or light, as the system is or as the person chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from ntm_viz.look.stylesheet import palette, style_sheet
from ntm_viz.look.theme import DARK, LIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ntm_viz.command_line.options import ThemeChoice


class Appearance(QObject):
    """Dresses the application in a theme and says when that changes."""

    theme_changed = Signal(object)
    choice_changed = Signal(str)

    def __init__(
        self, application: QApplication, choice: ThemeChoice, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._application = application
        self._hints = application.styleHints()
        self._choice = choice
        self._theme = self._wanted()
        self._dress()
        self._hints.colorSchemeChanged.connect(self._follow_system)

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def choice(self) -> ThemeChoice:
        return self._choice

    @Slot(str)
    def choose(self, choice: ThemeChoice) -> None:
        if choice == self._choice:
            return
        self._choice = choice
        self.choice_changed.emit(choice)
        self._update()

    @Slot()
    def switch(self) -> None:
        """From dark to light or back."""
        self.choose("light" if self._theme.name == "dark" else "dark")

    @Slot()
    def _follow_system(self) -> None:
        self._update()

    def _update(self) -> None:
        theme = self._wanted()
        if theme is not self._theme:
            self._theme = theme
            self._dress()
            self.theme_changed.emit(theme)

    def _wanted(self) -> Theme:
        if self._choice == "system":
            return LIGHT if self._hints.colorScheme() == Qt.ColorScheme.Light else DARK
        return DARK if self._choice == "dark" else LIGHT

    def _dress(self) -> None:
        self._application.setPalette(palette(self._theme))
        self._application.setStyleSheet(style_sheet(self._theme))
