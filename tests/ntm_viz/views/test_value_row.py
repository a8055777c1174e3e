"""The values under a drawing: bars that are dragged, or moved with the keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from ntm_model.tasks import ValueRow as Asked
from ntm_viz.look.theme import DARK
from ntm_viz.views.value_row import ValueRow
from tests.ntm_viz.views.mouse import move
from tests.ntm_viz.views.pixels import pixels

PRIORITY = Asked("priority", "Priority", -1.0, 1.0)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def row(qtbot):
    made = ValueRow(DARK)
    qtbot.addWidget(made)
    made.set_cell(12)
    made.show_values(PRIORITY, np.array([1.0, -1.0, 0.0, 0.5], np.float32))
    made.show()
    return made


@pytest.fixture
def wanted(row):
    found = []
    row.values_wanted.connect(found.append)
    return found


def test_bars_reach_from_zero_to_their_value(row):
    zero = row.y_of(0.0)
    assert row.bar(0).bottom() == pytest.approx(zero, abs=1)
    assert row.bar(1).top() == pytest.approx(zero, abs=1)
    assert row.bar(0).height() == pytest.approx(2 * row.bar(3).height(), abs=1)
    assert row.bar(2).height() <= 2


def test_a_scale_without_zero_begins_at_its_smallest_value(row):
    row.show_values(Asked("weight", "Weight", 1.0, 3.0), np.array([1.0, 3.0], np.float32))
    assert row.bar(1).bottom() == pytest.approx(row.y_of(1.0), abs=1)


def test_a_press_sets_the_value_at_that_height(row, wanted):
    QTest.mousePress(row, LEFT, pos=QPoint(18, row.y_of(0.5)))
    ((vector, value),) = wanted[0].items()
    assert vector == 1
    assert value == pytest.approx(0.5, abs=0.03)


def test_a_fast_drag_leaves_no_vector_out(row, wanted):
    strokes = []
    row.stroke_began.connect(lambda: strokes.append("began"))
    row.stroke_ended.connect(lambda: strokes.append("ended"))
    QTest.mousePress(row, LEFT, pos=QPoint(42, row.y_of(1.0)))
    move(row, QPoint(6, row.y_of(-1.0)), LEFT)
    QTest.mouseRelease(row, LEFT)
    assert sorted(wanted[1]) == [0, 1, 2]
    assert wanted[1][0] == pytest.approx(-1.0, abs=0.03)
    assert strokes == ["began", "ended"]


def test_a_drag_that_leaves_the_row_stays_within_the_scale(row, wanted):
    QTest.mousePress(row, LEFT, pos=QPoint(6, -40))
    assert wanted[0] == {0: 1.0}


def test_the_keys_choose_a_vector_and_change_its_value(row, wanted, qtbot):
    row.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up):
        qtbot.keyClick(row, key)
    assert wanted == [{2: pytest.approx(0.1)}]
    assert row.accessibleDescription() == "Vector 3: 0.00"


def test_the_value_of_the_vector_that_goes_in_stands_out(row):
    text = QColor(DARK.text).rgb()
    before = int((pixels(row) == text).sum())
    row.show_now(3)
    assert int((pixels(row) == text).sum()) > before + 50


def test_a_drag_goes_no_further_once_other_values_lie_there(row, wanted):
    QTest.mousePress(row, LEFT, pos=QPoint(5, row.y_of(0.0)))
    before = len(wanted)
    row.let_go()
    move(row, QPoint(29, row.y_of(1.0)), LEFT)
    assert len(wanted) == before
