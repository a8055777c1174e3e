"""Associative recall: items, the query, and the item after it."""

from __future__ import annotations

import numpy as np
import pytest

from ntm_model import tasks
from ntm_model.tasks import Pattern, PatternError
from ntm_model.tasks.associative_recall import AssociativeRecallTask

TASK = AssociativeRecallTask(bits=2, vectors=1)
ITEMS = np.array([[0, 1], [1, 0], [1, 1]])


def test_three_items_timestep_by_timestep():
    example = TASK.encode(Pattern(ITEMS, {"query": 2}))
    expected = [
        [0, 0, 1, 0],
        [0, 1, 0, 0],
        [0, 0, 1, 0],
        [1, 0, 0, 0],
        [0, 0, 1, 0],
        [1, 1, 0, 0],
        [0, 0, 0, 1],
        [1, 0, 0, 0],
        [0, 0, 0, 1],
        [0, 0, 0, 0],
    ]
    np.testing.assert_array_equal(example.inputs, expected)
    np.testing.assert_array_equal(example.targets[-1], [1, 1])
    np.testing.assert_array_equal(example.weights, [0] * 9 + [1])


def test_the_answer_is_the_item_after_the_one_that_is_shown_again():
    task = tasks.get("associative-recall")
    items = np.random.default_rng(3).integers(0, 2, (5 * 3, 6), dtype=np.uint8)
    for query in (1, 2, 3, 4):
        example = task.encode(Pattern(items, {"query": query}))
        np.testing.assert_array_equal(task.decode(example.targets), items[query * 3 :][:3])


@pytest.mark.parametrize("query", [0, 3, 1.5])
def test_only_an_item_that_has_a_next_one_can_be_asked_for(query):
    with pytest.raises(PatternError, match="query from 1 to 2"):
        TASK.encode(Pattern(ITEMS, {"query": query}))


def test_a_part_of_an_item_is_refused():
    with pytest.raises(PatternError, match="a multiple of 3, found 7"):
        tasks.get("associative-recall").encode(np.zeros((7, 6)))


def test_every_item_but_the_last_is_asked_for():
    batch = TASK.sample(np.random.default_rng(0), 200, (4, 4), fair=True)
    patterns = [TASK.drawn(inputs) for inputs in batch.inputs]
    # Equal items cannot be told apart; the first of them counts as the one that was meant.
    assert {pattern.numbers["query"] for pattern in patterns} == {1, 2, 3}
