from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from ntm_viz.reading.overview import resolve
from ntm_viz.views.board_layout import BoardLayout, arrange
from ntm_viz.views.board_rows import rows_of
from ntm_viz.views.row_kinds import CellRow
from tests.handmade import copy_trace

ROWS = rows_of(resolve(copy_trace()))
SIZES = [(710, 740), (430, 540), (1100, 1000)]


@pytest.fixture(params=SIZES, ids=str)
def placed(request: pytest.FixtureRequest, qtbot: QtBot) -> tuple[QSize, BoardLayout]:
    size = QSize(*request.param)
    return size, arrange(ROWS, size, phases=True)


def test_no_row_overlaps_another_and_all_are_on_the_board(
    placed: tuple[QSize, BoardLayout],
) -> None:
    size, layout = placed
    boxes = [layout.strip, *(row.box for row in layout.rows), layout.axis]
    for above, below in itertools.pairwise(boxes):
        assert above.top() + above.height() <= below.top()
    assert boxes[-1].bottom() <= size.height()
    assert all(box.height() > 0 for box in boxes)


def test_all_rows_share_the_time_axis(placed: tuple[QSize, BoardLayout]) -> None:
    _, layout = placed
    edges = {(row.box.left(), row.box.width()) for row in layout.rows}
    assert edges == {(layout.left, layout.width)}


def test_the_board_is_used_to_the_foot(placed: tuple[QSize, BoardLayout]) -> None:
    size, layout = placed
    assert size.height() - layout.axis.bottom() <= 6


def test_the_cells_of_a_row_are_equally_high_where_that_can_be_seen(
    placed: tuple[QSize, BoardLayout],
) -> None:
    for row in placed[1].rows:
        if isinstance(row.row, CellRow) and row.box.height() >= 3 * row.row.cells:
            assert row.box.height() % row.row.cells == 0


def test_both_weightings_are_equally_high(placed: tuple[QSize, BoardLayout]) -> None:
    heights = {row.box.height() for row in placed[1].rows if "weighting" in row.row.label.title}
    assert len(heights) == 1


def test_without_phases_the_rows_begin_at_the_top(qtbot: QtBot) -> None:
    layout = arrange(ROWS, QSize(700, 700), phases=False)
    assert layout.rows[0].box.top() < 5


def test_rows_shrink_where_there_are_too_many(qtbot: QtBot) -> None:
    layout = arrange(ROWS * 4, QSize(600, 500), phases=True)
    assert layout.axis.bottom() <= 500
