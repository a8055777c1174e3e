"""What a training is shown, and when: easy lessons first, and large sequences often enough."""

from __future__ import annotations

import numpy as np

from ntm_model.config import Spans, TrainConfig
from ntm_model.tasks.base import Task
from ntm_model.trace import Array

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
        for sizes in (self._sizes, *(sizes for _, sizes in config.curriculum)):
            # The task says what is wrong with its sizes, now and not when it is their turn.
            task.sample(np.random.default_rng(0), 1, *sizes, fair=False)
            if any(easy[1] > full[1] for easy, full in zip(sizes, self._sizes, strict=True)):
                raise ValueError(
                    f"the curriculum's lesson {sizes} is larger than {self._sizes}, which comes "
                    f"after it"
                )

    @property
    def timesteps(self) -> int:
        """T of the longest sequences, to which all others are padded."""
        return self._task.timesteps(*(largest for _, largest in self._sizes))

    @property
    def slots(self) -> int | None:
        """Slots that training gets by with; None: all that the model has."""
        config = self._config
        # A head that can only stay may have to store a vector at every timestep all the same.
        needed = self.timesteps * max(1, config.model.shift_range // 2)
        fits = config.training_slots is not None and needed <= config.training_slots
        return config.training_slots if fits else None

    def under_way(self, since_beginning: int) -> Spans | None:
        """The sizes of the lesson that is under way; None after the last one."""
        lessons = (sizes for end, sizes in self._config.curriculum if since_beginning < end)
        return next(lessons, None)

    def batches(self, rng: np.random.Generator, since_beginning: int) -> tuple[Array, ...]:
        """The next slice's sequences: inputs, targets and weights, [K, B, T, …] each.

        Those of a lesson are as long as all others, or the slice would be compiled again.
        """
        config = self._config
        shape = (config.slice_steps, config.batch_size)
        count = config.slice_steps * config.batch_size
        sizes = self.under_way(since_beginning) or self._sizes
        number = since_beginning // count + 1
        if config.large_every is not None and number % config.large_every == 0:
            sizes = tuple((max(low, round(_LARGE * high)), high) for low, high in sizes)
        batch = self._task.sample(rng, count, *sizes, fair=False)
        missing = self.timesteps - batch.inputs.shape[1]
        return tuple(
            np.pad(array, [(0, 0), (0, missing), *[(0, 0)] * (array.ndim - 2)]).reshape(
                *shape, -1, *array.shape[2:]
            )
            for array in (batch.inputs, batch.targets, batch.weights)
        )
