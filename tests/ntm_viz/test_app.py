"""The whole window, put together as the program puts it together, without its network.

The thread that owns Keras is only started by the first picture on screen; these tests show a
recorded run and stay without it.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollBar,
    QSpinBox,
    QWidget,
)

from ntm_model import tasks
from ntm_viz import assets
from ntm_viz.__main__ import build
from ntm_viz.commands import Command
from ntm_viz.files import OpenError
from ntm_viz.look.theme import DARK, LIGHT
from ntm_viz.messages import LoadFailure, LoadResult, Network, Problem, RunResult
from tests.handmade import copy_trace, priority_sort_trace, run_of, strange_trace
from tests.ntm_viz.views.mouse import move

LENGTH = 6


@pytest.fixture
def trace_file(tmp_path):
    return copy_trace(length=LENGTH).save(tmp_path / "run.npz")


@pytest.fixture
def app(qapp, trace_file):
    made = build([str(trace_file), "--theme", "dark"])
    made.window.painted.disconnect(made.thread.begin)
    made.window.show()
    yield made
    assert made.close()
    made.window.deleteLater()
    # At once: a style sheet that is set is given to every window that is still there.
    qapp.sendPostedEvents(made.window, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet("")


def text(app, name):
    return app.window.findChild(QLabel, name).text()


def trigger(app, command):
    app.actions[command].trigger()


NAMES = (
    "task_combo model_combo input_grid board memory_view addressing_view timeline_slider readout"
)


@pytest.mark.parametrize("name", NAMES.split())
def test_scripts_and_screen_readers_find_every_part(app, name):
    part = app.window.findChild(QWidget, name)
    assert part is not None
    assert part.accessibleName()


def test_every_command_is_in_a_menu(app):
    listed = set()
    for top in app.window.menuBar().actions():
        for action in top.menu().actions():
            listed.update(action.menu().actions() if action.menu() else [action])
    assert set(app.actions.values()) <= listed


def test_it_can_be_made_as_small_as_promised(app):
    app.window.resize(1024, 700)
    assert (app.window.width(), app.window.height()) == (1024, 700)
    for part in ("board", "memory_view", "addressing_view"):
        assert app.window.findChild(QWidget, part).width() > 200


def test_a_notice_does_not_make_the_window_higher(app):
    app.window.notice.dismiss()
    app.window.resize(1024, 700)
    problem = Problem("Something is wrong", "for a long reason " * 12, "Mend it. " * 12)
    app.presenter.show_problem(problem)
    QApplication.processEvents()
    assert app.window.notice.isVisible()
    assert (app.window.width(), app.window.height()) == (1024, 700)


def test_a_run_to_begin_with_is_shown_with_its_drawing(app):
    assert len(app.session.bits) == LENGTH
    assert app.timeline.length == 2 * LENGTH + 1
    assert text(app, "recalled_verdict") == f"0 of {8 * LENGTH} bits wrong"


def test_the_title_names_the_file(app):
    assert app.window.windowTitle() == "run.npz — ntm-viz"


def test_a_recorded_run_is_announced_and_what_drawing_does_then(app):
    assert text(app, "notice_title") == "Recorded run: run.npz"
    assert "the network runs again" in text(app, "notice_text")


def test_the_keys_move_the_playhead_wherever_the_focus_is(app, qtbot):
    app.timeline.to_start()
    for focus in (app.window, app.window.board, app.window.header):
        focus.setFocus()
        before = app.timeline.t
        qtbot.keyClick(app.window, Qt.Key.Key_Right)
        assert app.timeline.t == before + 1
    qtbot.keyClick(app.window, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert app.timeline.t == LENGTH
    qtbot.keyClick(app.window, Qt.Key.Key_End)
    assert app.timeline.t == 2 * LENGTH
    qtbot.keyClick(app.window, Qt.Key.Key_Home)
    assert app.timeline.t == 0


def test_space_plays_and_pauses_and_the_numbers_set_the_speed(app, qtbot):
    qtbot.keyClick(app.window, Qt.Key.Key_7)
    assert app.timeline.speed == 60
    qtbot.keyClick(app.window, Qt.Key.Key_Space)
    assert app.timeline.playing
    qtbot.keyClick(app.window, Qt.Key.Key_Space)
    assert not app.timeline.playing


def test_keys_typed_into_a_field_stay_there(app, qtbot):
    spin = app.window.findChild(QSpinBox, "step_spin")
    app.timeline.set_t(3)
    spin.setFocus()
    spin.selectAll()
    speed = app.timeline.speed
    qtbot.keyClicks(spin, "12")
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert (app.timeline.t, app.timeline.speed) == (12, speed)


def test_every_picture_follows_the_playhead(app):
    app.timeline.set_t(8)
    assert text(app, "place") == "recall · vector 2"
    assert app.window.findChild(QSpinBox, "step_spin").value() == 8
    assert "vector 2 of 6, every bit right" in text(app, "story")


def test_clicking_on_the_board_moves_the_playhead_and_keeps_the_cell(app, qtbot):
    app.timeline.to_start()
    board = app.window.board
    QTest.mouseClick(board, Qt.MouseButton.LeftButton, pos=QPoint(board.width() // 2, 60))
    assert app.timeline.t > 0
    kept = text(app, "readout_words")
    assert f"t = {app.timeline.t}" in kept
    move(board, QPoint(board.width() // 3, 60))
    assert text(app, "readout_words") == kept
    assert app.window.findChild(QLabel, "readout_lock").isVisible()
    qtbot.keyClick(app.window, Qt.Key.Key_Escape)
    assert text(app, "readout_words") != kept
    assert not app.window.findChild(QLabel, "readout_lock").isVisible()


def test_a_drawing_waits_for_the_network_and_says_so(app):
    grid = app.window.input_panel.grid
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell_rect(0, 7).center())
    assert app.session.bits[0, 7] == 1
    assert app.session.waiting
    assert text(app, "recalled_verdict") == "waits for the network"
    assert "then it runs your drawing" in text(app, "status_network")


def test_a_result_replaces_every_picture_and_dismisses_the_announcement(app):
    network = Network(Path("copy.keras"), "copy", "copy", n_slots=128, parameters=100)
    requests = []
    app.session.request_made.disconnect()
    app.session.request_made.connect(requests.append)
    app.session.take_network(LoadResult(app.session.loading, network))
    app.session.drawing.set_length(3)
    trace = copy_trace(requests[-1].pattern.bits)
    app.session.take_result(RunResult(requests[-1].id, trace, seconds=0.0123))
    assert app.timeline.length == 7
    assert app.presenter.overview.trace is trace
    assert text(app, "status_run") == "12 ms"
    assert app.window.notice.isHidden()


@pytest.mark.parametrize(
    ("slots", "resizable", "advice"),
    [(32, True, ": try more slots"), (32, False, " can hold"), (4096, True, " can hold")],
)
def test_advice_for_a_drawing_longer_than_the_memory_can_be_followed(app, slots, resizable, advice):
    network = Network(Path("a.keras"), "a", "copy", slots, 1, resizable=resizable)
    app.session.take_network(LoadResult(app.session.loading, network))
    app.window.input_panel.show_trace(copy_trace(length=20, n_slots=32))
    app.session.drawing.set_length(33)
    assert text(app, "length_remark") == f"Longer than the 32 slots{advice}"


def test_another_controller_brings_its_own_number_of_sequences(app):
    box = app.window.findChild(QComboBox, "training_controller")
    usual = app.window.findChild(QLineEdit, "training_sequences").text()
    box.setCurrentIndex(box.findData("dense"))
    assert app.window.findChild(QLineEdit, "training_sequences").text() == "80,000" != usual


def test_undo_and_redo_can_be_used_when_there_is_something_to_take_back(app):
    trigger(app, Command.CLEAR)
    assert app.actions[Command.UNDO].isEnabled()
    assert not app.actions[Command.REDO].isEnabled()
    trigger(app, Command.UNDO)
    assert app.actions[Command.REDO].isEnabled()
    assert app.session.bits.any()


def test_a_drawing_can_be_copied_and_pasted_as_text(app):
    before = app.session.bits
    trigger(app, Command.COPY)
    assert QApplication.clipboard().text().count("\n") == 7
    trigger(app, Command.CLEAR)
    trigger(app, Command.PASTE)
    assert np.array_equal(app.session.bits, before)


def test_what_is_no_drawing_cannot_be_pasted_and_the_reason_is_told(app):
    QApplication.clipboard().setText("good morning")
    before = app.session.bits
    trigger(app, Command.PASTE)
    assert app.session.bits is before
    assert text(app, "notice_title") == "The clipboard holds no drawing"


def test_a_file_that_cannot_be_opened_is_told_in_the_window_and_changes_nothing(app, tmp_path):
    shown = app.session.trace
    torn = tmp_path / "torn.npz"
    torn.write_bytes(b"PK\x03\x04")
    app.opener.open(torn)
    assert app.session.trace is shown
    assert text(app, "notice_title") == "torn.npz could not be opened"
    assert app.window.notice.isVisible()


def test_a_file_that_is_dropped_is_opened(app, tmp_path):
    other = copy_trace(length=3).save(tmp_path / "other.npz")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(other))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    app.window.dropEvent(event)
    assert app.session.file == other
    assert app.timeline.length == 7


def test_the_theme_can_be_switched_while_it_runs(app):
    assert app.appearance.theme is DARK
    trigger(app, Command.THEME)
    assert app.appearance.theme is LIGHT
    assert app.actions[Command.THEME_LIGHT].isChecked()
    ground = app.window.grab().toImage().pixelColor(300, 200).name()
    assert ground == LIGHT.window
    trigger(app, Command.THEME_DARK)
    assert app.appearance.theme is DARK


def test_all_slots_can_be_shown(app):
    assert len(app.presenter.overview.slots) < 128
    trigger(app, Command.ALL_SLOTS)
    assert len(app.presenter.overview.slots) == 128


def test_the_length_can_be_typed_beyond_the_slider(app, qtbot):
    spin = app.window.findChild(QSpinBox, "length_spin")
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, "40")
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert len(app.session.bits) == 40


@pytest.mark.parametrize("name", ["length_spin", "step_spin"])
@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Escape, None])
def test_the_keys_are_free_again_after_a_number_was_typed(app, qtbot, name, end):
    spin = app.window.findChild(QSpinBox, name)
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, "5")
    if end is None:
        QTest.mouseClick(app.window.board, Qt.MouseButton.LeftButton)
    else:
        qtbot.keyClick(spin, end)
    length = len(app.session.bits)
    qtbot.keyClick(QApplication.focusWidget() or app.window, Qt.Key.Key_7)
    assert app.timeline.speed == 60
    assert len(app.session.bits) == length


def test_a_problem_is_over_when_the_next_file_opens(app, tmp_path):
    app.opener.open(tmp_path / "nothing.npz")
    assert text(app, "notice_title") == "nothing.npz could not be opened"
    app.opener.open(copy_trace(length=3).save(tmp_path / "copied.npz"))
    assert text(app, "notice_title") == "Recorded run: copied.npz"
    app.opener.open(tmp_path / "nothing.npz")
    app.session.run()
    network = Network(tmp_path / "a.keras", "a", "copy", 128, 1)
    app.session.take_network(LoadResult(app.session.loading, network))
    app.session.take_result(RunResult(1, copy_trace(length=3), 0.1))
    assert app.window.notice.isHidden()


def test_what_is_still_shown_of_the_run_before_is_said_to_be_it(app, qtbot):
    requests = []
    app.session.request_made.disconnect()
    app.session.request_made.connect(requests.append)
    network = Network(Path("copy.keras"), "copy", "copy", n_slots=128, parameters=100)
    app.session.take_network(LoadResult(app.session.loading, network))
    app.session.drawing.set_length(3)
    # At once nothing is said: most runs are there before it could be read.
    assert "bits wrong" in text(app, "recalled_verdict")
    qtbot.waitUntil(lambda: "the run before" in text(app, "recalled_verdict"))
    trace = copy_trace(requests[-1].pattern.bits)
    app.session.take_result(RunResult(requests[-1].id, trace, seconds=0.0123))
    assert "bits wrong" in text(app, "recalled_verdict")


def test_a_file_to_begin_with_that_cannot_be_opened_is_an_error(qapp, tmp_path):
    with pytest.raises(OpenError, match=r"nothing\.npz"):
        build([str(tmp_path / "nothing.npz")])
    qapp.setStyleSheet("")


def test_a_drawing_to_begin_with_that_is_too_long_is_an_error_that_names_it(qapp, tmp_path):
    long = tmp_path / "long.txt"
    long.write_text("\n".join(["." * 2001] * 8))
    with pytest.raises(OpenError, match=r"long\.txt could not be opened: .*2,?001"):
        build([str(long)])
    qapp.setStyleSheet("")


def test_a_network_to_begin_with_stands_over_the_one_that_ships(qapp, tmp_path):
    mine = tmp_path / "mine.keras"
    with zipfile.ZipFile(mine, "w") as archive:
        archive.writestr("model.weights.h5", "")
    made = build([str(mine)])
    failed = LoadFailure(made.session.loading, Problem("mine.keras could not be opened", "torn"))
    assert failed.request.path == mine
    made.session.take_load_failure(failed)
    assert text(made, "notice_title") == "mine.keras could not be opened"
    assert made.session.loading.path == assets.asset(assets.SHIPPED_MODEL)
    made.session.drawing.invert()
    assert text(made, "recalled_verdict") == "waits for the network"
    made.session.take_load_failure(LoadFailure(made.session.loading, failed.problem))
    assert text(made, "recalled_verdict") == "no network: open or train one"
    assert text(made, "status_network") == "none: open one, or train one (F5)"
    assert made.close()
    qapp.setStyleSheet("")


def test_a_run_of_another_task_takes_the_answer_before_away(app, tmp_path):
    grid = app.window.findChild(QWidget, "recalled_grid")
    assert grid.isVisible()
    app.opener.open(strange_trace().save(tmp_path / "strange.npz"))
    assert not grid.isVisible()
    assert text(app, "recalled_verdict") == "this run is not of the Copy task"
    assert "the drawing is not its input" in text(app, "notice_text")
    app.opener.open(copy_trace(length=3).save(tmp_path / "copied.npz"))
    assert grid.isVisible()


def test_every_control_has_words_for_a_screen_reader(app):
    kinds = (QAbstractButton, QComboBox, QAbstractSpinBox, QAbstractSlider)
    controls = [control for kind in kinds for control in app.window.findChildren(kind)]
    # Parts that Qt makes itself carry a name that begins so, or none at all.
    own = [control for control in controls if not isinstance(control, QScrollBar)]
    silent = [
        control
        for control in own
        if not control.objectName().startswith("qt_")
        and not control.accessibleName()
        and not (isinstance(control, QAbstractButton) and control.text())
    ]
    assert silent == []


class TestTasks:
    """The window turns to another task, whoever asks for it."""

    @pytest.fixture(autouse=True)
    def nothing_ships(self, app, monkeypatch):
        monkeypatch.setattr(assets, "network_of", lambda task: None)

    def choose(self, app, title):
        combo = app.window.findChild(QComboBox, "task_combo")
        combo.setCurrentText(title)
        combo.activated.emit(combo.currentIndex())

    def test_every_task_can_be_chosen(self, app):
        combo = app.window.findChild(QComboBox, "task_combo")
        found = [combo.itemData(place) for place in range(combo.count())]
        assert found == list(tasks.names())
        assert combo.currentData() == "copy"

    @pytest.mark.parametrize("name", tasks.names())
    def test_each_can_be_drawn_for_before_there_is_a_network(self, app, name):
        task = tasks.get(name)
        if name == "copy":
            self.choose(app, "Dyck words")
        self.choose(app, task.title)
        assert app.session.bits.shape[1] == task.bits
        grid = app.window.input_panel.grid
        was = app.session.bits[1, 0]
        button = Qt.MouseButton.RightButton if was else Qt.MouseButton.LeftButton
        QTest.mouseClick(grid, button, pos=grid.cell_rect(1, 0).center())
        assert app.session.bits[1, 0] == 1 - was
        for command in (Command.RANDOM, Command.INVERT, Command.SHIFT_LEFT, Command.CLEAR):
            trigger(app, command)
        assert not app.session.bits.any()
        for _ in range(5):
            trigger(app, Command.UNDO)
        assert app.session.bits[1, 0] == was
        trigger(app, Command.COPY)
        trigger(app, Command.CLEAR)
        trigger(app, Command.PASTE)
        assert app.session.bits.any()

    def test_where_there_is_no_network_it_says_so_in_place_and_shows_what_would_go_in(self, app):
        self.choose(app, "Priority sort")
        assert app.window.plan.isVisible()
        assert not app.window.board.isVisible()
        assert app.window.plan.accessibleDescription().startswith(
            "No trained network for Priority sort yet"
        )
        assert text(app, "recalled_verdict") == "no network: open or train one"
        assert app.window.notice.isHidden()
        assert app.window.findChild(QComboBox, "model_combo").currentText() == ""
        self.choose(app, "Copy")
        assert app.window.board.isVisible()

    def test_where_there_is_no_run_nothing_offers_to_play_or_to_export_it(self, app):
        export = app.window.findChild(QWidget, "export_button")
        self.choose(app, "Priority sort")
        assert not export.isEnabled()
        assert "no network has run" in export.toolTip()
        for command in (Command.PLAY, Command.TO_END, Command.EXPORT, Command.SAVE_TRACE):
            assert not app.actions[command].isEnabled()
        assert not app.window.findChild(QWidget, "step_spin").isVisible()
        self.choose(app, "Copy")
        assert export.isEnabled()
        assert app.actions[Command.PLAY].isEnabled()
        assert app.window.findChild(QWidget, "step_spin").isVisible()
        assert text(app, "recalled_verdict") == f"0 of {8 * LENGTH} bits wrong"

    def test_numbers_get_a_box_each(self, app, qtbot):
        self.choose(app, "Repeat copy")
        box = app.window.findChild(QSpinBox, "number_repeats")
        assert box.value() == 3
        box.setFocus()
        box.selectAll()
        qtbot.keyClicks(box, "5")
        qtbot.keyClick(box, Qt.Key.Key_Return)
        assert app.session.pattern.numbers == {"repeats": 5}

    def test_a_click_on_an_item_asks_for_it(self, app):
        self.choose(app, "Associative recall")
        strip = app.window.findChild(QWidget, "item_strip")
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.tab(2).center())
        assert app.session.pattern.numbers == {"query": 2}
        assert app.window.findChild(QSpinBox, "number_query").value() == 2

    def test_values_are_dragged(self, app):
        self.choose(app, "Priority sort")
        row = app.window.findChild(QWidget, "value_row")
        begin = QPoint(row.bar(2).center().x(), row.y_of(1.0))
        QTest.mousePress(row, Qt.MouseButton.LeftButton, pos=begin)
        move(row, QPoint(row.bar(5).center().x(), row.y_of(-1.0)), Qt.MouseButton.LeftButton)
        QTest.mouseRelease(row, Qt.MouseButton.LeftButton)
        values = app.session.pattern.values[2:6]
        assert values == pytest.approx([1.0, 1 / 3, -1 / 3, -1.0], abs=0.05)
        trigger(app, Command.UNDO)
        assert app.session.pattern.values[2] < 1.0
        assert not app.session.drawing.can_undo

    def test_a_run_of_another_task_turns_to_it(self, app, tmp_path):
        app.opener.open(priority_sort_trace().save(tmp_path / "sorted.npz"))
        assert app.window.findChild(QComboBox, "task_combo").currentData() == "priority-sort"
        assert app.window.findChild(QWidget, "value_row").isVisible()
        assert text(app, "recalled_verdict") == "0 of 40 bits wrong"
        self.choose(app, "Copy")
        assert app.timeline.length == 2 * LENGTH + 1

    def test_a_guess_is_held_against_the_best_one(self, app, tmp_path):
        run = run_of(tasks.get("ngrams"), np.ones((40, 1), np.uint8))
        app.opener.open(run.save(tmp_path / "ngrams.npz"))
        assert text(app, "recalled_title") == "Predicted"
        assert text(app, "recalled_verdict") == "0.1 bits, optimal 8.4"

    def test_what_cannot_be_exported_yet_is_told(self, app):
        self.choose(app, "Priority sort")
        app.exporter.choose_frame()
        assert text(app, "notice_title") == "There is nothing to export yet"
