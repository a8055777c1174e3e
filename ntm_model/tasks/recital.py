"""The frame that most tasks share: vectors to write, a delimiter, and an answer to recite.

A task of one's own is a class on it with four members; see ``reversed_copy.py``.
"""

from __future__ import annotations

import abc
import dataclasses
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from ntm_model.tasks import parts
from ntm_model.tasks.base import Batch, Bits, Drawn, Example, Form, Pattern, Size, Span
from ntm_model.trace import Array, Phase


@dataclasses.dataclass(frozen=True)
class RecitalTask(abc.ABC):
    """``bits`` channels and one delimiter in; ``bits`` out, as many vectors as went in.

    Timesteps of a pattern of length L: L to write, 1 delimiter, L to recall with blank input.
    """

    bits: int = 8

    name: ClassVar[str]
    title: ClassVar[str]
    source: ClassVar[str]
    # Far beyond any training, and still a trace that a laptop holds in memory.
    lengths: ClassVar[Span] = (1, 2_000)
    # Of a random sequence nothing is kept but how many of its bits were wrong.
    sampled_lengths: ClassVar[Span] = (1, 10_000)
    takes_drawings: ClassVar[bool] = True
    size_names: ClassVar[tuple[str, ...]] = ("length",)
    training_sizes: ClassVar[tuple[Span, ...]] = ((1, 20),)
    # Up to nearly all of 128 slots.
    evaluation_sizes: ClassVar[tuple[Size, ...]] = ((5,), (10,), (20,), (40,), (80,), (120,))

    @abc.abstractmethod
    def due(self, patterns: Bits, lengths: parts.Numbers) -> Bits:
        """The answers to ``patterns`` [B, longest, bits]: an array of the same shape.

        Of each sequence only the first ``lengths[b]`` vectors count; the others are blank.
        """

    @abc.abstractmethod
    def patterns(self, rng: np.random.Generator, count: int, length: int, *, fair: bool) -> Bits:
        """Patterns [count, length, bits] to draw training sequences from."""

    @property
    def input_width(self) -> int:
        return self.bits + 1

    @property
    def output_width(self) -> int:
        return self.bits

    @property
    def input_names(self) -> tuple[str, ...]:
        return (*self.output_names, "delimiter")

    @property
    def output_names(self) -> tuple[str, ...]:
        return parts.bit_names(self.bits)

    def form(self, length: int) -> Form:
        del length
        return Form()

    def timesteps(self, *size: int) -> int:
        (length,) = size
        return 2 * length + 1

    def phases(self, length: int) -> tuple[Phase, ...]:
        """Write, delimiter and recall of a pattern of this length."""
        return parts.consecutive(("write", length), ("delimiter", 1), ("recall", length))

    def encode(self, pattern: Drawn) -> Example:
        given = parts.as_pattern(pattern)
        parts.checked_extras(self.name, given, numbers=(), values=False)
        bits = parts.checked_bits(self.name, given.bits, self.bits, self.lengths)
        length = len(bits)
        return parts.only(self._laid_out(bits[None], np.array([length])), self.phases(length))

    def drawn(self, inputs: Array) -> Pattern | None:
        length = (len(inputs) - 1) // 2
        if inputs.shape != (2 * length + 1, self.input_width) or length < 1:
            return None
        bits = (inputs[:length, : self.bits] > 0.5).astype(np.uint8)
        return parts.confirmed(self.encode, Pattern(bits), inputs)

    def decode(self, predictions: Array, inputs: Array | None = None) -> Bits:
        del inputs
        length = (len(predictions) - 1) // 2
        return (predictions[length + 1 :] > 0.5).astype(np.uint8)

    def sample(self, rng: np.random.Generator, count: int, *sizes: Span, fair: bool) -> Batch:
        parts.checked_spans(self.name, self.size_names, sizes, (self.sampled_lengths,))
        (span,) = sizes
        lengths = parts.drawn_from(rng, count, span)
        return self._laid_out(self.patterns(rng, count, span[1], fair=fair), lengths)

    def least_cost(self, batch: Batch) -> npt.NDArray[np.float64]:
        return parts.nothing_left_open(batch)

    def _laid_out(self, patterns: Bits, lengths: parts.Numbers) -> Batch:
        count, longest, _ = patterns.shape
        steps = self.timesteps(longest)
        written = (
            patterns
            * parts.within(parts.positions(np.zeros(count, int), longest), lengths)[:, :, None]
        )
        inputs = np.zeros((count, steps, self.input_width), np.float32)
        inputs[:, :longest, : self.bits] = written
        inputs[np.arange(count), lengths, self.bits] = 1.0
        position = parts.positions(lengths + 1, steps)
        recalling = parts.within(position, lengths)
        targets = parts.picked(self.due(written, lengths), position, recalling)
        return Batch(inputs, targets, recalling.astype(np.float32))
