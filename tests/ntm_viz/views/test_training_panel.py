"""The training panel: its fields, what it says, and what it sends."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QProgressBar, QPushButton, QToolButton

from ntm_model.presets import defaults_for
from ntm_viz.commands import make_actions
from ntm_viz.look.theme import DARK
from ntm_viz.messages import Problem
from ntm_viz.reading.course import Course, Point
from ntm_viz.training_settings import settings_of
from ntm_viz.views.training_panel import TrainingPanel, TrainingState

SETTINGS = settings_of(defaults_for("copy"))


@pytest.fixture
def panel(qapp, qtbot):
    owner = QObject()
    made = TrainingPanel(DARK, make_actions(owner))
    qtbot.addWidget(made)
    made.show_task("Copy", SETTINGS)
    made.resize(300, 700)
    made.show()
    yield made
    owner.deleteLater()


def line(panel, name):
    return panel.findChild(QLineEdit, f"training_{name}")


def words(panel, name):
    return panel.findChild(QLabel, name)


def learned():
    made = Course(40_000, solved_after=600)
    made.points = [
        Point(100 * (i + 1), 5.0 + i, 80.0 / 2**i, 0.0 if i > 5 else 30.0 / 2**i) for i in range(9)
    ]
    return made


def test_it_begins_with_the_tasks_own_settings(panel):
    assert panel.form.settings == SETTINGS


def test_only_what_matters_is_there_at_first(panel, qtbot):
    assert line(panel, "n_slots").isVisible()
    assert not line(panel, "batch_size").isVisible()
    qtbot.mouseClick(panel.findChild(QToolButton, "more_settings"), Qt.MouseButton.LeftButton)
    assert line(panel, "batch_size").isVisible()


def test_it_tells_of_another_controller_and_which_one_it_takes_the_place_of(panel, qtbot):
    box = panel.form.findChild(QComboBox, "training_controller")
    for before, after in (("double_dense", "dense"), ("dense", "lstm")):
        with qtbot.waitSignal(panel.form.controller_changed) as told:
            box.setCurrentIndex(box.findData(after))
        assert told.args == [before]


def test_a_controller_that_is_filled_in_is_no_choice_of_the_persons(panel, qtbot):
    with qtbot.assertNotEmitted(panel.form.controller_changed):
        panel.form.show_settings(SETTINGS | {"controller": "lstm"})


def test_a_problem_stands_at_its_field_even_where_that_was_hidden(panel, qtbot):
    panel.form.show_problems({"learning_rate": "above 0"})
    assert words(panel, "problem_learning_rate").text() == "Above 0"
    assert line(panel, "learning_rate").isVisible()
    line(panel, "learning_rate").setFocus()
    with qtbot.waitSignal(panel.settings_changed):
        qtbot.keyClicks(line(panel, "learning_rate"), "1")


def test_all_that_is_wrong_can_be_seen(panel):
    panel.show_problems({"n_slots": "at least 3", "learning_rate": "above 0"})
    assert line(panel, "n_slots").isVisible()
    assert line(panel, "learning_rate").isVisible()


def test_the_settings_make_room_as_soon_as_it_trains_and_are_a_click_away_after(panel):
    panel.show_problems({"seed": "at least 0"})
    panel.show_course(learned())
    panel.show_state(TrainingState(under_way=True))
    panel.show_state(TrainingState())
    assert not panel.form.isVisible()
    panel.findChild(QToolButton, "settings_button").click()
    assert panel.form.isVisible()


def test_escape_takes_back_what_was_typed_and_lets_go_of_the_keys(panel, qtbot):
    seed = line(panel, "seed")
    seed.setFocus()
    qtbot.keyClicks(seed, "77")
    qtbot.keyClick(seed, Qt.Key.Key_Escape)
    assert seed.text() == SETTINGS["seed"]
    assert not seed.hasFocus()


def test_while_it_trains_there_are_curves_in_the_place_of_the_fields(panel):
    panel.show_state(TrainingState(under_way=True, headline="Training"))
    panel.show_course(learned())
    assert not panel.form.isVisible()
    assert panel.curves.isVisible()
    assert words(panel, "training_wrong_bits").text() == "0.00"
    assert "900 sequences" in panel.curves.accessibleDescription()


def test_the_curves_show_wrong_bits_falling_to_zero(panel):
    panel.curves.resize(300, 200)
    panel.show_course(learned())
    image = panel.curves.grab().toImage()
    red = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if QColor(image.pixel(x, y)).name() == DARK.error
    ]
    first, last = min(red), max(red)
    assert first[1] < image.height() / 2 < last[1]


def test_it_says_which_moment_is_looked_at_and_marks_it(panel):
    panel.show_course(learned())
    panel.show_checkpoints([0, 100, 900], 2, live=True)
    assert words(panel, "checkpoint_words").text() == "now, as it learns"
    panel.show_checkpoints([0, 100, 900], 1, live=True)
    assert words(panel, "checkpoint_words").text() == "after 100 sequences"


def test_a_problem_is_told_in_whole_sentences(panel):
    problem = Problem("Training went astray", "the cost was nan", "Try another seed")
    panel.show_state(TrainingState(problem=problem))
    said = words(panel, "training_problem")
    assert said.isVisible()
    assert said.text() == "Training went astray.\nThe cost was nan.\nTry another seed."


def test_it_says_where_the_run_is_and_offers_to_open_it(panel, qtbot):
    folder = Path("runs") / "copy-1"
    panel.show_state(TrainingState(folder=folder))
    assert words(panel, "run_folder").text().endswith("copy-1")
    with qtbot.waitSignal(panel.folder_wanted) as told:
        panel.findChild(QPushButton, "open_run_folder").click()
    assert told.args == [folder]


def test_an_interrupted_run_can_be_taken_up(panel, qtbot):
    assert not panel.findChild(QPushButton, "go_on_button").isVisible()
    panel.show_state(TrainingState(can_go_on=True))
    with qtbot.waitSignal(panel.go_on_wanted):
        panel.findChild(QPushButton, "go_on_button").click()


def test_the_run_that_would_be_continued_is_named(panel):
    panel.show_state(TrainingState(can_go_on=True, folder=Path("runs") / "copy-1"))
    assert panel.findChild(QPushButton, "go_on_button").text() == "Continue copy-1"


def test_the_bar_runs_to_and_fro_only_while_nobody_can_say_how_far_it_is(panel):
    bar = panel.findChild(QProgressBar)
    panel.show_state(TrainingState(under_way=True, progress=(0, 0)))
    assert (bar.minimum(), bar.maximum()) == (0, 0)
    panel.show_state(TrainingState(under_way=True, progress=(300, 1_000)))
    assert (bar.value(), bar.maximum()) == (300, 1_000)
    panel.show_state(TrainingState())
    assert not bar.isVisible()


def test_in_a_narrow_window_it_says_what_it_stands_in_the_place_of(panel):
    said = words(panel, "training_crowded")
    assert not said.isVisible()
    panel.show_crowded(True)
    assert said.isVisible()
    assert "Memory and Addressing" in said.text()
