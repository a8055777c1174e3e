"""Where the keys lead, in a picture that only says which cell is where."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt

from ntm_viz.reading.words import CellRef, Row
from ntm_viz.views.cell_cursor import MOVES, extent, first_cell, nearest, next_cell

ROOM = QRect(0, 0, 60, 40)
UP, DOWN, LEFT, RIGHT = (
    MOVES[key] for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
)


def two_rows(point):
    """Five cells, ten pixels wide and eight high, and ten pixels below them five more."""
    if not (5 <= point.x() < 55):
        return None
    for row, top in ((Row.GATE, 4), (Row.SHIFT, 22)):
        if top <= point.y() < top + 8:
            return CellRef(row, t=(point.x() - 5) // 10)
    return None


def at(point):
    cell = two_rows(point)
    return cell.row, cell.t


def test_a_cell_is_framed_as_large_as_it_is():
    assert extent(two_rows, QPoint(27, 6), ROOM) == QRect(25, 4, 10, 8)


def test_it_begins_with_the_first_cell_from_the_top():
    assert at(first_cell(two_rows, ROOM)) == (Row.GATE, 0)


def test_the_keys_lead_to_the_neighbours_and_over_gaps():
    here = QPoint(27, 6)
    assert at(next_cell(two_rows, here, RIGHT, ROOM)) == (Row.GATE, 3)
    assert at(next_cell(two_rows, here, LEFT, ROOM)) == (Row.GATE, 1)
    assert at(next_cell(two_rows, here, DOWN, ROOM)) == (Row.SHIFT, 2)


def test_there_and_back_is_where_one_was():
    here = QPoint(29, 7)
    below = next_cell(two_rows, here, DOWN, ROOM)
    assert at(next_cell(two_rows, below, UP, ROOM)) == at(here)


def test_at_an_edge_there_is_nowhere_to_go():
    assert next_cell(two_rows, QPoint(27, 6), UP, ROOM) is None
    assert next_cell(two_rows, QPoint(7, 6), LEFT, ROOM) is None


def test_a_cell_that_has_moved_a_little_is_found_again():
    found = nearest(two_rows, CellRef(Row.GATE, t=3), QPoint(31, 6))
    assert at(found) == (Row.GATE, 3)
    assert nearest(two_rows, CellRef(Row.GATE, t=0), QPoint(50, 6)) is None


def test_where_there_is_no_cell_there_is_nothing_to_begin_with():
    assert first_cell(lambda point: None, ROOM) is None
