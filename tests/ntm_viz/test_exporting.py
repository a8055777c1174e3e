"""Exporting from the window: in slices, with a cancel, and with plain words when it fails."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget

from ntm_model import tasks
from ntm_model.tasks import Pattern
from ntm_viz.examples import EXAMPLES
from ntm_viz.export import (
    ExportOptions,
    Format,
    MovieOptions,
    export_frame,
    export_movie,
    training_reel,
)
from ntm_viz.exporting import Exporter
from ntm_viz.exports.rehearsal import Rehearsal, RehearsalFailure, Rehearsed
from ntm_viz.exports.wish import Wish
from ntm_viz.look.theme import DARK
from ntm_viz.messages import Problem
from ntm_viz.rehearsing import Rehearsing
from ntm_viz.showing import Showing
from ntm_viz.timeline import Timeline
from ntm_viz.views.dialogs import Dialogs
from ntm_viz.views.export_dialog import ExportDialog
from tests.handmade import copy_trace

TRACE = copy_trace(length=3)
OTHER = copy_trace(length=5)
COPY = tasks.get("copy")
LETTERS = EXAMPLES[0].draw(20, COPY.bits)


@pytest.fixture
def answers():
    """What the person answers in the dialogs."""
    return {"picture": None, "trace": None, "folder": None, "place": None}


class AnsweredDialogs(Dialogs):
    """The dialogs, but for those of the system, which are answered already."""

    def __init__(self, parent, answers):
        super().__init__(parent)
        self._answers = answers

    def picture_to_save(self, name):
        self.offered = name
        return self._answers["picture"]

    def trace_to_save(self, name):
        return self._answers["trace"]

    def folder_for_pictures(self, name):
        return self._answers["folder"]

    def place_to_export(self, kind, name):
        self.offered = name
        return self._answers["place"]


@pytest.fixture
def session():
    return SimpleNamespace(
        trace=TRACE,
        file=None,
        task=COPY,
        network=None,
        bits=LETTERS,
        pattern=Pattern(LETTERS),
        run_seconds=None,
    )


@pytest.fixture
def showing(qapp, session):
    timeline = Timeline()
    timeline.set_run(TRACE.n_steps)
    return Showing(session, timeline, SimpleNamespace(theme=DARK))


@pytest.fixture
def rehearsing(qapp):
    return Rehearsing()


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def exporter(qapp, answers, window, showing, rehearsing):
    dialogs = AnsweredDialogs(window, answers)
    made = Exporter(showing, dialogs, rehearsing)
    dialogs.export_wanted.connect(made.choose_place)
    rehearsing.gathered.connect(made.write)
    return made


def movie(kind=Format.GIF):
    return Wish(TRACE, kind, 1, 3, ExportOptions(width=640, height=480), MovieOptions())


def test_a_movie_is_written_and_its_folder_is_offered(exporter, answers, tmp_path, qtbot):
    answers["place"] = tmp_path / "run"
    with qtbot.waitSignals([exporter.finished, exporter.written], timeout=30_000, order="strict"):
        exporter.choose_place(movie())
        assert exporter.running
    assert [file.name for file in tmp_path.iterdir()] == ["run.gif"]


def test_a_movie_that_is_cancelled_leaves_nothing(exporter, tmp_path, qtbot):
    exporter.begin(movie(Format.MP4), tmp_path / "run.mp4")
    with qtbot.waitSignal(
        exporter.progressed, check_params_cb=lambda _, done, __: done == 1, timeout=30_000
    ):
        pass
    with qtbot.waitSignal(exporter.finished) as finished:
        exporter.cancel()
    assert finished.args == ["Export cancelled", "Nothing is left"]
    assert list(tmp_path.iterdir()) == []


def test_one_export_at_a_time_and_the_second_is_told_so(exporter, tmp_path, qtbot):
    exporter.begin(movie(), tmp_path / "one.gif")
    with qtbot.waitSignal(exporter.progressed) as told:
        exporter.begin(movie(), tmp_path / "two.gif")
    assert told.args[0] == "Exporting one.gif  ·  An export is under way: cancel it or wait"
    with qtbot.waitSignal(exporter.finished, timeout=30_000):
        pass
    assert [file.name for file in tmp_path.iterdir()] == ["one.gif"]


def test_the_dialog_says_that_an_export_is_under_way_and_stays(exporter, window, tmp_path, qtbot):
    exporter.ask()
    exporter.begin(movie(), tmp_path / "one.gif")
    qtbot.mouseClick(window.findChild(QPushButton, "export_now"), Qt.MouseButton.LeftButton)
    dialog = window.findChild(ExportDialog)
    assert dialog.isVisible()
    assert dialog.findChild(QLabel, "export_estimate").text().startswith("An export is under way")
    exporter.cancel()


def test_the_frame_is_written_beside_an_export_that_goes_on(exporter, tmp_path, qtbot):
    exporter.begin(movie(), tmp_path / "run.gif")
    with qtbot.waitSignal(exporter.progressed) as told:
        exporter.export_frame(tmp_path / "now.png")
    assert told.args == ["Exporting run.gif  ·  Saved now.png", 0, 3]
    assert [file.name for file in tmp_path.iterdir()] == ["now.png"]
    with qtbot.waitSignal(exporter.finished, timeout=30_000) as finished:
        pass
    assert finished.args[0] == "Saved run.gif"


def test_a_frame_that_fails_beside_an_export_is_told_with_its_progress(exporter, tmp_path, qtbot):
    exporter.begin(movie(), tmp_path / "run.gif")
    with qtbot.waitSignal(exporter.progressed) as told:
        exporter.export_frame(tmp_path / "nowhere" / "now.png")
    assert "now.png could not be written" in told.args[0]
    exporter.cancel()


def test_what_the_preview_showed_is_written_though_another_run_is_there_by_then(
    exporter, session, window, answers, tmp_path, qtbot
):
    answers["place"] = tmp_path / "run.png"
    exporter.ask()
    formats = window.findChild(QComboBox)
    formats.setCurrentIndex(formats.findText("Picture, PNG"))
    preview = window.findChild(ExportDialog).preview.image.copy()
    session.trace = OTHER
    with qtbot.waitSignal(exporter.finished, timeout=30_000):
        qtbot.mouseClick(window.findChild(QPushButton, "export_now"), Qt.MouseButton.LeftButton)
    written = QImage(str(tmp_path / "run.png"))
    assert written.convertToFormat(preview.format()) == preview


def test_the_frame_shows_the_head_and_the_slots_that_the_window_shows(exporter, showing, tmp_path):
    showing.choose_head(1)
    showing.show_all_slots(True)
    exporter.export_frame(tmp_path / "now.png")
    same = export_frame(TRACE, 0, tmp_path / "same.png", ExportOptions(head=1, all_slots=True))
    assert (tmp_path / "now.png").read_bytes() == same.read_bytes()


def test_a_run_with_fewer_heads_shows_its_last_one(exporter, showing, tmp_path):
    showing.choose_head(5)
    showing.take_run(TRACE)
    exporter.export_frame(tmp_path / "now.png")
    same = export_frame(TRACE, 0, tmp_path / "same.png", ExportOptions(head=1))
    assert (tmp_path / "now.png").read_bytes() == same.read_bytes()


def test_the_frame_goes_where_the_person_says(exporter, answers, tmp_path, qtbot):
    answers["picture"] = tmp_path / "now"
    with qtbot.waitSignal(exporter.finished) as finished:
        exporter.choose_frame()
    assert finished.args[0] == "Saved now.png"
    assert (tmp_path / "now.png").stat().st_size > 1000


class TestTheMovieOfATraining:
    """Its checkpoints run first, one after the other, each told of."""

    WISH = dataclasses.replace(
        movie(Format.APNG),
        rehearsal=Rehearsal(COPY, Pattern(LETTERS), ((500, Path("a")), (1000, Path("b")))),
    )

    def rehearsed(self, exporter, rehearsing, path, qtbot):
        """Begin it, and what is asked of the network."""
        with qtbot.waitSignal(rehearsing.wanted) as wanted:
            exporter.begin(self.WISH, path)
        assert wanted.args[0].rehearsal is self.WISH.rehearsal
        return wanted.args[0].id

    def test_shows_what_the_network_did_after_each(self, exporter, rehearsing, tmp_path, qtbot):
        path = tmp_path / "learns.apng"
        asked = self.rehearsed(exporter, rehearsing, path, qtbot)
        assert exporter.running
        other = copy_trace(np.ones((3, 8)))
        with qtbot.waitSignal(rehearsing.progressed) as told:
            rehearsing.take(Rehearsed(asked, 500, other))
        assert told.args == ["Running the checkpoints for learns.apng", 1, 2]
        with qtbot.waitSignal(exporter.finished, timeout=30_000):
            rehearsing.take(Rehearsed(asked, 1000, TRACE))
        reel = training_reel([(500, other), (1000, TRACE)], 1, 3)
        same = tmp_path / "same.apng"
        for _ in export_movie(reel, same, self.WISH.options):
            pass
        assert path.read_bytes() == same.read_bytes()

    def test_can_be_cancelled_while_they_run(self, exporter, rehearsing, tmp_path, qtbot):
        asked = self.rehearsed(exporter, rehearsing, tmp_path / "learns.apng", qtbot)
        rehearsing.take(Rehearsed(asked, 500, TRACE))
        with qtbot.waitSignals([rehearsing.wanted, exporter.finished], order="strict"):
            exporter.cancel()
        rehearsing.take(Rehearsed(asked, 1000, TRACE))
        assert not exporter.running
        assert list(tmp_path.iterdir()) == []

    def test_ends_where_a_checkpoint_cannot_run(self, exporter, rehearsing, tmp_path, qtbot):
        asked = self.rehearsed(exporter, rehearsing, tmp_path / "learns.apng", qtbot)
        problem = Problem("The checkpoint b could not be run", "It is damaged")
        with qtbot.waitSignal(rehearsing.problem_found) as told:
            rehearsing.give_up(RehearsalFailure(asked, problem))
        assert told.args == [problem]
        assert not exporter.running


def test_the_name_that_is_offered_tells_the_network_the_pattern_and_its_length(
    exporter, session, window, qtbot
):
    dialogs = exporter._dialogs
    exporter.choose_frame()
    assert dialogs.offered == "copy-letters-ntm-20-t0.png"
    session.network = SimpleNamespace(name="My run/3", path=Path("nowhere"))
    session.bits = 1 - LETTERS[:7]
    exporter.ask()
    qtbot.mouseClick(window.findChild(QPushButton, "export_now"), Qt.MouseButton.LeftButton)
    assert dialogs.offered == "my-run-3-drawing-7"
    session.file = Path("recorded.npz")
    exporter.choose_frame()
    assert dialogs.offered == "recorded-t0.png"


def test_no_answer_writes_nothing(exporter, tmp_path, qtbot):
    with qtbot.assertNotEmitted(exporter.finished):
        exporter.choose_frame()
        exporter.choose_sequence()
        exporter.choose_trace()


def test_a_sequence_is_written_between_other_events_and_tells_how_far_it_is(
    exporter, answers, tmp_path, qtbot
):
    answers["folder"] = tmp_path / "frames"
    progress = []
    exporter.progressed.connect(lambda title, done, total: progress.append((done, total)))
    with qtbot.waitSignal(exporter.finished, timeout=30_000) as finished:
        exporter.choose_sequence()
        assert exporter.running
        assert progress == [(0, 7)]
    assert finished.args == ["Exported 7 pictures", str(tmp_path / "frames")]
    assert progress == [(done, 7) for done in range(8)]
    assert len(list((tmp_path / "frames").glob("frame_*.png"))) == 7


def test_a_sequence_can_be_cancelled_and_what_is_written_stays(exporter, tmp_path, qtbot):
    exporter.export_sequence(tmp_path)
    with qtbot.waitSignal(
        exporter.progressed, check_params_cb=lambda _, done, __: done == 2, timeout=30_000
    ):
        pass
    with qtbot.waitSignal(exporter.finished) as finished, qtbot.assertNotEmitted(exporter.written):
        exporter.cancel()
    assert not exporter.running
    assert finished.args[0] == "Export cancelled"
    count = len(list(tmp_path.iterdir()))
    assert 2 <= count < 7
    assert finished.args[1] == f"{count} pictures are in {tmp_path}"


def test_a_sequence_that_is_cancelled_before_its_first_picture_leaves_nothing(
    exporter, tmp_path, qtbot
):
    exporter.export_sequence(tmp_path)
    with qtbot.waitSignal(exporter.finished) as finished:
        exporter.cancel()
    assert finished.args[1] == "Nothing is left"
    assert list(tmp_path.iterdir()) == []


def test_pictures_that_are_there_are_not_overwritten(exporter, tmp_path, qtbot):
    (tmp_path / "frame_0003.png").write_bytes(b"mine")
    with qtbot.waitSignal(exporter.problem_found) as told:
        exporter.export_sequence(tmp_path)
    assert "exists already" in told.args[0].reason
    assert not exporter.running
    assert (tmp_path / "frame_0003.png").read_bytes() == b"mine"


def test_a_folder_that_cannot_be_written_is_told(exporter, tmp_path, qtbot):
    (tmp_path / "file").write_text("")
    with qtbot.waitSignal(exporter.problem_found, timeout=30_000) as told:
        exporter.export_sequence(tmp_path / "file" / "frames")
    assert told.args[0].title == "frames could not be written"
    assert not exporter.running


def test_the_trace_can_be_saved_and_opened_again(exporter, answers, tmp_path, qtbot):
    answers["trace"] = tmp_path / "run.npz"
    with qtbot.waitSignal(exporter.finished):
        exporter.choose_trace()
    assert type(TRACE).load(tmp_path / "run.npz").n_steps == 7


def test_a_trace_that_cannot_be_saved_is_told(exporter, tmp_path, qtbot):
    with qtbot.waitSignal(exporter.problem_found) as told:
        exporter.save_trace(tmp_path / "nowhere" / "run.npz")
    assert told.args[0].title == "run.npz could not be written"
