"""The slider over checkpoints: notches on the axis of the curves, its right end the newest."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ntm_viz.look.theme import DARK
from ntm_viz.views.checkpoint_slider import CheckpointSlider
from ntm_viz.views.training_curves import LEFT_MARGIN, RIGHT_MARGIN

SEQUENCES = (0, 100, 200, 1_000)


@pytest.fixture
def slider(qapp, qtbot):
    made = CheckpointSlider(DARK)
    qtbot.addWidget(made)
    made.resize(LEFT_MARGIN + RIGHT_MARGIN + 1_000, 24)
    made.show_checkpoints(SEQUENCES, 1_000, 3)
    made.show()
    return made


def press(slider, x):
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(round(x), 12))


def test_every_notch_stands_where_the_curves_have_its_sequences(slider):
    places = [slider.x_of(index) - LEFT_MARGIN for index in range(4)]
    assert places == pytest.approx([0, 100, 200, 1_000])


def test_it_stands_at_the_newest_and_goes_with_it(slider):
    assert slider.value() == 3
    slider.show_checkpoints((*SEQUENCES, 1_100), 1_150, 4)
    assert slider.value() == 4
    assert slider.x_of(4) == slider.width() - RIGHT_MARGIN


def test_what_the_training_moves_is_no_wish_of_the_person(slider, qtbot):
    with qtbot.assertNotEmitted(slider.valueChanged):
        slider.show_checkpoints((*SEQUENCES, 1_100), 1_100, 4)


def test_a_press_takes_the_nearest_checkpoint(slider, qtbot):
    with qtbot.waitSignal(slider.valueChanged) as told:
        press(slider, LEFT_MARGIN + 130)
    assert told.args == [1]


def test_a_drag_is_not_disturbed_by_new_checkpoints(slider):
    press(slider, LEFT_MARGIN + 90)
    slider.show_checkpoints((*SEQUENCES, 1_100), 1_100, 4)
    assert slider.value() == 1


def test_keys_move_it_from_checkpoint_to_checkpoint(slider, qtbot):
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    assert slider.value() == 2
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert slider.value() == 0
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert slider.value() == 3


def test_without_checkpoints_there_is_nothing_to_move(slider):
    slider.show_checkpoints((), 100, -1)
    assert not slider.isEnabled()
    QApplication.processEvents()
