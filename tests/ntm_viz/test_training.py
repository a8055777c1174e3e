"""Training as the window knows it: its phases, what is shown of it, and what it asks for."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from ntm_model import runs, tasks
from ntm_model.config import TrainConfig
from ntm_model.tasks import CopyTask
from ntm_viz.drawing import Drawing
from ntm_viz.examples import first_pattern
from ntm_viz.messages import LoadResult, Network, Problem, RunResult
from ntm_viz.session import Session
from ntm_viz.training import Phase, Training
from ntm_viz.training_messages import Ending, Looking, TrainingEnded, TrainingReady, TrainingStep
from tests.handmade import copy_trace

TASK = CopyTask()
CONFIG = TrainConfig(sequences=400)


@pytest.fixture
def session(qapp):
    return Session(TASK, Drawing(TASK, first_pattern(TASK), np.random.default_rng(0)))


@pytest.fixture
def training(session, tmp_path):
    made = Training(session, tmp_path)
    session.network_changed.connect(made.follow_network)
    made.asked = []
    for name in ("begin", "go_on", "pause", "stop"):
        signal = getattr(made, f"{name}_wanted")
        signal.connect(lambda *_, name=name: made.asked.append(name))
    return made


@pytest.fixture
def runs_made(session):
    """The drawing as often as it was run."""
    made = []
    session.request_made.connect(made.append)
    return made


def progress(sequences, solved_after=None):
    """As a trainer tells it, whose module would bring Keras along."""
    return SimpleNamespace(
        sequences=sequences,
        total=400,
        cost=2.0,
        wrong_bits=0.5,
        learning_rate=3e-4,
        seconds=sequences / 100,
        solved_after=solved_after,
        beginnings=1,
    )


def checkpoint(training, sequences):
    return runs.checkpoint_file(training.request.folder, sequences)


def ready(training):
    training.start(CONFIG)
    training.take_ready(TrainingReady(training.request, 0, checkpoint(training, 0)))


def loaded(training, session):
    """The network that is to learn has come into the window, and ran the drawing once."""
    ready(training)
    network = Network(training.request.folder, "copy-1", "copy", 128, 13_260)
    session.take_network(LoadResult(session.loading, network))
    session.take_result(RunResult(session._last_id, copy_trace(), 0.01))


def step(training, sequences, *, saved=True, solved_after=None):
    told = progress(sequences, solved_after)
    training.take_step(TrainingStep(told, checkpoint(training, sequences) if saved else None))


def test_a_training_gets_a_folder_of_its_own_and_waits_for_keras(training, tmp_path, qtbot):
    with qtbot.waitSignal(training.begin_wanted) as told:
        training.start(CONFIG)
    (request,) = told.args
    assert request.config == CONFIG
    assert request.folder.parent == tmp_path
    assert request.folder.name.startswith("copy-")
    assert training.phase is Phase.STARTING


def test_a_second_one_is_not_begun_beside_it(training):
    training.start(CONFIG)
    training.start(CONFIG)
    assert training.asked == ["begin"]


def test_the_network_runs_the_drawing_before_it_learns(training, session, qtbot):
    training.start(CONFIG)
    asked = []
    session.load_requested.connect(lambda request: asked.append(request.path))
    training.go_on_wanted.connect(lambda: asked.append("go on"))
    training.take_ready(TrainingReady(training.request, 0, checkpoint(training, 0)))
    assert asked == [training.request.folder, "go on"]
    assert training.phase is Phase.TRAINING


def test_one_for_another_task_than_is_looked_at_stays_out_of_the_window(training, session):
    other = dataclasses.replace(CONFIG.model, task="ngrams")
    training.start(dataclasses.replace(CONFIG, model=other))
    training.take_ready(TrainingReady(training.request, 0, checkpoint(training, 0)))
    assert session.loading is None
    assert training.asked == ["begin", "go_on"]


def test_each_step_makes_the_curve_longer_and_adds_its_checkpoint(training, session):
    loaded(training, session)
    step(training, 100)
    step(training, 200, saved=False, solved_after=150)
    assert [point.sequences for point in training.course.points] == [100, 200]
    assert training.course.solved_after == 150
    assert [sequences for sequences, _ in training.checkpoints] == [0, 100]


def test_the_drawing_is_run_again_as_the_network_learns_but_not_too_often(
    training, session, runs_made, qtbot
):
    loaded(training, session)
    runs_made.clear()
    step(training, 100)
    assert len(runs_made) == 1
    session.take_result(RunResult(session._last_id, copy_trace(), 0.01))
    step(training, 200)
    assert len(runs_made) == 1
    training._since_run.invalidate()
    step(training, 300)
    assert len(runs_made) == 2


def test_it_is_left_alone_while_the_person_looks_at_a_checkpoint(training, session, runs_made):
    loaded(training, session)
    step(training, 100)
    step(training, 200)
    session.take_result(RunResult(session._last_id, copy_trace(), 0.01))
    training.look_at(1)
    assert runs_made[-1].checkpoint == checkpoint(training, 100)
    assert training.looked_at == 1
    session.take_result(RunResult(session._last_id, copy_trace(), 0.01))
    before = len(runs_made)
    training._since_run.invalidate()
    step(training, 300)
    assert len(runs_made) == before
    training.look_at(3)
    assert runs_made[-1].checkpoint is None
    assert training.looked_at == 3


def test_a_recorded_run_that_was_opened_is_not_replaced(training, session, runs_made, tmp_path):
    loaded(training, session)
    session.show_trace(copy_trace(), tmp_path / "run.npz")
    runs_made.clear()
    step(training, 100)
    assert runs_made == []


def test_pause_and_resume_are_one_wish(training):
    ready(training)
    training.toggle_pause()
    assert training.phase is Phase.PAUSED
    training.toggle_pause()
    assert training.phase is Phase.TRAINING
    assert training.asked == ["begin", "go_on", "pause", "go_on"]


def test_a_training_that_cannot_be_saved_waits_and_says_why(training):
    ready(training)
    training.take_stuck(Problem("full", "no space"))
    assert training.phase is Phase.PAUSED
    assert training.problem.title == "full"
    training.toggle_pause()
    assert training.problem is None


def test_it_is_stopped_once(training):
    ready(training)
    training.stop()
    training.stop()
    assert training.phase is Phase.STOPPING
    assert training.asked[-1] == "stop"
    training.take_end(
        TrainingEnded(training.request.folder, Ending.STOPPED, 100, checkpoint(training, 100))
    )
    assert training.phase is Phase.STOPPED
    assert [sequences for sequences, _ in training.checkpoints] == [0, 100]


def test_an_end_without_a_network_is_told(training):
    training.start(CONFIG)
    problem = Problem("Training could not begin", "no room")
    training.take_end(TrainingEnded(training.request.folder, Ending.FAILED, problem=problem))
    assert (training.phase, training.problem) == (Phase.FAILED, problem)


def test_the_look_at_what_it_can_do_is_over_with_its_last_size(training):
    ready(training)
    training.take_end(TrainingEnded(training.request.folder, Ending.FINISHED, 400))
    training.take_looking(Looking(training.request.folder, 2, 7))
    assert training.looking.done == 2
    training.take_looking(Looking(training.request.folder, 1, 1))
    assert training.looking is None


class TestARunOnTheDisk:
    @pytest.fixture
    def folder(self, tmp_path):
        folder = tmp_path / "old"
        with runs.RunWriter(folder, None, CONFIG) as writer:
            for sequences in (100, 200):
                writer.write(progress(sequences))
                runs.checkpoint_file(folder, sequences).touch()
        return folder

    def opened(self, session, path):
        session.load(path)
        session.take_network(LoadResult(session.loading, Network(path, "old", "copy", 128, 1)))

    def test_is_shown_with_its_curve_and_its_checkpoints(self, training, session, folder):
        self.opened(session, folder)
        assert training.folder == folder
        assert training.course.done == 200
        assert [sequences for sequences, _ in training.checkpoints] == [100, 200]

    def test_is_known_by_its_network_too(self, training, session, folder):
        (folder / runs.MODEL).touch()
        self.opened(session, folder / runs.MODEL)
        assert training.folder == folder

    def test_can_be_taken_up_where_it_was_interrupted(self, training, session, folder, qtbot):
        self.opened(session, folder)
        assert not training.can_go_on
        (folder / runs.RESUME).touch()
        assert training.can_go_on
        with qtbot.waitSignal(training.begin_wanted) as told:
            training.take_up()
        assert (told.args[0].folder, told.args[0].resumed) == (folder, True)
        assert training.course.done == 200

    def test_makes_room_for_a_network_that_has_none(self, training, session, folder, tmp_path):
        self.opened(session, folder)
        self.opened(session, tmp_path / "alone.keras")
        assert training.folder is None
        assert training.checkpoints == []

    def test_stays_in_the_background_while_a_network_is_trained(self, training, session, folder):
        loaded(training, session)
        step(training, 100)
        self.opened(session, folder)
        assert training.folder == folder
        step(training, 200)
        self.opened(session, training.request.folder)
        assert training.folder == training.request.folder
        assert [point.sequences for point in training.course.points] == [100, 200]


def test_a_run_whose_network_is_not_in_the_window_is_brought_there_first(training, session):
    ready(training)
    step(training, 100)
    step(training, 200)
    other = Network(training.request.folder / "other.keras", "other", "copy", 128, 1)
    session.take_network(LoadResult(session.loading, other))
    session._loading = None
    training._show_run(training.request.folder, training._own_course, training._own_checkpoints)
    training.look_at(0)
    assert session.loading.path == training.request.folder
    assert session.checkpoint is None


def test_a_training_that_never_began_leaves_what_was_shown(training, session, tmp_path):
    alone = Network(tmp_path / "alone.keras", "alone", "copy", 128, 1)
    session.load(alone.path)
    session.take_network(LoadResult(session.loading, alone))
    training.start(CONFIG)
    training.take_end(
        TrainingEnded(training.request.folder, Ending.FAILED, problem=Problem("no", "room"))
    )
    assert training.folder is None
    assert training.course.total == 0


def test_a_checkpoint_of_a_run_of_another_task_is_shown_once_its_network_is_there(
    training, session, runs_made
):
    ready(training)
    step(training, 100)
    step(training, 200)
    folder = training.request.folder
    session.set_task(tasks.get("priority-sort"))
    session.load(Path("sort.keras"))
    sorter = Network(Path("sort.keras"), "sort", "priority-sort", 128, 1)
    session.take_network(LoadResult(session.loading, sorter))
    training.look_at(2)
    training.look_at(1)
    assert (session.loading.path, session.loading.any_task) == (folder, True)
    session.take_network(LoadResult(session.loading, Network(folder, "copy-1", "copy", 128, 1)))
    assert session.task.name == "copy"
    assert runs_made[-1].checkpoint == checkpoint(training, 100)
    assert training.looked_at == 1


def test_what_is_told_while_it_trains_is_of_it_and_not_of_the_run_that_is_shown(
    training, session, tmp_path
):
    ready(training)
    step(training, 300)
    other = tmp_path / "other"
    with runs.RunWriter(other, None, CONFIG):
        session.load(other)
        session.take_network(LoadResult(session.loading, Network(other, "other", "copy", 128, 1)))
    assert (training.folder, training.course.done) == (other, 0)
    assert training.told_course.done == 300


class TestARunThatCannotBeTakenUp:
    @pytest.fixture
    def folder(self, training, session, tmp_path):
        folder = tmp_path / "old"
        with runs.RunWriter(folder, None, CONFIG):
            (folder / runs.RESUME).touch()
        session.load(folder)
        session.take_network(LoadResult(session.loading, Network(folder, "old", "copy", 128, 1)))
        assert training.can_go_on
        return folder

    def test_because_another_window_trains_it(self, training, folder):
        with runs.RunWriter(folder, None, CONFIG, resumed_after=0):
            assert not training.can_go_on
            training.take_up()
        assert training.asked == []
        assert "is being trained already" in training.problem.reason
        assert training.can_go_on

    def test_because_its_configuration_is_damaged(self, training, folder):
        (folder / runs.CONFIG).write_text("{}")
        training.take_up()
        assert training.phase is Phase.FAILED
        assert training.problem.title == "Training cannot go on"
        assert training.asked == []
