"""Whoever cannot use a mouse, or cannot see, or is a script, reaches everything in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QLabel,
    QLineEdit,
    QScrollBar,
    QSplitter,
    QWidget,
)

from ntm_model import tasks
from ntm_viz.__main__ import build
from ntm_viz.commands import Command
from ntm_viz.messages import Problem
from ntm_viz.reading.words import Row
from tests.handmade import copy_trace

CLICKABLE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
)
PICTURES = ("board", "memory_view", "addressing_view")


@pytest.fixture
def app(qapp, tmp_path):
    made = build([str(copy_trace(length=6).save(tmp_path / "run.npz")), "--theme", "dark"])
    made.window.painted.disconnect(made.thread.begin)
    made.window.show()
    made.window.activateWindow()
    yield made
    assert made.close()
    made.window.deleteLater()
    qapp.sendPostedEvents(made.window, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet("")


def heard(widget):
    """The name that a screen reader gets from Qt."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def is_of_qt(widget):
    """Parts that Qt makes for itself inside of ours."""
    return widget.objectName().startswith("qt_") or isinstance(widget, QScrollBar)


def reachable(window):
    """Everything that can be clicked or have the focus."""
    for widget in window.findChildren(QWidget):
        takes_focus = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        if (takes_focus or isinstance(widget, CLICKABLE)) and not is_of_qt(widget):
            yield widget


def described(widget):
    return f"{type(widget).__name__} {widget.objectName()!r} in {widget.parent()!r}"


@pytest.mark.parametrize("task", ["copy", "priority-sort", "repeat-copy", "associative-recall"])
def test_every_control_has_a_name_for_people_and_one_for_scripts(app, task):
    assert task in tasks.names()
    app.opener.choose_task(task)
    app.presenter.show_problem(Problem("Something", "went wrong"))
    app.window.notice.show_progress("Exporting", 1, 2)
    app.actions[Command.PALETTE].trigger()
    for dock in app.window.findChildren(QDockWidget):
        dock.show()
    controls = list(reachable(app.window))
    assert len(controls) > 30
    assert [described(one) for one in controls if not heard(one)] == []
    assert [described(one) for one in controls if not one.objectName()] == []


def test_every_action_has_a_name_for_scripts(app):
    app.window.recent_menu.aboutToShow.emit()
    actions = [one for one in app.window.findChildren(QAction) if not one.isSeparator()]
    assert len(actions) > 40
    # A dock brings an action of its own, and the menu bar one for what does not fit on it.
    ours = [one for one in actions if one.text() and not isinstance(one.parent(), QDockWidget)]
    assert [(one.text(), one.parent()) for one in ours if not one.objectName()] == []


NAMES = (
    "task_combo model_combo input_grid board memory_view addressing_view timeline_slider readout"
)
ACTIONS = "open play step_forward step_back export random clear undo redo palette compare tie quit"


@pytest.mark.parametrize("name", NAMES.split())
def test_scripts_and_screen_readers_find_every_part(app, name):
    part = app.window.findChild(QWidget, name)
    assert part is not None
    assert part.accessibleName()


@pytest.mark.parametrize("name", ACTIONS.split())
def test_scripts_find_every_action(app, name):
    assert app.window.findChild(QAction, f"action_{name}") is not None


ORDER = (
    "task_combo model_combo button_open input_grid button_random length_spin board memory_view "
    "addressing_view head_0 head_1 button_play speed_combo"
)


def test_tab_leads_from_top_to_bottom_and_from_left_to_right(app):
    order, widget = [], app.window
    for _ in range(500):
        widget = widget.nextInFocusChain()
        if widget is app.window:
            break
        order.append(widget.objectName())
    wanted = ORDER.split()
    assert [name for name in order if name in wanted] == wanted


def test_every_border_between_panels_can_be_kept(app):
    assert all(splitter.objectName() for splitter in app.window.findChildren(QSplitter))


def words(app):
    return app.window.findChild(QLabel, "readout_words").text()


@pytest.mark.parametrize("name", PICTURES)
def test_the_readout_can_be_reached_without_a_mouse(app, qtbot, name):
    idle = words(app)
    picture = app.window.findChild(QWidget, name)
    picture.setFocus(Qt.FocusReason.TabFocusReason)
    first = words(app)
    assert first != idle
    assert picture.accessibleDescription() == first
    t = app.timeline.t
    seen = {first}
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(picture, key)
        seen.add(words(app))
    assert len(seen) >= 3
    assert app.timeline.t == t
    qtbot.keyClick(picture, Qt.Key.Key_Return)
    kept = words(app)
    qtbot.keyClick(picture, Qt.Key.Key_Up)
    assert words(app) == kept
    assert app.window.findChild(QLabel, "readout_lock").isVisible()
    qtbot.keyClick(picture, Qt.Key.Key_Escape)
    assert words(app) == idle
    assert not picture.hasFocus()


def test_going_back_leads_back(app, qtbot):
    memory = app.window.memory
    memory.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(4):
        qtbot.keyClick(memory, Qt.Key.Key_Down)
    before = words(app)
    for key in ("Right", "Down", "Left", "Up"):
        qtbot.keyClick(memory, getattr(Qt.Key, f"Key_{key}"))
    assert words(app) == before


def test_return_on_the_board_goes_to_that_timestep(app, qtbot):
    app.timeline.jump(3)
    board = app.window.board
    board.setFocus(Qt.FocusReason.TabFocusReason)
    assert "t = 3" in words(app)
    for _ in range(4):
        qtbot.keyClick(board, Qt.Key.Key_Right)
    qtbot.keyClick(board, Qt.Key.Key_Return)
    assert app.timeline.t == 7


def test_down_through_the_board_comes_to_every_row(app, qtbot):
    board = app.window.board
    cells = []
    board.hovered.connect(cells.append)
    board.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(800):
        before = len(cells)
        qtbot.keyClick(board, Qt.Key.Key_Down)
        if len(cells) == before:
            break
    rows = {cell.row for cell in cells if cell is not None}
    assert rows == {
        Row.INPUT, Row.TARGET, Row.OUTPUT, Row.WEIGHTING, Row.SHIFT, Row.GATE, Row.STRENGTH,
        Row.SHARPNESS,
    }  # fmt: skip


def test_the_frame_speaks_of_the_timestep_that_is_shown(app, qtbot):
    memory = app.window.memory
    app.timeline.jump(3)
    memory.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(5):
        qtbot.keyClick(memory, Qt.Key.Key_Down)
    assert "t = 3" in words(app)
    app.timeline.set_t(4)
    assert "t = 4" in words(app)


@pytest.mark.parametrize("name", PICTURES)
def test_the_frame_stays_on_its_cell_when_the_window_changes_its_size(app, qtbot, name):
    picture = app.window.findChild(QWidget, name)
    picture.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(picture, key)
    before = words(app)
    picture.resize(picture.width() + 2, picture.height() - 3)
    assert words(app) == before


@pytest.mark.parametrize("name", ["input_grid", *PICTURES])
def test_space_plays_wherever_one_is(app, qtbot, name):
    widget = app.window.findChild(QWidget, name)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(widget, Qt.Key.Key_Space)
    assert app.timeline.playing


def test_a_bit_is_turned_by_keys(app, qtbot):
    grid = app.window.input_panel.grid
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    before = app.session.bits
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert app.session.bits[1, 0] == 1 - before[1, 0]
    qtbot.keyClick(grid, Qt.Key.Key_X)
    assert app.session.bits[1, 0] == before[1, 0]


def test_a_click_into_a_picture_takes_no_keys_away_from_the_timeline(app, qtbot):
    app.timeline.jump(3)
    for name in PICTURES:
        picture = app.window.findChild(QWidget, name)
        QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=picture.rect().bottomRight())
    before = app.timeline.t
    qtbot.keyClick(QApplication.focusWidget() or app.window, Qt.Key.Key_Right)
    assert app.timeline.t == before + 1
