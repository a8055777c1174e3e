"""The box for a number: what is typed counts once it is finished, and then the keys are free."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ntm_viz.views.number_box import NumberBox


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    column = QVBoxLayout(made)
    box = NumberBox(made)
    box.setRange(0, 2000)
    box.setValue(20)
    column.addWidget(box)
    column.addWidget(QLabel("elsewhere", made))
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def box(window, qtbot):
    made = window.findChild(NumberBox)
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    made.selectAll()
    return made


@pytest.fixture
def wanted(box):
    numbers = []
    box.valueChanged.connect(numbers.append)
    return numbers


def test_nothing_counts_before_it_is_finished(box, wanted, qtbot):
    qtbot.keyClicks(box, "12")
    assert wanted == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_return_takes_the_number_over_and_lets_go_of_the_keys(box, wanted, qtbot, key):
    qtbot.keyClicks(box, "12")
    qtbot.keyClick(box, key)
    assert wanted == [12]
    assert not box.hasFocus()


def test_escape_leaves_the_number_that_was_there(box, wanted, qtbot):
    qtbot.keyClicks(box, "12")
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert wanted == []
    assert box.text() == "20"
    assert not box.hasFocus()


def test_a_click_elsewhere_takes_the_number_over_and_the_focus_away(window, box, wanted, qtbot):
    qtbot.keyClicks(box, "12")
    QTest.mouseClick(window.findChild(QLabel, ""), Qt.MouseButton.LeftButton)
    assert wanted == [12]
    assert not box.hasFocus()


def test_a_click_into_the_box_keeps_the_focus(box):
    QTest.mouseClick(box.lineEdit(), Qt.MouseButton.LeftButton)
    assert box.hasFocus()


def test_the_wheel_does_not_take_the_keys_from_the_window(box):
    assert box.focusPolicy() == Qt.FocusPolicy.StrongFocus


@pytest.mark.parametrize(("key", "reaches"), [("Space", True), ("L", True), ("7", False)])
def test_keys_that_are_no_part_of_a_number_reach_the_window(window, box, qtbot, key, reaches):
    shortcut = QShortcut(QKeySequence(key), window)
    pressed = []
    shortcut.activated.connect(lambda: pressed.append(key))
    qtbot.keySequence(box, QKeySequence(key))
    assert bool(pressed) == reaches
