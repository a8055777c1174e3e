"""What a training is shown: lessons, then the task's own sizes, and large ones often enough."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar

import numpy as np
import pytest

from ntm_model import tasks
from ntm_model.config import ModelConfig, TrainConfig
from ntm_model.lessons import Lessons, longest_stride
from ntm_model.presets import defaults_for
from ntm_model.tasks.registry import BUILT_IN

COPY = TrainConfig(model=ModelConfig(), slice_steps=250, sizes=((1, 10),), patience=None)
"""Lengths 1 to 10: of 250 sequences, some of each."""


def lessons(config: TrainConfig = COPY, **changes: Any) -> Lessons:
    return Lessons(tasks.get(config.model.task), dataclasses.replace(config, **changes))


def lengths(
    found: Lessons, since_beginning: int, lesson: int = 9, steps: slice = slice(None)
) -> tuple[int, int]:
    """Shortest and longest sequence of the next slice; by default after all lessons."""
    _, _, weights = found.batches(np.random.default_rng(0), since_beginning, lesson=lesson)
    counted = weights[steps].sum(axis=-1)
    return int(counted.min()), int(counted.max())


def slots_of(found: Lessons, lesson: int = 9) -> int | None:
    """With how many slots a slice is trained that takes no turns; by default after all lessons."""
    ((steps, slots),) = found.by_slots(range(250), 0, lesson=lesson)
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
            found.batches(np.random.default_rng(0), 0, lesson=lesson)[0].shape
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

    def test_are_those_of_lessons_alone_where_there_are_further_sizes(self) -> None:
        found = lessons(large_every=1, further_sizes=(((3, 4),),), curriculum=((250, ((1, 5),)),))
        assert [lengths(found, 250, lesson) for lesson in range(2)] == [(4, 5), (1, 10)]


class TestFurtherSizes:
    """What else there is to learn, in turn with the task's own sizes."""

    THREE: ClassVar[dict[str, Any]] = {"further_sizes": (((3, 4),), ((15, 20),))}

    def test_take_turns_with_the_own_ones_every_ten_steps(self) -> None:
        found = lessons(**self.THREE)
        turns = [lengths(found, 0, steps=slice(at, at + 10)) for at in range(0, 60, 10)]
        own, (few, many), large = turns[:3]
        assert 1 <= own[0] < own[1] <= 10
        assert (few, many) == (3, 4)
        assert 15 <= large[0] < large[1] <= 20
        assert turns[4] == (3, 4)

    def test_go_on_from_slice_to_slice(self) -> None:
        # Twenty steps of two sequences: the third sizes, then the first again.
        found = lessons(**self.THREE, slice_steps=20, batch_size=2)
        turns = [slice(10), slice(10, 20)]
        shown = [lengths(found, 40 * k, steps=part) for k in range(3) for part in turns]
        (_, few, large, _, again, last) = shown
        assert (few, again) == ((3, 4), (3, 4))
        assert large[0] >= 15
        assert last[0] >= 15

    def test_come_after_the_lessons(self) -> None:
        found = lessons(**self.THREE, curriculum=((500, ((1, 2),)),))
        assert [lengths(found, 0, lesson) for lesson in (0, 1)] == [(1, 2), (1, 20)]

    def test_lengthen_what_all_are_padded_to(self) -> None:
        assert lessons().timesteps == 21
        assert lessons(further_sizes=(((1, 30),),)).timesteps == 61

    def test_are_refused_where_they_are_none_of_the_task(self) -> None:
        with pytest.raises(ValueError, match=r"a size of copy is one number \(length\), found 2"):
            lessons(further_sizes=(((1, 3), (1, 3)),))


class TestSlotsInTurn:
    """After the lessons, each for ten steps, or while all sizes have their turn."""

    def parts(
        self, steps: range, since: int = 0, *, lesson: int = 9, **changes: Any
    ) -> list[tuple[range, int | None]]:
        found = lessons(slots_in_turn=(40, 64), training_slots=21, **changes)
        return list(found.by_slots(steps, since, lesson=lesson))

    def test_change_every_ten_steps(self) -> None:
        expected = [(range(10), 40), (range(10, 20), 64), (range(20, 25), 40)]
        assert self.parts(range(25)) == expected

    def test_stay_until_all_sizes_had_their_turn(self) -> None:
        found = self.parts(range(60), further_sizes=(((1, 2),), ((3, 4),)))
        assert [slots for _, slots in found] == [40, 40, 40, 64, 64, 64]

    def test_meet_every_size(self) -> None:
        found = lessons(
            sizes=((1, 1),), further_sizes=(((2, 2),), ((3, 3),)), slots_in_turn=(40, 64),
            slice_steps=60,
        )  # fmt: skip
        _, _, weights = found.batches(np.random.default_rng(0), 0, lesson=0)
        shown = weights[:, 0].sum(axis=-1)
        met = {
            (int(shown[step]), slots)
            for part, slots in found.by_slots(range(60), 0, lesson=0)
            for step in part
        }
        assert met == {(length, slots) for length in (1, 2, 3) for slots in (40, 64)}

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

    def test_wait_until_the_lessons_are_over(self) -> None:
        easy = {"curriculum": ((250, ((1, 10),)),)}
        assert self.parts(range(25), lesson=0, **easy) == [(range(25), 21)]
        assert len(self.parts(range(25), lesson=1, **easy)) == 3


@pytest.mark.parametrize(
    ("steps", "turns", "longest"), [(6, True, 2), (100, True, 100), (6, False, 6)]
)
def test_a_call_is_of_one_length(steps: int, turns: bool, longest: int) -> None:
    config = dataclasses.replace(
        COPY, slice_steps=steps, slots_in_turn=(40, 64) if turns else (), training_slots=21
    )
    assert longest_stride(config) == longest
    found, parts = lessons(config), set()
    for since in range(0, 60, steps):
        for start in range(0, steps, longest):
            stride = range(start, start + longest)
            parts |= {len(part) for part, _ in found.by_slots(stride, since, lesson=0)}
    assert len(parts) == 1


@pytest.mark.parametrize("name", BUILT_IN)
def test_what_a_recipe_shows_is_of_its_task(name: str) -> None:
    assert Lessons(tasks.get(name), defaults_for(name)).timesteps > 0


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

    def test_are_fewer_in_a_lesson_twice_as_many_as_it_has_timesteps(self) -> None:
        # 5 and 17 timesteps for lengths of 2 and 8.
        found = {"curriculum": ((250, ((1, 2),)), (500, ((1, 8),))), "training_slots": 30}
        assert [slots_of(lessons(**found), lesson) for lesson in range(3)] == [10, 30, 30]

    def test_are_more_in_a_lesson_for_heads_that_move_two_at_a_time(self) -> None:
        fast = dataclasses.replace(COPY.model, shift_range=5)
        found = lessons(model=fast, training_slots=42, curriculum=((250, ((1, 2),)),))
        assert slots_of(found, 0) == 20

    def test_are_all_in_a_lesson_too_where_no_fewer_are_wanted(self) -> None:
        found = lessons(curriculum=((250, ((1, 2),)),), training_slots=None)
        assert slots_of(found, 0) is None
