"""A column scrolls where there is no room, and what is in it keeps its width."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollBar, QVBoxLayout, QWidget

from ntm_viz.views.scroll_column import ScrollColumn


@pytest.fixture
def panel(qtbot):
    made = QWidget()
    layout = QVBoxLayout(made)
    inner = QWidget()
    inner.setMinimumSize(200, 400)
    layout.addWidget(inner)
    return made


@pytest.fixture
def column(panel, qtbot):
    made = ScrollColumn(panel, lowest=150)
    qtbot.addWidget(made)
    made.resize(260, 600)
    made.show()
    return made


def bar(column):
    """The bar that can be seen; the area's own are hidden."""
    return next(one for one in column.findChildren(QScrollBar) if one.parent() is column)


def test_where_there_is_room_there_is_no_bar(column):
    assert not bar(column).isVisible()


def test_in_a_low_window_the_rest_is_scrolled_to(column, panel):
    width = panel.width()
    column.resize(260, 200)
    assert bar(column).isVisible()
    assert panel.width() == width
    bar(column).setValue(bar(column).maximum())
    foot = panel.mapTo(column, QPoint(0, panel.height() - 1)).y()
    assert foot == column.height() - 1


def test_it_asks_for_no_more_height_than_it_must_have(column):
    assert column.minimumSizeHint().height() == 150
    assert column.minimumSizeHint().width() >= 200
