"""What the window calls the parts of each task."""

from __future__ import annotations

import numpy as np
import pytest

from ntm_model.tasks import get, names
from ntm_viz.examples import first_pattern
from ntm_viz.reading.overview import resolve
from ntm_viz.reading.plan import plan_of, wait_for
from ntm_viz.reading.task_words import (
    answer_remark,
    answer_title,
    drawing_hint,
    title_of,
    verdict,
)
from tests.handmade import run_of


def test_a_task_is_called_by_its_own_title_and_an_unknown_one_by_its_name():
    assert title_of("ngrams") == "Dynamic N-grams"
    assert (title_of("my-puzzle"), title_of("")) == ("My puzzle", "")


def test_what_is_not_recalled_is_not_called_so():
    titles = {name: answer_title(get(name)) for name in names()}
    assert titles["copy"] == titles["priority-sort"] == "Recalled"
    assert titles["ngrams"] == "Predicted"
    assert titles["dyck-words"] == "Balanced"


def test_rows_that_are_no_bits_of_the_drawing_are_named():
    assert answer_remark(get("copy")) == ""
    assert answer_remark(get("repeat-copy")) == "Lowest row: end"


def test_what_a_drag_does_is_told_for_bars_and_items():
    assert "bars for the priority" in drawing_hint(get("priority-sort"))
    assert "click an item" in drawing_hint(get("associative-recall"))
    assert "closes a bracket" in drawing_hint(get("dyck-words"))


def test_an_answer_is_wrong_or_right_where_it_can_be_known_and_costs_bits_where_not():
    def said(name, pattern):
        return verdict(resolve(run_of(get(name), pattern)))

    assert said("copy", np.ones((3, 8), np.uint8)) == ("0 of 24 bits wrong", False)
    assert said("ngrams", np.ones((40, 1), np.uint8)) == ("0.1 bits, optimal 8.4", False)


@pytest.mark.parametrize("name", names())
def test_what_will_go_in_is_known_before_there_is_a_network(name):
    task = get(name)
    pattern = first_pattern(task)
    plan = plan_of(task, pattern)
    example = task.encode(pattern)
    assert plan.n_steps == len(example.inputs)
    assert [phase.name for phase in plan.phases] == [phase.name for phase in example.phases]
    assert wait_for(task, loading=False, running=False).title.endswith(f"{task.title} yet")
