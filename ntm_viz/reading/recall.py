"""The network's answer beside what was drawn, as a person reads it. No Qt.

Which bits are wrong is decided in ``Overview`` alone; here they are only put in their places.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ntm_model.tasks import Pattern, PatternError

if TYPE_CHECKING:
    from ntm_model.tasks import Task
    from ntm_model.tasks.base import Bits
    from ntm_viz.reading.overview import Overview

Columns = npt.NDArray[np.int64]


@dataclasses.dataclass(frozen=True, eq=False)
class Recall:
    """What the network answered, all output channels at all steps that the task asks for."""

    answer: Bits
    """[vectors, O]."""
    wrong: Bits | None
    """1 where a bit of the answer counts and is not the one that was due; None where nobody
    knows, or where no answer is wrong but only likelier or less."""
    breaks: tuple[int, ...]
    """Columns of the answer at which a part of it begins, but for the first: a repetition."""
    written: Columns
    """[T], which vector of the drawing goes in at each timestep; -1 where none does."""
    answered: Columns
    """[T], which vector of the answer comes at each timestep, or was the last to come; -1 before
    the first."""
    answers: npt.NDArray[np.bool_]
    """[T], whether a vector of the answer comes at this timestep."""

    def columns(self, t: int) -> tuple[int | None, int | None, int]:
        """The vectors written and recalled at ``t``, and the last one recalled up to it."""
        written, reached = int(self.written[t]), int(self.answered[t])
        return (
            written if written >= 0 else None,
            reached if self.answers[t] else None,
            reached,
        )


def is_run_of(overview: Overview, task: Task) -> bool:
    """Whether this is a run of the task, be it of more than can be drawn for it."""
    trace = overview.trace
    widths = (trace.inputs.shape[1], trace.outputs.shape[1])
    return trace.meta.task == task.name and widths == (task.input_width, task.output_width)


def recall_of(overview: Overview, task: Task) -> Recall | None:
    """The answer in this run; None where the run is not one of a drawing for ``task``."""
    trace = overview.trace
    if trace.outputs.shape[1] != task.output_width:
        return None
    drawn = task.drawn(trace.inputs)
    if drawn is None:
        return None
    asked = task.encode(drawn).weights > 0
    steps = np.flatnonzero(asked)
    begins = {phase.start for phase in overview.phases}
    return Recall(
        answer=(overview.predictions[steps] > 0.5).astype(np.uint8),
        wrong=None if overview.wrong is None else overview.wrong[steps].astype(np.uint8),
        breaks=tuple(i for i, t in enumerate(steps) if i > 0 and int(t) in begins)
        if _rests(trace.inputs[steps])
        else (),
        written=_written(task, drawn),
        answered=np.cumsum(asked) - 1,
        answers=asked,
    )


def _rests(inputs: npt.NDArray[np.float32]) -> bool:
    """Whether the network sees nothing while it answers."""
    return not inputs.any()


def _written(task: Task, drawn: Pattern) -> Columns:
    """Which vector of the drawing goes in at each timestep; -1 where none does.

    Found out by asking the task: drawings whose first bits spell each vector's number, a binary
    digit at a time, show where each of them goes in. So it holds for tasks of other packages.
    """
    length, width = drawn.bits.shape
    numbers = np.arange(length)

    def first_channel(bits: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        spelt = np.zeros((length, width), np.uint8)
        spelt[:, 0] = bits
        pattern = Pattern(spelt, drawn.numbers, drawn.values)
        return np.asarray(task.encode(pattern).inputs[:, 0] > 0.5)

    try:
        shown = first_channel(np.ones_like(numbers)) & ~first_channel(np.zeros_like(numbers))
        column = np.zeros(len(shown), np.int64)
        for digit in range(length.bit_length()):
            column += first_channel((numbers >> digit) & 1).astype(np.int64) << digit
    except PatternError:
        return np.full(len(task.encode(drawn).inputs), -1)
    return np.where(shown, column, -1)
