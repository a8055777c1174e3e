"""The kinds of row that the board has: plain values, which the painter only paints."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Literal

import numpy as np

from ntm_viz.reading.weightings import FarWeighting
from ntm_viz.views.cells import Levels, Span, whole

if TYPE_CHECKING:
    from ntm_model.trace import Array
    from ntm_viz.look.theme import Shade
    from ntm_viz.reading.frame import Head, Mask
    from ntm_viz.reading.words import Row

_CROWDED = 0.5
"""Pixels; from fewer a bit on, it is shown how many of those that share a pixel are on."""


@dataclasses.dataclass(frozen=True)
class Label:
    """The words at the left of a row."""

    title: str
    subtitle: str
    shade: Shade | None = None
    """The colour of its head, where it has one."""
    alarming: bool = False
    """Whether the subtitle tells of something wrong."""


@dataclasses.dataclass(frozen=True)
class Tick:
    """A number at the right of a row, beside the cell (or the height 0…1) that it names."""

    at: float
    text: str


@dataclasses.dataclass(frozen=True, eq=False)
class CellRow:
    """A row that is a matrix over time."""

    row: Row
    label: Label
    levels: Levels | FarWeighting
    """[cells, T], places in the table of colours."""
    colouring: Shade | Literal["bits"]
    names: tuple[int, ...]
    """What ``CellRef.index`` calls each cell."""
    ticks: tuple[Tick, ...] = ()
    head: int | None = None
    marked: Mask | None = None
    """[cells, T], cells that are wrong."""
    blank: Mask | None = None
    """[T], timesteps at which this row has nothing to show."""
    faint: Mask | None = None
    """[T], timesteps at which what it shows does not matter."""

    @property
    def cells(self) -> int:
        return int(self.levels.shape[0])

    def in_view(self, across: Span) -> tuple[Levels, Span]:
        """What ``across`` shows of the levels, and how it lies in that; all that there are, if few.

        In a long run a column may stand for several steps, but never for more than a pixel does.
        """
        if not isinstance(self.levels, FarWeighting):
            crowded = self.colouring == "bits" and across.pixels_per_cell < _CROWDED
            return (_gathered(self.levels, across)) if crowded else (self.levels, across)
        cells = across.cells()
        shown, begin, span = self.levels.between(
            int(cells[0]), int(cells[-1]) + 1, 1.0 / across.pixels_per_cell
        )
        first, last = (across.first - begin) / span, (across.last - begin) / span
        return shown, Span(first, last, across.pixels)


@dataclasses.dataclass(frozen=True, eq=False)
class CurveRow:
    """A row of one number a head over time."""

    row: Row
    label: Label
    heads: tuple[Head, ...]
    heights: Array
    """[H, T], 0 at the foot of the row and 1 at its top."""
    ticks: tuple[Tick, ...]


@dataclasses.dataclass(frozen=True, eq=False)
class Series:
    """One number over time; a line, an area or bars, so that two are told apart by shape."""

    name: str
    heights: Array
    """[T], 0 at the foot of the row and 1 at its top."""
    style: Literal["line", "area", "bars"]
    shown: Mask
    """[T], timesteps that have such a number."""


@dataclasses.dataclass(frozen=True, eq=False)
class SeriesRow:
    """A row of numbers that belong to no head, drawn over each other."""

    row: Row
    label: Label
    index: int
    """What ``CellRef.index`` calls it: its channel."""
    series: tuple[Series, ...]
    ticks: tuple[Tick, ...]
    base: float = 0.0
    """The height that bars begin at."""

    @property
    def has_legend(self) -> bool:
        """Whether the series have to be named."""
        return len(self.series) > 1


BoardRow = CellRow | CurveRow | SeriesRow


def _gathered(levels: Levels, across: Span) -> tuple[Levels, Span]:
    """Bits of which many share a pixel: half by the brightest, half by how many are on.

    By the brightest alone, thousands of random bits would be one white wall; by their number
    alone, a single one would be lost.
    """
    starts = across.first + np.arange(across.pixels) / across.pixels_per_cell
    begins = starts.astype(np.int64)
    shown = levels[:, : int(np.ceil(across.last))]
    brightest = np.maximum.reduceat(shown, begins, axis=1).astype(np.float32)
    count = np.diff(np.append(begins, shown.shape[1]))
    mean = np.add.reduceat(shown, begins, axis=1, dtype=np.float32) / np.maximum(count, 1)
    found = np.minimum(np.rint((brightest + mean) / 2.0), 255.0).astype(np.uint8)
    return found, whole(across.pixels, across.pixels)
