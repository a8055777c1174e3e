"""Exporting from the window: in slices, with a cancel, and with plain words when it fails."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ntm_viz.export import ExportOptions, Format, MovieOptions
from ntm_viz.exporting import Exporter
from ntm_viz.exports.wish import Wish
from ntm_viz.theme import DARK
from ntm_viz.timeline import Timeline
from tests.handmade import copy_trace

TRACE = copy_trace(length=3)


@pytest.fixture
def answers():
    """What the person answers in the dialogs."""
    return {"picture": None, "trace": None, "folder": None, "place": None}


@pytest.fixture
def exporter(qapp, answers):
    session = SimpleNamespace(
        trace=TRACE, file=None, task=SimpleNamespace(name="copy"), run_seconds=None
    )
    dialogs = SimpleNamespace(
        picture_to_save=lambda name: answers["picture"],
        trace_to_save=lambda name: answers["trace"],
        folder_for_pictures=lambda: answers["folder"],
        place_to_export=lambda kind, name: answers["place"],
    )
    timeline = Timeline()
    timeline.set_run(TRACE.n_steps)
    return Exporter(session, timeline, SimpleNamespace(theme=DARK), dialogs)


def movie(kind=Format.GIF):
    return Wish(kind, 1, 3, ExportOptions(width=640, height=480), MovieOptions())


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


def test_one_export_at_a_time(exporter, tmp_path, qtbot):
    exporter.begin(movie(), tmp_path / "one.gif")
    exporter.begin(movie(), tmp_path / "two.gif")
    with qtbot.waitSignal(exporter.finished, timeout=30_000):
        pass
    assert [file.name for file in tmp_path.iterdir()] == ["one.gif"]


def test_the_frame_goes_where_the_person_says(exporter, answers, tmp_path, qtbot):
    answers["picture"] = tmp_path / "now"
    with qtbot.waitSignal(exporter.finished) as finished:
        exporter.choose_frame()
    assert finished.args[0] == "Saved now.png"
    assert (tmp_path / "now.png").stat().st_size > 1000


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
    assert len(list(tmp_path.glob("frame_*.png"))) >= 2


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
