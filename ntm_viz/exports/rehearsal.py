"""What a network is to do again as it was at each checkpoint of its training. Without Qt or Keras.

It crosses the thread that owns Keras: frozen values, which neither side changes.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ntm_model import runs

if TYPE_CHECKING:
    from pathlib import Path

    from ntm_model.tasks import Pattern, Task
    from ntm_model.trace import Trace
    from ntm_viz.messages import Problem


@dataclasses.dataclass(frozen=True, eq=False)
class Rehearsal:
    """A drawing, and the checkpoints that are to run it: (sequences, file) each, in order."""

    task: Task
    pattern: Pattern
    checkpoints: tuple[tuple[int, Path], ...]


@dataclasses.dataclass(frozen=True, eq=False)
class RehearsalRequest:
    """Of several, the one with the highest id is wanted; None gives up."""

    id: int
    rehearsal: Rehearsal | None


@dataclasses.dataclass(frozen=True, eq=False)
class Rehearsed:
    """What the network did after so many sequences; one comes for each checkpoint."""

    id: int
    sequences: int
    trace: Trace


@dataclasses.dataclass(frozen=True, eq=False)
class RehearsalFailure:
    """The request of this id came to nothing."""

    id: int
    problem: Problem


def rehearsal_of(network: Path, task: Task, pattern: Pattern) -> Rehearsal | None:
    """What the network in ``network`` can do again; None where its training left no checkpoints.

    ``network`` is a run folder, or a network in one.
    """
    folders = (network, network.parent, network.parent.parent)
    folder = next((folder for folder in folders if runs.is_run(folder)), None)
    checkpoints = () if folder is None else tuple(runs.checkpoints(folder))
    return Rehearsal(task, pattern, checkpoints) if checkpoints else None
