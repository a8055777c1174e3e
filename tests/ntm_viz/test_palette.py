"""The palette of the whole window offers all that can be done there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLineEdit

from ntm_viz.__main__ import build
from ntm_viz.commands import Command
from ntm_viz.look.theme import LIGHT
from ntm_viz.views.palette_list import PaletteList
from tests.handmade import copy_trace
from tests.ntm_viz.views.pixels import amount


@pytest.fixture
def app(qapp, tmp_path):
    made = build([str(copy_trace(length=6).save(tmp_path / "run.npz")), "--theme", "dark"])
    made.window.painted.disconnect(made.thread.begin)
    made.window.show()
    yield made
    assert made.close()
    made.window.deleteLater()
    qapp.sendPostedEvents(made.window, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet("")


def titles(app, group):
    return [entry.title for entry in app.palette.entries() if entry.group == group]


def entry(app, title):
    return next(one for one in app.palette.entries() if one.title == title)


def run(app, qtbot, query):
    app.actions[Command.PALETTE].trigger()
    field = app.window.findChild(QLineEdit, "palette_field")
    qtbot.keyClicks(field, query)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_every_command_is_offered(app):
    offered = [one.title for one in app.palette.entries()]
    for command, action in app.actions.items():
        if command is not Command.PALETTE:
            title = action.text().replace("&", "")
            assert any(one.split(": ")[-1] == title for one in offered), title


def test_files_tasks_networks_and_examples_are_offered(app):
    assert "run.npz" in titles(app, "Recent")
    assert "Task: Copy" in titles(app, "Choose")
    assert any(title.startswith("Network: copy") for title in titles(app, "Choose"))
    assert titles(app, "Example")


def test_it_opens_by_its_key_and_carries_out_what_is_chosen(app, qtbot):
    qtbot.keyClick(app.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = app.window.findChild(QLineEdit, "palette_field")
    assert field.isVisible()
    qtbot.keyClicks(field, "invert")
    before = app.session.bits
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (app.session.bits == 1 - before).all()
    assert not field.isVisible()


def test_what_cannot_be_done_says_why(app, qtbot):
    redo = entry(app, "Redo")
    assert not redo.enabled
    assert redo.note == "nothing was taken back"
    run(app, qtbot, "undo")
    assert entry(app, "Redo").enabled
    assert entry(app, "Redo").note == ""


def test_every_command_that_cannot_be_used_now_says_why(app):
    silent = [one.title for one in app.palette.entries() if not one.enabled and not one.note]
    assert silent == []


def test_what_is_chosen_already_carries_a_mark(app, qtbot):
    assert entry(app, "Theme: Dark").checked
    run(app, qtbot, "theme light")
    assert entry(app, "Theme: Light").checked
    assert app.appearance.choice == "light"


def test_what_was_used_last_stands_first(app, qtbot):
    run(app, qtbot, "theme light")
    run(app, qtbot, "loop")
    app.actions[Command.PALETTE].trigger()
    field = app.window.findChild(QLineEdit, "palette_field")
    assert field.accessibleDescription().startswith("Loop, Play, checked")


def test_a_recent_file_is_opened(app, qtbot, tmp_path):
    app.opener.open(copy_trace(length=3).save(tmp_path / "other.npz"))
    run(app, qtbot, "run.npz")
    assert app.session.file.name == "run.npz"


def test_it_follows_a_change_of_theme_while_it_is_open(app):
    app.actions[Command.PALETTE].trigger()
    lines = app.window.findChild(PaletteList)
    dark, light = app.appearance.theme, LIGHT
    assert amount(lines, dark.text)
    app.appearance.choose("light")
    assert amount(lines, light.text)
    assert not amount(lines, dark.text)
