"""Two windows on one drawing, put together as the program does it, without their networks."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QComboBox, QLabel

from ntm_viz.__main__ import build
from ntm_viz.commands import Command
from ntm_viz.files import OpenError
from ntm_viz.messages import LoadResult, Network, RunResult
from tests.handmade import copy_trace


@pytest.fixture
def program(qapp, monkeypatch):
    """Builds the program; its thread is never begun."""
    monkeypatch.setattr("ntm_viz.worker.WorkerThread.begin", lambda self: None)
    made = []

    def start(*argv):
        app = build([*map(str, argv), "--theme", "dark"])
        made.append(app)
        app.window.show()
        app.comparison.show_what_was_asked_for()
        return app

    yield start
    for app in made:
        windows = [one.window for one in (app, app.comparison.second) if one is not None]
        assert app.close()
        for window in windows:
            window.deleteLater()
            qapp.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet("")


@pytest.fixture
def pair(program):
    first = program()
    first.actions[Command.COMPARE].trigger()
    return first, first.comparison.second


def give_network(app, name, n_slots=128):
    network = Network(Path(f"{name}.keras"), name, "copy", n_slots=n_slots, parameters=100)
    app.session.take_network(LoadResult(app.session.loading, network))


def requests_of(app):
    made = []
    app.session.request_made.disconnect()
    app.session.request_made.connect(made.append)
    return made


def drop(app, *files):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    none = Qt.KeyboardModifier.NoModifier
    left = Qt.MouseButton.LeftButton
    app.window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))


def notice(app):
    return app.window.findChild(QLabel, "notice_title").text()


def test_the_second_window_shows_what_the_first_one_shows(pair):
    first, second = pair
    assert second.window.isVisible()
    assert second.session.trace is first.session.trace
    assert second.session.drawing is first.session.drawing
    assert second.session.loading.path == first.session.loading.path
    assert second.timeline.t == first.timeline.t


def test_opening_it_changes_neither_the_drawing_nor_the_run(program):
    app = program()
    before, trace, t = app.session.pattern, app.session.trace, app.timeline.t
    app.actions[Command.COMPARE].trigger()
    assert app.session.pattern is before
    assert app.session.trace is trace
    assert app.timeline.t == t
    assert not app.session.drawing.can_undo


@pytest.mark.parametrize("which", [0, 1])
def test_a_drawing_in_either_is_run_by_both_networks(pair, which):
    for number, app in enumerate(pair):
        give_network(app, f"network {number}")
    made = [requests_of(app) for app in pair]
    pair[which].actions[Command.INVERT].trigger()
    for requests, app in zip(made, pair, strict=True):
        assert np.array_equal(requests[-1].pattern.bits, pair[0].session.bits)
        trace = copy_trace(requests[-1].pattern.bits)
        app.session.take_result(RunResult(requests[-1].id, trace, 0.01))
        assert app.presenter.overview.trace is trace
    assert pair[0].session.trace is not pair[1].session.trace
    pair[1 - which].actions[Command.UNDO].trigger()
    assert [len(requests) for requests in made] == [2, 2]


def test_each_has_a_network_and_a_memory_of_its_own(pair):
    give_network(pair[0], "mine")
    give_network(pair[1], "other", n_slots=256)
    pair[1].opener.choose_slots(512)
    assert pair[1].session.loading.n_slots == 512
    assert pair[0].session.loading is None
    titles = [app.window.windowTitle() for app in pair]
    assert titles == ["mine — ntm-viz", "other — ntm-viz"]


def test_a_network_that_one_window_has_opened_can_be_chosen_in_the_other(pair):
    give_network(pair[0], "mine")
    give_network(pair[1], "other")
    for app in pair:
        box = app.window.findChild(QComboBox, "model_combo")
        offered = [box.itemText(place).split(" ")[0] for place in range(box.count())]
        assert {"mine", "other"} <= set(offered)
    assert pair[0].window.findChild(QComboBox, "model_combo").currentText().startswith("mine")


def test_the_playheads_are_tied_until_they_are_let_go(pair):
    first, second = pair
    second.timeline.jump(7)
    assert first.timeline.t == 7
    second.actions[Command.TIE].trigger()
    assert not first.actions[Command.TIE].isChecked()
    second.timeline.jump(3)
    assert first.timeline.t == 7
    first.actions[Command.TIE].trigger()
    assert second.timeline.t == 7


def test_both_wear_one_theme(pair):
    pair[1].actions[Command.THEME_LIGHT].trigger()
    assert pair[0].actions[Command.THEME_LIGHT].isChecked()
    grounds = {app.window.board.grab().toImage().pixelColor(2, 2).name() for app in pair}
    assert grounds == {pair[0].appearance.theme.window}


@pytest.mark.parametrize("which", [0, 1])
def test_closing_one_leaves_the_other_alone(pair, which):
    closed, left = pair[which], pair[1 - which]
    for app in pair:
        give_network(app, "copy")
    made = requests_of(closed)
    closed.window.close()
    assert left.window.isVisible()
    assert not left.actions[Command.TIE].isEnabled()
    t = closed.timeline.t
    left.timeline.jump(2)
    left.actions[Command.INVERT].trigger()
    assert closed.timeline.t == t
    assert made == []


def test_what_was_closed_comes_back_up_to_date(pair):
    first, second = pair
    give_network(second, "copy")
    second.window.close()
    made = requests_of(second)
    first.actions[Command.INVERT].trigger()
    first.timeline.jump(4)
    assert first.actions[Command.COMPARE].text() == "&Compare in a second window"
    first.actions[Command.COMPARE].trigger()
    assert second.window.isVisible()
    assert second.timeline.t == 4
    assert [np.array_equal(one.pattern.bits, first.session.bits) for one in made] == [True]
    assert first.actions[Command.COMPARE].text() == "&Go to the other window"


def test_two_recorded_runs_stand_beside_each_other_as_they_were(pair, tmp_path):
    first, second = pair
    for app in pair:
        give_network(app, "copy")
    made = requests_of(first)
    first.opener.open(copy_trace(length=3).save(tmp_path / "a.npz"))
    shown = first.session.trace
    second.opener.open(copy_trace(length=6).save(tmp_path / "b.npz"))
    assert first.session.trace is shown
    assert made == []
    second.actions[Command.INVERT].trigger()
    assert len(made) == 1


def test_a_recorded_run_is_compared_with_what_the_other_network_does_with_its_drawing(
    pair, tmp_path
):
    first, second = pair
    for app in pair:
        give_network(app, "copy")
    made = requests_of(first)
    second.opener.open(copy_trace(length=6).save(tmp_path / "b.npz"))
    assert [len(one.pattern.bits) for one in made] == [6]


@pytest.mark.parametrize("which", [0, 1])
def test_both_turn_to_another_task_together(pair, which):
    pair[which].opener.choose_task("reversed-copy")
    assert [app.session.task.name for app in pair] == ["reversed-copy"] * 2
    assert pair[0].session.drawing.task.name == "reversed-copy"
    pair[1 - which].actions[Command.INVERT].trigger()
    pair[1 - which].opener.choose_task("copy")
    assert [app.session.task.name for app in pair] == ["copy"] * 2
    assert all(app.session.trace is not None for app in pair)


def test_a_window_that_is_closed_has_turned_along_when_it_comes_back(pair):
    first, second = pair
    second.window.close()
    first.opener.choose_task("reversed-copy")
    first.actions[Command.COMPARE].trigger()
    assert second.session.task.name == "reversed-copy"


def test_the_first_window_has_its_room_back_when_the_second_is_closed(program):
    app = program()
    app.window.setGeometry(10, 20, 1200, 750)
    app.actions[Command.COMPARE].trigger()
    assert app.window.width() < 1200
    app.comparison.second.window.close()
    assert app.window.geometry().getRect() == (10, 20, 1200, 750)


def test_two_files_to_begin_with_stand_side_by_side(program, tmp_path):
    files = [copy_trace(length=n).save(tmp_path / f"{n}.npz") for n in (3, 6)]
    app = program(*files)
    second = app.comparison.second
    assert second.window.isVisible()
    assert [one.session.file for one in (app, second)] == files
    assert [one.timeline.length for one in (app, second)] == [7, 13]


def test_a_second_file_that_cannot_be_opened_is_an_error(program, tmp_path):
    with pytest.raises(OpenError, match=r"gone\.npz"):
        program(copy_trace(length=3).save(tmp_path / "a.npz"), tmp_path / "gone.npz")


def test_of_two_files_that_are_dropped_the_second_opens_beside(program, tmp_path):
    files = [copy_trace(length=n).save(tmp_path / f"{n}.npz") for n in (3, 6, 9)]
    app = program()
    drop(app, *files[:2])
    second = app.comparison.second
    assert [one.session.file for one in (app, second)] == files[:2]
    drop(second, files[2], files[0])
    assert [one.session.file for one in (app, second)] == [files[0], files[2]]
    drop(app, *files)
    assert notice(second) == "Two can be compared at once"


@pytest.fixture
def one_of_each_kind(tmp_path):
    """A file or folder of every kind that can be dropped."""

    def network(path):
        path.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("model.weights.h5", "")
        return path

    folder = network(tmp_path / "run" / "model.keras").parent
    (folder / "config.json").write_text("{}")
    drawing = tmp_path / "drawing.txt"
    drawing.write_text("\n".join(["#.#."] * 8))
    return {
        "network": network(tmp_path / "mine.keras"),
        "run folder": folder,
        "trace": copy_trace(length=3).save(tmp_path / "run.npz"),
        "drawing": drawing,
    }


@pytest.mark.parametrize("kind", ["network", "run folder", "trace", "drawing"])
@pytest.mark.parametrize("place", [0, 1])
def test_every_kind_can_be_dropped_alone_or_as_the_second(program, one_of_each_kind, kind, place):
    app = program()
    path, first = one_of_each_kind[kind], one_of_each_kind["trace"]
    drop(app, *([path] if place == 0 else [first, path]))
    taker = app if place == 0 else app.comparison.second
    if kind in ("network", "run folder"):
        assert taker.session.loading.path == path
    elif kind == "trace":
        assert taker.session.file == path
    else:
        assert taker.session.bits.tolist() == [[1] * 8, [0] * 8] * 2
    assert notice(taker) == "" or "could not" not in notice(taker)


def test_the_end_of_the_program_closes_both(pair):
    assert pair[0].close()
    assert not any(app.window.isVisible() for app in pair)
