"""Which rows the board has for a trace, what stands beside them and what is in them.

Plain values without painting: the order, the words and the numbers of the board can be
read here and tested, and the painter decides nothing.
"""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, Literal

import numpy as np

from ntm_viz.reading.weightings import MANY, FarWeighting
from ntm_viz.reading.words import Row, signed
from ntm_viz.views.cells import Levels, Span, quantise, whole

if TYPE_CHECKING:
    from ntm_model.trace import Array
    from ntm_viz.look.theme import HeadKind
    from ntm_viz.reading.frame import Head, Mask, Overview

_CROWDED = 0.5
"""Pixels; from fewer a bit on, it is shown how many of those that share a pixel are on."""

Colouring = Literal["bits", "read", "write"]


@dataclasses.dataclass(frozen=True)
class Label:
    """The words at the left of a row."""

    title: str
    subtitle: str
    kind: HeadKind | None = None
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
    colouring: Colouring
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


BoardRow = CellRow | CurveRow


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


def rows_of(overview: Overview) -> tuple[BoardRow, ...]:
    """The rows of the board from top to bottom: what goes in, what comes out, how it is done."""
    trace = overview.trace
    # Written before it is read: the pictures tell the story in that order.
    heads = sorted(overview.heads, key=lambda head: head.kind == "read")
    rows: list[BoardRow] = [_bits(Row.INPUT, trace.inputs, f"{trace.inputs.shape[1]} channels")]
    if trace.targets is not None and overview.counts is not None:
        target = _bits(Row.TARGET, trace.targets, "what is due")
        rows.append(dataclasses.replace(target, blank=~overview.counts))
    output = _bits(Row.OUTPUT, overview.predictions, _output_subtitle(overview))
    marked = None if overview.wrong is None else overview.wrong.T
    label = dataclasses.replace(output.label, alarming=bool(overview.wrong_bits))
    faint = None if overview.counts is None else ~overview.counts
    rows.append(dataclasses.replace(output, marked=marked, label=label, faint=faint))
    rows += [_weighting(overview, head) for head in heads]
    rows += [_shift(overview, head) for head in heads]
    rows += [
        _curve(overview, Row.GATE, "Gate g", "1: by content", trace.gate, 0.0, 1.0),
        _curve(overview, Row.STRENGTH, "Key strength β", "", trace.strength, 0.0, None),
        _curve(overview, Row.SHARPNESS, "Sharpness γ", "", trace.sharpness, 1.0, None),
    ]
    return tuple(rows)


def round_up(value: float) -> float:
    """The next number of the form 1, 2, 3, 5 or 8 times a power of ten: a calm end of an axis."""
    if value <= 0.0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 3, 5, 8, 10) if value <= step * power * 1.0001)


def _output_subtitle(overview: Overview) -> str:
    if overview.wrong_bits is None:
        return f"{overview.predictions.shape[1]} channels"
    return f"{overview.wrong_bits:,} of {overview.counted_bits:,} wrong"


def _bits(row: Row, values: Array, subtitle: str) -> CellRow:
    return CellRow(
        row=row,
        label=Label(row.capitalize(), subtitle),
        levels=quantise(values.T, 0.0, 1.0),
        colouring="bits",
        names=tuple(range(values.shape[1])),
    )


def _weighting(overview: Overview, head: Head) -> CellRow:
    slots, trace = overview.slots, overview.trace
    levels: Levels | FarWeighting
    if len(slots) * trace.n_steps > MANY:
        levels = FarWeighting(trace, head.index, slots)
    else:
        levels = quantise(trace.weightings[:, head.index, slots].T, 0.0, 1.0)
    return CellRow(
        row=Row.WEIGHTING,
        label=Label(f"{head.name.capitalize()} weighting", _slot_range(overview), head.kind),
        levels=levels,
        colouring=head.kind,
        names=tuple(int(slot) for slot in slots),
        ticks=_slot_ticks(overview),
        head=head.index,
    )


def _slot_range(overview: Overview) -> str:
    slots, total = overview.slots, overview.trace.n_slots
    first, last = int(slots[0]), int(slots[-1])
    if len(slots) == total:
        return f"all {total} slots"
    if (last - first) % total + 1 > len(slots):
        return f"{len(slots)} of {total} slots"
    if first <= last:
        return f"slots {first}–{last}"
    ends = (
        f"{first}–{total - 1}" if first < total - 1 else f"{first}",
        f"0–{last}" if last else "0",
    )
    return f"slots {ends[0]}, {ends[1]}"


def _slot_ticks(overview: Overview) -> tuple[Tick, ...]:
    slots = overview.slots
    return (Tick(0.0, str(slots[0])), Tick(len(slots) - 1.0, str(slots[-1])))


def _shift(overview: Overview, head: Head) -> CellRow:
    count = overview.trace.shift_range
    moves = [index - count // 2 for index in range(count)]
    return CellRow(
        row=Row.SHIFT,
        label=Label(f"{head.name.capitalize()} shift", "", head.kind),
        levels=quantise(overview.trace.shifts[:, head.index].T, 0.0, 1.0),
        colouring=head.kind,
        names=tuple(range(count)),
        ticks=tuple(Tick(float(index), signed(move)) for index, move in enumerate(moves)),
        head=head.index,
    )


def _curve(
    overview: Overview,
    row: Row,
    title: str,
    subtitle: str,
    values: Array,
    low: float,
    high: float | None,
) -> CurveRow:
    top = high if high is not None else low + round_up(float(values.max()) - low)
    heights = np.clip((values.T - low) / (top - low), 0.0, 1.0)
    return CurveRow(
        row=row,
        label=Label(title, subtitle),
        heads=overview.heads,
        heights=np.ascontiguousarray(heights, dtype=np.float32),
        ticks=(Tick(1.0, f"{top:g}"), Tick(0.0, f"{low:g}")),
    )
