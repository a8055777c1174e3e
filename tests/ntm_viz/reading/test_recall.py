"""The answer beside the drawing, and which of its bits are wrong."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from ntm_model.tasks import CopyTask, get
from ntm_viz.reading.overview import resolve
from ntm_viz.reading.recall import recall_of
from tests.handmade import copy_trace, priority_sort_trace

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
