"""What the header and the status bar say while things come and go."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox, QLabel

from ntm_model.tasks import CopyTask, get
from ntm_viz import assets
from ntm_viz.bulletin import Bulletin
from ntm_viz.commands import make_actions
from ntm_viz.drawing import Drawing
from ntm_viz.look.theme import DARK
from ntm_viz.messages import Backend, LoadFailure, LoadResult, Network, Problem, RunResult
from ntm_viz.session import Session
from ntm_viz.views.header import Header
from ntm_viz.views.status import StatusBar
from tests.handmade import copy_trace

COPY = Network(Path("/n/copy.keras"), "copy", "copy", n_slots=100, parameters=13260)
OTHER = Network(Path("/n/other.keras"), "other", "copy", n_slots=128, parameters=5)


@pytest.fixture
def session(qapp):
    task = CopyTask()
    return Session(task, Drawing(task, np.zeros((3, 8), np.uint8), np.random.default_rng(0)))


@pytest.fixture
def bars(qtbot):
    parent = QObject()
    header, status = Header(DARK, make_actions(parent)), StatusBar()
    qtbot.addWidget(header)
    qtbot.addWidget(status)
    yield header, status
    parent.deleteLater()


@pytest.fixture
def shipped(monkeypatch):
    """The networks that ship, by task: none, until a test puts some there."""
    found = {}
    monkeypatch.setattr(assets, "network_of", found.get)
    return found


@pytest.fixture
def bulletin(session, bars, shipped):
    made = Bulletin(session, *bars, backend="tensorflow")
    session.activity_changed.connect(made.take_activity)
    session.network_changed.connect(made.take_network)
    session.load_requested.connect(made.show_choices)
    return made


@pytest.fixture
def says(bars):
    def field(name):
        return bars[1].findChild(QLabel, f"status_{name}").text()

    return field


def bring(session, network):
    """The network is asked for, and comes."""
    session.load(network.path, run=False)
    session.take_network(LoadResult(session.loading, network))


def choices(bars, name):
    box = bars[0].findChild(QComboBox, name)
    return [box.itemText(index) for index in range(box.count())], box.currentText()


def test_first_the_backend_is_loaded_then_the_network_then_it_is_ready(session, bulletin, says):
    session.load(COPY.path, run=False)
    assert says("network") == "loading TensorFlow…"
    bulletin.take_backend(Backend("tensorflow", "2.21.0", "CPU"))
    assert says("network") == "loading copy.keras…"
    assert says("backend") == "TensorFlow 2.21.0"
    assert says("device").startswith("CPU, ")
    session.take_network(LoadResult(session.loading, COPY))
    assert says("network") == "ready"


def test_what_runs_is_named_after_itself_whatever_was_asked_for(bulletin, says):
    bulletin.take_backend(Backend("jax", "0.9", "CPU"))
    assert says("backend") == "JAX 0.9"


def test_a_drawing_that_waits_is_mentioned(session, bulletin, says):
    session.load(COPY.path, run=False)
    session.drawing.invert()
    assert says("network") == "loading TensorFlow…, then it runs your drawing"


def test_without_any_network_it_says_so_and_what_to_do(session, bulletin, says):
    session.load(COPY.path, run=False)
    problem = Problem("copy.keras could not be opened", "it is damaged")
    session.take_load_failure(LoadFailure(session.loading, problem))
    assert says("network") == "none: open one, or train one (F5)"


def test_a_gpu_is_called_by_its_name(bulletin, says):
    bulletin.take_backend(Backend("tensorflow", "2.21.0", "NVIDIA H100"))
    assert says("device") == "NVIDIA H100"


def test_the_time_of_a_run_is_told_in_a_handy_unit(session, bulletin, says):
    bring(session, COPY)
    requests = []
    session.request_made.connect(requests.append)
    for seconds, words in ((0.0123, "12 ms"), (2.34, "2.3 s")):
        session.drawing.invert()
        session.take_result(RunResult(requests[-1].id, copy_trace(session.bits), seconds))
        assert says("run") == words


def test_a_long_run_is_told_of_while_it_lasts(session, bulletin, says, qtbot):
    bring(session, COPY)
    session.drawing.invert()
    assert says("run") != "running…"
    qtbot.waitUntil(lambda: says("run") == "running…")


def test_a_recorded_run_is_told_apart(session, bulletin, says):
    session.show_trace(copy_trace(length=3), Path("run.npz"))
    assert says("run") == "from the file"


def test_every_network_that_was_opened_can_be_chosen_again(session, bulletin, bars):
    session.load(COPY.path, run=False)
    assert choices(bars, "model_combo") == (["copy · loading…"], "copy · loading…")
    session.take_network(LoadResult(session.loading, COPY))
    bring(session, OTHER)
    assert choices(bars, "model_combo") == (
        ["copy · 13,260 parameters", "other · 5 parameters"],
        "other · 5 parameters",
    )


def test_the_networks_own_size_is_among_the_sizes_to_choose(session, bulletin, bars):
    bring(session, COPY)
    offered, chosen = choices(bars, "slots_combo")
    assert chosen == "100"
    assert offered == sorted(offered, key=int)
    assert {"128", "1024"} <= set(offered)


def test_a_network_that_holds_values_for_each_slot_keeps_its_number(session, bulletin, bars):
    bring(session, dataclasses.replace(COPY, resizable=False))
    assert choices(bars, "slots_combo") == (["100"], "100")
    assert "fixed" in bars[0].findChild(QComboBox, "slots_combo").toolTip()
    bring(session, COPY)
    assert "any number" in bars[0].findChild(QComboBox, "slots_combo").toolTip()


def test_a_backend_of_another_name_is_called_as_it_calls_itself(session, bars, says, monkeypatch):
    monkeypatch.setenv("KERAS_BACKEND", "abacus")
    made = Bulletin(session, *bars, backend=None)
    session.activity_changed.connect(made.take_activity)
    session.load(COPY.path, run=False)
    assert says("network") == "loading abacus…"


def test_only_networks_of_the_task_can_be_chosen_and_one_that_ships_before_it_is_loaded(
    session, bulletin, bars, shipped
):
    shipped["priority-sort"] = Path("/n/priority-sort.keras")
    bring(session, COPY)
    session.set_task(get("priority-sort"))
    assert choices(bars, "model_combo") == (["priority-sort"], "")
    session.set_task(get("ngrams"))
    assert choices(bars, "model_combo") == ([], "")
    session.set_task(CopyTask())
    assert choices(bars, "model_combo")[0] == ["copy · 13,260 parameters"]
