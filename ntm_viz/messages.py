"""What crosses between the window and the thread that owns Keras, and nothing else does.

Frozen values of numpy arrays and plain fields: they can be handed from thread to thread
without a lock, and neither side needs to know the other.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ntm_model.tasks import Pattern, Task
    from ntm_model.trace import Trace


@dataclasses.dataclass(frozen=True)
class Problem:
    """Something that did not work, in words for a person."""

    title: str
    """What failed, with the name of the file where there is one."""
    reason: str
    what_to_do: str = ""


@dataclasses.dataclass(frozen=True)
class LoadRequest:
    """Make the network in ``path``, a ``.keras`` file or a run folder, the one that runs.

    Of several, the one with the highest id is wanted.
    """

    id: int
    path: Path
    n_slots: int | None = None
    """Memory slots to run it with; None keeps its own."""
    task: str | None = None
    """The task that drawings are for just now; None takes a network for any."""
    run: bool = True
    """Whether it is to run the drawing as soon as it has come."""
    any_task: bool = False
    """Whether a network of another task will do as well."""


@dataclasses.dataclass(frozen=True)
class Backend:
    """What Keras computes with."""

    name: str
    version: str
    device: str


SLOTS = (32, 64, 128, 256, 512, 1024, 2048)
"""Sizes of the memory that every network whose weights do not depend on it is offered in."""


@dataclasses.dataclass(frozen=True)
class Network:
    """What the window tells of a loaded network."""

    path: Path
    name: str
    task: str
    n_slots: int
    parameters: int
    controller: str = ""
    resizable: bool = True
    """Whether it runs with another number of slots; one that holds values for each does not."""

    @property
    def sizes(self) -> tuple[int, ...]:
        """The numbers of slots that it is offered with, its own among them."""
        return tuple(sorted({*SLOTS, self.n_slots})) if self.resizable else (self.n_slots,)


@dataclasses.dataclass(frozen=True)
class LoadResult:
    """What was asked for has been loaded, and runs every drawing from now on."""

    request: LoadRequest
    network: Network


@dataclasses.dataclass(frozen=True)
class LoadFailure:
    """What was asked for could not be loaded; the network before, if any, is still at work."""

    request: LoadRequest
    problem: Problem


@dataclasses.dataclass(frozen=True, eq=False)
class RunRequest:
    """A drawing for the network to run; of several, the one with the highest id counts."""

    id: int
    task: Task
    pattern: Pattern
    """Its arrays are read-only."""
    checkpoint: Path | None = None
    """Of the network's training, to be run as it was then; None runs it as it is now."""


@dataclasses.dataclass(frozen=True, eq=False)
class RunResult:
    """What the network did with the request of the same id."""

    id: int
    trace: Trace
    seconds: float


@dataclasses.dataclass(frozen=True)
class RunFailure:
    """The request of this id could not be run."""

    id: int
    problem: Problem
