"""The drawn pattern: what changes it, and how each change is taken back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_model.tasks import CopyTask, PatternError, get
from ntm_viz.drawing import Drawing
from ntm_viz.examples import first_pattern


def blank(length=4):
    return np.zeros((length, 8), np.uint8)


@pytest.fixture
def drawing(qapp):
    return Drawing(CopyTask(), blank(), np.random.default_rng(1))


def test_painting_sets_cells_and_announces_the_new_pattern(drawing):
    announced = []
    drawing.changed.connect(announced.append)
    drawing.paint([(0, 7), (3, 0)], 1)
    assert np.argwhere(drawing.bits).tolist() == [[0, 7], [3, 0]]
    assert len(announced) == 1
    assert announced[0] is drawing.pattern


def test_the_pattern_cannot_be_changed_from_outside(drawing):
    with pytest.raises(ValueError, match="read-only"):
        drawing.bits[0, 0] = 1


def test_a_change_that_changes_nothing_is_silent(drawing):
    announced = []
    drawing.changed.connect(announced.append)
    drawing.paint([(1, 1)], 0)
    drawing.clear()
    assert announced == []
    assert not drawing.can_undo


def test_cells_outside_are_ignored(drawing):
    drawing.paint([(-1, 0), (4, 0), (0, 8), (2, 2)], 1)
    assert np.argwhere(drawing.bits).tolist() == [[2, 2]]


def test_a_pattern_that_the_task_cannot_take_is_refused(drawing):
    with pytest.raises(PatternError):
        drawing.set_pattern(np.zeros((4, 5), np.uint8))
    assert drawing.bits.shape == (4, 8)


def test_a_whole_stroke_is_one_step_of_undo(drawing):
    drawing.begin_edit()
    for time in range(4):
        drawing.paint([(time, 0)], 1)
    drawing.end_edit()
    drawing.undo()
    assert not drawing.bits.any()
    assert not drawing.can_undo


def test_a_stroke_that_changed_nothing_leaves_no_step(drawing):
    drawing.begin_edit()
    drawing.paint([(0, 0)], 1)
    drawing.paint([(0, 0)], 0)
    drawing.end_edit()
    assert not drawing.can_undo


def test_nothing_is_taken_back_in_the_middle_of_a_stroke(drawing):
    drawing.paint([(0, 0)], 1)
    drawing.begin_edit()
    drawing.paint([(1, 0)], 1)
    drawing.undo()
    assert drawing.bits.sum() == 2


def test_undo_and_redo_say_when_they_become_possible(drawing):
    states = []
    drawing.history_changed.connect(lambda: states.append((drawing.can_undo, drawing.can_redo)))
    drawing.invert()
    drawing.undo()
    drawing.redo()
    assert states == [(True, False), (False, True), (True, False)]


def test_undo_with_nothing_to_undo_does_nothing(drawing):
    drawing.undo()
    drawing.redo()
    assert not drawing.bits.any()


def test_a_longer_pattern_gets_blank_vectors_and_a_shorter_one_is_cut(drawing):
    drawing.invert()
    drawing.set_length(6)
    assert drawing.bits.sum(axis=1).tolist() == [8, 8, 8, 8, 0, 0]
    drawing.set_length(2)
    assert drawing.bits.sum(axis=1).tolist() == [8, 8]


@pytest.mark.parametrize(("asked", "got"), [(0, 1), (-3, 1), (5_000, 2_000)])
def test_the_length_stays_what_the_task_can_take(drawing, asked, got):
    drawing.set_length(asked)
    assert drawing.length == got


def test_a_length_that_is_dragged_down_and_up_again_loses_nothing(drawing):
    drawing.invert()
    drawing.begin_edit()
    for length in (3, 1, 2, 4):
        drawing.set_length(length)
    drawing.end_edit()
    assert drawing.bits.all()


@given(st.integers(1, 12))
def test_shifting_right_and_left_leads_back(qapp, length):
    drawing = Drawing(CopyTask(), blank(length), np.random.default_rng(length))
    drawing.randomize()
    before = drawing.bits
    drawing.shift_right()
    assert np.array_equal(drawing.bits, np.roll(before, 1, axis=0))
    drawing.shift_left()
    assert np.array_equal(drawing.bits, before)


def test_random_draws_a_fair_coin_for_every_bit(drawing):
    drawing.set_length(200)
    drawing.randomize()
    assert 0.45 < drawing.bits.mean() < 0.55


def test_invert_and_clear(drawing):
    drawing.paint([(0, 0)], 1)
    drawing.invert()
    assert drawing.bits.sum() == 31
    drawing.clear()
    assert drawing.bits.sum() == 0


class TestBesideTheBits:
    """Numbers, values and items, where the task asks for them."""

    @pytest.fixture
    def sort(self, qapp):
        return Drawing(get("priority-sort"), blank(), np.random.default_rng(1))

    @pytest.fixture
    def recall(self, qapp):
        return Drawing(
            get("associative-recall"), np.zeros((12, 6), np.uint8), np.random.default_rng(1)
        )

    def test_a_number_is_set_as_near_as_it_may_be(self, recall):
        recall.set_number("query", 9)
        assert recall.pattern.numbers == {"query": 3}
        recall.undo()
        assert recall.pattern.numbers == {"query": 1}

    def test_values_are_set_as_near_as_they_may_be(self, sort):
        sort.set_values({0: 0.5, 3: -7.0, 9: 0.0})
        assert sort.pattern.values[[0, 3]].tolist() == [0.5, -1.0]

    def test_a_drag_over_values_is_one_step_of_undo(self, sort):
        before = sort.pattern
        sort.begin_edit()
        for vector in range(4):
            sort.set_values({vector: 0.1 * vector})
        sort.end_edit()
        sort.undo()
        assert sort.pattern is before

    def test_a_vector_takes_its_value_along(self, sort):
        first = float(sort.pattern.values[0])
        sort.shift_right()
        assert sort.pattern.values[1] == first

    def test_items_move_as_a_whole(self, recall):
        recall.paint([(0, 0)], 1)
        recall.shift_right()
        assert np.argwhere(recall.bits).tolist() == [[3, 0]]

    def test_the_bits_can_be_cleared_and_keep_their_values(self, sort):
        sort.set_values({0: 0.5})
        sort.invert()
        sort.clear()
        assert sort.pattern.values[0] == 0.5

    def test_random_draws_values_too(self, sort):
        before = sort.pattern.values
        sort.randomize()
        assert not np.array_equal(sort.pattern.values, before)


def test_a_stroke_that_another_task_cuts_off_can_be_undone(drawing, qtbot):
    copy, sort = drawing.task, get("priority-sort")
    drawing.begin_edit()
    drawing.paint([(0, 0), (1, 1)], 1)
    with qtbot.waitSignal(drawing.taken_up):
        drawing.take_up(sort, first_pattern(sort))
    drawing.end_edit()
    assert not drawing.can_undo
    drawing.take_up(copy, blank())
    drawing.undo()
    assert not drawing.bits.any()
