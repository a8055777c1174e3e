"""The time axis that all rows of the board share: which timesteps are in view, and where."""

from __future__ import annotations

import dataclasses
import math

_SHORTEST_VIEW = 3.0
"""Timesteps; a closer look shows nothing more."""
_TICK_STEPS = (1, 2, 5)
NUMBERS_APART = 44
"""Pixels from one number of the axis to the next, at the least."""


@dataclasses.dataclass(frozen=True)
class TimeAxis:
    """Timesteps ``first`` to ``last`` (fractions allowed) over a stretch of logical pixels."""

    n_steps: int
    left: int
    width: int
    first: float
    last: float

    @classmethod
    def whole(cls, n_steps: int, left: int, width: int) -> TimeAxis:
        """The axis that shows every timestep."""
        return cls(n_steps, left, width, 0.0, float(n_steps))

    @property
    def is_whole(self) -> bool:
        return self.first <= 0.0 and self.last >= self.n_steps

    @property
    def column_width(self) -> float:
        """Logical pixels of one timestep."""
        return self.width / (self.last - self.first)

    def x(self, t: float) -> float:
        """Where timestep ``t`` begins, in logical pixels."""
        return self.left + (t - self.first) * self.column_width

    def column(self, t: int) -> tuple[int, int]:
        """Where timestep ``t`` begins and ends, as whole logical pixels."""
        return round(self.x(t)), round(self.x(t + 1))

    def step_at(self, x: float) -> int:
        """The timestep under ``x``; beyond the ends, the first or the last one in view."""
        t = math.floor(self.first + (x - self.left) / self.column_width)
        lowest, highest = math.floor(self.first), math.ceil(self.last) - 1
        return min(max(t, lowest), highest)

    def placed(self, left: int, width: int) -> TimeAxis:
        """The same view on another stretch of pixels."""
        return dataclasses.replace(self, left=left, width=width)

    def zoomed(self, factor: float, x: float) -> TimeAxis:
        """Show ``1 / factor`` as many timesteps, keeping what is under ``x`` where it is."""
        span = self.last - self.first
        wanted = min(max(span / factor, min(_SHORTEST_VIEW, self.n_steps)), float(self.n_steps))
        share = min(max((x - self.left) / self.width, 0.0), 1.0)
        return self._from(self.first + share * (span - wanted), wanted)

    def panned(self, steps: float) -> TimeAxis:
        """Look ``steps`` later (or earlier), as far as there are any."""
        return self._from(self.first + steps, self.last - self.first)

    def holding(self, t: int) -> TimeAxis:
        """Move the view no more than needed for timestep ``t`` to be in it."""
        if t < self.first:
            return self._from(float(t), self.last - self.first)
        if t + 1 > self.last:
            return self._from(t + 1 - (self.last - self.first), self.last - self.first)
        return self

    def ticks(self, spacing: int) -> range:
        """Timesteps in view that deserve a number, at least ``spacing`` pixels apart."""
        step, power = 1, 1
        while step * self.column_width < spacing:
            index = _TICK_STEPS.index(step // power) + 1
            power = power * 10 if index == len(_TICK_STEPS) else power
            step = power * _TICK_STEPS[index % len(_TICK_STEPS)]
        first = math.ceil(self.first / step) * step
        return range(first, math.ceil(self.last), step)

    def _from(self, first: float, span: float) -> TimeAxis:
        first = min(max(first, 0.0), self.n_steps - span)
        return dataclasses.replace(self, first=first, last=first + span)
