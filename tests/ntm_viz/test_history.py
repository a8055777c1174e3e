"""Undo and redo."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ntm_viz.history import LIMIT, History


@given(st.lists(st.integers(), min_size=1, max_size=20))
def test_undoing_everything_and_doing_it_again_leads_back(values):
    history, now = History(), values[0]
    for value in values[1:]:
        history.push(now)
        now = value
    for value in reversed(values[:-1]):
        now = history.undo(now)
        assert now == value
    assert not history.can_undo
    for value in values[1:]:
        now = history.redo(now)
        assert now == value
    assert not history.can_redo


def test_a_new_change_forgets_what_was_taken_back():
    history = History()
    history.push("blank")
    history.undo("letters")
    history.push("blank")
    assert not history.can_redo


def test_the_oldest_changes_are_forgotten():
    history = History()
    for value in range(LIMIT + 10):
        history.push(value)
    undone = []
    while history.can_undo:
        undone.append(history.undo(None))
    assert (len(undone), undone[-1]) == (LIMIT, 10)
