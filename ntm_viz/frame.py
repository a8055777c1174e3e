"""From a Trace to what is shown at one timestep, resolved without Qt.

``resolve`` works out what holds for the whole run (which slots are worth showing, one level
for all colours, where the answer is wrong); ``frame_at`` adds what holds at t. A view only
draws what it finds here, so whatever the pictures claim can be tested with numpy alone.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ntm_model.trace import Array, Phase, Trace

if TYPE_CHECKING:
    from ntm_viz.theme import HeadKind

Mask = npt.NDArray[np.bool_]
Slots = npt.NDArray[np.int64]

IN_USE = 0.05
"""A slot counts as used once any head gave it this share of its attention."""
FEWEST_SLOTS = 8
"""Fewer would make cells so large that they stop looking like a memory."""
CHANGED = 0.05
"""A cell counts as changed by a step that moved it by this share of the memory's level."""
_SAMPLED_STEPS = 64


@dataclasses.dataclass(frozen=True)
class Head:
    """One head, under the name and in the colour that it keeps in every panel."""

    index: int
    name: str
    kind: HeadKind


@dataclasses.dataclass(frozen=True, eq=False)
class Overview:
    """What holds for every t of one trace.

    N' below is the number of shown slots.
    """

    trace: Trace
    heads: tuple[Head, ...]
    slots: Slots
    """[N'], the numbers of the shown slots, in slot order."""
    used_slots: int
    """How many slots any head ever attended to."""
    memory_level: float
    """Colours of the memory reach from minus this to plus this, at every t."""
    predictions: Array
    """[T, O], outputs as a person reads them."""
    counts: Mask | None
    """[T], whether a step's output is held against a target; None without targets."""
    error: Array | None
    """[T], cross-entropy in bits of each step that counts; None where there is none."""
    wrong: Mask | None
    """[T, O], bits that count and came out wrong; None where nobody knows."""

    @property
    def n_steps(self) -> int:
        """T."""
        return self.trace.n_steps

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The task's phases, in time order."""
        return self.trace.meta.phases

    @property
    def wrong_bits(self) -> int | None:
        """Bits of the whole answer that are wrong."""
        return None if self.wrong is None else int(self.wrong.sum())

    @property
    def counted_bits(self) -> int | None:
        """Bits of the whole answer that count."""
        if self.wrong is None or self.counts is None:
            return None
        return int(self.counts.sum()) * int(self.wrong.shape[1])


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
    position: int
    """Which step of its phase this is, from 1."""
    phase_length: int
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
        if self.phase_length > 1:
            return f"{self.phase} · vector {self.position}"
        return self.phase


def resolve(trace: Trace, *, all_slots: bool = False) -> Overview:
    """What holds for the whole run; with ``all_slots`` the unused ones are shown too."""
    names = trace.head_names
    heads = tuple(
        Head(index, names[index], "read" if index < trace.n_read_heads else "write")
        for index in range(trace.n_heads)
    )
    used = trace.weightings.max(axis=(0, 1), initial=0.0) >= IN_USE
    slots = np.arange(trace.n_slots) if all_slots else _shown(used)
    predictions = trace.predictions
    counts, error, wrong = _judge(trace, predictions)
    return Overview(
        trace=trace,
        heads=heads,
        slots=slots,
        used_slots=int(used.sum()),
        memory_level=_memory_level(trace, slots),
        predictions=predictions,
        counts=counts,
        error=error,
        wrong=wrong,
    )


def frame_at(overview: Overview, t: int) -> Frame:
    """Everything that is shown at timestep ``t``, from 0.

    Raises:
        IndexError: the trace has no such step.
    """
    trace, slots = overview.trace, overview.slots
    if not 0 <= t < trace.n_steps:
        raise IndexError(f"step {t} of a trace of {trace.n_steps} steps, 0 to {trace.n_steps - 1}")
    phase = next((p for p in overview.phases if p.start <= t < p.stop), Phase("", 0, 0))
    before, after = trace.memory[t][slots], trace.memory[t + 1][slots]
    return Frame(
        overview=overview,
        t=t,
        phase=phase.name,
        position=t - phase.start + 1,
        phase_length=phase.stop - phase.start,
        memory_before=before,
        memory=after,
        changed=np.abs(after - before) > CHANGED * overview.memory_level,
        erase=trace.erase[t],
        add=trace.add[t],
        heads=tuple(_head_frame(overview, head, t) for head in overview.heads),
    )


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


def _shown(used: Mask) -> Slots:
    """The used slots; where they are few, the slots that follow them too."""
    shown = used.copy()
    fewest = min(FEWEST_SLOTS, len(used))
    while (count := int(shown.sum())) < fewest:
        free = np.flatnonzero(~shown)
        last = int(np.flatnonzero(shown)[-1]) if count else -1
        following = free[free > last]
        shown[following[0] if len(following) else free[-1]] = True
    return np.flatnonzero(shown)


def _memory_level(trace: Trace, slots: Slots) -> float:
    """A round number that all but the outermost cells stay below."""
    stride = max(1, (trace.n_steps + 1) // _SAMPLED_STEPS)
    # Whole steps first and slots second, so that a long trace is never copied as a whole.
    steps = trace.memory[stride - 1 :: stride]
    sizes = np.abs(steps[:, slots])
    # The first steps are blank and would pull the whole run's quantile down to them.
    level = max(float(np.quantile(sizes[-1], 0.99)), float(np.quantile(sizes, 0.995)))
    if level < 1e-5:  # nothing was ever written
        return 1.0
    unit = 10.0 ** (np.floor(np.log10(level)) - 1.0)
    return float(np.ceil(round(level / unit, 6)) * unit)


def _judge(trace: Trace, predictions: Array) -> tuple[Mask | None, Array | None, Mask | None]:
    """Which steps count, each step's error in bits, and which bits are wrong."""
    if trace.targets is None:
        return None, None, None
    weights = np.ones(trace.n_steps, np.float32) if trace.weights is None else trace.weights
    counts = weights > 0
    if trace.meta.outputs_are == "values":
        return counts, None, None
    right = np.where(trace.targets > 0.5, predictions, 1.0 - predictions)
    bits = -np.log2(np.clip(right, 1e-7, 1.0)).sum(axis=1)
    error = np.where(counts, bits, 0.0).astype(np.float32)
    wrong = ((predictions > 0.5) != (trace.targets > 0.5)) & counts[:, None]
    return counts, error, wrong
