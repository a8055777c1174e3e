"""The copy task: what the network sees, what it owes, and the sequences it is trained on."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ntm_model.tasks import CopyTask, PatternError, get
from ntm_model.trace import Phase

Bits = npt.NDArray[np.uint8]
TASK = CopyTask()


def patterns() -> st.SearchStrategy[Bits]:
    shapes = st.tuples(st.integers(1, 30), st.just(TASK.bits))
    return arrays.arrays(np.uint8, shapes, elements=st.integers(0, 1))


class TestEncode:
    def test_of_two_vectors_by_hand(self) -> None:
        example = CopyTask(bits=2).encode([[1, 0], [1, 1]])
        assert example.inputs.tolist() == [[1, 0, 0], [1, 1, 0], [0, 0, 1], [0, 0, 0], [0, 0, 0]]
        assert example.targets.tolist() == [[0, 0], [0, 0], [0, 0], [1, 0], [1, 1]]
        assert example.weights.tolist() == [0, 0, 0, 1, 1]
        assert example.phases == (
            Phase("write", 0, 2),
            Phase("delimiter", 2, 3),
            Phase("recall", 3, 5),
        )

    @given(patterns())
    def test_the_answer_is_the_pattern(self, pattern: Bits) -> None:
        example = TASK.encode(pattern)
        assert len(example.inputs) == TASK.timesteps(len(pattern))
        assert np.array_equal(TASK.decode(example.targets), pattern)

    @given(patterns())
    def test_only_the_recall_counts_and_its_input_is_blank(self, pattern: Bits) -> None:
        example = TASK.encode(pattern)
        counted = example.weights > 0
        assert counted.sum() == len(pattern)
        assert not example.inputs[counted].any()
        assert not example.targets[~counted].any()
        assert example.inputs[:, TASK.bits].sum() == 1

    @pytest.mark.parametrize(
        ("pattern", "message"),
        [
            (np.zeros((3, 7)), r"is \[length, 8\] bits, found shape \[3, 7\]"),
            (np.zeros(8), r"is \[length, 8\] bits, found shape \[8\]"),
            (np.zeros((0, 8)), "has 1 to 2000 vectors, found 0"),
            (np.zeros((2001, 8)), "has 1 to 2000 vectors, found 2001"),
            (np.full((1, 8), 2), "holds the bits 0 and 1 alone"),
            (np.full((1, 8), 0.5), "holds the bits 0 and 1 alone"),
            (np.full((1, 8), np.nan), "holds the bits 0 and 1 alone"),
        ],
    )
    def test_what_is_no_pattern_is_told(self, pattern: Any, message: str) -> None:
        with pytest.raises(PatternError, match=message):
            TASK.encode(pattern)


class TestSample:
    def test_is_longer_than_what_anybody_draws(self) -> None:
        batch = TASK.sample(np.random.default_rng(0), 1, (10_000, 10_000), fair=True)
        assert batch.targets.shape == (1, 20_001, 8)
        with pytest.raises(ValueError, match="length within 1 to 10000, found 1 to 10001"):
            TASK.sample(np.random.default_rng(0), 1, (1, 10_001), fair=True)

    @pytest.mark.parametrize("fair", [True, False])
    def test_every_sequence_is_its_own_pattern_encoded(self, fair: bool) -> None:
        batch = TASK.sample(np.random.default_rng(0), 200, (1, 6), fair=fair)
        for inputs, targets, weights in zip(
            batch.inputs, batch.targets, batch.weights, strict=True
        ):
            length = int(weights.sum())
            steps = TASK.timesteps(length)
            expected = TASK.encode(inputs[:length, : TASK.bits])
            assert np.array_equal(inputs[:steps], expected.inputs)
            assert np.array_equal(targets[:steps], expected.targets)
            assert np.array_equal(weights[:steps], expected.weights)
            # What follows is padding.
            assert not inputs[steps:].any()
            assert not targets[steps:].any()
            assert not weights[steps:].any()

    @pytest.mark.parametrize("fair", [True, False])
    def test_all_lengths_come_and_no_other(self, fair: bool) -> None:
        batch = TASK.sample(np.random.default_rng(0), 300, (2, 5), fair=fair)
        assert batch.inputs.shape == (300, TASK.timesteps(5), TASK.input_width)
        assert set(batch.weights.sum(axis=1)) == {2.0, 3.0, 4.0, 5.0}

    @pytest.mark.parametrize("fair", [True, False])
    def test_the_same_seed_gives_the_same_sequences(self, fair: bool) -> None:
        first, again = (
            TASK.sample(np.random.default_rng(5), 20, (1, 9), fair=fair) for _ in range(2)
        )
        assert np.array_equal(first.inputs, again.inputs)
        assert np.array_equal(first.targets, again.targets)

    def test_fair_bits_are_ones_as_often_as_zeros(self) -> None:
        batch = TASK.sample(np.random.default_rng(0), 500, (10, 10), fair=True)
        density = batch.inputs[:, :10, : TASK.bits].mean(axis=(1, 2))
        assert density.mean() == pytest.approx(0.5, abs=0.01)
        assert density.std() < 0.1

    def test_varied_ones_include_what_people_draw(self) -> None:
        batch = TASK.sample(np.random.default_rng(0), 500, (10, 10), fair=False)
        drawn = batch.inputs[:, :10, : TASK.bits]
        density = drawn.mean(axis=(1, 2))
        assert density.min() < 0.1
        assert density.max() > 0.9
        assert (~drawn[:, :3].any(axis=(1, 2))).mean() > 0.05  # blank starts
        same = (drawn[:, 1:] == drawn[:, :-1]).all(axis=2)
        assert same.mean() > 0.15  # repeated vectors
        some_set = drawn.any(axis=2).all(axis=1) & ~drawn.all(axis=(1, 2))
        assert (same.all(axis=1) & some_set).mean() > 0.003  # one vector, from start to end


def test_it_is_known_by_its_name_and_has_a_name_for_every_channel() -> None:
    task = get("copy")
    assert isinstance(task, CopyTask)
    assert len(task.input_names) == task.input_width == 9
    assert len(task.output_names) == task.output_width == 8
