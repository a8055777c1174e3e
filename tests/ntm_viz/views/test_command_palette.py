"""The palette: typed into, walked through, and gone again as if it had not been there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow

from ntm_viz.look.theme import DARK, LIGHT
from ntm_viz.views.command_palette import CommandPalette
from ntm_viz.views.palette_entry import PaletteEntry
from ntm_viz.views.palette_list import PaletteList, spoken


def entry(title, **more):
    return PaletteEntry(title, "Play", lambda: None, **more)


ENTRIES = [
    entry("Play", keys="Space", tip="Play on, or pause"),
    entry("Step back", keys="Left"),
    entry("Undo", enabled=False, note="nothing was drawn"),
    entry("Theme: Dark", checked=True),
    *(entry(f"Speed {number}") for number in range(1, 30)),
]


@pytest.fixture
def window(qtbot):
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(1024, 700)
    made.field = QLineEdit()
    made.setCentralWidget(made.field)
    made.show()
    made.activateWindow()
    made.field.setFocus()
    return made


@pytest.fixture
def palette(window):
    made = CommandPalette(DARK, window)
    made.open(ENTRIES, DARK)
    return made


def field(palette):
    return palette.findChild(QLineEdit, "palette_field")


def shown(palette):
    lines = palette.findChild(PaletteList)
    return [lines.model().index(row, 0).data() for row in range(lines.model().rowCount())]


def current(palette):
    return palette.findChild(PaletteList).current.title


def test_it_begins_with_everything_and_typing_leaves_what_fits(palette, qtbot):
    assert shown(palette) == [one.title for one in ENTRIES]
    qtbot.keyClicks(field(palette), "stb")
    assert shown(palette) == ["Step back"]
    field(palette).setText("pause")
    assert shown(palette) == ["Play"]


def test_of_two_that_fit_as_well_the_one_that_can_be_used_stands_first(window):
    palette = CommandPalette(DARK, window)
    palette.open([entry("Stop it", enabled=False), entry("Start it now")], DARK)
    field(palette).setText("it")
    assert shown(palette) == ["Start it now", "Stop it"]


def test_where_nothing_fits_it_says_so(palette, qtbot):
    qtbot.keyClicks(field(palette), "zzz")
    assert shown(palette) == []
    assert not palette.findChild(PaletteList).isVisible()
    assert field(palette).accessibleDescription() == "Nothing found"
    qtbot.keyClick(field(palette), Qt.Key.Key_Return)
    assert palette.isVisible()


def test_the_keys_walk_through_it_and_over_its_ends(palette, qtbot):
    assert current(palette) == "Play"
    qtbot.keyClick(field(palette), Qt.Key.Key_Down)
    assert current(palette) == "Step back"
    for _ in range(2):
        qtbot.keyClick(field(palette), Qt.Key.Key_Up)
    assert current(palette) == "Speed 29"
    qtbot.keyClick(field(palette), Qt.Key.Key_PageDown)
    assert current(palette) == "Speed 29"


def test_return_chooses_after_the_palette_has_gone_and_the_focus_is_back(palette, window, qtbot):
    seen = []
    palette.chosen.connect(lambda one: seen.append((one.title, palette.isVisible())))
    qtbot.keyClicks(field(palette), "dark")
    qtbot.keyClick(field(palette), Qt.Key.Key_Return)
    assert seen == [("Theme: Dark", False)]
    assert window.field.hasFocus()


def test_what_cannot_be_used_is_not_chosen(palette, qtbot):
    qtbot.keyClicks(field(palette), "undo")
    with qtbot.assertNotEmitted(palette.chosen):
        qtbot.keyClick(field(palette), Qt.Key.Key_Return)
    assert palette.isVisible()


@pytest.mark.parametrize("way", ["escape", "again", "elsewhere", "shortcut"])
def test_it_goes_away(palette, window, qtbot, way):
    other = QLineEdit(window)
    other.show()
    if way == "escape":
        qtbot.keyClick(field(palette), Qt.Key.Key_Escape)
    elif way == "again":
        palette.open(ENTRIES, DARK)
    elif way == "shortcut":
        qtbot.keyClick(field(palette), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    else:
        other.setFocus()
    assert not palette.isVisible()
    assert (other if way == "elsewhere" else window.field).hasFocus()


def test_a_click_chooses(palette, qtbot):
    lines = palette.findChild(PaletteList)
    row = lines.visualRect(lines.model().index(1, 0)).center()
    with qtbot.waitSignal(palette.chosen) as told:
        QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert told.args[0].title == "Step back"


def test_keys_of_the_window_are_typed_and_not_carried_out(palette, window, qtbot):
    done = []
    for keys in ("A", "Esc", "Down", "1"):
        action = QAction(window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda *_, keys=keys: done.append(keys))
        window.addAction(action)
    qtbot.keyClicks(field(palette), "a1")
    qtbot.keyClick(field(palette), Qt.Key.Key_Down)
    assert field(palette).text() == "a1"
    qtbot.keyClick(field(palette), Qt.Key.Key_Escape)
    assert done == []


def test_a_screen_reader_hears_the_line_that_return_would_choose(palette, qtbot):
    assert field(palette).accessibleName() == "Command palette"
    assert field(palette).accessibleDescription() == "Play, Play, Space"
    qtbot.keyClicks(field(palette), "undo")
    words = field(palette).accessibleDescription()
    assert words == "Undo, Play, unavailable, nothing was drawn"
    assert spoken(ENTRIES[3]) == "Theme: Dark, Play, checked"


def test_it_begins_anew_each_time(palette, qtbot):
    qtbot.keyClicks(field(palette), "undo")
    palette.close_palette()
    palette.open(ENTRIES, LIGHT)
    assert field(palette).text() == ""
    assert len(shown(palette)) == len(ENTRIES)
