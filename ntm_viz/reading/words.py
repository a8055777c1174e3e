"""What a cell of the pictures is, in one sentence: its row, its time, its value, its equation.

Equations are those of Graves et al. 2014 (arXiv 1410.5401), in the paper's numbering.
"""

from __future__ import annotations

import dataclasses
import enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ntm_model.trace import Trace
    from ntm_viz.reading.frame import Overview


class Row(enum.StrEnum):
    """The quantities that can be pointed at."""

    INPUT = "input"
    TARGET = "target"
    OUTPUT = "output"
    WEIGHTING = "weighting"
    SHIFT = "shift"
    GATE = "gate"
    STRENGTH = "strength"
    SHARPNESS = "sharpness"
    CONTENT = "content"
    GATED = "gated"
    SHIFTED = "shifted"
    MEMORY = "memory"
    ERASE = "erase"
    ADD = "add"


@dataclasses.dataclass(frozen=True)
class CellRef:
    """One cell of one row at one timestep."""

    row: Row
    t: int
    index: int = 0
    """Channel, slot, or which of the S shifts; for erase and add the place in the vector."""
    head: int | None = None
    """Number of the head, where the row belongs to one."""
    column: int = 0
    """Place in the slot's vector, in the memory."""


_STAGES = {
    Row.CONTENT: ("content", "by content", "wᶜ = softmax(β · K(key, slot)), eq. 5"),
    Row.GATED: ("gated", "after the gate", "wᵍ = g · wᶜ + (1 − g) · w before, eq. 7"),
    Row.SHIFTED: ("shifted", "after the shift", "w̃ = Σ wᵍ(j) · s(i − j), eq. 8"),
    Row.WEIGHTING: ("weightings", "", "w = w̃^γ / Σ w̃^γ, eq. 9"),
}
_SCALARS = {
    Row.GATE: ("gate", "gate g", "1 takes the content, 0 stays with the last step, eq. 7"),
    Row.STRENGTH: ("strength", "key strength β", "how sharply content addressing picks, eq. 5"),
    Row.SHARPNESS: ("sharpness", "sharpness γ", "how strongly blur is undone, eq. 9"),
}


def sentence(ref: CellRef, overview: Overview) -> str:
    """The readout for one cell, such as ``Read weighting, slot 6, t = 27: 1.000 — …``."""
    trace = overview.trace
    match ref.row:
        case Row.INPUT | Row.TARGET | Row.OUTPUT:
            return _channel(ref, overview)
        case Row.MEMORY:
            value = trace.memory[ref.t + 1, ref.index, ref.column]
            before = trace.memory[ref.t, ref.index, ref.column]
            what = f"Memory, slot {ref.index}, column {ref.column}, after t = {ref.t}"
            moved = f" (was {_number(before)})" if abs(value - before) >= 0.0005 else ""
            return f"{what}: {_number(value)}{moved} — M = M before · (1 − w·e) + w·a, eq. 3 and 4"
        case Row.ERASE | Row.ADD:
            return _vector(ref, trace)
        case Row.SHIFT:
            value = trace.shifts[ref.t, ref.head or 0, ref.index]
            move = signed(ref.index - trace.shift_range // 2)
            what = f"{_head(ref, trace)} shift {move}, t = {ref.t}"
            return f"{what}: {_number(value)} — the share s({move}) of the move, eq. 8"
    if ref.row in _SCALARS:
        field, name, meaning = _SCALARS[ref.row]
        value = getattr(trace, field)[ref.t, ref.head or 0]
        return f"{_head(ref, trace)} {name}, t = {ref.t}: {_number(value)} — {meaning}"
    field, stage, equation = _STAGES[ref.row]
    value = getattr(trace, field)[ref.t, ref.head or 0, ref.index]
    name = f"weighting {stage}".strip()
    return (
        f"{_head(ref, trace)} {name}, slot {ref.index}, t = {ref.t}: {_number(value)} — {equation}"
    )


def signed(move: int) -> str:
    """A shift with its sign, as a person writes it: ``−1``, ``0``, ``+1``."""
    if move == 0:
        return "0"
    return f"+{move}" if move > 0 else f"−{-move}"


def _channel(ref: CellRef, overview: Overview) -> str:
    trace, meta = overview.trace, overview.trace.meta
    names = meta.input_names if ref.row is Row.INPUT else meta.output_names
    channel = names[ref.index] if names else f"channel {ref.index}"
    what = f"{ref.row.capitalize()}, {channel}, t = {ref.t}"
    if ref.row is Row.INPUT:
        return f"{what}: {_bit(trace.inputs[ref.t, ref.index])} — what the network sees"
    counts = overview.counts is not None and bool(overview.counts[ref.t])
    if ref.row is Row.TARGET:
        if not counts or trace.targets is None:
            return f"{what}: any answer will do at this step"
        return f"{what}: {_bit(trace.targets[ref.t, ref.index])} — what is due"
    value = _number(overview.predictions[ref.t, ref.index])
    if counts and overview.best is not None:
        best = _number(overview.best[ref.t, ref.index])
        return f"{what}: {value} — probability of a 1; the best predictor says {best}"
    if not counts or overview.wrong is None or trace.targets is None:
        return f"{what}: {value} — nobody asks for an answer at this step"
    due = _bit(trace.targets[ref.t, ref.index])
    verdict = "wrong" if overview.wrong[ref.t, ref.index] else "right"
    return f"{what}: {value} — probability of a 1; {due} is due, so it is {verdict}"


def _vector(ref: CellRef, trace: Trace) -> str:
    head = ref.head if ref.head is not None else trace.n_read_heads
    array = trace.erase if ref.row is Row.ERASE else trace.add
    value = _number(array[ref.t, head - trace.n_read_heads, ref.index])
    equation = "M · (1 − w·e), eq. 3" if ref.row is Row.ERASE else "M + w·a, eq. 4"
    name = trace.head_names[head].capitalize()
    return f"{name} head, {ref.row} vector, column {ref.index}, t = {ref.t}: {value} — {equation}"


def _head(ref: CellRef, trace: Trace) -> str:
    return trace.head_names[ref.head or 0].capitalize()


def _number(value: float) -> str:
    """Three places: what a colour can mean."""
    return f"{value:.3f}".replace("-", "−")


def _bit(value: float) -> str:
    """A bit as such; what is none, as a number."""
    return f"{value:.0f}" if value in (0.0, 1.0) else _number(value)
