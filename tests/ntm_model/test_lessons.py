"""What a training is shown: lessons, then the task's own sizes, and large ones often enough."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar

import numpy as np
import pytest

from ntm_model import tasks
from ntm_model.config import ModelConfig, TrainConfig
from ntm_model.lessons import Lessons

COPY = TrainConfig(model=ModelConfig(), slice_steps=250, sizes=((1, 10),), patience=None)
"""Lengths 1 to 10: of 250 sequences, some of each."""


def lessons(config: TrainConfig = COPY, **changes: Any) -> Lessons:
    return Lessons(tasks.get(config.model.task), dataclasses.replace(config, **changes))


def lengths(
    found: Lessons, since_beginning: int, lesson: int = 9, *, refining: bool = False
) -> tuple[int, int]:
    """Shortest and longest sequence of the next slice; by default after all lessons."""
    _, _, weights = found.batches(
        np.random.default_rng(0), since_beginning, lesson=lesson, refining=refining
    )
    counted = weights.sum(axis=-1)
    return int(counted.min()), int(counted.max())


def slots_of(found: Lessons) -> int | None:
    """With how many slots a slice is trained that takes no turns."""
    ((steps, slots),) = found.by_slots(range(250), 0, refining=True)
    assert steps == range(250)
    return slots


class TestACurriculum:
    FOUND: ClassVar[dict[str, Any]] = {"curriculum": ((250, ((1, 2),)), (500, ((4, 5),)))}

    def test_comes_before_the_tasks_own_sizes(self) -> None:
        found = lessons(**self.FOUND)
        # Whenever they are over: which one is under way is the training's to say.
        assert [lengths(found, 250, lesson) for lesson in range(3)] == [(1, 2), (4, 5), (1, 10)]
        assert [found.sizes(lesson) for lesson in range(3)] == [((1, 2),), ((4, 5),), None]

    def test_is_padded_to_the_longest_of_all(self) -> None:
        found = lessons(**self.FOUND)
        shapes = {
            found.batches(np.random.default_rng(0), 0, lesson=lesson, refining=False)[0].shape
            for lesson in range(3)
        }
        assert shapes == {(250, 1, found.timesteps, 9)}

    def test_is_refused_where_a_lesson_is_larger_than_what_comes_after_it(self) -> None:
        with pytest.raises(ValueError, match=r"lesson \(\(1, 11\),\) is larger than .* after it"):
            lessons(curriculum=((50, ((1, 11),)),))

    def test_is_refused_where_a_lesson_is_none_of_the_task(self) -> None:
        with pytest.raises(ValueError, match=r"a size of copy is one number \(length\), found 2"):
            lessons(curriculum=((50, ((1, 1), (1, 1))),))


def test_sizes_that_the_task_does_not_have_are_refused() -> None:
    with pytest.raises(ValueError, match=r"a size of copy is one number \(length\), found 2"):
        lessons(sizes=((1, 3), (1, 3)))


class TestLargeSlices:
    """One in so many, of sequences from four fifths of the largest size on."""

    def test_alternate_with_those_of_every_size(self) -> None:
        found = lessons(large_every=2)
        assert [lengths(found, 250 * k)[0] for k in range(4)] == [1, 8, 1, 8]

    def test_are_those_of_the_lesson_under_way(self) -> None:
        found = lessons(large_every=1, curriculum=((250, ((1, 5),)),))
        assert [lengths(found, 250, lesson) for lesson in range(2)] == [(4, 5), (8, 10)]


class TestFurtherSizes:
    """Slices that hold what else there is to learn, in turn with the task's own sizes."""

    def test_take_turns_with_the_own_ones(self) -> None:
        found = lessons(further_sizes=(((3, 4),), ((15, 20),)))
        assert [lengths(found, 250 * k) for k in range(4)] == [(1, 10), (3, 4), (15, 20), (1, 10)]

    def test_leave_every_so_manieth_slice_to_large_ones(self) -> None:
        found = lessons(further_sizes=(((3, 4),),), large_every=2)
        shown = [lengths(found, 250 * k) for k in range(4)]
        assert shown == [(1, 10), (8, 10), (3, 4), (8, 10)]

    def test_come_after_the_lessons(self) -> None:
        found = lessons(further_sizes=(((3, 4),),), curriculum=((500, ((1, 2),)),))
        shown = [lengths(found, 250 * k, k // 2) for k in range(4)]
        assert shown == [(1, 2), (1, 2), (1, 10), (3, 4)]

    def test_are_more_while_it_is_refined_where_there_are_sizes_for_that(self) -> None:
        found = lessons(further_sizes=(((3, 4),),), refining_sizes=(((5, 6),),))
        assert [lengths(found, 250 * k) for k in range(3)] == [(1, 10), (3, 4), (1, 10)]
        refined = [lengths(found, 250 * k, refining=True) for k in range(4)]
        assert refined == [(1, 10), (3, 4), (5, 6), (1, 10)]

    def test_of_refining_alone_are_known_from_the_others(self) -> None:
        found = lessons(further_sizes=(((3, 4),),), refining_sizes=(((5, 6),),), large_every=2)
        # Own sizes, large ones, further ones, large ones, those of refining, large ones.
        known = [found.of_refining_alone(250 * k, refining=True) for k in range(6)]
        assert known == [False, False, False, False, True, False]
        assert not any(found.of_refining_alone(250 * k, refining=False) for k in range(6))

    def test_lengthen_what_all_are_padded_to(self) -> None:
        assert lessons().timesteps == 21
        assert lessons(further_sizes=(((1, 30),),)).timesteps == 61

    def test_of_refining_are_cut_off_where_the_longest_others_end(self) -> None:
        found = lessons(refining_sizes=(((30, 30),),))
        assert found.timesteps == 21
        inputs, _, weights = found.batches(np.random.default_rng(0), 250, lesson=0, refining=True)
        assert inputs.shape == (250, 1, 21, 9)
        # Thirty vectors and nothing of their recall.
        assert inputs[..., -1].sum() == weights.sum() == 0.0

    @pytest.mark.parametrize("name", ["further_sizes", "refining_sizes"])
    def test_are_refused_where_they_are_none_of_the_task(self, name: str) -> None:
        with pytest.raises(ValueError, match=r"a size of copy is one number \(length\), found 2"):
            lessons(**{name: (((1, 3), (1, 3)),)})


class TestSlotsInTurn:
    """While it is refined, ten steps with each number."""

    def parts(
        self, steps: range, since: int = 0, *, refining: bool = True, **changes: Any
    ) -> list[tuple[range, int | None]]:
        found = lessons(slots_in_turn=(40, 64), training_slots=21, **changes)
        return list(found.by_slots(steps, since, refining=refining))

    def test_change_every_ten_steps(self) -> None:
        expected = [(range(10), 40), (range(10, 20), 64), (range(20, 25), 40)]
        assert self.parts(range(25)) == expected

    def test_are_the_same_in_strides_of_any_length(self) -> None:
        whole = [(step, slots) for part, slots in self.parts(range(40)) for step in part]
        strides = [range(7), range(7, 23), range(23, 40)]
        found = [(step, n) for one in strides for part, n in self.parts(one) for step in part]
        assert found == whole

    def test_go_on_from_slice_to_slice(self) -> None:
        # Six steps of sixteen sequences: a turn ends with the fourth step of the second slice.
        short = {"slice_steps": 6, "batch_size": 16}
        found = [self.parts(range(6), 96 * k, **short) for k in range(3)]
        assert found[0] == [(range(6), 40)]
        assert found[1] == [(range(4), 40), (range(4, 6), 64)]
        assert found[2] == [(range(6), 64)]

    def test_are_no_more_than_the_model_has(self) -> None:
        model = dataclasses.replace(COPY.model, n_slots=64)
        assert [slots for _, slots in self.parts(range(20), model=model)] == [40, None]

    def test_wait_until_it_is_refined(self) -> None:
        assert self.parts(range(25), refining=False) == [(range(25), 21)]


class TestSlots:
    @pytest.mark.parametrize(("few", "found"), [(21, 21), (20, None), (None, None)])
    def test_are_few_where_no_head_gets_around_them(
        self, few: int | None, found: int | None
    ) -> None:
        # 21 timesteps for a length of 10.
        assert slots_of(lessons(training_slots=few)) == found

    def test_hold_a_vector_for_every_timestep_of_a_head_that_cannot_move(self) -> None:
        still = dataclasses.replace(COPY.model, shift_range=1)
        assert slots_of(lessons(model=still, training_slots=20)) is None

    def test_are_twice_as_many_for_heads_that_move_two_at_a_time(self) -> None:
        fast = dataclasses.replace(COPY.model, shift_range=5)
        assert slots_of(lessons(model=fast, training_slots=41)) is None
        assert slots_of(lessons(model=fast, training_slots=42)) == 42
