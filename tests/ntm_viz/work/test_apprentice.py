"""The apprentice, with a real network: it trains, pauses, stops, goes on, and says what is wrong.

Here it is called in the thread of the test; that it works in one of its own is held by
``test_training``.
"""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from ntm_model import runs
from ntm_model.tasks import CopyTask
from ntm_viz.messages import LoadRequest, RunRequest
from ntm_viz.training_messages import Ending, TrainRequest
from ntm_viz.work import job
from ntm_viz.work.apprentice import Apprentice
from tests.ntm_viz.work.conftest import TINY

PATTERN = np.ones((2, 8), np.uint8)


class Log(list):
    """What was told, in order."""

    def __init__(self, apprentice):
        super().__init__()
        for name in ("ready", "stepped", "stuck", "ended", "looking"):
            getattr(apprentice, name).connect(self.append)

    def of(self, kind):
        return [told for told in self if type(told).__name__ == kind]


@pytest.fixture
def apprentice(worker):
    return Apprentice(worker)


@pytest.fixture
def log(apprentice):
    return Log(apprentice)


def ended(log):
    return bool(log.of("TrainingEnded"))


def outputs(worker, qtbot, number, checkpoint=None):
    with qtbot.waitSignal(worker.run_finished, timeout=30_000) as told:
        worker.run(RunRequest(number, CopyTask(), PATTERN, checkpoint))
    return told.args[0].trace.outputs


def test_it_trains_to_the_end_and_leaves_a_run_with_its_card(apprentice, log, qtbot, request_):
    apprentice.begin(request_)
    (ready,) = log.of("TrainingReady")
    assert ready.checkpoint == runs.checkpoint_file(request_.folder, 0)
    apprentice.go_on()
    looked = lambda: any(told.done == told.total for told in log.of("Looking"))  # noqa: E731
    qtbot.waitUntil(looked, timeout=120_000)
    steps = log.of("TrainingStep")
    assert [step.progress.sequences for step in steps] == [20, 40, 60, 80]
    saved = [0, *(int(step.checkpoint.stem) for step in steps if step.checkpoint)]
    assert [number for number, _ in runs.checkpoints(request_.folder)] == saved
    (end,) = log.of("TrainingEnded")
    assert (end.how, end.done, end.problem) == (Ending.FINISHED, 80, None)
    assert runs.model_file(request_.folder).name == runs.MODEL
    card = json.loads((request_.folder / runs.CARD).read_text(encoding="utf-8"))
    assert "--slots 6" in card["command"]
    assert list(card["wrong_bits_by_size"]) == ["5", "10", "20", "40", "80", "120"]


def test_drawings_run_with_the_weights_of_the_moment_or_of_a_checkpoint(
    apprentice, worker, log, qtbot, request_
):
    apprentice.begin(request_)
    with qtbot.waitSignal(worker.network_loaded, timeout=60_000):
        worker.load(LoadRequest(1, request_.folder, None, "copy"))
    untrained = outputs(worker, qtbot, 1)
    apprentice.go_on()
    qtbot.waitUntil(lambda: len(log.of("TrainingStep")) >= 2, timeout=60_000)
    apprentice.pause()
    trained = outputs(worker, qtbot, 2)
    assert not np.allclose(trained, untrained)
    first = runs.checkpoint_file(request_.folder, 0)
    assert np.array_equal(outputs(worker, qtbot, 3, first), untrained)
    assert np.array_equal(outputs(worker, qtbot, 4), trained)
    apprentice.stop()
    saved = log.of("TrainingEnded")[0].checkpoint
    assert np.array_equal(outputs(worker, qtbot, 5), outputs(worker, qtbot, 6, saved))


def test_a_paused_training_waits_and_its_rest_is_not_counted(apprentice, log, qtbot, request_):
    apprentice.begin(request_)
    apprentice.go_on()
    qtbot.waitUntil(lambda: bool(log.of("TrainingStep")), timeout=60_000)
    apprentice.pause()
    told = len(log)
    apprentice._do_next()
    assert len(log) == told
    apprentice._rests_since -= 3_600.0
    apprentice.go_on()
    qtbot.waitUntil(lambda: ended(log), timeout=60_000)
    assert log.of("TrainingStep")[-1].progress.seconds < 600.0


def test_what_was_stopped_can_be_taken_up_again_and_ends_the_same(
    apprentice, log, qtbot, tmp_path, monkeypatch
):
    whole = TrainRequest(tmp_path / "whole", TINY)
    apprentice.begin(whole)
    apprentice.go_on()
    qtbot.waitUntil(lambda: ended(log), timeout=60_000)
    log.clear()
    # Strides of five steps: four to a slice.
    monkeypatch.setattr(job, "_AT_ONCE", 50)
    broken = TrainRequest(tmp_path / "broken", TINY)
    apprentice.begin(broken)
    apprentice.go_on()
    qtbot.waitUntil(lambda: bool(log.of("TrainingStep")), timeout=60_000)
    # In the middle of a slice, which is given up.
    assert apprentice._job.advance() is None
    apprentice.stop()
    (end,) = log.of("TrainingEnded")
    assert (end.how, end.done) == (Ending.STOPPED, log.of("TrainingStep")[-1].progress.sequences)
    log.clear()
    apprentice.begin(dataclasses.replace(broken, resumed=True))
    assert log.of("TrainingReady")[0].done == end.done
    apprentice.go_on()
    qtbot.waitUntil(lambda: ended(log), timeout=60_000)
    from ntm_model import load_model

    for one, other in zip(
        load_model(whole.folder).get_weights(), load_model(broken.folder).get_weights(), strict=True
    ):
        assert np.array_equal(one, other)


def test_a_folder_that_cannot_be_made_is_told(apprentice, log, tmp_path):
    (tmp_path / "file").write_text("in the way")
    apprentice.begin(TrainRequest(tmp_path / "file" / "run", TINY))
    (end,) = log.of("TrainingEnded")
    assert end.how is Ending.FAILED
    assert end.problem.title == "Training could not begin"
    assert "file" in end.problem.reason


def test_a_full_disk_pauses_and_training_goes_on_once_there_is_room(
    apprentice, log, qtbot, request_, monkeypatch
):
    apprentice.begin(request_)
    keep = apprentice._job.keep

    def full():
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(apprentice._job, "keep", full)
    apprentice.go_on()
    qtbot.waitUntil(lambda: bool(log.of("Problem")), timeout=60_000)
    assert "No space left" in log.of("Problem")[0].reason
    assert not ended(log)
    monkeypatch.setattr(apprentice._job, "keep", keep)
    apprentice.go_on()
    qtbot.waitUntil(lambda: ended(log), timeout=60_000)
    assert log.of("TrainingEnded")[0].how is Ending.FINISHED


def test_a_cost_that_is_no_number_ends_it_and_keeps_the_last_good_network(
    apprentice, worker, log, qtbot, request_, monkeypatch
):
    from ntm_model.training import TrainingError

    apprentice.begin(request_)
    apprentice.go_on()
    qtbot.waitUntil(lambda: bool(log.of("TrainingStep")), timeout=60_000)

    def astray():
        raise TrainingError(
            "the cost was nan after about 20 sequences; the last checkpoint is good: try another "
            "seed, or a learning rate below 0.01"
        )

    monkeypatch.setattr(apprentice._job, "advance", astray)
    qtbot.waitUntil(lambda: ended(log), timeout=60_000)
    (end,) = log.of("TrainingEnded")
    assert (end.how, end.problem.title) == (Ending.FAILED, "Training went astray")
    assert end.problem.reason == "the cost was nan after about 20 sequences"
    assert "Try another seed, or a learning rate below 0.01." in end.problem.what_to_do
    assert end.checkpoint.is_file()
    assert runs.model_file(request_.folder) == end.checkpoint


def test_without_a_backend_it_says_why(qapp, tmp_path):
    from ntm_viz.worker import Runner, Worker

    worker = Worker(Runner(), backend="abacus")
    worker.start()
    apprentice = Apprentice(worker)
    log = Log(apprentice)
    apprentice.begin(TrainRequest(tmp_path / "run", TINY))
    assert "abacus" in log.of("TrainingEnded")[0].problem.reason


def test_a_run_that_was_trained_to_its_end_but_has_no_card_gets_one(
    apprentice, log, qtbot, request_
):
    apprentice.begin(request_)
    training = apprentice._job._trainer
    training._standing.done = training._standing.total
    apprentice.stop()
    log.clear()
    apprentice.begin(dataclasses.replace(request_, resumed=True))
    apprentice.go_on()
    qtbot.waitUntil(lambda: ended(log), timeout=60_000)
    (end,) = log.of("TrainingEnded")
    assert (end.how, end.problem) == (Ending.FINISHED, None)
    assert (request_.folder / runs.CARD).is_file()
    apprentice.stop()


def test_a_run_that_another_one_trains_is_told(apprentice, worker, log, request_):
    apprentice.begin(request_)
    second = Apprentice(worker)
    told = Log(second)
    second.begin(dataclasses.replace(request_, resumed=True))
    (end,) = told.of("TrainingEnded")
    assert end.how is Ending.FAILED
    assert "is being trained already" in end.problem.reason
    apprentice.stop()
