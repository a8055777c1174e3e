"""Repeat copy: recite a sequence several times and say when it is done (arXiv 1410.5401, 4.2).

The paper gives the 8 bits, lengths and repeats of 1 to 10 each, the count as one scalar on a
channel of its own, normalised to mean 0 and variance 1, and the end marker. It leaves open
what else tells that the sequence has ended (here: a delimiter beside the count, since a count
of 5 or 6 is nearly 0) and where the end marker stands (here: on an output channel of its own, in
the timestep after the last repeat).
"""

from __future__ import annotations

import dataclasses
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from ntm_model.tasks import parts
from ntm_model.tasks.base import (
    Batch,
    Bits,
    Drawn,
    Example,
    Form,
    Number,
    Pattern,
    PatternError,
    Size,
    Span,
)
from ntm_model.tasks.copy import CopyTask
from ntm_model.trace import Array, Phase

_TRAINING_REPEATS = (1, 10)
# Of a whole number drawn from that span. The same for counts that training never showed, or
# a larger count would not look larger.
_MEAN = 5.5
_DEVIATION = 8.25**0.5


@dataclasses.dataclass(frozen=True)
class RepeatCopyTask:
    """``bits`` channels, delimiter and count in; ``bits`` and the end marker out.

    Timesteps of a pattern of length L with R repeats: L to write, 1 delimiter with the count,
    R · L to recall, 1 for the end marker.
    """

    bits: int = 8

    name: ClassVar[str] = "repeat-copy"
    title: ClassVar[str] = "Repeat copy"
    source: ClassVar[str] = "arXiv 1410.5401 §4.2"
    lengths: ClassVar[Span] = (1, 200)
    repeats: ClassVar[Span] = (1, 50)
    takes_drawings: ClassVar[bool] = True
    size_names: ClassVar[tuple[str, ...]] = ("length", "repeats")
    training_sizes: ClassVar[tuple[Span, ...]] = ((1, 10), _TRAINING_REPEATS)
    # As in the paper's figures: longer sequences, and more repeats.
    evaluation_sizes: ClassVar[tuple[Size, ...]] = ((5, 5), (10, 10), (20, 10), (10, 20))

    @property
    def input_width(self) -> int:
        return self.bits + 2

    @property
    def output_width(self) -> int:
        return self.bits + 1

    @property
    def input_names(self) -> tuple[str, ...]:
        return (*parts.bit_names(self.bits), "delimiter", "repeats")

    @property
    def output_names(self) -> tuple[str, ...]:
        return (*parts.bit_names(self.bits), "end")

    def form(self, length: int) -> Form:
        del length
        return Form(numbers=(Number("repeats", "Repeats", *self.repeats, default=3),))

    def timesteps(self, *size: int) -> int:
        length, repeats = size
        return length + 1 + repeats * length + 1

    def encode(self, pattern: Drawn) -> Example:
        given = parts.as_pattern(pattern)
        parts.checked_extras(self.name, given, numbers=("repeats",), values=False)
        bits = parts.checked_bits(self.name, given.bits, self.bits, self.lengths)
        (asked,) = self.form(len(bits)).numbers
        repeats = parts.checked_number(
            self.name, "repeats", given.numbers.get("repeats", asked.default), self.repeats
        )
        batch = self._laid_out(
            bits[None],
            np.array([len(bits)]),
            np.array([repeats]),
            self.timesteps(len(bits), repeats),
        )
        return parts.only(batch, self._phases(len(bits), repeats))

    def drawn(self, inputs: Array) -> Pattern | None:
        length = self._length(inputs)
        if length is None:
            return None
        bits = (inputs[:length, : self.bits] > 0.5).astype(np.uint8)
        repeats = round(float(inputs[length, -1]) * _DEVIATION + _MEAN)
        return parts.confirmed(self.encode, Pattern(bits, {"repeats": repeats}), inputs)

    def decode(self, predictions: Array, inputs: Array | None = None) -> Bits:
        """All repeats, one after the other, without the end marker."""
        length = None if inputs is None else self._length(inputs)
        if length is None:
            raise PatternError(
                f"the answer of {self.name} starts where its inputs say; they hold no delimiter"
            )
        return (predictions[length + 1 : -1, : self.bits] > 0.5).astype(np.uint8)

    def sample(self, rng: np.random.Generator, count: int, *sizes: Span, fair: bool) -> Batch:
        parts.checked_spans(self.name, self.size_names, sizes, (self.lengths, self.repeats))
        lengths, repeats = (parts.drawn_from(rng, count, span) for span in sizes)
        longest, most = sizes[0][1], sizes[1][1]
        patterns = CopyTask(self.bits).patterns(rng, count, longest, fair=fair)
        return self._laid_out(patterns, lengths, repeats, self.timesteps(longest, most))

    def least_cost(self, batch: Batch) -> npt.NDArray[np.float64]:
        return parts.nothing_left_open(batch)

    def _phases(self, length: int, repeats: int) -> tuple[Phase, ...]:
        recalls = [(f"recall {index + 1}", length) for index in range(repeats)]
        return parts.consecutive(("write", length), ("delimiter", 1), *recalls, ("end", 1))

    def _length(self, inputs: Array) -> int | None:
        """Where the delimiter stands, which is how many vectors there are before it."""
        if inputs.ndim != 2 or inputs.shape[1] != self.input_width:
            return None
        found = np.flatnonzero(inputs[:, self.bits] > 0.5)
        return int(found[0]) if len(found) else None

    def _laid_out(
        self, patterns: Bits, lengths: parts.Numbers, repeats: parts.Numbers, steps: int
    ) -> Batch:
        rows = np.arange(len(patterns))
        inputs = np.zeros((len(patterns), steps, self.input_width), np.float32)
        inputs[:, :, : self.bits] = parts.placed(patterns, np.zeros_like(lengths), lengths, steps)
        inputs[rows, lengths, -2] = 1.0
        inputs[rows, lengths, -1] = (repeats - _MEAN) / _DEVIATION
        position = parts.positions(lengths + 1, steps)
        recalling = parts.within(position, repeats * lengths)
        targets = np.zeros((len(patterns), steps, self.output_width), np.float32)
        targets[:, :, : self.bits] = parts.picked(patterns, position % lengths[:, None], recalling)
        ending = position == (repeats * lengths)[:, None]
        targets[:, :, -1] = ending
        return Batch(inputs, targets, (recalling | ending).astype(np.float32))
