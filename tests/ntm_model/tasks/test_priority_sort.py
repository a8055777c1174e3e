"""Priority sort: the vectors of highest priority, highest first."""

from __future__ import annotations

import numpy as np
import pytest

from ntm_model import tasks
from ntm_model.tasks import Pattern, PatternError
from ntm_model.tasks.priority_sort import PrioritySortTask

TASK = PrioritySortTask(bits=1, answers=2)
BITS = np.array([[0], [1], [1]])


def values(*priorities):
    return np.array(priorities, np.float32)


def test_three_vectors_timestep_by_timestep():
    example = TASK.encode(Pattern(BITS, values=values(0.5, -0.5, 1.0)))
    expected = [[0, 0.5, 0], [1, -0.5, 0], [1, 1.0, 0], [0, 0, 1], [0, 0, 0], [0, 0, 0]]
    np.testing.assert_array_equal(example.inputs, expected)
    np.testing.assert_array_equal(example.targets[:, 0], [0, 0, 0, 0, 1, 0])
    np.testing.assert_array_equal(example.weights, [0, 0, 0, 0, 1, 1])


def test_of_equal_priorities_the_earlier_vector_comes_first():
    task = PrioritySortTask(bits=2)
    bits = np.array([[0, 1], [1, 0], [1, 1]])
    example = task.encode(Pattern(bits, values=values(0.3, 0.3, 0.3)))
    np.testing.assert_array_equal(task.decode(example.targets), bits)


def test_without_priorities_the_order_is_kept():
    bits = np.array([[1], [0]])
    np.testing.assert_array_equal(TASK.decode(TASK.encode(bits).targets), bits)


def test_twenty_vectors_ask_for_sixteen():
    task = tasks.get("priority-sort")
    batch = task.sample(np.random.default_rng(0), 100, *task.training_sizes, fair=True)
    assert (batch.weights.sum(axis=1) == 16).all()
    priorities = batch.inputs[:, :20, 8]
    assert priorities.min() < -0.95
    assert priorities.max() > 0.95
    for inputs, targets in zip(batch.inputs, batch.targets, strict=True):
        order = np.argsort(-inputs[:20, 8])[:16]
        np.testing.assert_array_equal(targets[21:], inputs[order, :8])


def test_fewer_vectors_than_answers_are_all_asked_for():
    task = tasks.get("priority-sort")
    batch = task.sample(np.random.default_rng(0), 10, (3, 20), fair=True)
    lengths = batch.inputs[:, :, 9].argmax(axis=1)
    np.testing.assert_array_equal(batch.weights.sum(axis=1), np.minimum(lengths, 16))


@pytest.mark.parametrize(
    ("priorities", "message"),
    [
        (values(0, 0), "one priority for each of the 3"),
        (values(0, 0, 1.5), "found 1.5"),
        (values(0, 0, np.nan), "found nan"),
    ],
)
def test_impossible_priorities_are_refused(priorities, message):
    with pytest.raises(PatternError, match=message):
        TASK.encode(Pattern(BITS, values=priorities))
