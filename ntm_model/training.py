"""Train a network. A generator of progress: it knows no screen, no file, and prints nothing."""

from __future__ import annotations

import dataclasses
import math
import time
from collections import deque
from collections.abc import Iterator

import keras
import numpy as np

from ntm_model import tasks
from ntm_model.config import TrainConfig
from ntm_model.engines import engine
from ntm_model.model import build_model
from ntm_model.trace import Array

# RMSProp as in the paper: ρ 0.95 and momentum 0.9, gradient elements held within ±10.
_RHO, _MOMENTUM, _CLIP = 0.95, 0.9, 10.0

# Sequences over which the wrong bits are averaged before a task counts as solved.
_SOLVED_OVER = 500


class TrainingError(RuntimeError):
    """Training cannot go on; the message says what was seen and what to do."""


@dataclasses.dataclass(frozen=True)
class Progress:
    """What the last slice of training came to; means over its sequences."""

    sequences: int
    """Trained on so far."""
    total: int
    """At which training ends, as things stand."""
    cost: float
    """Bits per sequence that the network left open: its cross-entropy."""
    wrong_bits: float
    """Per sequence, before each was learned from."""
    learning_rate: float
    seconds: float
    """Since training began, compilation included."""
    solved_after: int | None
    """Sequences until the task was solved; None as long as it is not."""

    @property
    def finished(self) -> bool:
        """Whether this was the last slice."""
        return self.sequences >= self.total


class Trainer:
    """A network in training.

    Args:
        config: what to train, and how. The same configuration gives the same network on the
            same device.

    Raises:
        ValueError: the configuration names a task or a controller that is unknown.
    """

    def __init__(self, config: TrainConfig) -> None:
        self.config = config
        self.task = tasks.get(config.model.task)
        self._sizes = self.task.training_sizes if config.sizes is None else config.sizes
        keras.utils.set_random_seed(config.seed)
        self.model = build_model(config.model)
        self._optimizer = keras.optimizers.RMSprop(
            config.learning_rate, rho=_RHO, momentum=_MOMENTUM, clipvalue=_CLIP
        )
        self._optimizer.build(self.model.trainable_variables)
        self._slice = engine().compile_slice(self.model, self._optimizer)
        self._rng = np.random.default_rng(config.seed)

    def run(self) -> Iterator[Progress]:
        """Train to the end, a slice at a time; ``model`` is always as the last slice left it.

        Raises:
            TrainingError: the cost is no longer finite.
        """
        config = self.config
        started = time.perf_counter()
        per_slice = config.slice_steps * config.batch_size
        recent: deque[float] = deque(maxlen=math.ceil(_SOLVED_OVER / per_slice))
        done, total, solved_after = 0, config.sequences, None
        while done < total:
            rate = config.learning_rate if solved_after is None else config.refining_rate
            self._optimizer.learning_rate.assign(rate)
            losses, wrong = self._slice(*self._batches())
            if not np.isfinite(losses).all():
                raise TrainingError(
                    f"the cost was {losses[~np.isfinite(losses)][0]} after about {done} "
                    f"sequences; the last checkpoint is good: try another seed, or a learning "
                    f"rate below {rate:g}"
                )
            done += per_slice
            recent.append(float(wrong.mean()))
            full = len(recent) == recent.maxlen
            if solved_after is None and full and np.mean(recent) < config.solved_below:
                solved_after = done
                total = min(total, done + config.refine)
            yield Progress(
                sequences=done,
                total=max(total, done),
                cost=float(losses.mean()) / math.log(2.0),
                wrong_bits=float(wrong.mean()),
                learning_rate=rate,
                seconds=time.perf_counter() - started,
                solved_after=solved_after,
            )

    def _batches(self) -> tuple[Array, Array, Array]:
        """The next slice's sequences: inputs, targets and weights, [K, B, T, …] each."""
        config = self.config
        shape = (config.slice_steps, config.batch_size)
        batch = self.task.sample(
            self._rng, config.slice_steps * config.batch_size, *self._sizes, fair=False
        )
        inputs, targets, weights = (
            array.reshape(*shape, *array.shape[1:])
            for array in (batch.inputs, batch.targets, batch.weights)
        )
        return inputs, targets, weights
