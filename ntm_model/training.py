"""Train a network. A generator of progress: it knows no screen, no file, and prints nothing."""

from __future__ import annotations

import dataclasses
import json
import math
import time
from collections.abc import Iterator, Mapping
from typing import Any

import keras
import numpy as np

from ntm_model import tasks
from ntm_model.config import Spans, TrainConfig
from ntm_model.engines import engine
from ntm_model.model import build_model, fewer_slots
from ntm_model.trace import Array

# RMSProp as in the paper: ρ 0.95 and momentum 0.9, gradient elements held within ±10.
_RHO, _MOMENTUM, _CLIP = 0.95, 0.9, 10.0
# Keras' 1e-7 lets a network that has learned its task be thrown out of it again: gradients that
# have been tiny for a while are scaled up until a single unlikely sequence moves every weight at
# once. Graves 2013 (arXiv 1308.0850) has 1e-4, with which copy was learned more slowly.
_EPSILON = 1e-5

# A task that was solved counts as unlearned when so many times the wrong bits are back.
_UNLEARNED = 20.0

# Between the seeds of a training's beginnings; far from the few that people count up to.
_NEXT_BEGINNING = 1_000_003

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
    """Since training began, compilation included; before a resumption, too."""
    solved_after: int | None
    """Sequences until the task was solved, those before the last beginning among them; None as
    long as it is not."""
    beginnings: int = 1
    """How often it was begun, each time with other weights."""

    @property
    def finished(self) -> bool:
        """Whether this was the last slice."""
        return self.sequences >= self.total


@dataclasses.dataclass
class Standing:
    """How far training has come, apart from what it has learned."""

    done: int
    """Sequences."""
    total: int
    seconds: float = 0.0
    solved_after: int | None = None
    seconds_until_solved: float | None = None
    beginnings: int = 1
    begun_after: int = 0
    """Sequences before the last beginning."""
    recent: list[float] = dataclasses.field(default_factory=list)
    """Wrong bits a sequence of the last slices, oldest first."""


class Trainer:
    """A network in training.

    Args:
        config: what to train, and how. The same configuration gives the same network on the
            same device.

    Raises:
        ValueError: the configuration names a task or a controller that is unknown, or a lesson
            that is larger than what comes after it.
    """

    def __init__(self, config: TrainConfig) -> None:
        self.config = config
        self.task = tasks.get(config.model.task)
        self._sizes = self.task.training_sizes if config.sizes is None else config.sizes
        self._timesteps = self.task.timesteps(*(largest for _, largest in self._sizes))
        steps = self._timesteps * (config.model.shift_range // 2)
        fits = config.training_slots is not None and steps <= config.training_slots
        self._slots = config.training_slots if fits else None
        for _, lesson in config.curriculum:
            if len(lesson) != len(self._sizes) or any(
                easy[1] > full[1] for easy, full in zip(lesson, self._sizes, strict=True)
            ):
                raise ValueError(
                    f"the curriculum's lesson {lesson} must have as many parts as {self._sizes}, "
                    f"which comes after it, and none that is larger"
                )
        keras.utils.set_random_seed(config.seed)
        self.model = build_model(config.model)
        self._optimizer = _optimizer(config)
        self._optimizer.build(self.model.trainable_variables)
        self._at_rest = [keras.ops.convert_to_numpy(v.value) for v in self._optimizer.variables]
        self._slice = engine().compile_slice(self.model, self._optimizer)
        self._rng = np.random.default_rng(config.seed)
        self._standing = Standing(done=0, total=config.sequences)
        self._started = time.perf_counter()

    @property
    def timesteps(self) -> int:
        """T of the longest sequences, to which all others are padded."""
        return self._timesteps

    @property
    def standing(self) -> Standing:
        """How far it has come, as a copy."""
        return dataclasses.replace(self._standing)

    def run(self) -> Iterator[Progress]:
        """Train to the end, a slice at a time; ``model`` is always as the last slice left it.

        Raises:
            TrainingError: the cost, or a weight, is no longer finite.
        """
        for told in self.strides(self.config.slice_steps):
            if told is not None:
                yield told

    def strides(self, steps: int) -> Iterator[Progress | None]:
        """As ``run``, giving the word back after every ``steps`` training steps.

        None comes after each stride that ends no slice. The network learns the same, bit for
        bit, whatever the strides; ``steps`` that divide ``slice_steps`` compile once.

        Raises:
            TrainingError: the cost, or a weight, is no longer finite.
        """
        config, standing = self.config, self._standing
        self._started = time.perf_counter() - standing.seconds
        # One that was unlearned with its last sequence begins again, too.
        while standing.done < standing.total or (
            standing.done < config.sequences and self._out_of_patience()
        ):
            # Before a slice and not after one, so that a resumed training does it as well.
            if self._out_of_patience():
                self._begin_again()
            rate, lesson = self._rate(), self._lesson()
            self._optimizer.learning_rate.assign(rate)
            batches, told = self._batches(), []
            for start in range(0, config.slice_steps, steps):
                # Between two strides the model runs with all of its slots.
                with fewer_slots(self.model, self._slots):
                    told.append(self._slice(*(array[start : start + steps] for array in batches)))
                if start + steps < config.slice_steps:
                    yield None
            losses, wrong = (np.concatenate(parts) for parts in zip(*told, strict=True))
            self._check_finite(losses, rate)
            standing.done += config.slice_steps * config.batch_size
            standing.seconds = time.perf_counter() - self._started
            if lesson is None:
                self._look_whether_solved(float(wrong.mean()))
            yield Progress(
                sequences=standing.done,
                total=max(standing.total, standing.done),
                cost=float(losses.mean()) / math.log(2.0),
                wrong_bits=float(wrong.mean()),
                learning_rate=rate,
                seconds=standing.seconds,
                solved_after=standing.solved_after,
                beginnings=standing.beginnings,
            )

    def rested(self, seconds: float) -> None:
        """Take so many seconds, in which training stood still, for none of its own."""
        self._started += seconds

    def state(self) -> dict[str, Array]:
        """All that the next slice depends on, by name; the rest is in ``config``."""
        kept: dict[str, Any] = {
            "standing": json.dumps(dataclasses.asdict(self._standing)),
            "random": json.dumps(self._rng.bit_generator.state),
        }
        for group, variables in self._variables().items():
            for index, variable in enumerate(variables):
                kept[f"{group}_{index:03d}"] = keras.ops.convert_to_numpy(variable.value)
        return {name: np.asarray(value) for name, value in kept.items()}

    def restore(self, state: Mapping[str, Array]) -> None:
        """Go on where ``state`` was taken, from a trainer of the same configuration.

        Training goes on bit for bit as it would have without the interruption, on the same
        device and with the same libraries.

        Raises:
            ValueError: the state is not one of such a trainer.
        """
        try:
            found = [
                (variable, state[f"{group}_{index:03d}"])
                for group, variables in self._variables().items()
                for index, variable in enumerate(variables)
            ]
            standing = Standing(**json.loads(str(state["standing"])))
            random = json.loads(str(state["random"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"not the state of such a training ({error!r})") from None
        for variable, value in found:
            if tuple(variable.shape) != value.shape:
                raise ValueError(
                    f"not the state of such a training ({variable.path} has the shape "
                    f"{list(variable.shape)}, the state {list(value.shape)})"
                )
        for variable, value in found:
            variable.assign(value)
        self._rng.bit_generator.state = random
        self._standing = standing

    def _variables(self) -> dict[str, list[Any]]:
        return {"model": self.model.variables, "optimizer": self._optimizer.variables}

    def _rate(self) -> float:
        """The full rate until the task is solved, or the end is near: a fifth of all, at most."""
        config, standing = self.config, self._standing
        ending = standing.done >= standing.total - min(config.refine, standing.total // 5)
        refining = standing.solved_after is not None or ending
        return config.refining_rate if refining else config.learning_rate

    def _look_whether_solved(self, wrong_bits: float) -> None:
        config, standing = self.config, self._standing
        slices = math.ceil(_SOLVED_OVER / (config.slice_steps * config.batch_size))
        standing.recent = [*standing.recent, wrong_bits][-slices:]
        full = len(standing.recent) == slices
        if (
            standing.solved_after is None
            and full
            and np.mean(standing.recent) < config.solved_below
        ):
            standing.solved_after = standing.done
            standing.seconds_until_solved = standing.seconds
            standing.total = min(standing.total, standing.done + config.refine)

    def _out_of_patience(self) -> bool:
        config, standing = self.config, self._standing
        if config.patience is None:
            return False
        if standing.solved_after is not None:
            return self._unlearned()
        patience: int = config.patience << (standing.beginnings - 1)
        return standing.done >= standing.begun_after + patience

    def _unlearned(self) -> bool:
        """Whether a network that had solved the task was thrown out of it while it was refined."""
        standing = self._standing
        return (
            standing.solved_after is not None
            and float(np.mean(standing.recent)) > _UNLEARNED * self.config.solved_below
        )

    def _begin_again(self) -> None:
        """Other weights, as another seed would have drawn them; sequences go on where they are."""
        standing = self._standing
        keras.utils.set_random_seed(self.config.seed + _NEXT_BEGINNING * standing.beginnings)
        self.model.set_weights(build_model(self.config.model).get_weights())
        for variable, value in zip(self._optimizer.variables, self._at_rest, strict=True):
            variable.assign(value)
        standing.beginnings += 1
        standing.begun_after = standing.done
        standing.recent = []
        standing.solved_after = standing.seconds_until_solved = None
        standing.total = self.config.sequences

    def _check_finite(self, losses: Array, rate: float) -> None:
        """A cost is that of the weights before its step, so the last step shows in them alone."""
        if not np.isfinite(losses).all():
            seen = f"the cost was {losses[~np.isfinite(losses)][0]}"
        elif not all(
            bool(np.isfinite(keras.ops.convert_to_numpy(variable.value)).all())
            for variable in self.model.trainable_variables
        ):
            seen = "a weight was no longer a finite number"
        else:
            return
        raise TrainingError(
            f"{seen} after about {self._standing.done} sequences; the last checkpoint is good: "
            f"try another seed, or a learning rate below {rate:g}"
        )

    def _batches(self) -> tuple[Array, Array, Array]:
        """The next slice's sequences: inputs, targets and weights, [K, B, T, …] each.

        Those of a lesson are as long as all others, or the slice would be compiled again.
        """
        config = self.config
        shape = (config.slice_steps, config.batch_size)
        sizes = self._lesson() or self._sizes
        number = self._standing.done // (config.slice_steps * config.batch_size)
        if config.large_every is not None and (number + 1) % config.large_every == 0:
            sizes = tuple((max(low, round(0.8 * high)), high) for low, high in sizes)
        batch = self.task.sample(
            self._rng, config.slice_steps * config.batch_size, *sizes, fair=False
        )
        missing = self._timesteps - batch.inputs.shape[1]
        inputs, targets, weights = (
            np.pad(array, [(0, 0), (0, missing), *[(0, 0)] * (array.ndim - 2)]).reshape(
                *shape, -1, *array.shape[2:]
            )
            for array in (batch.inputs, batch.targets, batch.weights)
        )
        return inputs, targets, weights

    def _lesson(self) -> Spans | None:
        """The sizes of the curriculum's lesson that is under way; None after the last one."""
        lessons = (sizes for end, sizes in self.config.curriculum if self._standing.done < end)
        return next(lessons, None)


def _optimizer(config: TrainConfig) -> keras.optimizers.Optimizer:
    if config.optimizer == "adam":
        return keras.optimizers.Adam(config.learning_rate, clipvalue=_CLIP)
    return keras.optimizers.RMSprop(
        config.learning_rate, rho=_RHO, momentum=_MOMENTUM, epsilon=_EPSILON, clipvalue=_CLIP
    )
