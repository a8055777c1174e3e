"""The window comes back as it was left: two lives of the whole program on one settings file."""

from __future__ import annotations

import contextlib
import json

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QSplitter

from ntm_viz.__main__ import build
from ntm_viz.commands import Command
from ntm_viz.settings import VARIABLE
from ntm_viz.timeline import SPEEDS
from tests.handmade import copy_trace


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "settings" / "settings.json"
    monkeypatch.setenv(VARIABLE, str(path))
    return path


@pytest.fixture
def life(qapp, file):
    @contextlib.contextmanager
    def live(*argv):
        app = build([str(part) for part in argv])
        app.window.painted.disconnect(app.thread.begin)
        app.window.show()
        yield app
        assert app.close()
        app.window.deleteLater()
        qapp.sendPostedEvents(app.window, QEvent.Type.DeferredDelete)
        qapp.setStyleSheet("")

    return live


def recent(app):
    return [a.text() for a in app.window.recent_menu.actions() if a.objectName() == "recent_0"]


def test_choices_come_back_at_the_next_start(life):
    commands = (
        Command.THEME_LIGHT,
        Command.SPEED_5,
        Command.LOOP,
        Command.ALL_SLOTS,
        Command.MEMORY_PINK_GREEN,
        Command.WEIGHTING_VIRIDIS,
    )
    with life() as app:
        for command in commands:
            assert not app.actions[command].isChecked()
            app.actions[command].trigger()
    with life() as app:
        assert [app.actions[command].isChecked() for command in commands] == [True] * 6
        assert (app.timeline.speed, app.timeline.loop) == (15, True)
        assert len(app.presenter.overview.slots) == 128
        theme = app.appearance.theme
        assert (theme.name, theme.memory_colours) == ("light", "pink-green")
        assert theme.weighting_colours == "viridis"


def test_what_the_command_line_says_goes_first_and_is_not_kept(life):
    with life() as app:
        app.actions[Command.THEME_LIGHT].trigger()
    with life("--theme", "dark") as app:
        assert app.appearance.choice == "dark"
    with life() as app:
        assert app.appearance.choice == "light"


def test_the_window_and_its_panels_come_back(life):
    with life() as app:
        # The screen of the tests is narrower than any window, so only the height can come back.
        app.window.resize(1111, 700)
        panels = app.window.findChild(QSplitter, "panels")
        panels.setSizes([280, 500, 331])
        panels.splitterMoved.emit(0, 0)
        sizes = panels.sizes()
    with life() as app:
        assert app.window.height() == 700
        app.window.resize(1111, 700)
        assert app.window.findChild(QSplitter, "panels").sizes() == sizes


def test_a_panel_that_was_open_is_open_again(life):
    with life() as app:
        assert not app.window.training_panel.isVisible()
        app.actions[Command.TRAINING_PANEL].trigger()
    with life() as app:
        assert app.window.training_panel.isVisible()
        assert app.actions[Command.TRAINING_PANEL].isChecked()
        app.actions[Command.TRAINING_PANEL].trigger()
    with life() as app:
        assert not app.window.training_panel.isVisible()


def test_what_was_opened_is_offered_again(life, tmp_path):
    run = copy_trace(length=3).save(tmp_path / "run.npz")
    with life(run):
        pass
    with life() as app:
        assert recent(app)[0].startswith("&1  run.npz\t")
        app.window.recent_menu.actions()[0].trigger()
        assert app.session.file == run
        app.actions[Command.CLEAR_RECENT].trigger()
        assert recent(app) == []
        assert not app.actions[Command.CLEAR_RECENT].isEnabled()


def test_what_is_gone_can_be_seen_to_be_gone(life, tmp_path):
    run = copy_trace(length=3).save(tmp_path / "run.npz")
    with life(run) as app:
        run.unlink()
        app.window.recent_menu.aboutToShow.emit()
        first = app.window.recent_menu.actions()[0]
        assert not first.isEnabled()
        assert "not there any more" in first.text()


def test_a_broken_file_is_told_of_in_the_window(life, file):
    file.parent.mkdir()
    file.write_text("{ speed")
    with life() as app:
        title = app.window.findChild(QLabel, "notice_title").text()
        assert title.startswith("Your settings could not be read")
        assert "settings.broken-" in app.window.findChild(QLabel, "notice_text").text()


@pytest.mark.parametrize("value", [0, -4, 10**9, "fast", None])
def test_nonsense_in_the_file_does_no_harm(life, file, value):
    file.parent.mkdir()
    names = ("speed", "loop", "theme", "memory_colours", "recent", "window", "all_slots")
    file.write_text(json.dumps({**dict.fromkeys(names, value), "window": {"panels": value}}))
    with life() as app:
        assert app.timeline.speed in SPEEDS
        assert app.window.isVisible()


def test_a_change_is_written_without_waiting_for_the_end(life, file, qtbot):
    with life() as app:
        app.actions[Command.SPEED_6].trigger()
        qtbot.waitUntil(file.exists)
        assert json.loads(file.read_text())["speed"] == 30


def test_where_nothing_can_be_kept_the_person_is_told_once(life, file):
    file.parent.write_text("no folder")
    with life() as app:
        app.window.notice.dismiss()
        app.actions[Command.SPEED_6].trigger()
        app.keeper.save()
        title = app.window.findChild(QLabel, "notice_title")
        assert title.text() == "Your settings cannot be kept"
        app.window.notice.dismiss()
        app.actions[Command.SPEED_7].trigger()
        app.keeper.save()
        assert app.window.notice.isHidden()
