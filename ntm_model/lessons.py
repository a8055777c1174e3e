"""What a training is shown, and when: easy lessons first, and large sequences often enough."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ntm_model.config import Spans, TrainConfig
from ntm_model.tasks.base import Task
from ntm_model.trace import Array

STEPS_OF_A_TURN = 10
"""Training steps in a row with the same number of slots, where these take turns."""

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
        self._refined_by: tuple[Spans, ...] = (*self._rotation, *config.refining_sizes)
        lessons = tuple(sizes for _, sizes in config.curriculum)
        for sizes in (*self._refined_by, *lessons):
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
        """T of the longest sequences that it learns from: others are padded, or cut off there."""
        return longest_timesteps(self._task, self._config)

    def by_slots(
        self, steps: range, since_beginning: int, *, refining: bool
    ) -> Iterator[tuple[range, int | None]]:
        """These steps of the next slice in parts, each with the slots that it gets by with.

        None: with all that the model has.
        """
        numbers = self._config.slots_in_turn
        if not (refining and numbers):
            yield steps, self._slots
            return
        # Turns go on from slice to slice, or short slices would never come to the second number.
        before, start = since_beginning // self._config.batch_size, steps.start
        while start < steps.stop:
            turn, gone = divmod(before + start, STEPS_OF_A_TURN)
            stop = min(steps.stop, start + STEPS_OF_A_TURN - gone)
            yield range(start, stop), self._fewer(numbers[turn % len(numbers)])
            start = stop

    @property
    def _slots(self) -> int | None:
        config = self._config
        # A head that can only stay may have to store a vector at every timestep all the same.
        needed = self.timesteps * max(1, config.model.shift_range // 2)
        fits = config.training_slots is not None and needed <= config.training_slots
        return self._fewer(config.training_slots) if fits else None

    def _fewer(self, slots: int | None) -> int | None:
        """None where the model has no more."""
        return None if slots is None or slots >= self._config.model.n_slots else slots

    def sizes(self, lesson: int) -> Spans | None:
        """Those of a lesson, from 0 on; None after the last one."""
        curriculum = self._config.curriculum
        return curriculum[lesson][1] if lesson < len(curriculum) else None

    def batches(
        self,
        rng: np.random.Generator,
        since_beginning: int,
        *,
        lesson: int,
        refining: bool,
    ) -> tuple[Array, ...]:
        """The next slice's sequences: inputs, targets and weights, [K, B, T, …] each.

        Those of a lesson are as long as all others, or the slice would be compiled again.
        """
        config = self._config
        shape = (config.slice_steps, config.batch_size)
        count = config.slice_steps * config.batch_size
        sizes = self.sizes(lesson) or self._sizes
        if self._is_large(since_beginning):
            sizes = tuple((max(low, round(_LARGE * high)), high) for low, high in sizes)
        elif self.sizes(lesson) is None:
            sizes = self._in_turn(since_beginning, refining=refining)
        batch = self._task.sample(rng, count, *sizes, fair=False)
        steps = self.timesteps
        missing = max(0, steps - batch.inputs.shape[1])
        return tuple(
            np.pad(array[:, :steps], [(0, 0), (0, missing), *[(0, 0)] * (array.ndim - 2)]).reshape(
                *shape, steps, *array.shape[2:]
            )
            for array in (batch.inputs, batch.targets, batch.weights)
        )

    def of_refining_alone(self, since_beginning: int, *, refining: bool) -> bool:
        """Whether the next slice holds ``refining_sizes``, by which the task is not judged."""
        if not refining or self._is_large(since_beginning):
            return False
        return self._in_turn(since_beginning, refining=True) in self._config.refining_sizes

    def _is_large(self, since_beginning: int) -> bool:
        every = self._config.large_every
        return every is not None and self._number(since_beginning) % every == 0

    def _in_turn(self, since_beginning: int, *, refining: bool) -> Spans:
        """The sizes whose turn it is, of a slice that is not of large ones alone."""
        number, every = self._number(since_beginning), self._config.large_every
        others = number - 1 - (number // every if every else 0)
        rotation = self._refined_by if refining else self._rotation
        return rotation[others % len(rotation)]

    def _number(self, since_beginning: int) -> int:
        """Of the next slice, from 1 on."""
        return since_beginning // (self._config.slice_steps * self._config.batch_size) + 1


def longest_timesteps(task: Task, config: TrainConfig) -> int:
    """T of the longest sequences that a training learns from."""
    sizes = task.training_sizes if config.sizes is None else config.sizes
    shown = (sizes, *config.further_sizes)
    return max(task.timesteps(*(largest for _, largest in spans)) for spans in shown)
