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
from ntm_model.config import LARGEST_SEED, TrainConfig
from ntm_model.engines import Slice, engine
from ntm_model.lessons import Lessons, longest_stride
from ntm_model.model import build_model, fewer_slots
from ntm_model.standing import Standing
from ntm_model.trace import Array

# RMSProp as in the paper: ρ 0.95 and momentum 0.9, gradient elements held within ±10.
_RHO, _MOMENTUM, _CLIP = 0.95, 0.9, 10.0
# Keras' 1e-7 lets a network that has learned its task be thrown out of it again: gradients that
# have been tiny for a while are scaled up until a single unlikely sequence moves every weight at
# once. Graves 2013 (arXiv 1308.0850) has 1e-4, with which copy was learned more slowly.
_EPSILON = 1e-5

# Between the seeds of a training's beginnings; far from the few that people count up to.
_NEXT_BEGINNING = 1_000_003


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


class Trainer:
    """A network in training.

    Args:
        config: what to train, and how. The same configuration gives the same network on the
            same device with as many threads.

    Raises:
        ValueError: the configuration names a task or a controller that is unknown, or a lesson
            that is larger than what comes after it.
    """

    def __init__(self, config: TrainConfig) -> None:
        self.config = config
        self.task = tasks.get(config.model.task)
        self._lessons = Lessons(self.task, config)
        keras.utils.set_random_seed(config.seed)
        self.model = build_model(config.model)
        self._optimizer = _optimizer(config)
        self._optimizer.build(self.model.trainable_variables)
        self._at_rest = [
            keras.ops.convert_to_numpy(variable.value) for variable in self._optimizer.variables
        ]
        # One for each number of slots, compiled when its turn first comes.
        self._slices: dict[int | None, Slice] = {}
        self._rng = np.random.default_rng(config.seed)
        self._standing = Standing(done=0, total=config.sequences)
        self._started = time.perf_counter()

    @property
    def timesteps(self) -> int:
        """T of the longest sequences that it learns from; others are padded."""
        return self._lessons.timesteps

    @property
    def standing(self) -> Standing:
        """How far it has come, as a copy."""
        return dataclasses.replace(self._standing)

    @property
    def complete(self) -> bool:
        """Whether there is nothing more to train."""
        return self._standing.done >= self._standing.end(self.config)

    def run(self) -> Iterator[Progress]:
        """Train to the end, a slice at a time; see ``strides``.

        Raises:
            TrainingError: the cost, or a weight, is no longer finite.
        """
        for told in self.strides(longest_stride(self.config)):
            if told is not None:
                yield told

    def strides(self, steps: int) -> Iterator[Progress | None]:
        """As ``run``, giving the word back after every ``steps`` training steps.

        None comes after each stride that ends no slice. The network learns the same, bit for
        bit, whatever the strides; ``steps`` that divide ``slice_steps``, and where slots take turns
        those of a turn too, compile once or twice for each number of slots.

        ``model`` is as the last stride left it; with the last word of all, it is the mean of its
        weights where the configuration asks for that.

        Raises:
            TrainingError: the cost, or a weight, is no longer finite.
        """
        config, standing = self.config, self._standing
        self._started = time.perf_counter() - standing.seconds
        while not self.complete:
            # Before a slice and not after one, so that a resumed training does it as well.
            if standing.begins_again(config):
                self._begin_again()
            rate = standing.rate(config)
            since, lesson = standing.since_beginning, standing.lesson
            self._optimizer.learning_rate.assign(rate)
            batches = self._lessons.batches(self._rng, since, lesson=lesson)
            told = []
            for start in range(0, config.slice_steps, steps):
                stride = range(start, min(start + steps, config.slice_steps))
                for part, slots in self._lessons.by_slots(stride, since, lesson=lesson):
                    # Between two strides the model runs with all of its slots.
                    with fewer_slots(self.model, slots):
                        shown = (array[part.start : part.stop] for array in batches)
                        told.append(self._slice(slots)(*shown))
                if start + steps < config.slice_steps:
                    yield None
            losses, wrong = (np.concatenate(parts) for parts in zip(*told, strict=True))
            self._check_finite(losses, rate)
            standing.done += config.slice_steps * config.batch_size
            standing.seconds = time.perf_counter() - self._started
            if lesson < len(config.curriculum):
                standing.take_lesson(float(wrong.mean()), config)
            else:
                standing.take(float(wrong.mean()), config)
            if self.complete and self._optimizer.use_ema:
                self._optimizer.finalize_variable_values(self.model.trainable_variables)
            yield Progress(
                sequences=standing.done,
                total=max(standing.end(config), standing.done),
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
        device, with the same libraries and as many threads.

        Raises:
            ValueError: the state is not one of such a trainer.
        """
        try:
            found = [
                (variable, state[f"{group}_{index:03d}"])
                for group, variables in self._variables().items()
                for index, variable in enumerate(variables)
            ]
            told = json.loads(str(state["standing"]))
            standing = Standing(**told)
            if "lesson" not in told:  # from before lessons could be over sooner than planned
                standing.lesson = self.config.lessons_until(standing.since_beginning)
            if "refined_after" not in told:  # from before refining could begin sooner
                standing.refined_after = standing.solved_after
            random = json.loads(str(state["random"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"not the state of such a training ({error!r})") from None
        turns = self.config.further_sizes or self.config.slots_in_turn
        if "refining_optimizer_000" in state or ("refined_after" not in told and turns):
            raise ValueError(
                "begun by an older version, which showed other sequences: train it anew"
            )
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

    def _slice(self, slots: int | None) -> Slice:
        if slots not in self._slices:
            self._slices[slots] = engine().compile_slice(self.model, self._optimizer)
        return self._slices[slots]

    def _variables(self) -> dict[str, list[Any]]:
        return {"model": self.model.variables, "optimizer": self._optimizer.variables}

    def _begin_again(self) -> None:
        """Other weights, as another seed would have drawn them, and an optimizer at rest."""
        seed = self.config.seed + _NEXT_BEGINNING * self._standing.beginnings
        keras.utils.set_random_seed(seed % (LARGEST_SEED + 1))
        self.model.set_weights(build_model(self.config.model).get_weights())
        for variable, value in zip(self._optimizer.variables, self._at_rest, strict=True):
            variable.assign(value)
        self._standing.begin_again(self.config)

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


def _optimizer(config: TrainConfig) -> keras.optimizers.Optimizer:
    limit, mean_over = config.gradient_limit, config.averaged_over
    options: dict[str, Any] = {"clipvalue": _CLIP} if limit is None else {"global_clipnorm": limit}
    if mean_over is not None:
        # A tenth of the sequences at most: over more, a mean would still hold much of its
        # beginning.
        steps = min(mean_over, config.sequences // 10) / config.batch_size
        # No ema_overwrite_frequency: the trainer puts the mean in at the end.
        options |= {"use_ema": True, "ema_momentum": math.exp(-1.0 / max(steps, 1.0))}
    if config.optimizer == "adam":
        return keras.optimizers.Adam(
            config.learning_rate, beta_2=config.beta_2, epsilon=config.epsilon, **options
        )
    return keras.optimizers.RMSprop(
        config.learning_rate, rho=_RHO, momentum=_MOMENTUM, epsilon=_EPSILON, **options
    )
