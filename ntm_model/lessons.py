"""What a training is shown, and when: easy lessons first, and large sequences often enough."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from ntm_model.config import STEPS_OF_A_TURN, Spans, TrainConfig
from ntm_model.tasks.base import Task
from ntm_model.trace import Array

# Slots of a lesson, as a multiple of those that a head can reach in it. A search is shared with
# the slots that are empty, and among few of these it finds something before it has learned how: one
# seed knew three vectors three times after 7,900 sequences among 24 slots (28 today), and after
# 16,300 among 128.
_ROOM = 2

# Large are sizes from this share of the largest on.
_LARGE = 0.8


class Lessons:
    """The sequences of a training's slices.

    Raises:
        ValueError: the sizes are not of the task, or a lesson's are larger than what comes after
            them.
    """

    def __init__(self, task: Task, config: TrainConfig) -> None:
        self._task, self._config = task, config
        self._sizes: Spans = task.training_sizes if config.sizes is None else config.sizes
        self._rotation: tuple[Spans, ...] = (self._sizes, *config.further_sizes)
        lessons = tuple(sizes for _, sizes in config.curriculum)
        for sizes in (*self._rotation, *lessons):
            # The task says what is wrong with its sizes, now and not when it is their turn.
            task.sample(np.random.default_rng(0), 1, *sizes, fair=False)
        for sizes in lessons:
            if any(easy[1] > full[1] for easy, full in zip(sizes, self._sizes, strict=True)):
                raise ValueError(
                    f"the curriculum's lesson {sizes} is larger than {self._sizes}, which comes "
                    f"after it"
                )

    @property
    def timesteps(self) -> int:
        """T of the longest sequences that it learns from; others are padded."""
        return longest_timesteps(self._task, self._config)

    def sizes(self, lesson: int) -> Spans | None:
        """Those of a lesson, from 0 on; None after the last one."""
        curriculum = self._config.curriculum
        return curriculum[lesson][1] if lesson < len(curriculum) else None

    def by_slots(
        self, steps: range, since_beginning: int, *, lesson: int
    ) -> Iterator[tuple[range, int | None]]:
        """These steps of the next slice in parts, each with the slots that it gets by with.

        None: with all that the model has.
        """
        numbers = self._config.slots_in_turn
        if not numbers or self.sizes(lesson) is not None:
            yield steps, self._slots(lesson)
            return
        for turn, part in self._turns(steps, since_beginning):
            # All sizes with the one number before the next one's turn: each meets every number.
            yield part, self._fewer(numbers[turn // len(self._rotation) % len(numbers)])

    def batches(
        self, rng: np.random.Generator, since_beginning: int, *, lesson: int
    ) -> tuple[Array, ...]:
        """The next slice's sequences: inputs, targets and weights, [K, B, T, …] each.

        All are as long as the longest, or a slice with as many slots would be compiled again; with
        TensorFlow the time loop ends where a sequence does, all the same.
        """
        config, steps = self._config, self.timesteps
        found = []
        for sizes, count in self._shown(since_beginning, lesson=lesson):
            batch = self._task.sample(rng, count * config.batch_size, *sizes, fair=False)
            missing = (0, steps - batch.inputs.shape[1])
            found.append(
                [
                    np.pad(array, [(0, 0), missing, *[(0, 0)] * (array.ndim - 2)])
                    for array in (batch.inputs, batch.targets, batch.weights)
                ]
            )
        shape = (config.slice_steps, config.batch_size, steps)
        whole = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return tuple(array.reshape(*shape, *array.shape[2:]) for array in whole)

    def _shown(self, since_beginning: int, *, lesson: int) -> Iterator[tuple[Spans, int]]:
        """The sizes of the next slice, each with how many steps they are shown for."""
        config, easy = self._config, self.sizes(lesson)
        if easy is None and config.further_sizes:
            for turn, part in self._turns(range(config.slice_steps), since_beginning):
                yield self._rotation[turn % len(self._rotation)], len(part)
            return
        sizes = easy or self._sizes
        number = since_beginning // (config.slice_steps * config.batch_size) + 1
        if config.large_every is not None and number % config.large_every == 0:
            sizes = tuple((max(low, round(_LARGE * high)), high) for low, high in sizes)
        yield sizes, config.slice_steps

    def _turns(self, steps: range, since_beginning: int) -> Iterator[tuple[int, range]]:
        """These steps of the next slice in turns, each with its number."""
        # They go on from slice to slice, or short slices would never come to the second one.
        before, start = since_beginning // self._config.batch_size, steps.start
        while start < steps.stop:
            turn, gone = divmod(before + start, STEPS_OF_A_TURN)
            stop = min(steps.stop, start + STEPS_OF_A_TURN - gone)
            yield turn, range(start, stop)
            start = stop

    def _slots(self, lesson: int) -> int | None:
        slots, sizes = self._config.training_slots, self.sizes(lesson)
        longest = self.timesteps
        if sizes is not None:
            longest = self._task.timesteps(*(largest for _, largest in sizes))
        # No head can walk around all of so many. One that can only stay may have to store a vector
        # at every timestep all the same.
        needed = longest * max(1, self._config.model.shift_range // 2)
        if slots is None or needed > slots:
            return None
        return self._fewer(slots if sizes is None else min(slots, _ROOM * needed))

    def _fewer(self, slots: int | None) -> int | None:
        """None where the model has no more."""
        return None if slots is None or slots >= self._config.model.n_slots else slots


def longest_stride(config: TrainConfig) -> int:
    """Training steps in one call at the most, so that calls are of one length, or lessons' of one
    and turns' of another: each length is compiled by itself."""
    even = not config.slots_in_turn or config.slice_steps % STEPS_OF_A_TURN == 0
    return config.slice_steps if even else math.gcd(config.slice_steps, STEPS_OF_A_TURN)


def longest_timesteps(task: Task, config: TrainConfig) -> int:
    """T of the longest sequences that a training learns from."""
    sizes = task.training_sizes if config.sizes is None else config.sizes
    shown = (sizes, *config.further_sizes)
    return max(task.timesteps(*(largest for _, largest in spans)) for spans in shown)
