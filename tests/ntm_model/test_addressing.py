"""The four stages of addressing: worked out by hand, and by the laws that hold for all inputs."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_model.addressing import (
    Addressing,
    HeadParameters,
    address,
    circular_shift,
    content_weighting,
    cosine_similarity,
    interpolate,
    sharpen,
)
from tests.ntm_model.numbers import Array, array, as_numpy, gradients, seeds, weightings

# Beside vectors of this length the epsilon of the similarity is nothing.
LONG = np.float32(1e3)

ON_SLOT_1 = array([[[0.0, 1.0, 0.0, 0.0]]])


class TestByHand:
    def test_similarity_is_the_cosine_of_the_angle(self) -> None:
        memory = LONG * array([[[3.0, 4.0], [-8.0, -6.0], [-3.0, 4.0]]])
        keys = LONG * array([[[4.0, 3.0]]])
        # (12 + 12) / (5 × 5), −50 / (5 × 10), (−12 + 12) / (5 × 5)
        expected = [[[0.96, -1.0, 0.0]]]
        assert as_numpy(cosine_similarity(memory, keys)) == pytest.approx(array(expected), abs=1e-6)

    def test_an_empty_slot_is_similar_to_nothing(self) -> None:
        memory = LONG * array([[[0.0, 0.0], [1.0, 0.0]]])
        similarity = as_numpy(cosine_similarity(memory, LONG * array([[[1.0, 0.0], [0.0, 0.0]]])))
        assert similarity == pytest.approx(array([[[0.0, 1.0], [0.0, 0.0]]]), abs=1e-5)

    def test_the_epsilon_lies_inside_the_root_of_each_norm(self) -> None:
        # 0.1 × 0.1 / (√(0.01 + 0.01) × √(0.01 + 0.01))
        small = array([[[0.1, 0.0]]])
        assert as_numpy(cosine_similarity(small, small)) == pytest.approx(array([[[0.5]]]))

    def test_content_weighting_multiplies_similar_slots_by_the_power_of_the_strength(self) -> None:
        memory = LONG * array([[[1.0, 0.0], [0.0, 1.0], [0.0, -1.0]]])
        found = content_weighting(memory, LONG * array([[[1.0, 0.0]]]), array([[math.log(2.0)]]))
        # e^(ln 2 · 1) : e^0 : e^0 = 2 : 1 : 1
        assert as_numpy(found) == pytest.approx(array([[[0.5, 0.25, 0.25]]]), abs=1e-5)

    def test_interpolation_mixes_by_the_gate(self) -> None:
        found = interpolate(array([[[1.0, 0.0, 0.0]]]), array([[[0.0, 0.5, 0.5]]]), array([[0.25]]))
        assert as_numpy(found) == pytest.approx(array([[[0.25, 0.375, 0.375]]]))

    @pytest.mark.parametrize(
        ("shifts", "expected"),
        [
            ([0.1, 0.2, 0.7], [0.1, 0.2, 0.7, 0.0]),
            ([1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]),
            ([0.0, 1.0, 0.0], [0.0, 1.0, 0.0, 0.0]),
            ([0.0, 0.0, 1.0], [0.0, 0.0, 1.0, 0.0]),
            ([1.0], [0.0, 1.0, 0.0, 0.0]),
        ],
    )
    def test_shifts_are_ordered_from_back_to_forth(
        self, shifts: list[float], expected: list[float]
    ) -> None:
        found = circular_shift(ON_SLOT_1, array([[shifts]]))
        assert as_numpy(found)[0, 0] == pytest.approx(array(expected))

    def test_what_leaves_at_one_end_comes_in_at_the_other(self) -> None:
        at_both_ends = array([[[0.6, 0.0, 0.0, 0.4]]])
        found = circular_shift(at_both_ends, array([[[0.5, 0.0, 0.5]]]))
        assert as_numpy(found)[0, 0] == pytest.approx(array([0.2, 0.3, 0.2, 0.3]))

    def test_five_shifts_reach_two_slots_away(self) -> None:
        found = circular_shift(ON_SLOT_1, array([[[0.1, 0.0, 0.2, 0.3, 0.4]]]))
        # −2 from slot 1 is slot 3 of 4, and so is +2.
        assert as_numpy(found)[0, 0] == pytest.approx(array([0.0, 0.2, 0.3, 0.5]))

    def test_sharpening_raises_to_the_power_and_divides_by_the_sum(self) -> None:
        found = sharpen(array([[[0.6, 0.3, 0.1]]]), array([[2.0]]))
        assert as_numpy(found)[0, 0] == pytest.approx(array([36 / 46, 9 / 46, 1 / 46]))

    def test_all_four_stages_of_a_three_slot_memory(self) -> None:
        memory = LONG * array([[[1.0, 0.0], [0.0, 1.0], [0.0, -1.0]]])
        stages = address(
            memory,
            array([[[0.0, 0.0, 1.0]]]),
            HeadParameters(
                keys=LONG * array([[[1.0, 0.0]]]),
                strength=array([[math.log(2.0)]]),
                gate=array([[0.5]]),
                shifts=array([[[0.0, 0.2, 0.8]]]),
                sharpness=array([[2.0]]),
            ),
        )
        content, gated = [0.5, 0.25, 0.25], [0.25, 0.125, 0.625]
        # Slot i keeps 0.2 of its own and takes 0.8 of its neighbour before it, 0 after 2.
        shifted = [0.05 + 0.5, 0.025 + 0.2, 0.125 + 0.1]
        total = 0.55**2 + 0.225**2 + 0.225**2
        expected = Addressing(content, gated, shifted, [w**2 / total for w in shifted])
        for name, values in expected._asdict().items():
            found = as_numpy(getattr(stages, name))[0, 0]
            assert found == pytest.approx(array(values), abs=1e-5), name


@st.composite
def situations(draw: st.DrawFn) -> tuple[Array, Array, HeadParameters]:
    """A memory, previous weightings and what the heads are told; of any size, 2 sequences."""
    rng = np.random.default_rng(draw(seeds()))
    heads, depth = draw(st.integers(1, 4)), draw(st.integers(1, 6))
    width = draw(st.sampled_from((1, 3, 5, 7, 9)))
    slots = draw(st.integers(max(width, 2), 16))
    scale = draw(st.sampled_from((0.0, 1e-6, 1.0, 1e3)))
    return (
        array(scale * rng.standard_normal((2, slots, depth))),
        weightings(rng, 2, heads, slots),
        HeadParameters(
            keys=array(np.tanh(rng.standard_normal((2, heads, depth)) * scale)),
            strength=array(rng.uniform(0.0, 20.0, (2, heads))),
            gate=array(rng.uniform(0.0, 1.0, (2, heads))),
            shifts=weightings(rng, 2, heads, width),
            sharpness=array(rng.uniform(1.0, 21.0, (2, heads))),
        ),
    )


class TestLaws:
    @given(situations())
    def test_a_weighting_is_a_distribution_after_every_stage(
        self, situation: tuple[Array, Array, HeadParameters]
    ) -> None:
        memory, previous, parameters = situation
        for name, stage in address(memory, previous, parameters)._asdict().items():
            found = as_numpy(stage)
            assert found.shape == previous.shape, name
            assert (found >= 0.0).all(), name
            assert found.sum(axis=-1) == pytest.approx(1.0, abs=1e-5), name

    @given(situations())
    def test_similarity_lies_between_minus_one_and_one(
        self, situation: tuple[Array, Array, HeadParameters]
    ) -> None:
        memory, _, parameters = situation
        assert (np.abs(as_numpy(cosine_similarity(memory, parameters.keys))) <= 1.0 + 1e-6).all()

    @given(situations(), st.floats(0.5, 50.0))
    def test_similarity_does_not_depend_on_the_length_of_the_key(
        self, situation: tuple[Array, Array, HeadParameters], factor: float
    ) -> None:
        _, _, parameters = situation
        rng = np.random.default_rng(0)
        depth = parameters.keys.shape[-1]
        memory, keys = rng.uniform(1, 2, (2, 5, depth)), LONG * rng.uniform(1, 2, (2, 3, depth))
        found = as_numpy(cosine_similarity(array(memory), array(keys * factor)))
        plain = as_numpy(cosine_similarity(array(memory), array(keys)))
        assert found == pytest.approx(plain, abs=1e-5)

    @given(situations())
    def test_a_strength_of_zero_looks_everywhere(
        self, situation: tuple[Array, Array, HeadParameters]
    ) -> None:
        memory, previous, parameters = situation
        found = content_weighting(memory, parameters.keys, parameters.strength * 0.0)
        assert as_numpy(found) == pytest.approx(1.0 / previous.shape[-1])

    @given(situations())
    def test_a_closed_gate_keeps_the_previous_weighting_and_an_open_one_forgets_it(
        self, situation: tuple[Array, Array, HeadParameters]
    ) -> None:
        memory, previous, parameters = situation
        content = as_numpy(content_weighting(memory, parameters.keys, parameters.strength))
        closed = interpolate(content, previous, parameters.gate * 0.0)
        opened = interpolate(content, previous, parameters.gate * 0.0 + 1.0)
        assert np.array_equal(as_numpy(closed), previous)
        assert np.array_equal(as_numpy(opened), content)

    @given(situations(), st.data())
    def test_a_one_hot_shift_permutes(
        self, situation: tuple[Array, Array, HeadParameters], data: st.DataObject
    ) -> None:
        _, previous, parameters = situation
        width = parameters.shifts.shape[-1]
        chosen = data.draw(st.integers(0, width - 1))
        one_hot = np.broadcast_to(np.eye(width, dtype=np.float32)[chosen], parameters.shifts.shape)
        found = as_numpy(circular_shift(previous, one_hot))
        assert np.array_equal(found, np.roll(previous, chosen - width // 2, axis=-1))

    @given(situations())
    def test_shifting_commutes_with_turning_the_memory(
        self, situation: tuple[Array, Array, HeadParameters]
    ) -> None:
        _, previous, parameters = situation
        turned = np.roll(previous, 1, axis=-1)
        found = as_numpy(circular_shift(turned, parameters.shifts))
        expected = np.roll(as_numpy(circular_shift(previous, parameters.shifts)), 1, axis=-1)
        assert found == pytest.approx(expected, abs=1e-6)

    @given(situations())
    def test_a_sharpness_of_one_changes_nothing(
        self, situation: tuple[Array, Array, HeadParameters]
    ) -> None:
        _, previous, parameters = situation
        found = sharpen(previous, parameters.sharpness * 0.0 + 1.0)
        assert as_numpy(found) == pytest.approx(previous, abs=1e-6)

    @given(situations(), st.floats(0.0, 10.0))
    def test_the_larger_the_sharpness_the_larger_the_largest_weight(
        self, situation: tuple[Array, Array, HeadParameters], more: float
    ) -> None:
        _, previous, parameters = situation
        less_sharp = as_numpy(sharpen(previous, parameters.sharpness)).max(axis=-1)
        sharper = as_numpy(sharpen(previous, parameters.sharpness + array(more))).max(axis=-1)
        assert (sharper >= less_sharp - 1e-6).all()

    @given(situations())
    def test_sharpening_keeps_the_order_of_the_slots(
        self, situation: tuple[Array, Array, HeadParameters]
    ) -> None:
        _, previous, parameters = situation
        by_weight = np.argsort(previous, axis=-1)
        found = np.take_along_axis(as_numpy(sharpen(previous, parameters.sharpness)), by_weight, -1)
        assert (np.diff(found, axis=-1) >= -1e-7).all()


class TestFinite:
    """No input that can occur makes a value or a gradient that is not a number."""

    @pytest.mark.parametrize("strength", [0.0, 20.0])
    @pytest.mark.parametrize("sharpness", [1.0, 21.0])
    @pytest.mark.parametrize("cell", [0.0, 1e-20, 1e-6, 1.0, 1e6])
    @pytest.mark.parametrize("key", [0.0, 1.0])
    @pytest.mark.parametrize("gate", [0.0, 1.0])
    def test_values_and_gradients(
        self, strength: float, sharpness: float, cell: float, key: float, gate: float
    ) -> None:
        slots = 6

        def weighted(*arrays: Any) -> Any:
            memory, previous, *parameters = arrays
            chosen = address(memory, previous, HeadParameters(*parameters)).weightings
            # Not the plain sum: that is 1 whatever happens.
            return chosen * array(np.arange(slots))

        arrays = (
            np.full((1, slots, 4), cell, np.float32),
            np.eye(slots, dtype=np.float32)[None, :1],
            np.full((1, 1, 4), key, np.float32),
            array([[strength]]),
            array([[gate]]),
            array([[[0.0, 1.0, 0.0]]]),
            array([[sharpness]]),
        )
        assert np.isfinite(as_numpy(weighted(*arrays))).all()
        for gradient in gradients(weighted, *arrays):
            assert np.isfinite(gradient).all()

    def test_a_broad_weighting_survives_a_large_sharpness(self) -> None:
        # 0.0005^21 is far below the smallest float32, and so is the sum that it is divided by.
        broad = np.full((1, 1, 2000), 1.0 / 2000, np.float32)
        assert as_numpy(sharpen(broad, array([[21.0]]))) == pytest.approx(broad)
