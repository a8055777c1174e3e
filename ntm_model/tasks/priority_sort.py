"""Priority sort: recite the vectors of highest priority, highest first (arXiv 1410.5401, 4.5).

The paper gives 20 vectors with a scalar priority each, drawn uniformly from -1 to 1, and the 16
of highest priority as the answer. It leaves open how wide the vectors are (here: 8 bits, as in
its other tasks), that the list has ended (here: a delimiter on a channel of its own), and what
other lengths ask for (here: the 16 highest too, and all where there are fewer).
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
    Pattern,
    PatternError,
    Size,
    Span,
    ValueRow,
)
from ntm_model.trace import Array

_PRIORITY = ValueRow("priority", "Priority", -1.0, 1.0)


@dataclasses.dataclass(frozen=True)
class PrioritySortTask:
    """``bits`` channels, priority and delimiter in; ``bits`` out.

    Timesteps of L vectors: L to write, 1 delimiter, the smaller of L and ``answers`` to recall.
    """

    bits: int = 8
    answers: int = 16

    name: ClassVar[str] = "priority-sort"
    title: ClassVar[str] = "Priority sort"
    source: ClassVar[str] = "arXiv 1410.5401 §4.5"
    lengths: ClassVar[Span] = (1, 1_000)
    takes_drawings: ClassVar[bool] = False
    size_names: ClassVar[tuple[str, ...]] = ("length",)
    training_sizes: ClassVar[tuple[Span, ...]] = ((20, 20),)
    evaluation_sizes: ClassVar[tuple[Size, ...]] = ((10,), (20,), (30,))

    @property
    def input_width(self) -> int:
        return self.bits + 2

    @property
    def output_width(self) -> int:
        return self.bits

    @property
    def input_names(self) -> tuple[str, ...]:
        return (*self.output_names, "priority", "delimiter")

    @property
    def output_names(self) -> tuple[str, ...]:
        return parts.bit_names(self.bits)

    def form(self, length: int) -> Form:
        """Priorities that are not given fall evenly from the first vector to the last."""
        del length
        return Form(values=_PRIORITY)

    def timesteps(self, *size: int) -> int:
        (length,) = size
        return length + 1 + min(length, self.answers)

    def encode(self, pattern: Drawn) -> Example:
        given = parts.as_pattern(pattern)
        parts.checked_extras(self.name, given, numbers=(), values=True)
        bits = parts.checked_bits(self.name, given.bits, self.bits, self.lengths)
        length = len(bits)
        values = np.linspace(1.0, -1.0, length) if given.values is None else given.values
        batch = self._laid_out(
            bits[None], self._checked_values(values, length)[None], np.array([length])
        )
        recall = min(length, self.answers)
        phases = parts.consecutive(("write", length), ("delimiter", 1), ("recall", recall))
        return parts.only(batch, phases)

    def drawn(self, inputs: Array) -> Pattern | None:
        steps = len(inputs)
        length = max((steps - 1) // 2, steps - 1 - self.answers)
        if inputs.shape != (self.timesteps(length), self.input_width):
            return None
        bits = (inputs[:length, : self.bits] > 0.5).astype(np.uint8)
        return parts.confirmed(self.encode, Pattern(bits, values=inputs[:length, -2]), inputs)

    def decode(self, predictions: Array, inputs: Array | None = None) -> Bits:
        del inputs
        recall = min((len(predictions) - 1) // 2, self.answers)
        return (predictions[len(predictions) - recall :] > 0.5).astype(np.uint8)

    def sample(self, rng: np.random.Generator, count: int, *sizes: Span, fair: bool) -> Batch:
        parts.checked_spans(self.name, self.size_names, sizes, (self.lengths,))
        # What is to be learned is an order, which varied bits would leave as it is.
        del fair
        (span,) = sizes
        lengths = parts.drawn_from(rng, count, span)
        priorities = rng.uniform(-1.0, 1.0, (count, span[1])).astype(np.float32)
        return self._laid_out(parts.fair_bits(rng, count, span[1], self.bits), priorities, lengths)

    def least_cost(self, batch: Batch) -> npt.NDArray[np.float64]:
        return parts.nothing_left_open(batch)

    def _checked_values(self, values: npt.ArrayLike, length: int) -> Array:
        found = np.asarray(values, np.float32)
        if found.shape != (length,):
            raise PatternError(
                f"{self.name} takes one priority for each of the {length} vectors, found shape "
                f"{list(found.shape)}"
            )
        if not (np.abs(found) <= 1.0).all():
            worst = found[~(np.abs(found) <= 1.0)][0]
            raise PatternError(f"{self.name} takes priorities from -1 to 1, found {worst:g}")
        return found

    def _laid_out(self, patterns: Bits, priorities: Array, lengths: parts.Numbers) -> Batch:
        count, longest, _ = patterns.shape
        steps = self.timesteps(longest)
        start = np.zeros_like(lengths)
        inputs = np.zeros((count, steps, self.input_width), np.float32)
        inputs[:, :, : self.bits] = parts.placed(patterns, start, lengths, steps)
        inputs[:, :, -2] = parts.placed(priorities[:, :, None], start, lengths, steps)[:, :, 0]
        inputs[np.arange(count), lengths, -1] = 1.0
        # Stable, so that of equal priorities the earlier vector comes first.
        beyond = parts.positions(start, longest) >= lengths[:, None]
        order = np.argsort(np.where(beyond, np.inf, -priorities), axis=1, kind="stable")
        ranked = np.take_along_axis(patterns, order[:, :, None], axis=1)
        recall = np.minimum(lengths, self.answers)
        targets = parts.placed(ranked, lengths + 1, recall, steps)
        weights = parts.within(parts.positions(lengths + 1, steps), recall)
        return Batch(inputs, targets, weights.astype(np.float32))
