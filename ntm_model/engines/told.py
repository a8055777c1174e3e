"""What a walk tells of each timestep, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ntm_model.cell import NTMCell

Tensor = Any

RECORDED = (
    "memory",
    "reads",
    "content",
    "gated",
    "shifted",
    "weightings",
    "shifts",
    "keys",
    "strength",
    "gate",
    "sharpness",
    "erase",
    "add",
)
"""Names, as Trace has them, of what follows the outputs."""


def step_and_tell(
    cell: NTMCell, inputs: Tensor, state: Sequence[Tensor], *, recording: bool
) -> tuple[list[Tensor], list[Tensor]]:
    """One timestep on flat state: the outputs and, when recording, the rest; then the new state."""
    outputs, after, record = cell.step(inputs, cell.unflatten(state), training=False)
    told = [outputs]
    if recording:
        heads, addressing = record.heads, record.addressing
        told += [after.memory, after.reads, *addressing, heads.shifts, heads.keys]
        told += [heads.strength, heads.gate, heads.sharpness, record.erase, record.add]
    return told, cell.flatten(after)
