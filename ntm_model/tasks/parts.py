"""What the tasks are put together from: checks, channel names, and the laying out of sequences.

Sequences of a batch differ in length and share one array. So everything here works with a
start and a count for each sequence instead of slices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ntm_model.tasks.base import Batch, Bits, Drawn, Example, Pattern, PatternError, Span
from ntm_model.trace import Array, Phase

Numbers = npt.NDArray[np.int64]


def bit_names(bits: int) -> tuple[str, ...]:
    """``bit 0``, ``bit 1``, …"""
    return tuple(f"bit {bit}" for bit in range(bits))


def as_pattern(drawn: Drawn) -> Pattern:
    """A pattern, of whichever kind was given."""
    return drawn if isinstance(drawn, Pattern) else Pattern(np.asarray(drawn))


def checked_bits(task: str, bits: npt.ArrayLike, width: int, lengths: Span) -> Bits:
    """The bits of a pattern as they must be.

    Raises:
        PatternError: they are not [length, width] of 0 and 1, or not of an allowed length.
    """
    found: npt.NDArray[Any] = np.asarray(bits)
    if found.ndim != 2 or found.shape[1] != width:
        raise PatternError(
            f"a pattern for {task} is [length, {width}] bits, found shape {list(found.shape)}"
        )
    shortest, longest = lengths
    if not shortest <= len(found) <= longest:
        raise PatternError(
            f"a pattern for {task} has {shortest} to {longest} vectors, found {len(found)}"
        )
    if not np.isin(found, (0, 1)).all():
        raise PatternError("a pattern holds the bits 0 and 1 alone")
    return found.astype(np.uint8)


def checked_extras(task: str, pattern: Pattern, numbers: Sequence[str], values: bool) -> None:
    """Say so when a pattern brings something that the task has no use for.

    Raises:
        PatternError: a number of an unknown name, or values that the task does not take.
    """
    for name in pattern.numbers:
        if name not in numbers:
            known = ", ".join(numbers) or "none"
            raise PatternError(f"{task} takes no number {name!r}; it takes: {known}")
    if pattern.values is not None and not values:
        raise PatternError(f"{task} takes no values beside the bits")


def checked_number(task: str, name: str, found: int, allowed: Span) -> int:
    """A number of a pattern.

    Raises:
        PatternError: it is no whole number, or outside ``allowed``.
    """
    smallest, largest = allowed
    if found != int(found) or not smallest <= found <= largest:
        raise PatternError(
            f"{task} takes {name} from {smallest} to {largest} in whole numbers, found {found}"
        )
    return int(found)


def checked_spans(
    task: str, names: Sequence[str], spans: Sequence[Span], limits: Sequence[Span]
) -> None:
    """Whether these are the spans of a task's sizes.

    Raises:
        ValueError: they are not one for each name, or not within the limits.
    """
    if len(spans) != len(names):
        form = f"one number ({names[0]})"
        if len(names) > 1:
            example = "x".join("5" * len(names))
            form = f"{len(names)} numbers ({' x '.join(names)}, such as {example})"
        raise ValueError(f"a size of {task} is {form}, found {len(spans)}")
    for name, (low, high), (smallest, largest) in zip(names, spans, limits, strict=True):
        if not smallest <= low <= high <= largest:
            raise ValueError(
                f"{task} takes {name} within {smallest} to {largest}, found {low} to {high}"
            )


def drawn_from(rng: np.random.Generator, count: int, span: Span) -> Numbers:
    """``count`` whole numbers from ``span``, [count]."""
    return rng.integers(span[0], span[1], size=count, endpoint=True)


def fair_bits(rng: np.random.Generator, *shape: int) -> Bits:
    """Bits by a fair coin."""
    return rng.integers(0, 2, size=shape, dtype=np.uint8)


def positions(starts: Numbers, steps: int) -> Numbers:
    """How far each timestep lies behind a sequence's start, [B, steps]; negative before it."""
    behind: Numbers = np.arange(steps) - starts[:, None]
    return behind


def within(position: Numbers, counts: Numbers) -> npt.NDArray[np.bool_]:
    """Where positions [B, steps] lie in the first ``counts`` [B] from the start."""
    return (position >= 0) & (position < counts[:, None])


def picked(rows: npt.NDArray[Any], index: Numbers, where: npt.NDArray[np.bool_]) -> Array:
    """``rows[b, index[b, t]]`` as float32, [B, steps, C], and 0 where ``where`` is false.

    Args:
        rows: [B, K, C].
        index: [B, steps]; may lie outside K where ``where`` is false.
        where: [B, steps].
    """
    inside = np.clip(index, 0, rows.shape[1] - 1)
    taken = np.take_along_axis(rows, inside[:, :, None], axis=1)
    return (taken * where[:, :, None]).astype(np.float32)


def placed(rows: npt.NDArray[Any], starts: Numbers, counts: Numbers, steps: int) -> Array:
    """The first ``counts[b]`` of ``rows[b]`` from timestep ``starts[b]`` on, [B, steps, C]."""
    position = positions(starts, steps)
    return picked(rows, position, within(position, counts))


def only(batch: Batch, phases: tuple[Phase, ...]) -> Example:
    """The one sequence of a batch of one."""
    return Example(batch.inputs[0], batch.targets[0], batch.weights[0], phases)


def confirmed(
    encode: Callable[[Pattern], Example], pattern: Pattern, inputs: Array
) -> Pattern | None:
    """The pattern, where it is the one that ``encode`` turns into ``inputs`` [T, I]."""
    try:
        return pattern if np.array_equal(encode(pattern).inputs, inputs) else None
    except PatternError:
        return None


def consecutive(*stretches: tuple[str, int]) -> tuple[Phase, ...]:
    """Phases one after the other, from (name, timesteps) each; empty ones are left out."""
    phases, start = [], 0
    for name, steps in stretches:
        if steps:
            phases.append(Phase(name, start, start + steps))
        start += steps
    return tuple(phases)


def nothing_left_open(batch: Batch) -> npt.NDArray[np.float64]:
    """The least cost, [B], of a task whose answer follows from its inputs."""
    return np.zeros(len(batch.inputs))
