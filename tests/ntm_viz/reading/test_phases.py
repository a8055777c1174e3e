"""What the phases of every task are for, whatever it calls them."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from ntm_model import tasks
from ntm_model.trace import TraceMeta
from ntm_viz.reading.overview import resolve
from ntm_viz.reading.phases import Role, names_by_room, phases_of
from tests.handmade import copy_trace

STORE, CUE, ANSWER, OTHER = Role.STORE, Role.CUE, Role.ANSWER, Role.OTHER


@dataclasses.dataclass(frozen=True)
class Run:
    """As much of a trace as phases are told by."""

    inputs: np.ndarray
    meta: TraceMeta


def roles(name, length, *, counted=True):
    task = tasks.get(name)
    example = task.encode(np.ones((length, task.bits), np.uint8))
    run = Run(example.inputs, TraceMeta(phases=example.phases))
    counts = example.weights > 0 if counted else None
    return {phase.name: phase.role for phase in phases_of(run.meta.phases, run.inputs, counts)}


@pytest.mark.parametrize("counted", [True, False])
@pytest.mark.parametrize("name", ["copy", "reversed-copy", "priority-sort"])
@pytest.mark.parametrize("length", [1, 4])
def test_vectors_are_stored_a_delimiter_asks_and_the_recall_answers(name, length, counted):
    wanted = {"write": STORE, "delimiter": CUE, "recall": ANSWER}
    assert roles(name, length, counted=counted) == wanted


def test_every_item_is_stored_the_query_asks_and_the_answer_answers():
    found = roles("associative-recall", 6)
    assert found == {"item 1": STORE, "item 2": STORE, "query": CUE, "answer": ANSWER}


def test_every_repeat_answers():
    found = roles("repeat-copy", 3)
    assert found.pop("write") is STORE
    assert found.pop("delimiter") is CUE
    assert len(found) > 1
    assert set(found.values()) == {ANSWER}


def test_where_each_step_is_a_guess_at_the_next_it_answers():
    assert roles("ngrams", 20)["predict"] is ANSWER


def test_nothing_that_counts_means_no_answer():
    run = copy_trace(length=3)
    silent = dataclasses.replace(run, weights=np.zeros(7, np.float32))
    assert {phase.role for phase in resolve(silent).phases} == {OTHER}


def test_the_head_that_does_the_work_is_told():
    assert [role.head for role in (STORE, CUE, ANSWER, OTHER)] == ["write", None, "read", None]


def test_a_name_without_room_comes_down_to_what_tells_it_from_others() -> None:
    assert names_by_room("item 12") == ("Item 12", "12")
    assert names_by_room("query") == ("Query", "Q")
