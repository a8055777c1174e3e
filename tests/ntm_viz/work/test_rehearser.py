"""Doing a drawing again as at each checkpoint: one at a time, and only what was asked for last."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ntm_model import tasks
from ntm_model.tasks import Pattern
from ntm_viz.exports.rehearsal import Rehearsal, RehearsalRequest
from ntm_viz.work.rehearser import Rehearser

COPY = tasks.get("copy")
FILES = tuple((1000 * number, Path(f"{number:08d}.keras")) for number in (1, 2, 3))


class Runner:
    """Runs nothing: gives the name of the checkpoint back."""

    def __init__(self) -> None:
        self.ran: list[str] = []

    def run(self, task, pattern, checkpoint):
        self.ran.append(checkpoint.stem)
        if checkpoint.stem == "broken":
            raise OSError(2, "No such file", str(checkpoint))
        return checkpoint.stem


def asked(number, files=FILES):
    pattern = Pattern(np.ones((2, 8), np.uint8))
    return RehearsalRequest(number, Rehearsal(COPY, pattern, tuple(files)))


@pytest.fixture
def runner():
    return Runner()


@pytest.fixture
def rehearser(qapp, runner):
    return Rehearser(runner)


def test_every_checkpoint_is_told_of_in_order(rehearser, qtbot):
    told = []
    rehearser.rehearsed.connect(told.append)
    rehearser.begin(asked(1))
    qtbot.waitUntil(lambda: len(told) == 3)
    assert [(one.id, one.sequences, one.trace) for one in told] == [
        (1, 1000, "00000001"),
        (1, 2000, "00000002"),
        (1, 3000, "00000003"),
    ]


def test_other_work_comes_between_two_checkpoints(rehearser, runner, qtbot):
    rehearser.begin(asked(1))
    assert runner.ran == []
    with qtbot.waitSignal(rehearser.rehearsed):
        pass
    assert len(runner.ran) == 1


def test_what_was_asked_for_last_counts(rehearser, qtbot):
    told = []
    rehearser.rehearsed.connect(told.append)
    rehearser.begin(asked(1))
    rehearser.begin(asked(2, FILES[2:]))
    qtbot.waitUntil(lambda: told != [])
    assert [(one.id, one.sequences) for one in told] == [(2, 3000)]


def test_nothing_more_is_run_for_whoever_gives_up(rehearser, runner, qtbot):
    rehearser.begin(asked(1))
    with qtbot.waitSignal(rehearser.rehearsed):
        pass
    rehearser.begin(RehearsalRequest(2, None))
    with qtbot.waitSignal(rehearser.rehearsed):
        rehearser.begin(asked(3, FILES[2:]))
    assert runner.ran == ["00000001", "00000003"]


def test_a_checkpoint_that_cannot_be_run_ends_it(rehearser, runner, qtbot):
    with qtbot.waitSignal(rehearser.failed) as failed:
        rehearser.begin(asked(1, [(1, Path("broken.keras")), *FILES]))
    problem = failed.args[0].problem
    assert problem.title == "The checkpoint broken.keras could not be run"
    assert problem.reason == "No such file: broken.keras"
    assert runner.ran == ["broken"]
