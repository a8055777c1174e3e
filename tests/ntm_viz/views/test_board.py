from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ntm_viz.look.theme import DARK, LIGHT
from ntm_viz.reading.frame import frame_at, resolve
from ntm_viz.reading.words import CellRef, Row
from ntm_viz.views.board import Board
from ntm_viz.views.board_layout import TICKS
from tests.handmade import copy_trace
from tests.ntm_viz.views.mouse import move
from tests.ntm_viz.views.pixels import amount, pixels

OVERVIEW = resolve(copy_trace())
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def board(qtbot: QtBot) -> Board:
    made = Board(DARK)
    qtbot.addWidget(made)
    made.resize(720, 740)
    made.show_frame(frame_at(OVERVIEW, 27))
    made.show()
    return made


def find(board: Board, row: Row, t: int, index: int = 0, head: int | None = None) -> QPoint:
    """Where a cell is on the board, sought from top to bottom as a person would."""
    start, stop = board._picture.axis.column(t)
    for y in range(board.height()):
        point = QPoint((start + stop) // 2, y)
        cell = board._picture.cell_at(point)
        if cell is not None and (cell.row, cell.index, cell.head) == (row, index, head):
            return point
    raise AssertionError(f"no cell {row} {index} on the board")


def turn_wheel(board: Board, at: QPoint, notches: int) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(board.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(board, event)


def test_a_click_asks_for_the_timestep_under_it(qtbot: QtBot, board: Board) -> None:
    point = find(board, Row.INPUT, 12)
    with qtbot.waitSignal(board.step_requested) as asked:
        qtbot.mousePress(board, LEFT, pos=point)
    assert asked.args == [12]


def test_dragging_asks_for_one_timestep_after_the_other(qtbot: QtBot, board: Board) -> None:
    asked: list[int] = []
    board.step_requested.connect(asked.append)
    qtbot.mousePress(board, LEFT, pos=find(board, Row.INPUT, 12))
    for t in (13, 14, 15):
        move(board, find(board, Row.INPUT, t), LEFT)
    qtbot.mouseRelease(board, LEFT, pos=find(board, Row.INPUT, 15))
    move(board, find(board, Row.INPUT, 20))
    assert asked == [12, 13, 14, 15]


def test_a_drag_past_the_end_stays_at_the_last_timestep(qtbot: QtBot, board: Board) -> None:
    asked: list[int] = []
    board.step_requested.connect(asked.append)
    qtbot.mousePress(board, LEFT, pos=find(board, Row.INPUT, 39))
    move(board, QPoint(board.width() + 50, 100), LEFT)
    assert asked[-1] == 40


def test_the_right_button_and_the_labels_move_nothing(qtbot: QtBot, board: Board) -> None:
    with qtbot.assertNotEmitted(board.step_requested):
        qtbot.mousePress(board, RIGHT, pos=find(board, Row.INPUT, 12))
        qtbot.mousePress(board, LEFT, pos=QPoint(20, 200))


@pytest.mark.parametrize(
    "cell",
    [
        CellRef(Row.INPUT, 20, 8),
        CellRef(Row.OUTPUT, 30, 0),
        CellRef(Row.WEIGHTING, 27, 6, head=0),
        CellRef(Row.WEIGHTING, 3, 3, head=1),
        CellRef(Row.SHIFT, 5, 2, head=1),
    ],
    ids=str,
)
def test_the_cell_under_the_mouse_is_told(qtbot: QtBot, board: Board, cell: CellRef) -> None:
    point = find(board, cell.row, cell.t, cell.index, cell.head)
    with qtbot.waitSignal(board.hovered) as told:
        move(board, point)
    assert told.args == [cell]


def test_of_two_curves_the_nearer_one_is_told(board: Board) -> None:
    row = next(p for p in board._picture._layout.rows if p.row.row is Row.GATE)  # type: ignore[union-attr]
    x = sum(board._picture.axis.column(20)) // 2
    top = board._picture.cell_at(QPoint(x, row.box.top() + 4))
    foot = board._picture.cell_at(QPoint(x, row.box.bottom() - 4))
    assert top == CellRef(Row.GATE, 20, head=0)  # at the delimiter the read head opens its gate
    assert foot == CellRef(Row.GATE, 20, head=1)


def test_a_mouse_that_leaves_points_at_nothing(qtbot: QtBot, board: Board) -> None:
    with qtbot.waitSignal(board.hovered) as told:
        QApplication.sendEvent(board, QEvent(QEvent.Type.Leave))
    assert told.args == [None]


def test_another_timestep_moves_the_playhead_alone(board: Board) -> None:
    before = pixels(board)
    board.show_frame(frame_at(OVERVIEW, 28))
    changed = np.flatnonzero((pixels(board) != before).any(axis=0))
    reach = board._picture.playhead_box(27).united(board._picture.playhead_box(28))
    assert len(changed)
    assert reach.left() <= changed[0]
    assert changed[-1] <= reach.right()


def test_repainting_parts_leaves_the_same_as_painting_all(qtbot: QtBot, board: Board) -> None:
    qtbot.waitExposed(board)
    for t in (3, 40, 0, 19):
        board.show_frame(frame_at(OVERVIEW, t))
        QApplication.processEvents()
    on_screen = board.screen().grabWindow(board.winId()).toImage()
    whole = board.grab().toImage()
    assert on_screen.convertToFormat(whole.format()) == whole


def test_the_wheel_zooms_all_rows_and_a_double_click_undoes_it(qtbot: QtBot, board: Board) -> None:
    whole = pixels(board)
    turn_wheel(board, find(board, Row.INPUT, 27), 4)
    axis = board._picture.axis
    assert axis.last - axis.first < 20
    assert axis.first < 27 < axis.last
    assert (pixels(board) != whole).any()
    qtbot.mouseDClick(board, LEFT, pos=QPoint(300, 300))
    np.testing.assert_array_equal(pixels(board), whole)


def test_a_playhead_that_leaves_the_view_takes_it_along(board: Board) -> None:
    turn_wheel(board, find(board, Row.INPUT, 5), 6)
    board.show_frame(frame_at(OVERVIEW, 40))
    assert board._picture.axis.last >= 40


def test_shift_and_drag_pan(qtbot: QtBot, board: Board) -> None:
    turn_wheel(board, find(board, Row.INPUT, 20), 6)
    before = board._picture.axis.first
    shift = Qt.KeyboardModifier.ShiftModifier
    with qtbot.assertNotEmitted(board.step_requested):
        qtbot.mousePress(board, LEFT, shift, QPoint(400, 100))
        move(board, QPoint(300, 100), LEFT)
        qtbot.mouseRelease(board, LEFT, shift, QPoint(300, 100))
    assert board._picture.axis.first > before


def test_a_run_of_another_length_is_shown_whole(board: Board) -> None:
    turn_wheel(board, QPoint(300, 100), 5)
    board.show_frame(frame_at(resolve(copy_trace(length=3)), 6))
    assert board._picture.axis.is_whole
    assert board._picture.axis.n_steps == 7


def test_zooming_tells_what_is_under_the_mouse_then(qtbot: QtBot, board: Board) -> None:
    told: list[CellRef] = []
    at = find(board, Row.INPUT, 12)
    move(board, at)
    board.hovered.connect(told.append)
    turn_wheel(board, at, 3)
    assert told == [board._picture.cell_at(at)]
    board.hovered.emit(None)
    board.leaveEvent(QEvent(QEvent.Type.Leave))
    told.clear()
    board.show_all_steps()
    assert told == []


def test_of_a_zoomed_axis_no_number_is_cut_off(board: Board) -> None:
    for _ in range(12):
        turn_wheel(board, find(board, Row.INPUT, 27), 1)
    axis = board._picture.axis
    assert axis.column_width > 60
    board._look_at(axis.panned(1.6))
    below = pixels(board)[-24:, -(TICKS - 20) :]
    assert (below == QColor(DARK.window).rgb()).all()


def test_a_playhead_out_of_view_leaves_its_number_out(board: Board) -> None:
    for _ in range(12):
        turn_wheel(board, find(board, Row.INPUT, 27), 1)
    assert amount(board, DARK.playhead) > 100
    board._look_at(board._picture.axis.panned(-20))
    beside = pixels(board)[-24:, : board._picture.axis.left]
    assert not (beside == QColor(DARK.playhead).rgb()).any()


def test_the_ground_takes_the_themes_colour(board: Board) -> None:
    for theme in (LIGHT, DARK):
        board.set_theme(theme)
        assert pixels(board)[-2, 2] == QColor(theme.window).rgb()


def test_before_there_is_a_run_it_is_empty_ground(qtbot: QtBot) -> None:
    board = Board(LIGHT)
    qtbot.addWidget(board)
    board.resize(300, 200)
    assert (pixels(board) == QColor(LIGHT.window).rgb()).all()
    qtbot.mousePress(board, LEFT, pos=QPoint(150, 100))


@pytest.mark.parametrize("length", [1, 500])
def test_the_shortest_and_a_long_run_can_be_shown(qtbot: QtBot, length: int) -> None:
    overview = resolve(copy_trace(length=length, n_slots=600))
    board = Board(DARK)
    qtbot.addWidget(board)
    board.resize(430, 540)
    board.show_frame(frame_at(overview, overview.n_steps - 1))
    assert amount(board, DARK.write) > 100
    assert amount(board, DARK.read) > 100


def test_an_unseen_board_has_a_name_for_those_who_cannot_see_it(board: Board) -> None:
    assert board.objectName() == "board"
    assert board.accessibleName()
