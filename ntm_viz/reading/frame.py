"""From a Trace to what is shown at one timestep, resolved without Qt.

A view only draws what it finds in a ``Frame``, so whatever the pictures claim can be tested
with numpy alone.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np

from ntm_viz.reading.overview import Head, Mask, Overview, resolve
from ntm_viz.reading.phases import Role, TaskPhase
from ntm_viz.reading.task_words import VECTOR, step_name

if TYPE_CHECKING:
    from ntm_model.trace import Array, Trace

__all__ = ["Frame", "Head", "HeadFrame", "Mask", "Overview", "Peak", "frame_at", "resolve"]

CHANGED = 0.05
"""A cell counts as changed by a step that moved it by this share of the memory's level."""


@dataclasses.dataclass(frozen=True, eq=False)
class HeadFrame:
    """How one head came to its weighting at t: the four stages over the N' shown slots."""

    head: Head
    content: Array
    gated: Array
    shifted: Array
    weighting: Array
    previous: Array
    """The weighting of the step before; at t = 0 the initial one."""
    shift: Array
    """[S], share of each shift."""
    key: Array
    strength: float
    gate: float
    sharpness: float
    peaks: tuple[Peak, Peak, Peak, Peak]
    """Where each of the four stages is strongest, among all N slots."""
    previous_peak: Peak

    @property
    def peak(self) -> Peak:
        """The slot that the head ends up at."""
        return self.peaks[3]


@dataclasses.dataclass(frozen=True)
class Peak:
    """The slot with the largest share, and that share."""

    slot: int
    value: float


@dataclasses.dataclass(frozen=True, eq=False)
class Frame:
    """Everything that is shown at timestep t."""

    overview: Overview
    t: int
    phase: str
    """Name of the phase that t lies in; empty where the task names none."""
    role: Role
    """What that phase is for."""
    unit: str
    """What one step of a phase is called: a vector, a bit, a letter."""
    position: int
    """Which of its phase's vectors this is, from 1; delimiters are not counted."""
    phase_length: int
    """Vectors of the phase."""
    delimits: bool
    """Whether this step is a delimiter within a phase."""
    stands_alone: bool
    """Whether the phase has no other step."""
    memory_before: Array
    """[N', M], before this step wrote."""
    memory: Array
    """[N', M], after this step wrote."""
    changed: Mask
    """[N', M], cells that this step changed visibly."""
    erase: Array
    """[W, M]."""
    add: Array
    """[W, M]."""
    heads: tuple[HeadFrame, ...]

    @property
    def place(self) -> str:
        """Where in the task this is, in words: ``recall · vector 7``."""
        if self.delimits:
            return f"{self.phase} · delimiter"
        return self.phase if self.stands_alone else f"{self.phase} · {self.unit} {self.position}"


def frame_at(overview: Overview, t: int) -> Frame:
    """Everything that is shown at timestep ``t``, from 0.

    Raises:
        IndexError: the trace has no such step.
        TraceError: what the file of a long run holds there is no number.
    """
    trace, slots = overview.trace, overview.slots
    if not 0 <= t < trace.n_steps:
        raise IndexError(f"step {t} of a trace of {trace.n_steps} steps, 0 to {trace.n_steps - 1}")
    trace.check_step(t)
    phase = next((p for p in overview.phases if p.start <= t < p.stop), TaskPhase("", 0, 0))
    before, after = trace.memory[t][slots], trace.memory[t + 1][slots]
    return Frame(
        overview=overview,
        t=t,
        phase=phase.name,
        role=phase.role,
        **_place(trace, phase, t),
        memory_before=before,
        memory=after,
        changed=np.abs(after - before) > CHANGED * overview.memory_level,
        erase=trace.erase[t],
        add=trace.add[t],
        heads=tuple(_head_frame(overview, head, t) for head in overview.heads),
    )


def _place(trace: Trace, phase: TaskPhase, t: int) -> dict[str, Any]:
    """Where in its phase a step is, as the fields of a frame."""
    unit = step_name(trace.meta.task, trace.inputs.shape[1])
    alone = phase.stop - phase.start <= 1
    if unit != VECTOR:
        # They run on through all phases, and are counted so.
        place = {"position": t + 1, "phase_length": phase.stop, "delimits": False}
        return {"unit": unit, "stands_alone": alone, **place}
    channels = ["delimiter" in name for name in trace.meta.input_names]
    steps = trace.inputs[phase.start : phase.stop]
    delimiters: Mask = np.any(steps[:, channels] > 0.5, axis=1)
    here = t - phase.start
    within = not alone and phase.name != ""
    return {
        "unit": unit,
        "stands_alone": alone,
        "position": int((~delimiters[: here + 1]).sum()) if within else 1,
        "phase_length": int((~delimiters).sum()) if within else 1,
        "delimits": within and bool(delimiters[here]),
    }


def _head_frame(overview: Overview, head: Head, t: int) -> HeadFrame:
    trace, slots, h = overview.trace, overview.slots, head.index
    stages = tuple(
        stage[t, h] for stage in (trace.content, trace.gated, trace.shifted, trace.weightings)
    )
    previous = trace.weightings[t - 1, h] if t else trace.initial_weightings[h]
    content, gated, shifted, weighting = (stage[slots] for stage in stages)
    first, second, third, fourth = (_peak(stage) for stage in stages)
    return HeadFrame(
        head=head,
        content=content,
        gated=gated,
        shifted=shifted,
        weighting=weighting,
        previous=previous[slots],
        shift=trace.shifts[t, h],
        key=trace.keys[t, h],
        strength=float(trace.strength[t, h]),
        gate=float(trace.gate[t, h]),
        sharpness=float(trace.sharpness[t, h]),
        peaks=(first, second, third, fourth),
        previous_peak=_peak(previous),
    )


def _peak(weighting: Array) -> Peak:
    slot = int(weighting.argmax())
    return Peak(slot, float(weighting[slot]))
