"""The bar that moves through the run."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QSpinBox

from ntm_viz.commands import make_actions
from ntm_viz.look.theme import DARK
from ntm_viz.reading.phases import Role, TaskPhase
from ntm_viz.views.timeline_slider import TimelineSlider
from ntm_viz.views.transport import Transport
from tests.ntm_viz.views.mouse import move

PHASES = (
    TaskPhase("write", 0, 3, Role.STORE),
    TaskPhase("delimiter", 3, 4, Role.CUE),
    TaskPhase("recall", 4, 7, Role.ANSWER),
)
ERROR = np.linspace(0, 4, 7, dtype=np.float32)


@pytest.fixture
def transport(qtbot):
    parent = QObject()
    made = Transport(DARK, make_actions(parent))
    qtbot.addWidget(made)
    made.resize(1200, 80)
    made.show_run(7, PHASES, ERROR)
    made.show()
    yield made
    parent.deleteLater()


@pytest.fixture
def wanted(transport):
    steps = []
    transport.t_wanted.connect(steps.append)
    return steps


def slider(transport):
    return transport.findChild(TimelineSlider, "timeline_slider")


def test_showing_a_timestep_is_not_a_wish(transport, wanted):
    transport.show_t(5, "recall · vector 2")
    assert wanted == []
    assert slider(transport).value() == 5
    assert transport.findChild(QSpinBox, "step_spin").value() == 5
    assert transport.findChild(QLabel, "place").text() == "recall · vector 2"


def test_showing_a_shorter_run_is_not_a_wish(transport, wanted):
    transport.show_t(6, "")
    transport.show_run(3, (), None)
    assert wanted == []
    assert slider(transport).maximum() == 2


@pytest.mark.parametrize("t", [0, 3, 6])
def test_a_click_into_a_column_wants_that_timestep(transport, wanted, t):
    transport.show_t(1, "")
    bar = slider(transport)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(int(bar.x_of(t + 0.5)), 20))
    assert wanted == [t]


def test_dragging_wants_every_timestep_on_the_way(transport, wanted):
    bar = slider(transport)
    at = [QPoint(int(bar.x_of(t + 0.5)), 20) for t in range(7)]
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=at[1])
    for point in at[2:5]:
        move(bar, point, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=at[4])
    assert wanted == [1, 2, 3, 4]


def test_dragging_beyond_the_ends_stays_in_the_run(transport):
    bar = slider(transport)
    assert (bar.t_at(-500.0), bar.t_at(5000.0)) == (0, 6)


def test_a_timestep_can_be_typed(transport, wanted, qtbot):
    spin = transport.findChild(QSpinBox, "step_spin")
    spin.selectAll()
    qtbot.keyClicks(spin, "4")
    assert wanted == []
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert wanted == [4]


def test_the_speed_is_chosen_in_timesteps_per_second(transport, qtbot):
    box = transport.findChild(QComboBox, "speed_combo")
    with qtbot.waitSignal(transport.speed_wanted) as chosen:
        box.activated.emit(box.findText("30 / s"))
    assert chosen.args == [30]


def test_a_flawless_run_is_drawn_flat_and_in_a_calm_colour(transport):
    bar = slider(transport)
    bar.show_run(7, PHASES, np.zeros(7, np.float32))
    calm = bar.grab().toImage()
    bar.show_run(7, PHASES, ERROR)
    colours = {
        calm.pixelColor(x, y).name() for x in range(calm.width()) for y in range(calm.height())
    }
    assert DARK.error not in colours
    assert bar.grab().toImage() != calm


def test_a_run_without_targets_says_so_instead_of_drawing_a_curve(transport):
    bar = slider(transport)
    bar.show_run(7, PHASES, ERROR)
    with_curve = bar.grab().toImage()
    bar.show_run(7, PHASES, None)
    assert bar.grab().toImage() != with_curve


def test_the_playhead_leaves_a_gap_for_the_words(transport):
    bar = slider(transport)
    bar.show_run(41, (TaskPhase("write", 0, 41, Role.STORE),), np.zeros(41, np.float32))
    x = round(bar.x_of(1.5))
    bar.setValue(30)
    elsewhere = bar.grab().toImage()
    bar.setValue(1)
    here = bar.grab().toImage()
    crossed = [here.pixel(x, y) != elsewhere.pixel(x, y) for y in range(here.height())]
    assert not any(crossed[17:27])
    assert all(crossed[31:36])
