"""The window's title: which file is looked at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget

from ntm_model.tasks import CopyTask
from ntm_viz.drawing import Drawing
from ntm_viz.messages import LoadResult, Network, RunResult
from ntm_viz.session import Origin, Session
from ntm_viz.title import WindowTitle
from tests.handmade import copy_trace

TASK = CopyTask()
TRACE = copy_trace(length=3)


@pytest.fixture
def session(qapp):
    return Session(TASK, Drawing(TASK, np.zeros((3, 8), np.uint8), np.random.default_rng(1)))


@pytest.fixture
def title(session, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = WindowTitle(session, window)

    def told():
        made.show_source()
        return window.windowTitle()

    return told


def load(session, path):
    session.load(path, run=False)
    network = Network(path, path.stem, "copy", 128, 1)
    session.take_network(LoadResult(session.loading, network))


def test_before_a_network_has_come_it_is_the_program_alone(session, title):
    session.show_trace(TRACE, Path("copy.npz"), Origin.SHIPPED)
    assert title() == "ntm-viz"


def test_a_recorded_run_goes_by_its_file(session, title):
    load(session, Path("night.keras"))
    session.show_trace(TRACE, Path("run.npz"))
    assert title() == "run.npz — ntm-viz"


def test_a_run_that_was_just_made_goes_by_its_network(session, title):
    session.show_trace(TRACE, Path("run.npz"))
    load(session, Path("night.keras"))
    session.run()
    session.take_result(RunResult(1, TRACE, 0.1))
    assert title() == "night — ntm-viz"
