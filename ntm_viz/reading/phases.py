"""What each phase of a task is for, whatever the task calls it. No Qt.

Words, colours and grids follow the role; only the name is shown as the task gives it.
"""

from __future__ import annotations

import dataclasses
import enum
from typing import TYPE_CHECKING

from ntm_model.trace import Phase

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from ntm_model.trace import Array
    from ntm_viz.look.theme import HeadKind


class Role(enum.Enum):
    """What the network has to do in a phase."""

    STORE = "store"
    """Vectors come in, to be kept."""
    CUE = "cue"
    """What is asked for is said: a delimiter, a query."""
    ANSWER = "answer"
    OTHER = "other"

    @property
    def head(self) -> HeadKind | None:
        """The kind of head that does the work."""
        if self is Role.STORE:
            return "write"
        return "read" if self is Role.ANSWER else None


@dataclasses.dataclass(frozen=True)
class TaskPhase(Phase):
    """A phase of a task, and what it is for."""

    role: Role = Role.OTHER


def phases_of(
    phases: Sequence[Phase], inputs: Array, counts: npt.NDArray[np.bool_] | None
) -> tuple[TaskPhase, ...]:
    """The phases of a run, in time order, and what each is for.

    Args:
        phases: As the task gives them.
        inputs: [T, I], what the network sees.
        counts: [T], whether a step's output is held against a target; None without targets.
    """
    answers = [_answers(inputs, phase, counts) for phase in phases]
    return tuple(
        TaskPhase(phase.name, phase.start, phase.stop, _role(answers, index))
        for index, phase in enumerate(phases)
    )


def names_by_room(name: str) -> tuple[str, ...]:
    """What a phase is called where there is less and less room: ``Item 12``, then ``12``.

    A number tells a phase from others of its kind, so it is kept to the last; a name without one
    comes down to its initial.
    """
    whole = name.capitalize()
    last = whole.split()[-1]
    return whole, last if last.isdecimal() else whole[0]


def _answers(inputs: Array, phase: Phase, counts: npt.NDArray[np.bool_] | None) -> bool:
    """Whether the network answers in this phase."""
    steps = slice(phase.start, phase.stop)
    if counts is not None:
        return 2 * int(counts[steps].sum()) > phase.stop - phase.start
    # Nobody says what counts: a network that sees nothing more is expected to answer.
    return phase.start > 0 and not inputs[steps].any()


def _role(answers: Sequence[bool], index: int) -> Role:
    if answers[index]:
        return Role.ANSWER
    if not any(answers[index:]):
        return Role.OTHER
    return Role.CUE if index > 0 and answers[index + 1] else Role.STORE
