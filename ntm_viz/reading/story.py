"""What a timestep does, told to someone who meets the machine for the first time. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ntm_viz.reading.phases import Role
from ntm_viz.reading.task_words import BRACKETS

if TYPE_CHECKING:
    from ntm_viz.look.theme import HeadKind
    from ntm_viz.reading.frame import Frame, HeadFrame

CLEAR = 0.5
"""A head that gives its strongest slot less than this looks at several at once."""
_ENOUGH = 0.5
"""A marker with a probability of more than this counts as set."""


def story(frame: Frame) -> str:
    """A sentence or two on what the heads do at this timestep, and what for."""
    overview = frame.overview
    if overview.best is not None:
        return _prediction(frame)
    if overview.trace.meta.task == BRACKETS and overview.trace.inputs.shape[1] == 1:
        return _bracket(frame)
    match frame.role:
        case Role.STORE:
            return _store(frame)
        case Role.CUE:
            return _cue(frame)
        case Role.ANSWER:
            return _answer(frame)
    return f"{_reads(frame)}; {_lower(_writes(frame))}."


def _store(frame: Frame) -> str:
    if frame.delimits:
        return f"A delimiter: {frame.phase} begins. {_writes(frame)}."
    what = _stores(frame)
    return f"{_vector(frame)} goes in. {what}."


def _vector(frame: Frame) -> str:
    """Which of its phase's vectors this is, and of which phase where there are several alike."""
    vector = f"{frame.unit.capitalize()} {frame.position} of {frame.phase_length}"
    alike = sum(phase.role is frame.role for phase in frame.overview.phases)
    return vector if alike == 1 else f"{vector} of {frame.phase}"


def _cue(frame: Frame) -> str:
    reads = _where(frame, "read")
    if frame.stands_alone:
        recitals = sum(phase.name.startswith("recall") for phase in frame.overview.phases)
        times = f" and is to be recited {recitals} times" if recitals > 1 else ""
        return (
            f"The {frame.phase} says that the pattern is complete{times}. From the next step on "
            f"the network sees nothing and has to recite from memory; {_are_at(frame, reads)}."
        )
    if frame.delimits:
        begins = frame.position == 0
        what = (
            f"A delimiter: the {frame.phase} begins."
            if begins
            else f"A delimiter: the {frame.phase} is over. From the next step on the network "
            "answers from memory."
        )
        return f"{what} {_reads(frame)}."
    return (
        f"The {frame.phase} tells what is asked for, in vector {frame.position} of "
        f"{frame.phase_length}. {_reads(frame)}."
    )


def _answer(frame: Frame) -> str:
    if frame.phase == "end" and frame.stands_alone:
        return _end(frame)
    vector = _vector(frame)
    said = f"{_reads(frame)}, and the network answers with {_lower(vector)}{_verdict(frame)}."
    seen = bool(frame.overview.trace.inputs[frame.t].any())
    return said if seen else f"No input. {said}"


def _end(frame: Frame) -> str:
    """The step at which a marker, the last of the channels, says that all is done."""
    sets = frame.overview.predictions[frame.t, -1] > _ENOUGH
    does = "sets it" if sets else "does not set it"
    return f"No input. All is recited, so the end marker is due, and the network {does}."


def _prediction(frame: Frame) -> str:
    """A bit that nobody can know: what the network says, and what can be said at best."""
    overview, t = frame.overview, frame.t
    best, trace = overview.best, overview.trace
    assert best is not None
    if overview.counts is None or not overview.counts[t] or trace.targets is None:
        return f"The last bit has come; nothing is left to predict. {_reads(frame)}."
    said, could = float(overview.predictions[t, 0]), float(best[t, 0])
    seen = "No bit has come yet." if t == 0 else f"Bit {t} comes in, a {trace.inputs[t, 0]:.0f}."
    came = f"It is a {trace.targets[t, 0]:.0f}"
    cost = "" if overview.error is None else f", which costs {overview.error[t]:.2f} bits"
    return (
        f"{seen} The network gives the next one a chance of {said:.0%} to be a 1; at best one "
        f"could say {could:.0%}. {came}{cost}. {_reads(frame)}."
    )


def _bracket(frame: Frame) -> str:
    """A letter of a word of brackets, and what the network makes of the word so far."""
    overview, t = frame.overview, frame.t
    letters = overview.trace.inputs[: t + 1, 0] > 0.5
    heights = np.cumsum(1 - 2 * letters.astype(np.int64))
    does = "closes" if letters[-1] else "opens"
    if heights.min() < 0:
        state = "one was closed before it was opened, so the word can never be balanced"
    elif heights[-1] == 0:
        state = "all that were opened are closed, so the word is balanced so far"
    else:
        are = "is" if heights[-1] == 1 else "are"
        state = f"{heights[-1]} {are} open, so the word is not balanced yet"
    says = "balanced" if overview.predictions[t, 0] > _ENOUGH else "not balanced"
    right = "" if overview.wrong is None else ", wrong" if overview.wrong[t, 0] else ", right"
    return (
        f"Letter {t + 1} of {overview.n_steps} {does} a bracket: {state}. The network says: "
        f"{says}{right}. {_reads(frame)}; {_lower(_writes(frame))}."
    )


def _verdict(frame: Frame) -> str:
    wrong = frame.overview.wrong
    if wrong is None:
        return ""
    count = int(wrong[frame.t].sum())
    if count == 0:
        return ", every bit right"
    return f", {count} {'bit' if count == 1 else 'bits'} wrong"


def _reads(frame: Frame) -> str:
    return _does(frame, "read", "reads", "read")


def _writes(frame: Frame) -> str:
    return _does(frame, "write", "writes to", "write to")


def _stores(frame: Frame) -> str:
    several = len(_heads(frame, "write")) > 1
    does = "The write heads store" if several else "The write head stores"
    return f"{does} it in {_where(frame, 'write')}"


def _are_at(frame: Frame, where: str) -> str:
    several = len(_heads(frame, "read")) > 1
    return f"its read heads are at {where}" if several else f"its read head is at {where}"


def _does(frame: Frame, kind: HeadKind, one: str, several: str) -> str:
    """``The read head reads slot 4``, for one head of a kind or for more."""
    heads = _heads(frame, kind)
    who = f"The {kind} heads {several}" if len(heads) > 1 else f"The {kind} head {one}"
    return f"{who} {_where(frame, kind)}"


def _heads(frame: Frame, kind: HeadKind) -> list[HeadFrame]:
    return [head for head in frame.heads if head.head.kind == kind]


def _where(frame: Frame, kind: HeadKind) -> str:
    places = list(dict.fromkeys(_place(head) for head in _heads(frame, kind)))
    if len(places) > 2:
        places = [", ".join(places[:-1]), places[-1]]
    return " and ".join(places) or "no slot"


def _place(head: HeadFrame) -> str:
    slot = f"slot {head.peak.slot}"
    return slot if head.peak.value >= CLEAR else f"{slot} and its neighbours"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
