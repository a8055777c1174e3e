"""The course of a training, as curves show it: cost and wrong bits as it went on. No Qt."""

from __future__ import annotations

import csv
import dataclasses
import json
import math
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt

from ntm_model import runs

if TYPE_CHECKING:
    from pathlib import Path

    from ntm_model.training import Progress

Numbers = npt.NDArray[np.float64]

_LATELY = 5.0
"""Seconds over which the speed is averaged."""


@dataclasses.dataclass(frozen=True)
class Point:
    """Means over one slice of training."""

    sequences: int
    seconds: float
    cost: float
    """Bits per sequence that the network left open."""
    wrong_bits: float
    """Per sequence."""


class Course:
    """Grows with each slice; what is behind never changes."""

    def __init__(self, total: int = 0, solved_after: int | None = None) -> None:
        self.points: list[Point] = []
        self.total = total
        """Sequences at which training ends, as things stand."""
        self.solved_after = solved_after
        self.beginnings = 1
        """How often it was begun, each time with other weights."""

    @classmethod
    def of_run(cls, folder: Path) -> Self:
        """What the run in ``folder`` has written down; empty where it cannot be read."""
        course = cls()
        try:
            course.total = runs.read_config(folder).sequences
            with (folder / runs.METRICS).open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    point = Point(
                        int(row["sequences"]),
                        float(row["seconds"]),
                        float(row["cost"]),
                        float(row["wrong_bits"]),
                    )
                    course.points.append(point)
            course.solved_after, course.beginnings = _said_by_card(folder)
        except (OSError, ValueError, KeyError, TypeError):
            # Half a row, or a folder that somebody is writing: what was read is shown.
            return course
        return course

    @property
    def last(self) -> Point | None:
        """What the last slice came to."""
        return self.points[-1] if self.points else None

    @property
    def done(self) -> int:
        """Sequences trained on so far."""
        return self.points[-1].sequences if self.points else 0

    def add(self, progress: Progress) -> None:
        """Take in what a slice came to."""
        self.points.append(
            Point(progress.sequences, progress.seconds, progress.cost, progress.wrong_bits)
        )
        self.total, self.solved_after = progress.total, progress.solved_after
        self.beginnings = progress.beginnings

    @property
    def speed(self) -> float | None:
        """Sequences a second lately; None as long as nobody can say."""
        if len(self.points) < 2:
            return None
        last = self.points[-1]
        # The first slice is compiled, which tells nothing of those that follow.
        early = next(
            point
            for point in self.points[max(0, len(self.points) - 200) :]
            if last.seconds - point.seconds <= _LATELY or point is self.points[-2]
        )
        seconds = last.seconds - early.seconds
        return (last.sequences - early.sequences) / seconds if seconds > 0 else None

    @property
    def seconds_left(self) -> float | None:
        """Until the end, at the speed of late."""
        speed = self.speed
        return (self.total - self.done) / speed if speed else None


def thinned(values: Numbers, places: Numbers, columns: int) -> tuple[Numbers, Numbers]:
    """As many points as a picture has columns, each the mean of those that fall into it.

    ``places`` [n] rise; both [n] come back as [m], m at most ``columns``.
    """
    if len(values) <= columns or columns < 1:
        return places, values
    span = places[-1] - places[0]
    column = np.minimum((places - places[0]) / span * columns, columns - 1).astype(np.int64)
    counts = np.bincount(column, minlength=columns)
    filled = counts > 0
    means = [
        np.bincount(column, weights=numbers, minlength=columns)[filled] / counts[filled]
        for numbers in (places, values)
    ]
    return means[0], means[1]


@dataclasses.dataclass(frozen=True)
class LogScale:
    """A logarithmic axis from a power of ten to one above; what is smaller lies at its foot."""

    low: float
    high: float

    @classmethod
    def over(cls, values: Numbers, *, least: float = 0.01) -> Self:
        """An axis that holds all of ``values``, of whole decades, and of two at the least."""
        positive = values[values > 0]
        high = 10.0 ** math.ceil(math.log10(max(float(positive.max(initial=1.0)), 1.0)) - 1e-9)
        low = 10.0 ** math.floor(math.log10(max(float(positive.min(initial=1.0)), least)) + 1e-9)
        return cls(min(low, high / 100.0), high)

    @property
    def decades(self) -> tuple[float, ...]:
        """The powers of ten on the axis, upwards."""
        first, last = round(math.log10(self.low)), round(math.log10(self.high))
        return tuple(10.0**power for power in range(first, last + 1))

    def share(self, values: Numbers) -> Numbers:
        """Where values lie, 0 at the foot, where nothing is, and 1 on top.

        The lowest decade stands a little above the foot, which belongs to zero.
        """
        foot = math.log10(self.low) - 0.3
        logs = np.log10(np.maximum(values, 10.0**foot))
        return np.asarray(np.clip((logs - foot) / (math.log10(self.high) - foot), 0.0, 1.0))


def _said_by_card(folder: Path) -> tuple[int | None, int]:
    """After how many sequences it was solved, and how often begun; None and 1 without a card."""
    file = folder / runs.CARD
    if not file.is_file():
        return None, 1
    card = json.loads(file.read_text(encoding="utf-8"))
    solved, beginnings = card.get("solved_after_sequences"), card.get("beginnings", 1)
    return (
        solved if isinstance(solved, int) else None,
        beginnings if isinstance(beginnings, int) else 1,
    )
