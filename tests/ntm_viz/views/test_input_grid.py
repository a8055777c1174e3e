"""Painting bits with the mouse and with the keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from ntm_model.tasks import CopyTask
from ntm_viz.drawing import Drawing
from ntm_viz.look.theme import DARK
from ntm_viz.views.input_grid import InputGrid, line
from tests.ntm_viz.views.mouse import move

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def drawing(qapp):
    return Drawing(CopyTask(), np.zeros((6, 8), np.uint8), np.random.default_rng(0))


@pytest.fixture
def grid(qtbot, drawing):
    made = InputGrid(DARK)
    qtbot.addWidget(made)
    made.stroke_began.connect(drawing.begin_edit)
    made.cells_painted.connect(drawing.paint)
    made.stroke_ended.connect(drawing.end_edit)
    drawing.changed.connect(lambda pattern: made.show_bits(pattern.bits))
    made.show_bits(drawing.bits)
    made.show()
    return made


def drag(grid, button, start, end, modifier=Qt.KeyboardModifier.NoModifier):
    """One stroke from cell to cell, in a single jump of the mouse."""
    QTest.mousePress(grid, button, modifier, grid.cell_rect(*start).center())
    move(grid, grid.cell_rect(*end).center(), button)
    QTest.mouseRelease(grid, button, modifier, grid.cell_rect(*end).center())


def cells(drawing):
    return [tuple(cell) for cell in np.argwhere(drawing.bits).tolist()]


def test_a_click_sets_the_bit_under_the_mouse(grid, drawing):
    QTest.mouseClick(grid, LEFT, pos=grid.cell_rect(2, 5).center())
    assert cells(drawing) == [(2, 5)]


def test_a_stroke_leaves_no_gap_however_fast_the_mouse_is(grid, drawing):
    drag(grid, LEFT, (0, 1), (5, 1))
    assert cells(drawing) == [(time, 1) for time in range(6)]


def test_a_stroke_reaches_as_far_as_the_button_was_let_go(grid, drawing):
    QTest.mousePress(grid, LEFT, pos=grid.cell_rect(0, 1).center())
    QTest.mouseRelease(grid, LEFT, pos=grid.cell_rect(3, 1).center())
    assert cells(drawing) == [(time, 1) for time in range(4)]


def test_the_other_button_does_not_end_a_stroke(grid, drawing):
    QTest.mousePress(grid, LEFT, pos=grid.cell_rect(0, 1).center())
    QTest.mouseClick(grid, RIGHT, pos=grid.cell_rect(1, 1).center())
    QTest.mouseRelease(grid, LEFT, pos=grid.cell_rect(2, 1).center())
    assert cells(drawing) == [(0, 1), (1, 1), (2, 1)]
    drawing.undo()
    assert cells(drawing) == []


def test_a_stroke_is_taken_back_as_a_whole(grid, drawing):
    drag(grid, LEFT, (0, 1), (5, 1))
    drawing.undo()
    assert cells(drawing) == []


@pytest.mark.parametrize(
    ("button", "modifier"),
    [(RIGHT, Qt.KeyboardModifier.NoModifier), (LEFT, Qt.KeyboardModifier.ShiftModifier)],
)
def test_the_right_button_or_shift_erases(grid, drawing, button, modifier):
    drawing.invert()
    drag(grid, button, (0, 0), (5, 0), modifier)
    assert drawing.bits.sum() == 6 * 7


def test_a_stroke_that_leaves_the_grid_goes_on_along_its_edge(grid, drawing):
    QTest.mousePress(grid, LEFT, pos=grid.cell_rect(4, 7).center())
    move(grid, QPoint(1000, 1000), LEFT)
    QTest.mouseRelease(grid, LEFT, pos=QPoint(1000, 1000))
    assert cells(drawing) == [(4, 7), (5, 7)]


def test_the_mouse_does_not_take_the_focus(grid):
    assert grid.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_the_keys_move_a_cursor_and_turn_bits(grid, drawing, qtbot):
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(grid, key)
    assert cells(drawing) == [(2, 1)]
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert cells(drawing) == []


def test_the_cursor_stays_on_the_grid(grid, drawing, qtbot):
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(20):
        qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Up)
    drawing.set_length(3)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert cells(drawing) == [(2, 0)]


def test_the_cursor_is_told_to_a_screen_reader(grid, qtbot):
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.accessibleDescription() == "Vector 2, bit 0: 0"


def test_a_bit_that_is_set_is_drawn_in_the_colour_of_bits(grid, drawing):
    drawing.paint([(3, 2)], 1)
    picture = grid.grab().toImage()
    centre = grid.cell_rect(3, 2).center()
    assert picture.pixelColor(centre).name() == DARK.bit
    assert picture.pixelColor(grid.cell_rect(3, 3).center()).name() != DARK.bit


@pytest.mark.parametrize(
    ("start", "end", "between"),
    [
        ((0, 0), (0, 0), [(0, 0), (0, 0)]),
        ((0, 0), (3, 0), [(0, 0), (1, 0), (2, 0), (3, 0)]),
        ((2, 2), (0, 0), [(2, 2), (1, 1), (0, 0)]),
    ],
)
def test_a_line_goes_through_neighbouring_cells(start, end, between):
    assert line(start, end) == between


def test_a_stroke_goes_no_further_once_something_else_lies_there(grid, drawing):
    QTest.mousePress(grid, LEFT, pos=grid.cell_rect(0, 1).center())
    grid.let_go()
    move(grid, grid.cell_rect(4, 1).center(), LEFT)
    QTest.mouseRelease(grid, LEFT, pos=grid.cell_rect(4, 1).center())
    assert cells(drawing) == [(0, 1)]
