"""Dyck words: after every letter, is what has come so far a balanced word of brackets?

As snipsco/ntm-lasagne has it (``DyckWordsTask``): 0 opens a bracket and 1 closes one, the target
is 1 where the prefix is a Dyck word, and half of the sequences are Dyck words while the other
half have as many brackets of each kind but are none.
"""

from __future__ import annotations

import dataclasses
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from ntm_model.tasks import parts
from ntm_model.tasks.base import Batch, Bits, Drawn, Example, Form, Pattern, Size, Span
from ntm_model.trace import Array

_PAIRS = (1, 1_000)


@dataclasses.dataclass(frozen=True)
class DyckWordsTask:
    """One channel in, one out; a timestep for each letter, and every output counts."""

    bits: ClassVar[int] = 1
    name: ClassVar[str] = "dyck-words"
    title: ClassVar[str] = "Dyck words"
    source: ClassVar[str] = "snipsco/ntm-lasagne"
    # A person's word may end anywhere, so its length may be odd.
    lengths: ClassVar[Span] = (1, 2 * _PAIRS[1])
    takes_drawings: ClassVar[bool] = False
    size_names: ClassVar[tuple[str, ...]] = ("pairs",)
    training_sizes: ClassVar[tuple[Span, ...]] = ((1, 10),)
    evaluation_sizes: ClassVar[tuple[Size, ...]] = ((5,), (10,), (20,), (40,), (80,))
    input_width: ClassVar[int] = 1
    output_width: ClassVar[int] = 1
    input_names: ClassVar[tuple[str, ...]] = ("closes",)
    output_names: ClassVar[tuple[str, ...]] = ("balanced",)

    def form(self, length: int) -> Form:
        del length
        return Form()

    def timesteps(self, *size: int) -> int:
        (pairs,) = size
        return 2 * pairs

    def encode(self, pattern: Drawn) -> Example:
        given = parts.as_pattern(pattern)
        parts.checked_extras(self.name, given, numbers=(), values=False)
        word = parts.checked_bits(self.name, given.bits, self.bits, self.lengths)
        phases = parts.consecutive(("read", len(word)))
        return parts.only(_laid_out(word[None, :, 0], np.array([len(word)])), phases)

    def drawn(self, inputs: Array) -> Pattern | None:
        word = (inputs > 0.5).astype(np.uint8)
        return parts.confirmed(self.encode, Pattern(word), inputs)

    def decode(self, predictions: Array, inputs: Array | None = None) -> Bits:
        """1 after each letter where the network held the word for balanced."""
        del inputs
        return (predictions > 0.5).astype(np.uint8)

    def sample(self, rng: np.random.Generator, count: int, *sizes: Span, fair: bool) -> Batch:
        parts.checked_spans(self.name, self.size_names, sizes, (_PAIRS,))
        del fair  # there is but one way to draw them
        (span,) = sizes
        pairs = parts.drawn_from(rng, count, span)
        balanced = rng.random(count) < 0.5
        words = np.where(
            balanced[:, None],
            _dyck_words(rng, pairs, 2 * span[1]),
            _other_words(rng, pairs, 2 * span[1]),
        )
        return _laid_out(words, 2 * pairs)

    def least_cost(self, batch: Batch) -> npt.NDArray[np.float64]:
        return parts.nothing_left_open(batch)


def _laid_out(words: Bits, lengths: parts.Numbers) -> Batch:
    """Words [B, steps] of 0 and 1."""
    steps = words.shape[1]
    inside = parts.within(parts.positions(np.zeros_like(lengths), steps), lengths)
    heights = _heights(words)
    never_below = np.minimum.accumulate(heights, axis=1) >= 0
    balanced = never_below & (heights == 0) & inside
    return Batch(
        (words * inside)[:, :, None].astype(np.float32),
        balanced[:, :, None].astype(np.float32),
        inside.astype(np.float32),
    )


def _heights(words: Bits) -> parts.Numbers:
    """Brackets that are open after each letter of [B, steps]."""
    return np.cumsum(1 - 2 * words.astype(np.int64), axis=1)


def _shuffled(
    rng: np.random.Generator, closing: parts.Numbers, lengths: parts.Numbers, steps: int
) -> Bits:
    """Words [B, steps] with ``closing`` ones anywhere among their first ``lengths`` letters."""
    keys = rng.random((len(lengths), steps))
    keys[np.arange(steps) >= lengths[:, None]] = np.inf
    ranks = np.argsort(np.argsort(keys, axis=1), axis=1)
    return (ranks < closing[:, None]).astype(np.uint8)


def _dyck_words(rng: np.random.Generator, pairs: parts.Numbers, steps: int) -> Bits:
    """Dyck words [B, steps], every one of the same semilength equally likely.

    By the cycle lemma: of the rotations of a word with one closing bracket too many exactly
    one stays at or above 0 until its last letter, and that letter dropped it is a Dyck word.
    The rotation begins after the first of the word's lowest points.
    """
    lengths = 2 * pairs + 1
    words = _shuffled(rng, pairs + 1, lengths, steps + 1)
    heights = _heights(words)
    heights[np.arange(steps + 1) >= lengths[:, None]] = np.iinfo(np.int64).max
    begin = np.argmin(heights, axis=1) + 1
    rotated = (begin[:, None] + np.arange(steps)) % lengths[:, None]
    return np.take_along_axis(words, rotated, axis=1)


def _other_words(rng: np.random.Generator, pairs: parts.Numbers, steps: int) -> Bits:
    """Words [B, steps] of as many openings as closings that are no Dyck words.

    By reflection: every one comes from a word with two closing brackets too many, by turning
    round all that follows the first bracket that closes nothing.
    """
    words = _shuffled(rng, pairs + 1, 2 * pairs, steps)
    first = np.argmax(_heights(words) < 0, axis=1)
    after = np.arange(steps) > first[:, None]
    return np.where(after, 1 - words, words).astype(np.uint8)
