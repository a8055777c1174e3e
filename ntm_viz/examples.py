"""What a person can start from: for each task a first pattern, and examples. No Qt."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING

import numpy as np

from ntm_model.tasks import Pattern, drawings
from ntm_viz import patterns

if TYPE_CHECKING:
    from collections.abc import Callable

    from ntm_model.tasks import Task
    from ntm_model.tasks.base import Bits

FIRST_LENGTH = 20
"""Vectors of the first drawing, where the task was trained on as many."""
_SEED = 3
"""Of a first pattern that is drawn by chance: the same at every start."""


@dataclasses.dataclass(frozen=True)
class ExamplePattern:
    """A named pattern for any length and width."""

    title: str
    draw: Callable[[int, int], Bits]
    """(length, bits) → the pattern [length, bits]."""


# The drawings that every network is evaluated on: whatever is offered here comes back right.
EXAMPLES = tuple(
    ExamplePattern(name[0].upper() + name[1:], functools.partial(drawings.draw, name))
    for name in drawings.names()
)


def _words(opening: str) -> Callable[[int, int], Bits]:
    """Brackets in this order, again and again: 0 opens and 1 closes."""

    def draw(length: int, bits: int) -> Bits:
        word = np.array([[letter == ")"] * bits for letter in opening], np.uint8)
        return np.resize(word, (length, bits))

    return draw


def _nested(length: int, bits: int) -> Bits:
    return np.repeat((np.arange(length) >= length // 2).astype(np.uint8)[:, None], bits, axis=1)


def _rising(length: int, bits: int) -> Bits:
    """Vectors that count up in binary, the first bit counting most."""
    places = np.arange(bits)[::-1]
    return ((np.arange(length)[:, None] >> places) & 1).astype(np.uint8)


def _falling(length: int, bits: int) -> Bits:
    return _rising(length, bits)[::-1].copy()


_DYCK = (
    ExamplePattern("Nested", _nested),
    ExamplePattern("Side by side", _words("()")),
    ExamplePattern("Pairs of pairs", _words("(())")),
    ExamplePattern("Closed too early", _words("())(")),
)
_NGRAMS = (
    ExamplePattern("Always 1", lambda length, bits: np.ones((length, bits), np.uint8)),
    ExamplePattern("1 and 0 in turn", _words(")(")),
    ExamplePattern("Period of six", _words("))()((")),
)
_NUMBERS = (ExamplePattern("Counting up", _rising), ExamplePattern("Counting down", _falling))


def examples_of(task: Task) -> tuple[ExamplePattern, ...]:
    """Patterns that are worth a look for ``task``; a random one is a button of its own."""
    if task.takes_drawings:
        return EXAMPLES
    if task.bits > 1:
        return _NUMBERS
    return _DYCK if "balanced" in task.output_names else _NGRAMS


def first_pattern(task: Task) -> Pattern:
    """What stands there before the person has drawn anything: as large as training showed it."""
    spans = [(largest, largest) for _, largest in task.training_sizes]
    drawn = task.drawn(task.sample(np.random.default_rng(_SEED), 1, *spans, fair=True).inputs[0])
    if drawn is None or (task.takes_drawings and len(drawn.bits) >= FIRST_LENGTH):
        shortest, longest = task.lengths
        length = min(max(FIRST_LENGTH, shortest), longest)
        return patterns.completed(task, EXAMPLES[0].draw(length, task.bits))
    if task.takes_drawings:
        # Too short for letters.
        return patterns.completed(task, drawings.draw("wave", len(drawn.bits), task.bits))
    return patterns.completed(task, drawn)
