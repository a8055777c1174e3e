"""What a person can start from: examples and first patterns, all of them ones that can be run."""

from __future__ import annotations

import pytest

from ntm_model.tasks import get, names
from ntm_viz import patterns
from ntm_viz.examples import EXAMPLES, examples_of, first_pattern

EVERY = [(name, example) for name in names() for example in examples_of(get(name))]


@pytest.mark.parametrize(
    ("name", "example"), EVERY, ids=[f"{name} {example.title}" for name, example in EVERY]
)
@pytest.mark.parametrize("items", [2, 5, 20, 60])
def test_every_example_can_be_drawn_at_every_length(name, example, items):
    task = get(name)
    length = items * task.form(task.lengths[0]).vectors_per_item
    assert patterns.completed(task, example.draw(length, task.bits)).bits.shape == (
        length,
        task.bits,
    )


def test_a_task_that_takes_drawings_offers_them():
    assert examples_of(get("copy")) == EXAMPLES
    assert "Nested" in [example.title for example in examples_of(get("dyck-words"))]


@pytest.mark.parametrize(
    ("name", "length"),
    [
        ("copy", 20),
        ("reversed-copy", 20),
        ("repeat-copy", 10),
        ("associative-recall", 18),
        ("ngrams", 200),
        ("priority-sort", 20),
        ("value-sort", 10),
        ("dyck-words", 20),
    ],
)
def test_the_first_pattern_is_as_large_as_training_showed_it_and_the_same_each_time(name, length):
    task = get(name)
    first = first_pattern(task)
    assert len(first.bits) == length
    assert first.bits.any()
    assert patterns.same(first, first_pattern(task))


def test_the_first_priorities_are_in_no_order():
    values = first_pattern(get("priority-sort")).values.tolist()
    assert values != sorted(values, reverse=True)
