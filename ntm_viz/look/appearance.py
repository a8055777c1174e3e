"""Appearance: dark or light, as the system is or as the person chose, and in which colour maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from ntm_viz.look.colour_maps import MEMORY_MAPS, WEIGHTING_MAPS
from ntm_viz.look.stylesheet import palette, style_sheet
from ntm_viz.look.theme import DARK, LIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ntm_viz.command_line.options import ThemeChoice


class Appearance(QObject):
    """Dresses the application in a theme and says when that changes."""

    theme_changed = Signal(object)
    choice_changed = Signal(str)
    colours_changed = Signal(str, str)
    """The names of the memory's map and of the weightings'."""

    def __init__(
        self,
        application: QApplication,
        choice: ThemeChoice,
        memory: str = DARK.memory_colours,
        weighting: str = DARK.weighting_colours,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._memory, self._weighting = memory, weighting
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

    @property
    def memory_colours(self) -> str:
        return self._memory

    @property
    def weighting_colours(self) -> str:
        return self._weighting

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

    @Slot(str)
    def choose_colours(self, name: str) -> None:
        """Another map of the memory or of the weightings, whichever has one of this name."""
        before = (self._memory, self._weighting)
        if name in MEMORY_MAPS:
            self._memory = name
        elif name in WEIGHTING_MAPS:
            self._weighting = name
        if (self._memory, self._weighting) != before:
            self.colours_changed.emit(self._memory, self._weighting)
            self._update()

    @Slot()
    def _follow_system(self) -> None:
        self._update()

    def _update(self) -> None:
        theme = self._wanted()
        if theme != self._theme:
            before, self._theme = self._theme, theme
            # What Qt's controls wear has no colour map in it, and dressing takes a while.
            if theme.name != before.name:
                self._dress()
            self.theme_changed.emit(theme)

    def _wanted(self) -> Theme:
        theme = DARK if self._choice == "dark" else LIGHT
        if self._choice == "system":
            theme = LIGHT if self._hints.colorScheme() == Qt.ColorScheme.Light else DARK
        return theme.coloured(self._memory, self._weighting)

    def _dress(self) -> None:
        self._application.setPalette(palette(self._theme))
        self._application.setStyleSheet(style_sheet(self._theme))
