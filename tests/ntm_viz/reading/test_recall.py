"""The answer beside the drawing, and which of its bits are wrong."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from ntm_model.tasks import CopyTask, Pattern, get, names
from ntm_viz.examples import first_pattern
from ntm_viz.reading.overview import resolve
from ntm_viz.reading.recall import recall_of
from tests.handmade import copy_trace, priority_sort_trace, run_of

PATTERN = np.eye(5, 8, dtype=np.uint8)
RUN = copy_trace(PATTERN)
TASK = CopyTask()


def recall(**changes):
    return recall_of(resolve(dataclasses.replace(RUN, **changes)), TASK)


def outputs_wrong_at(t, bit):
    outputs = RUN.outputs.copy()
    outputs[t, bit] *= -1.0
    return outputs


def test_a_right_answer_is_the_drawing_and_no_bit_is_wrong():
    assert np.array_equal(recall().answer, PATTERN)
    assert not recall().wrong.any()


def test_each_wrong_bit_is_marked_where_it_stands_in_the_answer():
    assert np.argwhere(recall(outputs=outputs_wrong_at(7, 3)).wrong).tolist() == [[1, 3]]


def test_a_bit_that_does_not_count_is_not_wrong():
    weights = RUN.weights.copy()
    weights[7] = 0.0
    assert not recall(outputs=outputs_wrong_at(7, 3), weights=weights).wrong.any()


@pytest.mark.parametrize("unknown", ["targets", "values"])
def test_without_bits_to_be_held_against_nobody_knows(unknown):
    if unknown == "targets":
        changes = {"targets": None, "weights": None}
    else:
        changes = {"meta": dataclasses.replace(RUN.meta, outputs_are="values")}
    assert recall(**changes).wrong is None


def test_a_run_of_another_task_has_no_recall_though_its_answers_are_as_wide():
    run = priority_sort_trace()
    assert run.outputs.shape[1] == TASK.output_width
    assert recall_of(resolve(run), TASK) is None
    assert recall_of(resolve(run), get("priority-sort")) is not None


def test_inputs_that_the_task_would_not_have_made_have_no_recall():
    inputs = RUN.inputs.copy()
    inputs[-1, 0] = 1.0
    assert recall(inputs=inputs) is None


@pytest.mark.parametrize("name", names())
def test_the_answer_to_every_task_is_what_it_asked_for(name):
    task = get(name)
    run = run_of(task, first_pattern(task))
    found = recall_of(resolve(run), task)
    assert np.array_equal(found.answer, run.targets[run.weights > 0])
    assert found.wrong is None or not found.wrong.any()


def test_repetitions_are_parted_and_the_end_marker_is_one_of_the_channels():
    task = get("repeat-copy")
    found = recall_of(resolve(run_of(task, Pattern(PATTERN, {"repeats": 3}))), task)
    assert found.answer.shape == (16, 9)
    assert found.breaks == (5, 10, 15)
    assert found.answer[:, 8].tolist() == [0] * 15 + [1]


def columns(name, pattern):
    """For each timestep the vector that goes in, the one that is answered, and the last one."""
    task = get(name)
    run = run_of(task, pattern)
    found = recall_of(resolve(run), task)
    return [found.columns(t) for t in range(run.n_steps)]


def test_a_vector_is_found_where_it_goes_in_and_where_it_is_answered():
    assert columns("copy", PATTERN[:2]) == [
        (0, None, -1),
        (1, None, -1),
        (None, None, -1),
        (None, 0, 0),
        (None, 1, 1),
    ]


def test_delimiters_are_no_vectors_and_the_query_shows_its_item_again():
    found = columns("associative-recall", Pattern(np.eye(9, 6, dtype=np.uint8), {"query": 2}))
    written = [None, 0, 1, 2, None, 3, 4, 5, None, 6, 7, 8, None, 3, 4, 5, None]
    assert [column for column, _, _ in found] == [*written, None, None, None]
    assert [column for _, column, _ in found[-3:]] == [0, 1, 2]


def test_a_bit_that_is_predicted_comes_in_one_step_later():
    assert columns("ngrams", np.ones((2, 1), np.uint8)) == [(None, 0, 0), (0, 1, 1), (1, None, 1)]


def test_what_is_only_likelier_or_less_is_not_wrong():
    task = get("ngrams")
    run = run_of(task, np.ones((20, 1), np.uint8))
    run = dataclasses.replace(run, outputs=-run.outputs)
    assert recall_of(resolve(run), task).wrong is None
