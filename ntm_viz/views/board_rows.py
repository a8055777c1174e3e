"""Which rows the board has for a trace, what stands beside them and what is in them.

Plain values without painting: the order, the words and the numbers of the board can be
read here and tested, and the painter decides nothing.
"""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING

import numpy as np

from ntm_viz.reading.weightings import MANY, FarWeighting
from ntm_viz.reading.words import Row, signed
from ntm_viz.views.cells import Levels, quantise
from ntm_viz.views.row_kinds import BoardRow, CellRow, CurveRow, Label, Series, SeriesRow, Tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ntm_model.trace import Array
    from ntm_viz.reading.frame import Head, Mask, Overview


_MOST_MEASURED = 3
"""Input channels of numbers that get a row each; more are a matrix, of their own kind."""


def rows_of(overview: Overview) -> tuple[BoardRow, ...]:
    """The rows of the board from top to bottom: what goes in, what comes out, how it is done."""
    trace = overview.trace
    # Written before it is read: the pictures tell the story in that order.
    heads = sorted(overview.heads, key=lambda head: head.kind == "read")
    rows: list[BoardRow] = list(input_rows(trace.inputs, trace.meta.input_names))
    if trace.targets is not None and overview.counts is not None:
        rows.append(target_row(trace.targets, overview.counts))
    rows += _outputs(overview)
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


def input_rows(inputs: Array, names: Sequence[str]) -> tuple[BoardRow, ...]:
    """Channels of bits as one matrix, and a row of bars for each that holds other numbers.

    A number that is given once, with the delimiter, stays a cell: a row of its own for it would
    be bare.
    """
    other = (inputs != 0.0) & (inputs != 1.0)
    measured = other.sum(axis=0) > 1
    if measured.sum() > _MOST_MEASURED:
        return (_bits(Row.INPUT, inputs, channels(inputs.shape[1])),)
    kept = np.flatnonzero(~measured)
    shown = np.where(other, 1.0, inputs)[:, kept]
    bits = dataclasses.replace(
        _bits(Row.INPUT, shown, channels(len(kept))), names=tuple(int(i) for i in kept)
    )
    return (bits, *(_bars(inputs, int(i), names) for i in np.flatnonzero(measured)))


def target_row(targets: Array, counts: Mask) -> CellRow:
    """What is due, at the timesteps where anything is."""
    return dataclasses.replace(_bits(Row.TARGET, targets, "what is due"), blank=~counts)


def _bars(inputs: Array, channel: int, names: Sequence[str]) -> SeriesRow:
    values = inputs[:, channel]
    end = round_up(float(np.abs(values).max()))
    low = -end if values.min() < 0.0 else 0.0
    name = names[channel] if names else f"channel {channel}"
    given = np.flatnonzero(values)
    shown = np.zeros(len(values), bool)
    shown[: given[-1] + 1] = True
    return SeriesRow(
        row=Row.INPUT,
        label=Label(name.capitalize(), "input"),
        index=channel,
        series=(Series(name, (values - low) / (end - low), "bars", shown),),
        ticks=(Tick(1.0, f"{end:g}"), Tick(0.0, f"{low:g}".replace("-", "−"))),
        base=(0.0 - low) / (end - low),
    )


def _outputs(overview: Overview) -> tuple[BoardRow, ...]:
    if overview.best is not None:
        channels = range(overview.predictions.shape[1])
        return tuple(_chances(overview, overview.best, channel) for channel in channels)
    output = _bits(Row.OUTPUT, overview.predictions, _output_subtitle(overview))
    marked = None if overview.wrong is None else overview.wrong.T
    label = dataclasses.replace(output.label, alarming=bool(overview.wrong_bits))
    faint = None if overview.counts is None else ~overview.counts
    return (dataclasses.replace(output, marked=marked, label=label, faint=faint),)


def _chances(overview: Overview, best: Array, channel: int) -> SeriesRow:
    """What the network says, over what can be said at best."""
    shown = np.ones(overview.n_steps, bool) if overview.counts is None else overview.counts
    return SeriesRow(
        row=Row.OUTPUT,
        label=Label("Chance of a 1", ""),
        index=channel,
        series=(
            Series("best possible", best[:, channel], "area", shown),
            Series("network", overview.predictions[:, channel], "line", shown),
        ),
        ticks=(Tick(1.0, "1"), Tick(0.5, "½"), Tick(0.0, "0")),
    )


def _output_subtitle(overview: Overview) -> str:
    if overview.wrong_bits is None:
        return channels(overview.predictions.shape[1])
    return f"{overview.wrong_bits:,} of {overview.counted_bits:,} wrong"


def channels(count: int) -> str:
    """So many channels, in words."""
    return "1 channel" if count == 1 else f"{count} channels"


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
        label=Label(f"{head.name.capitalize()} weighting", _slot_range(overview), head.shade),
        levels=levels,
        colouring=head.shade,
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
        label=Label(f"{head.name.capitalize()} shift", "", head.shade),
        levels=quantise(overview.trace.shifts[:, head.index].T, 0.0, 1.0),
        colouring=head.shade,
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
