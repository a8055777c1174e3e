"""What a timestep does, told to someone who meets the machine for the first time. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ntm_viz.frame import Frame, HeadFrame
    from ntm_viz.theme import HeadKind

CLEAR = 0.5
"""A head that gives its strongest slot less than this looks at several at once."""


def story(frame: Frame) -> str:
    """A sentence or two on what the heads do at this timestep, and what for."""
    writes = _where(frame, "write")
    reads = _where(frame, "read")
    if frame.phase == "write":
        return (
            f"Vector {frame.position} of {frame.phase_length} goes in. The write head stores it "
            f"in {writes}."
        )
    if frame.phase == "delimiter":
        return (
            "The delimiter says that the pattern is complete. From the next step on the network "
            f"sees nothing and has to recite from memory; its read head is at {reads}."
        )
    if frame.phase == "recall":
        return (
            f"No input. The read head reads {reads}, and the network answers with vector "
            f"{frame.position} of {frame.phase_length}{_verdict(frame)}."
        )
    return f"The read head reads {reads}; the write head writes to {writes}."


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
