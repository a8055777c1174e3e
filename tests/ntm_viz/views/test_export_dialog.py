"""The export dialog: what it offers, shows and foretells, before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox

from ntm_model import tasks
from ntm_viz.export import ExportOptions, MovieOptions, export_movie, run_reel
from ntm_viz.exports.formats import Format
from ntm_viz.exports.rehearsal import Rehearsal
from ntm_viz.exports.wish import Forecast, Shown, Wish, forecast
from ntm_viz.look.theme import DARK, LIGHT
from ntm_viz.views.composition import Panel
from ntm_viz.views.export_dialog import ExportDialog, in_words
from tests.handmade import copy_trace

TRACE = copy_trace(length=3, n_slots=16)


@pytest.fixture
def dialog(qapp, qtbot):
    made = ExportDialog(Shown(TRACE, 4, LIGHT, head=1, all_slots=True))
    qtbot.addWidget(made)
    made.show()
    return made


def field(dialog, kind, name):
    return next(one for one in dialog.findChildren(kind) if one.accessibleName() == name)


def choose(dialog, name, words):
    box = field(dialog, QComboBox, name)
    box.setCurrentIndex(next(i for i in range(box.count()) if words in box.itemText(i)))


def estimate(dialog):
    return dialog.findChild(QLabel, "export_estimate")


def test_it_begins_with_a_movie_of_all_that_the_window_shows(dialog):
    wish = dialog.form.wish
    assert wish.trace is TRACE
    assert (wish.kind, wish.first, wish.last) == (Format.MP4, 0, 6)
    assert wish.options == ExportOptions(theme=LIGHT, head=1, all_slots=True)
    assert wish.movie == MovieOptions()


def test_another_run_is_offered_with_what_the_window_shows_of_that(dialog):
    other = copy_trace(length=5, n_slots=16)
    dialog.show_run(Shown(other, 9, DARK))
    choose(dialog, "Format", "Picture, PNG")
    wish = dialog.form.wish
    assert (wish.trace, wish.first, wish.last) == (other, 9, 9)
    assert wish.options == ExportOptions(theme=DARK)


def test_a_picture_is_of_the_timestep_that_the_window_shows(dialog):
    choose(dialog, "Format", "SVG")
    wish = dialog.form.wish
    assert (wish.kind, wish.first, wish.last) == (Format.SVG, 4, 4)


def test_every_field_reaches_the_wish(dialog):
    choose(dialog, "Format", "GIF")
    choose(dialog, "Colours", "Dark")
    choose(dialog, "Scale", "2×")
    choose(dialog, "Head", "Read")
    field(dialog, QSpinBox, "Timesteps, first").setValue(2)
    field(dialog, QSpinBox, "Timesteps, second").setValue(5)
    field(dialog, QSpinBox, "Pictures per second").setValue(4)
    field(dialog, QSpinBox, "Size, first").setValue(800)
    field(dialog, QLineEdit, "Title").setText(" A run ")
    field(dialog, QLineEdit, "Caption").setText("Figure 1")
    for box in dialog.findChildren(QCheckBox):
        if box.text() in ("Board", "begin again", "also those that no head used"):
            box.click()
    wish = dialog.form.wish
    assert (wish.kind, wish.first, wish.last) == (Format.GIF, 2, 5)
    assert wish.movie == MovieOptions(fps=4.0, loop=False)
    assert wish.options == ExportOptions(
        theme=DARK,
        width=800,
        scale=2.0,
        head=0,
        panels=(Panel.MEMORY, Panel.ADDRESSING),
        title="A run",
        caption="Figure 1",
    )


class TestTheMovieOfATraining:
    REHEARSAL = Rehearsal(tasks.get("copy"), None, ((500, Path("a")), (1000, Path("b"))))

    def test_is_offered_where_the_training_left_checkpoints(self, dialog):
        shows = field(dialog, QComboBox, "Shows")
        assert not shows.isVisible()
        dialog.show_run(Shown(TRACE, 4, LIGHT, rehearsal=self.REHEARSAL))
        assert shows.isVisible()
        assert dialog.form.wish.rehearsal is None
        choose(dialog, "Format", "Picture, PNG")
        assert not shows.isVisible()

    def test_goes_over_one_step_or_over_all(self, dialog, qtbot):
        dialog.show_run(Shown(TRACE, 4, LIGHT, rehearsal=self.REHEARSAL))
        choose(dialog, "Shows", "The training, at one step")
        wish = dialog.form.wish
        assert (wish.rehearsal, wish.first, wish.last) == (self.REHEARSAL, 4, 4)
        assert wish.pictures == 2
        assert field(dialog, QSpinBox, "Timestep").isVisible()
        choose(dialog, "Shows", "The training, every step")
        wish = dialog.form.wish
        assert (wish.rehearsal, wish.first, wish.last) == (self.REHEARSAL, 0, 6)
        assert wish.name == "run-training"
        qtbot.waitUntil(lambda: "about" in estimate(dialog).text(), timeout=10_000)
        assert "14 pictures of 2 checkpoints" in estimate(dialog).text()

    def test_a_picture_is_of_the_run_whatever_was_chosen_before(self, dialog):
        dialog.show_run(Shown(TRACE, 4, LIGHT, rehearsal=self.REHEARSAL))
        choose(dialog, "Shows", "The training, every step")
        choose(dialog, "Format", "Picture, PNG")
        assert dialog.form.wish.rehearsal is None


def test_only_fields_that_the_format_knows_are_there(dialog):
    fps = field(dialog, QSpinBox, "Pictures per second")
    assert fps.isVisible()
    choose(dialog, "Format", "PDF")
    assert not fps.isVisible()
    choose(dialog, "Format", "CSV")
    assert field(dialog, QComboBox, "Row").isVisible()
    assert field(dialog, QComboBox, "Format").isVisible()
    assert not field(dialog, QLineEdit, "Title").isVisible()


def test_the_preview_is_the_picture_and_a_movie_moves(dialog, qtbot):
    first = dialog.preview.image.copy()
    assert (first.width(), first.height()) == (1440, 900)
    qtbot.waitUntil(lambda: dialog.preview.image != first, timeout=10_000)


def test_a_change_is_seen_at_once(dialog):
    choose(dialog, "Format", "Picture, PNG")
    before = dialog.preview.image.copy()
    field(dialog, QLineEdit, "Title").setText("Another")
    assert dialog.preview.image != before


def test_the_size_is_foretold(dialog, qtbot):
    qtbot.waitUntil(lambda: "about" in estimate(dialog).text(), timeout=10_000)
    assert estimate(dialog).text().startswith("1440 × 900 pixels  ·  7 pictures  ·  lasts 0.9 s")


def test_what_cannot_be_is_said_and_cannot_be_exported(dialog):
    for box in dialog.findChildren(QCheckBox):
        if box.text() in ("Board", "Memory", "Addressing"):
            box.click()
    assert estimate(dialog).text() == "Choose at least one panel of board, memory, addressing"
    assert not dialog.findChild(QPushButton, "export_now").isEnabled()
    choose(dialog, "Format", "CSV")
    assert dialog.findChild(QPushButton, "export_now").isEnabled()


def test_a_gif_is_not_faster_than_players_are(dialog):
    choose(dialog, "Format", "GIF")
    field(dialog, QSpinBox, "Pictures per second").setValue(60)
    assert estimate(dialog).text() == "GIF shows from 0.1 to 50 pictures per second, not 60"


def test_the_button_sends_the_wish(dialog, qtbot):
    with qtbot.waitSignal(dialog.export_wanted) as sent:
        qtbot.mouseClick(dialog.findChild(QPushButton, "export_now"), Qt.MouseButton.LeftButton)
    assert sent.args == [dialog.form.wish]


def test_it_says_why_not_now_and_can_be_asked_again(dialog):
    dialog.refuse("an export is under way")
    assert estimate(dialog).text() == "An export is under way"
    assert dialog.findChild(QPushButton, "export_now").isEnabled()


@pytest.mark.parametrize("kind", [Format.MP4, Format.GIF, Format.WEBP, Format.APNG])
def test_movies_come_to_about_what_was_foretold(qapp, tmp_path, kind):
    run = copy_trace(length=6)
    options = ExportOptions(width=960, height=600)
    foretold = forecast(Wish(run, kind, 0, 12, options, MovieOptions()))
    path = tmp_path / f"run.{kind}"
    list(export_movie(run_reel(run), path, options))
    assert 1 / 4 < foretold.size / path.stat().st_size < 4


def test_the_words_of_a_page_name_no_pixels(qapp):
    page = Wish(TRACE, Format.SVG, 0, 0, ExportOptions(), MovieOptions())
    assert in_words(Forecast(1, 380_000, 0.3, None), page) == (
        "about 380 kB  ·  written in about 0.3 s"
    )
