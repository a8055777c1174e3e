"""Reading, erasing and adding: worked out by hand, and by the laws that hold for all inputs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_model.memory import read, write
from tests.ntm_model.numbers import Array, array, as_numpy, gradients, seeds, weightings

MEMORY = array([[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]])


class TestByHand:
    def test_a_head_on_one_slot_reads_that_slot(self) -> None:
        assert as_numpy(read(MEMORY, array([[[0, 0, 1]]]))).tolist() == [[[5.0, 6.0]]]

    def test_a_head_between_slots_reads_their_mixture(self) -> None:
        found = as_numpy(read(MEMORY, array([[[0.5, 0.25, 0.25]]])))
        assert found.tolist() == [[[2.5, 3.5]]]

    def test_every_head_reads_for_itself(self) -> None:
        found = as_numpy(read(MEMORY, array([[[1, 0, 0], [0, 1, 0]]])))
        assert found.tolist() == [[[1.0, 2.0], [3.0, 4.0]]]

    def test_writing_erases_and_then_adds_by_the_weighting(self) -> None:
        found = write(MEMORY, array([[[0, 0.5, 1]]]), array([[[1, 0.5]]]), array([[[10, -10]]]))
        # Slot 1: 3 × (1 − 0.5) + 5 and 4 × (1 − 0.25) − 5. Slot 2: 5 × 0 + 10 and 6 × 0.5 − 10.
        assert as_numpy(found).tolist() == [[[1.0, 2.0], [6.5, -2.0], [10.0, -7.0]]]

    def test_both_heads_erase_before_any_adds(self) -> None:
        on_slot_0 = array([[[1, 0, 0], [1, 0, 0]]])
        erase = array([[[0.5, 0.0], [0.5, 1.0]]])
        add = array([[[1.0, 1.0], [2.0, 2.0]]])
        # 1 × 0.5 × 0.5 + 1 + 2 and 2 × 1 × 0 + 1 + 2: nothing that was added is erased.
        found = as_numpy(write(MEMORY, on_slot_0, erase, add))
        assert found.tolist() == [[[3.25, 3.0], [3.0, 4.0], [5.0, 6.0]]]


@st.composite
def situations(draw: st.DrawFn) -> tuple[Array, Array, Array, Array]:
    """A memory, weightings, erase and add vectors; of any size, 2 sequences."""
    rng = np.random.default_rng(draw(seeds()))
    slots, depth, heads = (draw(st.integers(1, top)) for top in (12, 6, 4))
    return (
        array(rng.standard_normal((2, slots, depth))),
        weightings(rng, 2, heads, slots),
        array(rng.uniform(0, 1, (2, heads, depth))),
        array(rng.uniform(-1, 1, (2, heads, depth))),
    )


class TestLaws:
    @given(situations())
    def test_nothing_erased_and_nothing_added_changes_nothing(
        self, situation: tuple[Array, Array, Array, Array]
    ) -> None:
        memory, where, erase, add = situation
        assert np.array_equal(as_numpy(write(memory, where, erase * 0, add * 0)), memory)

    @given(situations())
    def test_what_one_slot_is_told_to_hold_is_what_it_holds(
        self, situation: tuple[Array, Array, Array, Array]
    ) -> None:
        memory, where, erase, add = situation
        on_slot_0 = np.zeros_like(where[:, :1])
        on_slot_0[..., 0] = 1.0
        after = as_numpy(write(memory, on_slot_0, erase[:, :1] * 0 + 1, add[:, :1]))
        assert np.array_equal(after[:, 0], add[:, 0])
        assert np.array_equal(after[:, 1:], memory[:, 1:])
        assert np.array_equal(as_numpy(read(after, on_slot_0)), add[:, :1])

    @given(situations())
    def test_erasing_everything_at_a_slot_empties_it(
        self, situation: tuple[Array, Array, Array, Array]
    ) -> None:
        memory, where, erase, add = situation
        on_last_slot = np.zeros_like(where)
        on_last_slot[..., -1] = 1.0
        after = as_numpy(write(memory, on_last_slot, erase * 0 + 1, add * 0))
        assert (after[:, -1] == 0.0).all()
        assert np.array_equal(after[:, :-1], memory[:, :-1])

    @given(situations())
    def test_the_order_of_the_write_heads_does_not_matter(
        self, situation: tuple[Array, Array, Array, Array]
    ) -> None:
        memory, where, erase, add = situation
        forth = as_numpy(write(memory, where, erase, add))
        back = as_numpy(write(memory, where[:, ::-1], erase[:, ::-1], add[:, ::-1]))
        assert forth == pytest.approx(back, abs=1e-6)

    @given(situations())
    def test_a_read_lies_within_what_the_slots_hold(
        self, situation: tuple[Array, Array, Array, Array]
    ) -> None:
        memory, where, _, _ = situation
        seen = as_numpy(read(memory, where))
        assert (seen <= memory.max(axis=1, keepdims=True) + 1e-5).all()
        assert (seen >= memory.min(axis=1, keepdims=True) - 1e-5).all()

    @given(situations())
    def test_sequences_of_a_batch_do_not_touch_each_other(
        self, situation: tuple[Array, Array, Array, Array]
    ) -> None:
        together = as_numpy(write(*situation))
        apart = [as_numpy(write(*(a[b : b + 1] for a in situation))) for b in range(2)]
        assert together == pytest.approx(np.concatenate(apart), abs=1e-6)


def test_gradients_are_finite_at_an_empty_memory() -> None:
    arrays = (MEMORY * 0, array([[[1, 0, 0]]]), array([[[1, 1]]]), array([[[0, 0]]]))
    for gradient in gradients(lambda *a: read(write(*a), a[1]), *arrays):
        assert np.isfinite(gradient).all()
