"""Repeat copy: the count, the repeats and the end marker."""

from __future__ import annotations

import numpy as np
import pytest

from ntm_model import tasks
from ntm_model.tasks import Pattern, PatternError
from ntm_model.tasks.repeat_copy import RepeatCopyTask

TASK = RepeatCopyTask(bits=1)


def test_two_repeats_timestep_by_timestep():
    example = TASK.encode(Pattern(np.array([[1], [0]]), {"repeats": 2}))
    count = (2 - 5.5) / np.sqrt(8.25)
    expected = np.zeros((8, 3))
    expected[0, 0] = 1
    expected[2] = [0, 1, count]
    np.testing.assert_allclose(example.inputs, expected, rtol=1e-6)
    recited = [[0, 0], [0, 0], [0, 0], [1, 0], [0, 0], [1, 0], [0, 0], [0, 1]]
    np.testing.assert_array_equal(example.targets, recited)
    np.testing.assert_array_equal(example.weights, [0, 0, 0, 1, 1, 1, 1, 1])
    assert [phase.name for phase in example.phases] == [
        "write",
        "delimiter",
        "recall 1",
        "recall 2",
        "end",
    ]


def test_counts_of_training_have_mean_0_and_variance_1():
    counts = [
        TASK.encode(Pattern(np.array([[1]]), {"repeats": repeats})).inputs[1, -1]
        for repeats in range(1, 11)
    ]
    assert np.mean(counts) == pytest.approx(0.0, abs=1e-6)
    assert np.var(counts) == pytest.approx(1.0, rel=1e-6)


def test_a_count_beyond_training_goes_on_in_the_same_steps():
    def count(repeats):
        return TASK.encode(Pattern(np.array([[1]]), {"repeats": repeats})).inputs[1, -1]

    assert count(20) - count(19) == pytest.approx(count(2) - count(1), rel=1e-5)
    assert count(20) > count(10)


def test_the_answer_is_all_repeats_without_the_end_marker():
    example = TASK.encode(Pattern(np.array([[1], [0]]), {"repeats": 3}))
    answer = TASK.decode(example.targets, example.inputs)
    np.testing.assert_array_equal(answer[:, 0], [1, 0, 1, 0, 1, 0])


def test_where_the_answer_begins_only_the_inputs_tell():
    example = TASK.encode([[1], [0]])
    with pytest.raises(PatternError, match="inputs"):
        TASK.decode(example.targets)


@pytest.mark.parametrize("repeats", [0, 51, 2.5])
def test_impossible_counts_are_refused(repeats):
    with pytest.raises(PatternError, match="repeats from 1 to 50"):
        TASK.encode(Pattern(np.array([[1]]), {"repeats": repeats}))


def test_lengths_and_repeats_are_drawn_by_themselves():
    task = tasks.get("repeat-copy")
    batch = task.sample(np.random.default_rng(0), 300, (2, 3), (4, 5), fair=True)
    assert set(batch.weights.sum(axis=1)) == {2 * 4 + 1, 2 * 5 + 1, 3 * 4 + 1, 3 * 5 + 1}


def test_a_size_of_one_number_is_refused_with_an_example_of_two() -> None:
    said = r"a size of repeat-copy is 2 numbers \(length x repeats, such as 5x5\), found 1"
    with pytest.raises(ValueError, match=said):
        RepeatCopyTask().sample(np.random.default_rng(0), 1, (3, 3), fair=False)
