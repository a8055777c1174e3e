"""Where a training stands: its rate, its end, and when other weights are wanted."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from ntm_model.config import TrainConfig
from ntm_model.standing import Standing

# Slices of 250 sequences; solved is what the mean of two of them says.
CONFIG = TrainConfig(
    sequences=5_000,
    slice_steps=250,
    refine=1_000,
    patience=1_000,
    learning_rate=0.25,
    refining_rate=0.125,
    solved_below=0.05,
)


def after(*wrong_bits: float, config: TrainConfig = CONFIG) -> Standing:
    """A training whose slices came to so many wrong bits."""
    standing = Standing(done=0, total=config.sequences)
    for wrong in wrong_bits:
        if standing.begins_again(config):
            standing.begin_again(config)
        standing.done += config.slice_steps * config.batch_size
        standing.take(wrong, config)
    return standing


class TestSolved:
    def test_is_a_task_by_the_mean_of_the_last_500_sequences(self) -> None:
        assert after(4.0, 0.02).solved_after is None
        assert after(4.0, 0.02, 0.02).solved_after == 750

    def test_it_ends_after_its_refining_and_at_the_refining_rate(self) -> None:
        standing = after(0.0, 0.0)
        assert standing.end(CONFIG) == 500 + 1_000
        assert (after(4.0).rate(CONFIG), standing.rate(CONFIG)) == (0.25, 0.125)


class TestALesson:
    TWO = dataclasses.replace(
        CONFIG, curriculum=((1_000, ((1, 2),)), (1_500, ((1, 4),))), patience=2_000
    )

    def lessons_of(self, *wrong_bits: float) -> list[int]:
        """Which lesson comes after each slice, in one beginning."""
        standing, found = Standing(done=0, total=5_000), []
        for wrong in wrong_bits:
            standing.done += 250
            standing.take_lesson(wrong, self.TWO)
            found.append(standing.lesson)
        return found

    def test_is_over_as_soon_as_it_is_solved(self) -> None:
        assert self.lessons_of(4.0, 0.02, 0.02) == [0, 0, 1]

    def test_is_solved_by_its_own_sequences_alone(self) -> None:
        # The good slice with which the first one ended does not count for the second.
        assert self.lessons_of(0.02, 0.02, 0.02, 0.02) == [0, 1, 1, 2]

    def test_is_over_after_so_many_sequences_at_the_latest(self) -> None:
        assert self.lessons_of(4.0, 4.0, 4.0, 4.0, 4.0, 4.0) == [0, 0, 0, 1, 1, 2]

    def test_that_ended_unsolved_leaves_nothing_that_counts_for_the_task(self) -> None:
        standing = Standing(done=1_250, total=5_000, lesson=1, recent=[4.0])
        standing.done += 250
        standing.take_lesson(0.02, self.TWO)
        assert (standing.lesson, standing.recent) == (2, [])
        for solved_after in (None, 2_000):
            standing.done += 250
            standing.take(0.02, self.TWO)
            assert standing.solved_after == solved_after

    def test_comes_again_with_another_beginning(self) -> None:
        standing = Standing(done=2_000, total=5_000, lesson=2)
        standing.begin_again(self.TWO)
        assert standing.lesson == 0
        # Counted from there on.
        standing.done += 250
        standing.take_lesson(4.0, self.TWO)
        assert standing.lesson == 0


class TestPatience:
    def test_ends_after_so_many_sequences_and_doubles_after_the_fourth_time(self) -> None:
        config = dataclasses.replace(CONFIG, sequences=20_000)
        # Four slices a beginning, then eight, then sixteen.
        ends = [
            slices for slices in range(1, 41)
            if after(*[4.0] * slices, config=config).begins_again(config)
        ]  # fmt: skip
        assert ends == [4, 8, 12, 16, 24, 40]
        fifth = after(*[4.0] * 17, config=config)
        assert (fifth.beginnings, fifth.begun_after, fifth.since_beginning) == (5, 4_000, 250)

    def test_is_endless_where_none_is_wanted(self) -> None:
        endless = dataclasses.replace(CONFIG, patience=None)
        assert not after(*[4.0] * 19, config=endless).begins_again(endless)

    @pytest.mark.parametrize(("sequences", "begins"), [(2_500, True), (2_490, False)])
    def test_needs_another_beginning_and_its_refining_to_be_left(
        self, sequences: int, begins: bool
    ) -> None:
        config = dataclasses.replace(CONFIG, sequences=sequences, refine=500)
        standing = Standing(done=1_000, total=sequences)
        # 1,000 for another beginning and, of so few, a fifth at most for the refining.
        assert standing.begins_again(config) is begins


class TestUnlearned:
    """A task that was solved counts so at twenty times the wrong bits that it was solved below."""

    def test_is_begun_again_and_not_ended(self) -> None:
        standing = after(0.0, 0.0, 60.0)
        assert standing.begins_again(CONFIG)
        assert standing.end(CONFIG) == CONFIG.sequences
        assert not after(0.0, 0.0, 1.9).begins_again(CONFIG)

    def test_is_so_with_the_last_sequence_too(self) -> None:
        standing = after(*[0.0] * 5, 60.0)
        assert standing.done == standing.total
        assert standing.end(CONFIG) == CONFIG.sequences

    def test_ends_where_too_little_is_left(self) -> None:
        config = dataclasses.replace(CONFIG, sequences=2_000)
        standing = after(*[0.0] * 5, 60.0, config=config)
        assert standing.end(config) == standing.total


class TestAnExponentialSchedule:
    """From rate to rate by equal factors, from the beginning on, and then at rest."""

    SHORT = dataclasses.replace(
        CONFIG, schedule="exponential", refining_rate=0.25 / 16, sequences=1_000
    )

    def test_comes_down_until_the_end(self) -> None:
        rates = [after(*[4.0] * n, config=self.SHORT).rate(self.SHORT) for n in range(5)]
        assert rates == pytest.approx([0.25, 0.125, 0.0625, 0.03125, 0.015625])

    @pytest.mark.parametrize(("resting", "falling"), [(500, 500), (1_000, 375)])
    def test_rests_for_its_last_sequences_but_five_eighths_at_most(
        self, resting: int, falling: int
    ) -> None:
        config = dataclasses.replace(self.SHORT, resting=resting)
        rates = [Standing(done=done, total=1_000).rate(config) for done in range(0, 1_000, 50)]
        fell = [0.25 / 16 ** min(1.0, done / falling) for done in range(0, 1_000, 50)]
        assert rates == pytest.approx(fell)

    @pytest.mark.parametrize("sequences", [1, 2, 3])
    def test_begins_at_the_full_rate_however_short_it_is(self, sequences: int) -> None:
        config = dataclasses.replace(self.SHORT, sequences=sequences, resting=50_000)
        assert Standing(done=0, total=sequences).rate(config) == 0.25

    def test_starts_anew_with_another_beginning(self) -> None:
        config = dataclasses.replace(CONFIG, schedule="exponential")
        standing = after(*[4.0] * 5, config=config)
        assert (standing.begun_after, standing.since_beginning) == (1_000, 250)
        assert standing.rate(config) == pytest.approx(0.25 * 0.5 ** (250 / 4_000))

    @pytest.mark.parametrize(("done", "way"), [(4_000, 0.0), (4_250, 250 / 375), (4_375, 1.0)])
    def test_rests_for_a_part_of_what_another_beginning_left(self, done: int, way: float) -> None:
        config = dataclasses.replace(CONFIG, schedule="exponential", resting=3_000)
        standing = Standing(done=done, total=5_000, begun_after=4_000)
        assert standing.rate(config) == pytest.approx(0.25 * 0.5**way)


class TestAFallingSchedule:
    """The full rate until a task is solved, then down to the refining rate by equal factors."""

    FALLING = dataclasses.replace(CONFIG, schedule="falling", refining_rate=0.25 / 16)

    def test_falls_while_it_refines(self) -> None:
        # Solved after two slices, refined for four.
        wrong = [[4.0], [0.0, 0.0], [0.0] * 3, [0.0] * 4, [0.0] * 6]
        rates = [after(*bits, config=self.FALLING).rate(self.FALLING) for bits in wrong]
        assert rates == pytest.approx([0.25, 0.25, 0.125, 0.0625, 0.015625])

    def test_falls_at_the_end_of_what_is_never_solved(self) -> None:
        # The last fifth of 5,000: four slices of 250.
        config = dataclasses.replace(self.FALLING, sequences=5_000, patience=None)
        rates = [after(*[4.0] * slices, config=config).rate(config) for slices in (16, 17, 20)]
        assert rates == pytest.approx([0.25, 0.125, 0.015625])

    def test_goes_on_falling_where_it_is_solved_in_the_end(self) -> None:
        config = dataclasses.replace(self.FALLING, sequences=5_000, patience=None)
        wrong = [*[4.0] * 17, 0.0, 0.0]
        rates = [after(*wrong[:slices], config=config).rate(config) for slices in range(20)]
        assert rates == sorted(rates, reverse=True)


@pytest.mark.parametrize(
    ("more", "solved"),
    [
        ({}, 500),
        ({"large_every": 3}, 750),
        # Thirty steps, ten of them in a slice.
        ({"further_sizes": (((1, 2),), ((3, 4),)), "slice_steps": 10, "batch_size": 25}, 750),
        ({"further_sizes": (((1, 2),), ((3, 4),)), "slice_steps": 50, "batch_size": 5}, 500),
        # Ten steps with each number of slots, and in a slice.
        ({"slots_in_turn": (4, 5, 6), "slice_steps": 10, "batch_size": 25}, 750),
    ],
)
def test_a_task_is_looked_at_for_as_long_as_it_takes_to_show_all_sizes(
    more: dict[str, Any], solved: int
) -> None:
    config = dataclasses.replace(CONFIG, patience=None, **more)
    assert after(*[0.0] * 6, config=config).solved_after == solved


class TestRefinedBelow:
    """It is refined sooner than it is solved."""

    SOON = dataclasses.replace(CONFIG, refined_below=2.0, solved_below=0.05, refine=1_000)

    def test_it_is_refined_from_there_on_and_can_be_solved_then(self) -> None:
        standing = after(4.0, 1.0, 1.0, 0.0, config=self.SOON)
        assert (standing.refined_after, standing.solved_after) == (750, None)
        assert standing.rate(self.SOON) == 0.125
        assert after(4.0, 1.0, 1.0, 0.0, 0.0, config=self.SOON).solved_after == 1_250

    def test_it_ends_after_its_refining_solved_or_not(self) -> None:
        assert after(1.0, 1.0, config=self.SOON).end(self.SOON) == 500 + 1_000
        assert after(1.0, 1.0, 0.0, 0.0, config=self.SOON).end(self.SOON) == 500 + 1_000

    def test_it_is_begun_again_by_what_it_was_refined_for(self) -> None:
        # Twenty times as many wrong bits: 40, and not 1.
        assert not after(1.0, 1.0, 30.0, 30.0, config=self.SOON).begins_again(self.SOON)
        standing = after(1.0, 1.0, 50.0, 50.0, config=self.SOON)
        assert standing.begins_again(self.SOON)
        standing.begin_again(self.SOON)
        assert (standing.refined_after, standing.rate(self.SOON)) == (None, 0.25)


def test_another_beginning_has_its_whole_length_before_it() -> None:
    standing = after(0.0, 0.0, 60.0, 4.0)
    assert (standing.beginnings, standing.solved_after, standing.total) == (2, None, 5_000)
    assert standing.recent == [4.0]
