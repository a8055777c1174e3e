"""What a network will see of a drawing, and what is due, before any network has run it. No Qt."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ntm_viz.reading.phases import phases_of

if TYPE_CHECKING:
    from ntm_model.tasks import Pattern, Task
    from ntm_model.trace import Array
    from ntm_viz.reading.overview import Mask
    from ntm_viz.reading.phases import TaskPhase


@dataclasses.dataclass(frozen=True, eq=False)
class Plan:
    """A drawing as its task encodes it."""

    inputs: Array
    """[T, I]."""
    targets: Array
    """[T, O]."""
    counts: Mask
    """[T], whether an output is held against a target."""
    input_names: tuple[str, ...]
    phases: tuple[TaskPhase, ...]

    @property
    def n_steps(self) -> int:
        """T."""
        return len(self.inputs)


@dataclasses.dataclass(frozen=True)
class Wait:
    """Why there is no run yet, and what is to be done about it."""

    title: str
    words: str


def plan_of(task: Task, pattern: Pattern) -> Plan:
    """What ``task`` makes of a drawing."""
    example = task.encode(pattern)
    counts = example.weights > 0
    return Plan(
        inputs=example.inputs,
        targets=example.targets,
        counts=counts,
        input_names=task.input_names,
        phases=phases_of(example.phases, example.inputs, counts),
    )


def wait_for(task: Task, *, loading: bool, running: bool) -> Wait:
    """Why no run of ``task`` is shown."""
    if running:
        return Wait("The network is running your drawing", "Its run is shown in a moment.")
    if loading:
        return Wait(
            "The network is being loaded",
            "Draw on meanwhile: it runs your newest drawing as soon as it is ready.",
        )
    return Wait(
        f"No trained network for {task.title} yet",
        "Open one (Ctrl+O), or train one (F5). Draw on meanwhile: "
        "the first network that is there runs your drawing.",
    )
