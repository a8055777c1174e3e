"""What holds for the whole of one run: the slots worth showing, the levels of colours, the errors.

Worked out once a trace, without Qt, so that a frame of it costs next to nothing.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ntm_model import tasks
from ntm_viz.look.theme import Shade
from ntm_viz.reading.phases import phases_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ntm_model.trace import Array, Trace
    from ntm_viz.look.theme import HeadKind
    from ntm_viz.reading.phases import TaskPhase

Mask = npt.NDArray[np.bool_]
Slots = npt.NDArray[np.int64]

IN_USE = 0.05
"""A slot counts as used once any head gave it this share of its attention."""
FEWEST_SLOTS = 8
"""Fewer would make cells so large that they stop looking like a memory."""


@dataclasses.dataclass(frozen=True)
class Head:
    """One head, under the name and in the colour that it keeps in every panel."""

    index: int
    name: str
    kind: HeadKind
    shade: Shade


@dataclasses.dataclass(frozen=True, eq=False)
class Overview:
    """What holds for every t of one trace.

    N' below is the number of shown slots.
    """

    trace: Trace
    heads: tuple[Head, ...]
    slots: Slots
    """[N'], the numbers of the shown slots, neighbours on the memory's ring side by side."""
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
    """[T, O], bits that count and came out wrong; None where nobody knows, or nobody could."""
    phases: tuple[TaskPhase, ...]
    """The task's phases, in time order."""
    best: Array | None = None
    """[T, O], what the best predictor says where no answer follows from the inputs; else None."""
    least_error: Array | None = None
    """[T], the error in bits that the best predictor leaves at each step; None without one."""

    @property
    def n_steps(self) -> int:
        """T."""
        return self.trace.n_steps

    @property
    def cost(self) -> float | None:
        """Bits that the network's answer leaves open, all steps together."""
        return None if self.error is None else float(self.error.sum())

    @property
    def least_cost(self) -> float | None:
        """Bits that the best predictor leaves open; None where the answer can be known."""
        return None if self.least_error is None else float(self.least_error.sum())

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


def _shades(kind: HeadKind, count: int) -> list[Shade]:
    """One for each of the heads of a kind."""
    return [Shade(kind, place, count) for place in range(count)]


def resolve(trace: Trace, *, all_slots: bool = False) -> Overview:
    """What holds for the whole run; with ``all_slots`` the unused ones are shown too."""
    names = trace.head_names
    heads = tuple(
        Head(index, names[index], shade.kind, shade)
        for index, shade in enumerate(
            [*_shades("read", trace.n_read_heads), *_shades("write", trace.n_write_heads)]
        )
    )
    used = _used(trace)
    slots = np.arange(trace.n_slots) if all_slots else _shown(used)
    predictions = trace.predictions
    counts, error, wrong = _judge(trace, predictions)
    best = _best(trace)
    return Overview(
        trace=trace,
        heads=heads,
        slots=slots,
        used_slots=int(used.sum()),
        memory_level=_memory_level(trace, used),
        predictions=predictions,
        counts=counts,
        error=error,
        # Where nobody can know the answer, a guess is not wrong; it costs more or less.
        wrong=wrong if best is None else None,
        phases=phases_of(trace.meta.phases, trace.inputs, counts),
        best=best,
        least_error=None if best is None else _judge(trace, best)[1],
    )


def resolve_together(traces: Sequence[Trace], *, all_slots: bool = False) -> tuple[Overview, ...]:
    """Overviews of runs over one memory that are to be compared: the same slots and colours."""
    overviews = [resolve(trace, all_slots=True) for trace in traces]
    level = max(overview.memory_level for overview in overviews)
    used = np.any([_used(trace) for trace in traces], axis=0)
    slots = overviews[0].slots if all_slots else _shown(used)
    return tuple(
        dataclasses.replace(overview, slots=slots, memory_level=level) for overview in overviews
    )


def _used(trace: Trace) -> Mask:
    """Which slots any head attended to, [N]."""
    return np.asarray(trace.survey.strongest.max(axis=0, initial=0.0) >= IN_USE)


def _shown(used: Mask) -> Slots:
    """The used slots around the ring that they are; where they are few, some that follow.

    They begin after the longest unused stretch: a head that walks from slot 0 to the last
    one stays in one line, as a shift knows no end of the memory.
    """
    count = len(used)
    numbers = np.flatnonzero(used)
    if not len(numbers):
        return np.arange(min(FEWEST_SLOTS, count))
    unused_before = (numbers - np.roll(numbers, 1)) % count
    begin = int(unused_before.argmax())
    first, last = numbers[begin], numbers[begin - 1]
    following = (last + 1 + np.arange(count)) % count
    wanted = max(min(FEWEST_SLOTS, count) - len(numbers), 0)
    shown = np.concatenate([numbers, following[~used[following]][:wanted]])
    return np.asarray(shown[np.argsort((shown - first) % count)])


def _memory_level(trace: Trace, used: Mask) -> float:
    """A round number that nearly all that the heads read stays below.

    What is read is what the memory is for. A write head that has nothing left to do can go on
    adding to a few slots until they hold ten times as much; a scale that reached so far would
    leave all that is stored too dark to be told apart. Such cells show the colour of the end.
    """
    level = _quantile(np.abs(trace.reads), 0.99) if trace.n_read_heads else 0.0
    stored = _quantile(np.abs(trace.memory[-1, used if used.any() else ~used]), 0.9)
    if level < 0.2 * stored:  # hardly anything was read
        level = stored
    if level < 1e-5:  # nothing was ever written
        return 1.0
    unit = 10.0 ** (np.floor(np.log10(level)) - 1.0)
    return float(round(np.ceil(round(level / unit, 6)) * unit, 9))


def _quantile(values: Array, share: float) -> float:
    """The value that this share of all values does not exceed."""
    # Not numpy's own: its first call takes a tenth of a second, before the first picture.
    place = int(share * (values.size - 1))
    return float(np.partition(values, place, axis=None)[place])


def _best(trace: Trace) -> Array | None:
    """What the best predictor says, [T, O]; None where the answer follows from the inputs."""
    try:
        task = tasks.get(trace.meta.task)
    except tasks.TaskError:
        return None
    if not isinstance(task, tasks.Uncertain) or task.drawn(trace.inputs) is None:
        return None
    return task.best_predictions(trace.inputs)


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
