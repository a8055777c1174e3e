"""What a movie shows, picture by picture: the timesteps of a run, or a run as training went on."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ntm_viz.exports.options import ExportError
from ntm_viz.reading.frame import frame_at
from ntm_viz.reading.overview import resolve, resolve_together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ntm_model.trace import Trace
    from ntm_viz.reading.frame import Frame
    from ntm_viz.reading.overview import Overview


@dataclasses.dataclass(frozen=True, eq=False)
class Shot:
    """One picture: a timestep of a run, and what stands beside the title."""

    overview: Overview
    t: int
    number: int
    """Of its file, in a sequence of pictures."""
    remark: str = ""

    @property
    def frame(self) -> Frame:
        """Everything that is shown."""
        return frame_at(self.overview, self.t)


def run_reel(
    trace: Trace, first: int = 0, last: int | None = None, *, all_slots: bool = False
) -> tuple[Shot, ...]:
    """Timesteps ``first`` to ``last`` (included; None: to the end).

    Raises:
        ExportError: the run has no such timesteps.
    """
    steps = _steps(trace, first, last)
    overview = resolve(trace, all_slots=all_slots)
    return tuple(Shot(overview, t, t) for t in steps)


def training_reel(
    learned: Sequence[tuple[int, Trace]],
    first: int = 0,
    last: int | None = None,
    *,
    all_slots: bool = False,
) -> tuple[Shot, ...]:
    """Timesteps ``first`` to ``last`` of one drawing, after each of these numbers of sequences.

    Slots and colours are the same throughout, so that what changes is what was learned.

    Raises:
        ExportError: there is nothing to show, or no such timesteps.
    """
    if not learned:
        raise ExportError("this run has saved no network yet")
    steps = _steps(learned[0][1], first, last)
    overviews = resolve_together([trace for _, trace in learned], all_slots=all_slots)
    shots = [
        (overview, t, f"after {sequences:,} sequences")
        for (sequences, _), overview in zip(learned, overviews, strict=True)
        for t in steps
    ]
    return tuple(Shot(o, t, number, remark) for number, (o, t, remark) in enumerate(shots))


def _steps(trace: Trace, first: int, last: int | None) -> range:
    end = trace.n_steps - 1
    last = end if last is None else last
    if not 0 <= first <= last <= end:
        asked = f"step {first}" if first == last else f"steps {first} to {last}"
        raise ExportError(f"there is no {asked} in this run: it has steps 0 to {end}")
    return range(first, last + 1)
