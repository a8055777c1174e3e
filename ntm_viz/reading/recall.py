"""The network's answer beside what was drawn, as a person reads it. No Qt.

Which bits are wrong is decided in ``Overview`` alone; here they are only put in their places.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ntm_model.tasks import Task
    from ntm_model.tasks.base import Bits
    from ntm_viz.reading.overview import Overview


@dataclasses.dataclass(frozen=True, eq=False)
class Recall:
    """What the network answered: bits [vectors, bits]."""

    answer: Bits
    wrong: Bits | None
    """1 where a bit of the answer counts and is not the one that was due; None where nobody
    knows."""


def is_run_of(overview: Overview, task: Task) -> bool:
    """Whether this is a run of the task, be it of more than can be drawn for it."""
    trace = overview.trace
    widths = (trace.inputs.shape[1], trace.outputs.shape[1])
    return trace.meta.task == task.name and widths == (task.input_width, task.output_width)


def recall_of(overview: Overview, task: Task) -> Recall | None:
    """The answer in this run; None where the run is not one of a drawing for ``task``."""
    trace = overview.trace
    if trace.outputs.shape[1] != task.output_width or task.drawn(trace.inputs) is None:
        return None
    answer = task.decode(overview.predictions, trace.inputs)
    if overview.wrong is None:
        return Recall(answer, None)
    # Read in the same way as the answer, so that each mark lands on the bit that it is about.
    return Recall(answer, task.decode(overview.wrong.astype(np.float32), trace.inputs))
