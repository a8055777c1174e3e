"""The panel of the drawing: how long it may be, and how long the memory lets it be."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel

from ntm_model.tasks import Form, Pattern
from ntm_viz.commands import make_actions
from ntm_viz.examples import EXAMPLES
from ntm_viz.look.theme import DARK
from ntm_viz.views.input_panel import InputPanel
from tests.handmade import copy_trace


@pytest.fixture
def panel(qtbot):
    parent = QObject()
    made = InputPanel(DARK, make_actions(parent))
    qtbot.addWidget(made)
    made.set_task((1, 2000), 20, EXAMPLES, "Drag to paint", stores=True)
    yield made
    parent.deleteLater()


def remark(panel):
    return panel.findChild(QLabel, "length_remark").text()


def drawn(length):
    return Pattern(np.zeros((length, 8), np.uint8)), Form()


def test_it_says_that_the_box_takes_more_than_the_slider(panel):
    panel.show_pattern(*drawn(20))
    assert remark(panel) == "The box takes up to 2,000"


def test_it_says_when_the_drawing_is_longer_than_the_memory(panel):
    panel.show_trace(copy_trace(length=20, n_slots=32))
    panel.show_pattern(*drawn(32))
    assert "slots" not in remark(panel)
    panel.show_pattern(*drawn(33))
    assert remark(panel) == "Longer than the 32 slots can hold"


def test_it_advises_more_slots_where_there_can_be_more(panel):
    panel.show_trace(copy_trace(length=20, n_slots=32))
    panel.show_pattern(*drawn(33))
    panel.set_growable(True)
    assert remark(panel) == "Longer than the 32 slots: try more slots"


def test_more_slots_are_told_at_once(panel):
    panel.show_trace(copy_trace(length=20, n_slots=32))
    panel.show_pattern(*drawn(40))
    panel.show_trace(copy_trace(length=20, n_slots=64))
    assert "slots" not in remark(panel)
