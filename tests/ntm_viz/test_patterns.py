"""Patterns as text, and the examples to begin with."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_model.tasks import CopyTask, PatternError
from ntm_viz.patterns import EXAMPLES, as_text, fitted, parse


@given(length=st.integers(1, 30), seed=st.integers(0, 99))
def test_what_is_written_as_text_is_read_back(length, seed):
    pattern = np.random.default_rng(seed).integers(0, 2, (length, 8), dtype=np.uint8)
    assert np.array_equal(parse(as_text(pattern), 8), pattern)


def test_text_looks_like_the_window_one_line_per_bit_and_time_running_right():
    pattern = np.array([[1, 0], [0, 0], [1, 1]], np.uint8)
    assert as_text(pattern) == "#.#\n..#"


@pytest.mark.parametrize("text", ["1,0,1\n0,0,1", "1 0 1\n0 0 1\n", "1;0;1\n\n0;0;1", "X.x\n..X"])
def test_bits_may_be_written_in_several_ways(text):
    assert parse(text, bits=2).tolist() == [[1, 0], [0, 0], [1, 1]]


def test_lines_of_as_many_values_as_there_are_bits_are_vectors():
    assert parse("10\n00\n11", bits=2).tolist() == [[1, 0], [0, 0], [1, 1]]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no bits"),
        ("\n  \n", "no bits"),
        ("0120", "'2'"),
        ("hello", "'h'"),
        ("010\n01", "2 to 3 bits"),
        ("0101\n0101\n0101", "3 lines of 4"),
    ],
)
def test_what_is_no_drawing_is_refused_with_the_reason(text, reason):
    with pytest.raises(PatternError, match=reason):
        parse(text, bits=8)


def test_fitting_cuts_and_fills_with_zeros():
    ones = np.ones((2, 2), np.uint8)
    assert fitted(ones, 3, 1).tolist() == [[1], [1], [0]]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
@pytest.mark.parametrize("length", [1, 5, 20, 60])
def test_every_example_can_be_drawn_at_every_length(example, length):
    task = CopyTask()
    pattern = example.draw(length, task.bits)
    assert pattern.shape == (length, task.bits)
    task.encode(pattern)
