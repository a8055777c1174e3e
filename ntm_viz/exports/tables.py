"""Any row of a trace as a CSV table: one line a timestep, one column a number.

The names are those of the trace file, so that whoever knows one knows the other.
"""

from __future__ import annotations

import csv
import io
import itertools
import math
from typing import TYPE_CHECKING

import numpy as np

from ntm_model.trace import LAYOUT
from ntm_viz.exports.options import ExportError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ntm_model.trace import Trace

ROWS = tuple(name for name in LAYOUT if name != "initial_weightings")
"""The names that a table can be made of."""
_MOST = 50_000_000
"""Numbers; more make a text of half a gigabyte, which no program opens."""


def table(trace: Trace, row: str) -> bytes:
    """The row called ``row`` as UTF-8; the first column is t.

    ``memory`` has one line more than the others, since line t tells of the time before step t.

    Raises:
        ExportError: there is no such row, this trace does not have it, or it is too large.
    """
    if row not in ROWS:
        raise ExportError(f"there is no row {row!r}; choose one of {', '.join(ROWS)}")
    values = getattr(trace, row)
    if values is None:
        raise ExportError(f"this run has no {row}: nobody knows the right answer")
    count = math.prod(values.shape)
    if count > _MOST:
        raise ExportError(
            f"{row} of this run is {count:,} numbers, too many for a table; save the run as a "
            "trace (.npz) instead"
        )
    text = io.StringIO()
    # Written alike on every system.
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(["t", *_columns(trace, row)])
    for t, numbers in enumerate(values):
        lines.writerow([t, *(_number(number) for number in np.ravel(numbers))])
    return text.getvalue().encode()


def _columns(trace: Trace, row: str) -> list[str]:
    """A name for each number of a timestep, such as ``read slot 6``."""
    letters = LAYOUT[row][1:]
    if not letters:
        return [row]
    names = [_names(trace, row, letter) for letter in letters]
    return [" ".join(parts) for parts in itertools.product(*names)]


def _names(trace: Trace, row: str, letter: str) -> Sequence[str]:
    heads, readers, meta = trace.head_names, trace.n_read_heads, trace.meta
    size = trace.shift_range
    match letter:
        case "H":
            return heads
        case "R":
            return heads[:readers]
        case "W":
            return heads[readers:]
        case "S":
            return [f"shift {index - size // 2:+d}" for index in range(size)]
        case "N":
            return [f"slot {slot}" for slot in range(trace.n_slots)]
        case "M":
            return [f"column {column}" for column in range(trace.m_depth)]
    given = meta.input_names if letter == "I" else meta.output_names
    width = trace.inputs.shape[1] if letter == "I" else trace.outputs.shape[1]
    return given or [f"channel {channel}" for channel in range(width)]


def _number(value: np.float32) -> str:
    """The shortest text that is read back as the same number."""
    return str(value)
