"""Copy and its relatives: the same frame, another answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ntm_model import tasks

patterns = arrays.arrays(
    np.uint8, st.tuples(st.integers(1, 12), st.just(8)), elements=st.integers(0, 1)
)


def answer(name, pattern):
    task = tasks.get(name)
    return task.decode(task.encode(pattern).targets)


def as_numbers(pattern):
    """Vectors as numbers; bit 0 counts most."""
    return [int("".join(str(bit) for bit in vector), 2) for vector in pattern]


def test_a_copy_of_two_vectors_timestep_by_timestep():
    example = tasks.CopyTask(bits=2).encode([[1, 0], [1, 1]])
    delimited = [[1, 0, 0], [1, 1, 0], [0, 0, 1], [0, 0, 0], [0, 0, 0]]
    np.testing.assert_array_equal(example.inputs, delimited)
    np.testing.assert_array_equal(example.targets, [[0, 0], [0, 0], [0, 0], [1, 0], [1, 1]])
    np.testing.assert_array_equal(example.weights, [0, 0, 0, 1, 1])
    assert [(phase.name, phase.start, phase.stop) for phase in example.phases] == [
        ("write", 0, 2),
        ("delimiter", 2, 3),
        ("recall", 3, 5),
    ]


@given(patterns)
def test_copy_recites_what_was_written(pattern):
    np.testing.assert_array_equal(answer("copy", pattern), pattern)


@given(patterns)
def test_reversed_copy_begins_with_the_last_vector(pattern):
    np.testing.assert_array_equal(answer("reversed-copy", pattern), pattern[::-1])


@given(patterns)
def test_upside_down_copy_keeps_the_order_and_turns_each_vector(pattern):
    np.testing.assert_array_equal(answer("upside-down-copy", pattern), pattern[:, ::-1])


@given(patterns)
def test_sort_by_value_recites_binary_numbers_in_rising_order(pattern):
    assert as_numbers(answer("value-sort", pattern)) == sorted(as_numbers(pattern))


@pytest.mark.parametrize("name", ["copy", "reversed-copy", "upside-down-copy"])
def test_training_shows_blank_vectors_that_fair_bits_never_have(name):
    task = tasks.get(name)

    def blank_starts(fair):
        batch = task.sample(np.random.default_rng(0), 500, (20, 20), fair=fair)
        return int((batch.inputs[:, 0] == 0).all(axis=1).sum())

    assert blank_starts(fair=False) > 50
    assert blank_starts(fair=True) < 10


def test_lengths_are_drawn_from_both_ends_of_their_span():
    batch = tasks.CopyTask().sample(np.random.default_rng(0), 400, (3, 5), fair=True)
    assert set(batch.weights.sum(axis=1)) == {3, 4, 5}
