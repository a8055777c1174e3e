"""Dark or light: as the system is, or as the person chose."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt, Signal

from ntm_viz.look.appearance import Appearance
from ntm_viz.look.theme import DARK, LIGHT


class Hints(QObject):
    """What Qt tells of the system, with a scheme that the test sets."""

    colorSchemeChanged = Signal(Qt.ColorScheme)  # noqa: N815

    def __init__(self):
        super().__init__()
        self.scheme = Qt.ColorScheme.Unknown

    def colorScheme(self):  # noqa: N802
        return self.scheme

    def change(self, scheme):
        self.scheme = scheme
        self.colorSchemeChanged.emit(scheme)


class Application:
    """What of an application is dressed."""

    def __init__(self):
        self.hints = Hints()
        self.sheets = []

    def styleHints(self):  # noqa: N802
        return self.hints

    def setPalette(self, palette):  # noqa: N802
        self.palette = palette

    def setStyleSheet(self, sheet):  # noqa: N802
        self.sheets.append(sheet)


@pytest.fixture
def application(qapp):
    return Application()


def test_a_choice_is_kept_whatever_the_system_does(application):
    appearance = Appearance(application, "light")
    application.hints.change(Qt.ColorScheme.Dark)
    assert appearance.theme is LIGHT


def test_it_follows_the_system_while_it_runs(application):
    appearance = Appearance(application, "system")
    announced = []
    appearance.theme_changed.connect(announced.append)
    application.hints.change(Qt.ColorScheme.Light)
    application.hints.change(Qt.ColorScheme.Light)
    application.hints.change(Qt.ColorScheme.Dark)
    assert announced == [LIGHT, DARK]
    assert LIGHT.window in application.sheets[1]


def test_a_system_that_does_not_say_gets_the_dark_one(application):
    assert Appearance(application, "system").theme is DARK


def test_switching_leaves_the_system_behind(application):
    appearance = Appearance(application, "system")
    appearance.switch()
    assert (appearance.choice, appearance.theme) == ("light", LIGHT)
    appearance.switch()
    assert (appearance.choice, appearance.theme) == ("dark", DARK)


def test_the_whole_palette_is_of_the_theme(application):
    Appearance(application, "dark")
    assert application.palette.window().color().name() == DARK.window
