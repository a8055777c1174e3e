"""The coach: what the panel and the status line say of a training, whatever else is shown."""

from __future__ import annotations

from types import SimpleNamespace
from unittest.mock import create_autospec

import numpy as np
import pytest
from PySide6.QtCore import QObject

from ntm_model import runs
from ntm_model.config import TrainConfig
from ntm_model.presets import defaults_for
from ntm_model.tasks import CopyTask
from ntm_viz.coach import Coach
from ntm_viz.commands import make_actions
from ntm_viz.drawing import Drawing
from ntm_viz.examples import first_pattern
from ntm_viz.messages import LoadResult, Network
from ntm_viz.session import Session
from ntm_viz.training import Training
from ntm_viz.training_messages import Ending, TrainingEnded, TrainingReady, TrainingStep
from ntm_viz.training_settings import settings_of
from ntm_viz.views.training_form import TrainingForm
from ntm_viz.views.training_panel import TrainingPanel

CONFIG = TrainConfig(sequences=400)


@pytest.fixture
def session(qapp):
    task = CopyTask()
    return Session(task, Drawing(task, first_pattern(task), np.random.default_rng(0)))


@pytest.fixture
def training(session, tmp_path):
    """In the background: 300 sequences are done, and a run of none is shown."""
    made = Training(session, tmp_path)
    session.network_changed.connect(made.follow_network)
    made.start(CONFIG)
    made.take_ready(TrainingReady(made.request, 0, runs.checkpoint_file(made.request.folder, 0)))
    told = SimpleNamespace(
        sequences=300,
        total=400,
        seconds=3.0,
        cost=2.0,
        wrong_bits=0.5,
        solved_after=None,
        beginnings=1,
    )
    made.take_step(TrainingStep(told, None))
    other = tmp_path / "other"
    with runs.RunWriter(other, None, CONFIG):
        session.load(other)
    session.take_network(LoadResult(session.loading, Network(other, "other", "copy", 128, 1)))
    return made


@pytest.fixture
def panel():
    return create_autospec(TrainingPanel, instance=True)


@pytest.fixture
def coach(session, training, panel):
    owner = QObject()
    yield Coach(session, training, panel, make_actions(owner), owner)
    owner.deleteLater()


def test_a_training_in_the_background_is_told_of_by_its_own_numbers(coach, training, panel, qtbot):
    with qtbot.waitSignal(coach.told) as line:
        coach.show_course()
    assert line.args == ["copy, 300 sequences"]
    headline, detail = panel.show_words.call_args.args
    assert headline == f"{training.request.folder.name} is learning, in the background"
    assert detail == "300 of at most 400 sequences"
    assert panel.show_course.call_args.args[0].done == 0
    assert panel.show_progress.call_args.args == ((300, 400),)


def test_the_end_of_one_in_the_background_is_told_by_its_name(coach, training, panel):
    name = training.request.folder.name
    training.take_end(TrainingEnded(training.request.folder, Ending.STOPPED, 300))
    coach.show_course()
    headline, detail = panel.show_words.call_args.args
    assert (headline, detail) == (f"{name} was stopped", "300 sequences · trained for 3 s")


def test_one_that_is_looked_at_is_named_too_and_paused_runs_no_bar(coach, session, training, panel):
    session.load(training.request.folder)
    network = Network(training.request.folder, "copy", "copy", 128, 1)
    session.take_network(LoadResult(session.loading, network))
    training.toggle_pause()
    coach.show_state()
    state = panel.show_state.call_args.args[0]
    assert state.headline == f"{training.request.folder.name} is paused"
    assert state.progress == (300, 400)


def test_another_controller_fills_the_form_with_its_own_defaults(coach, panel):
    settings = settings_of(defaults_for("copy")) | {"controller": "dense", "seed": "7"}
    panel.form = create_autospec(TrainingForm, instance=True, settings=settings)
    coach.take_controller("double_dense")
    (filled,) = panel.form.show_settings.call_args.args
    assert (filled["sequences"], filled["seed"]) == ("80,000", "7")
