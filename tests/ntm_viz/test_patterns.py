"""Patterns as the window holds them: complete, as long as is wanted, and drawn by chance."""

from __future__ import annotations

import numpy as np
import pytest

from ntm_model.tasks import CopyTask, Pattern, PatternError, get, names
from ntm_viz import patterns

SORT = get("priority-sort")
REPEAT = get("repeat-copy")
RECALL = get("associative-recall")


def test_fitting_cuts_and_fills_with_zeros():
    ones = np.ones((2, 2), np.uint8)
    assert patterns.fitted(ones, 3, 1).tolist() == [[1], [1], [0]]


def test_what_is_left_out_is_taken_from_what_was_there_or_by_default():
    bits = np.zeros((3, 8), np.uint8)
    assert patterns.completed(REPEAT, bits).numbers == {"repeats": 3}
    assert patterns.completed(REPEAT, bits, Pattern(bits, {"repeats": 7})).numbers == {"repeats": 7}
    assert patterns.completed(SORT, bits).values.tolist() == [1.0, 0.0, -1.0]
    before = Pattern(bits[:2], values=np.array([0.5, 0.25], np.float32))
    assert patterns.completed(SORT, bits, before).values.tolist() == [0.5, 0.25, 0.0]


def test_a_number_that_is_no_longer_allowed_gives_way():
    six = patterns.completed(RECALL, Pattern(np.zeros((18, 6), np.uint8), {"query": 5}))
    assert patterns.of_length(RECALL, six, 9).numbers == {"query": 2}


def test_a_length_is_made_of_whole_items():
    six = patterns.completed(RECALL, np.zeros((18, 6), np.uint8))
    assert [len(patterns.of_length(RECALL, six, n).bits) for n in (1, 10, 13, 9_999)] == [
        6,
        9,
        12,
        600,
    ]


def test_what_the_task_cannot_take_is_refused():
    with pytest.raises(PatternError, match="repeats from 1 to 50"):
        patterns.completed(REPEAT, Pattern(np.zeros((3, 8), np.uint8), {"repeats": 51}))


@pytest.mark.parametrize("name", names())
def test_a_random_pattern_is_as_long_as_before_and_keeps_its_numbers(name):
    task, rng = get(name), np.random.default_rng(0)
    item = task.form(task.lengths[0]).vectors_per_item
    present = patterns.completed(task, np.zeros((6 * item, task.bits), np.uint8))
    drawn = patterns.random(task, present, rng)
    assert drawn.bits.shape == present.bits.shape
    assert drawn.bits.any()
    assert drawn.numbers == present.numbers


def test_random_brackets_are_as_many_of_each_kind_and_an_odd_word_is_tossed():
    task, rng = get("dyck-words"), np.random.default_rng(0)
    word = patterns.random(task, patterns.completed(task, np.zeros((20, 1), np.uint8)), rng)
    assert word.bits.sum() == 10
    odd = patterns.random(task, patterns.completed(task, np.zeros((7, 1), np.uint8)), rng)
    assert len(odd.bits) == 7


def test_patterns_are_the_same_where_bits_numbers_and_values_are():
    bits = np.eye(3, 8, dtype=np.uint8)
    one = patterns.completed(CopyTask(), bits)
    assert patterns.same(one, patterns.completed(CopyTask(), bits.copy()))
    assert not patterns.same(one, patterns.completed(CopyTask(), 1 - bits))
    sort = patterns.completed(SORT, bits)
    assert not patterns.same(sort, Pattern(bits, values=-sort.values))
