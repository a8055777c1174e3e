"""What a timestep does, told to someone who meets the machine for the first time. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ntm_viz.reading.phases import Role

if TYPE_CHECKING:
    from ntm_viz.look.theme import HeadKind
    from ntm_viz.reading.frame import Frame, HeadFrame

CLEAR = 0.5
"""A head that gives its strongest slot less than this looks at several at once."""


def story(frame: Frame) -> str:
    """A sentence or two on what the heads do at this timestep, and what for."""
    match frame.role:
        case Role.STORE:
            return (
                f"{_vector(frame)} goes in. The write head stores it in {_where(frame, 'write')}."
            )
        case Role.CUE:
            return _cue(frame)
        case Role.ANSWER:
            return _answer(frame)
    return (
        f"The read head reads {_where(frame, 'read')}; the write head writes to "
        f"{_where(frame, 'write')}."
    )


def _vector(frame: Frame) -> str:
    """Which of its phase's vectors this is, and of which phase where there are several alike."""
    vector = f"Vector {frame.position} of {frame.phase_length}"
    alike = sum(phase.role is frame.role for phase in frame.overview.phases)
    return vector if alike == 1 else f"{vector} of {frame.phase}"


def _cue(frame: Frame) -> str:
    reads = _where(frame, "read")
    if frame.phase_length == 1:
        return (
            f"The {frame.phase} says that the pattern is complete. From the next step on the "
            f"network sees nothing and has to recite from memory; its read head is at {reads}."
        )
    return (
        f"The {frame.phase} tells what is asked for, in vector {frame.position} of "
        f"{frame.phase_length}. The read head is at {reads}."
    )


def _answer(frame: Frame) -> str:
    vector = _vector(frame)
    said = (
        f"The read head reads {_where(frame, 'read')}, and the network answers with "
        f"{vector[0].lower()}{vector[1:]}{_verdict(frame)}."
    )
    seen = bool(frame.overview.trace.inputs[frame.t].any())
    return said if seen else f"No input. {said}"


def _verdict(frame: Frame) -> str:
    wrong = frame.overview.wrong
    if wrong is None:
        return ""
    count = int(wrong[frame.t].sum())
    if count == 0:
        return ", every bit right"
    return f", {count} {'bit' if count == 1 else 'bits'} wrong"


def _where(frame: Frame, kind: HeadKind) -> str:
    heads = [head for head in frame.heads if head.head.kind == kind]
    return " and ".join(_place(head) for head in heads) or "no slot"


def _place(head: HeadFrame) -> str:
    slot = f"slot {head.peak.slot}"
    return slot if head.peak.value >= CLEAR else f"{slot} and its neighbours"
