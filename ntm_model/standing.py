"""How far a training has come, and what follows from that: its rate, its end, another beginning.

Plain numbers: nothing here knows the network or what it is shown.
"""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from ntm_model.config import TrainConfig

# What is refined counts as unlearned when there are so many times the wrong bits that it takes for
# that.
_UNLEARNED = 20.0

# Sequences over which the wrong bits are averaged before a task counts as solved; more where it
# takes more until all sizes were shown.
_SOLVED_OVER = 500

# So many beginnings have the same patience, and each one after them twice that of the one before.
# Of tasks that are learned at all, few need more; what learned copy in its third beginning after
# 9,500 sequences of its own was wrong on long sequences and on drawings.
_AS_PATIENT = 4

# Of a beginning, its rate rests for this share at the most, as N-grams are trained: a training
# that is shorter than was meant has the shape of a long one.
_RESTING_AT_MOST = 5 / 8


@dataclasses.dataclass
class Standing:
    """How far a training has come, apart from what it has learned."""

    done: int
    """Sequences."""
    total: int
    """At which it ends unless it begins again; see ``end``."""
    seconds: float = 0.0
    solved_after: int | None = None
    refined_after: int | None = None
    """Sequences after which there were few enough wrong bits to refine it, those before the last
    beginning among them."""
    seconds_until_solved: float | None = None
    beginnings: int = 1
    begun_after: int = 0
    """Sequences before the last beginning."""
    recent: list[float] = dataclasses.field(default_factory=list)
    """Wrong bits a sequence of the last slices, of the same lesson or of the task, oldest first."""
    lesson: int = 0
    """The number of that which is under way, from 0 on; after the last one, how many there are."""

    @property
    def since_beginning(self) -> int:
        """Sequences since the last beginning."""
        return self.done - self.begun_after

    def rate(self, config: TrainConfig) -> float:
        """That of the next slice.

        In a step: the full rate until there are few enough wrong bits, or the end is near: a fifth
        of all, at most. Falling: from there on as far down as refining has come towards the end.
        Exponentially: as far down as this beginning has come towards where the rate rests.
        """
        if config.schedule == "exponential":
            length = self.total - self.begun_after
            resting = min(config.resting, int(_RESTING_AT_MOST * length))
            return self._on_the_way_down(
                config.learning_rate, config, self.begun_after, self.total - resting
            )
        if self.done < self._refined_after(config):
            return config.learning_rate
        if config.schedule == "falling":
            return self._on_the_way_down(
                config.learning_rate, config, self._refined_after(config), self.total
            )
        return config.refining_rate

    def _refined_after(self, config: TrainConfig) -> int:
        ending = self.total - min(config.refine, self.total // 5)
        # What comes to that in the end goes on as it is being refined already.
        return ending if self.refined_after is None else min(ending, self.refined_after)

    def _on_the_way_down(self, top: float, config: TrainConfig, start: int, stop: int) -> float:
        """From that rate to the refining rate, by the same factor with every sequence."""
        way = min(1.0, (self.done - start) / (stop - start))
        return top * math.pow(config.refining_rate / top, way)

    def end(self, config: TrainConfig) -> int:
        """Sequences at which training ends, as things stand."""
        # One that was unlearned with its last sequence goes on, too.
        return config.sequences if self.begins_again(config) else self.total

    def take(self, wrong_bits: float, config: TrainConfig) -> None:
        """Look whether to refine it, and whether it is solved, after a slice of the task itself."""
        self._remember(wrong_bits, config)
        if self.refined_after is None and self._is_below(config.refining_threshold, config):
            self.refined_after = self.done
            self.total = min(self.total, self.done + config.refine)
        if self.solved_after is None and self._is_below(config.solved_below, config):
            self.solved_after = self.done
            self.seconds_until_solved = self.seconds

    def take_lesson(self, wrong_bits: float, config: TrainConfig) -> None:
        """Look whether the lesson that is under way is over, after a slice of its sequences."""
        self._remember(wrong_bits, config)
        before = self.lesson
        if self._is_below(config.solved_below, config):
            self.lesson += 1
        self.lesson = max(self.lesson, config.lessons_until(self.since_beginning))
        if self.lesson != before:
            self.recent = []

    def _remember(self, wrong_bits: float, config: TrainConfig) -> None:
        self.recent = [*self.recent, wrong_bits][-self._slices(config) :]

    def _is_below(self, limit: float, config: TrainConfig) -> bool:
        enough = len(self.recent) == self._slices(config)
        return enough and float(np.mean(self.recent)) < limit

    def _slices(self, config: TrainConfig) -> int:
        """Of how many slices the wrong bits are averaged."""
        fewest = math.ceil(_SOLVED_OVER / (config.slice_steps * config.batch_size))
        in_lesson = self.lesson < len(config.curriculum)
        all_sizes = (config.large_every or 1) if in_lesson else config.slices_until_all_sizes
        return max(fewest, all_sizes)

    def begins_again(self, config: TrainConfig) -> bool:
        """Whether other weights are wanted: out of patience, or the task was unlearned."""
        if config.patience is None:
            return False
        # A beginning with little left to train on would leave less than what it takes the place of.
        needed = config.patience + min(config.refine, config.sequences // 5)
        if config.sequences - self.done < needed:
            return False
        if self.refined_after is not None:
            return float(np.mean(self.recent)) > _UNLEARNED * config.refining_threshold
        patience: int = config.patience << max(0, self.beginnings - _AS_PATIENT)
        return self.since_beginning >= patience

    def begin_again(self, config: TrainConfig) -> None:
        """Sequences go on where they are, and so does the clock."""
        self.beginnings += 1
        self.begun_after = self.done
        self.recent, self.lesson = [], 0
        self.solved_after = self.refined_after = self.seconds_until_solved = None
        self.total = config.sequences
