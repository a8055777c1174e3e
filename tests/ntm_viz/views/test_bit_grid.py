"""Bits as a grid of cells: wrong ones are marked in shape and colour, long ones scroll."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from ntm_viz.look.theme import DARK, LIGHT
from ntm_viz.views.bit_grid import LARGEST_CELL, SMALLEST_CELL, BitGrid
from ntm_viz.views.grid_scroller import GridScroller

PATTERN = np.array([[1, 0], [1, 0], [0, 0]], np.uint8)
WRONG = np.array([[0, 0], [1, 1], [0, 0]], np.uint8)


@pytest.fixture
def grid(qtbot):
    made = BitGrid(DARK, "read")
    qtbot.addWidget(made)
    return made


def colour(grid, column, bit, *, corner=False):
    rect = grid.cell_rect(column, bit)
    return grid.grab().toImage().pixelColor(rect.topLeft() if corner else rect.center()).name()


def test_a_wrong_one_is_full_and_a_missing_one_hollow(grid):
    grid.show_bits(PATTERN, WRONG)
    assert colour(grid, 0, 0) == DARK.bit
    assert colour(grid, 1, 0) == DARK.error
    assert colour(grid, 1, 1) != DARK.error
    assert colour(grid, 1, 1, corner=True) == DARK.error


def test_what_has_not_been_reached_is_faint(grid):
    grid.show_bits(PATTERN)
    grid.show_now(None, fade_after=0)
    assert colour(grid, 0, 0) == DARK.bit
    assert colour(grid, 1, 0) != DARK.bit


def test_the_column_now_is_framed_in_the_colour_of_its_head(grid):
    grid.show_bits(PATTERN)
    grid.show_now(2)
    left = grid.column_rect(2).topLeft()
    assert grid.grab().toImage().pixelColor(left.x(), 12).name() == DARK.read


def test_a_column_beyond_the_pattern_is_not_framed(grid):
    grid.show_bits(PATTERN)
    before = grid.grab().toImage()
    grid.show_now(7)
    assert grid.grab().toImage() == before


def test_only_columns_that_changed_are_painted_and_none_is_forgotten(grid, qtbot):
    grid.show_bits(np.ones((9, 4), np.uint8))
    grid.show()
    qtbot.waitExposed(grid)
    for now, reached in ((0, 0), (1, 1), (2, 2), (8, 8), (3, 3), (3, None), (None, 9), (None, 2)):
        grid.show_now(now, reached)
        QApplication.processEvents()
        on_screen = grid.screen().grabWindow(grid.winId()).toImage()
        whole = grid.grab().toImage()
        assert on_screen.convertToFormat(whole.format()) == whole, (now, reached)


def test_it_changes_with_the_theme(grid):
    grid.show_bits(PATTERN)
    grid.set_theme(LIGHT)
    assert colour(grid, 0, 0) == LIGHT.bit


@pytest.fixture
def scroller(qtbot):
    made = GridScroller(BitGrid(DARK, "read"))
    qtbot.addWidget(made)
    made.resize(284, 200)
    return made


@pytest.mark.parametrize(
    ("length", "cell"), [(5, 14), (20, 14), (25, 11), (28, SMALLEST_CELL), (29, 12), (500, 12)]
)
def test_cells_fill_the_width_until_they_are_too_small(scroller, length, cell):
    grid = scroller.widget()
    grid.show_bits(np.zeros((length, 8), np.uint8))
    scroller.fit(length, 8)
    assert grid.cell == cell
    assert grid.width() == length * cell


def test_the_height_is_the_same_at_every_length(scroller):
    heights = set()
    for length in (1, 20, 28, 29, 500):
        scroller.fit(length, 8)
        heights.add(scroller.height())
    assert len(heights) == 1


def test_a_grid_that_scrolls_stands_clear_of_its_scroll_bar(scroller):
    scroller.fit(500, 8)
    bar = scroller.horizontalScrollBar().sizeHint().height()
    assert scroller.widget().cell >= SMALLEST_CELL
    assert 8 * scroller.widget().cell + bar <= scroller.height()


def test_cells_do_not_grow_without_end(scroller):
    scroller.resize(900, 200)
    scroller.fit(3, 2)
    assert scroller.widget().cell == LARGEST_CELL


def test_the_scroller_keeps_the_column_now_in_sight(scroller):
    grid = scroller.widget()
    grid.show_bits(np.zeros((100, 8), np.uint8))
    scroller.fit(100, 8)
    scroller.show()
    scroller.follow(80)
    assert grid.visibleRegion().boundingRect().intersects(grid.column_rect(80))
