"""Associative recall: shown one item of a list, name the next (arXiv 1410.5401, section 4.3).

The paper gives items of three vectors of 6 bits, 2 to 6 of them, an item delimiter and a query
delimiter on channels of their own, and the query bounded by its delimiter on both sides. The
delimiter between two items closes one and opens the other (snipsco/ntm-lasagne counts so too);
the query's first delimiter closes the last item. The paper leaves open whether items may be
equal (here: they may, which is one list in 17,000 of 6 items).
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
from ntm_model.trace import Array, Phase

_ITEMS = (2, 200)


@dataclasses.dataclass(frozen=True)
class AssociativeRecallTask:
    """``bits`` channels, item delimiter and query delimiter in; ``bits`` out.

    Timesteps of K items of V vectors: (1 + V) · K to write, 1 + V + 1 to ask, V to answer.
    """

    bits: int = 6
    vectors: int = 3
    """V."""

    name: ClassVar[str] = "associative-recall"
    title: ClassVar[str] = "Associative recall"
    source: ClassVar[str] = "arXiv 1410.5401 §4.3"
    takes_drawings: ClassVar[bool] = False
    size_names: ClassVar[tuple[str, ...]] = ("items",)
    training_sizes: ClassVar[tuple[Span, ...]] = ((2, 6),)
    evaluation_sizes: ClassVar[tuple[Size, ...]] = ((2,), (4,), (6,), (8,), (12,), (15,), (20,))

    @property
    def lengths(self) -> Span:
        return (_ITEMS[0] * self.vectors, _ITEMS[1] * self.vectors)

    @property
    def input_width(self) -> int:
        return self.bits + 2

    @property
    def output_width(self) -> int:
        return self.bits

    @property
    def input_names(self) -> tuple[str, ...]:
        return (*self.output_names, "item delimiter", "query delimiter")

    @property
    def output_names(self) -> tuple[str, ...]:
        return parts.bit_names(self.bits)

    def form(self, length: int) -> Form:
        """The query is an item, counted from 1, that has a next one."""
        last = max(1, length // self.vectors - 1)
        query = Number("query", "Query item", 1, last, default=1)
        return Form(numbers=(query,), vectors_per_item=self.vectors)

    def timesteps(self, *size: int) -> int:
        (items,) = size
        return (1 + self.vectors) * (items + 2)

    def encode(self, pattern: Drawn) -> Example:
        given = parts.as_pattern(pattern)
        parts.checked_extras(self.name, given, numbers=("query",), values=False)
        bits = parts.checked_bits(self.name, given.bits, self.bits, self.lengths)
        items, left_over = divmod(len(bits), self.vectors)
        if left_over:
            raise PatternError(
                f"{self.name} takes items of {self.vectors} vectors, so a pattern's length is a "
                f"multiple of {self.vectors}, found {len(bits)}"
            )
        (asked,) = self.form(len(bits)).numbers
        query = parts.checked_number(
            self.name,
            "query",
            given.numbers.get("query", asked.default),
            (asked.smallest, asked.largest),
        )
        batch = self._laid_out(bits[None], np.array([items]), np.array([query - 1]))
        return parts.only(batch, self._phases(items))

    def drawn(self, inputs: Array) -> Pattern | None:
        items = len(inputs) // (1 + self.vectors) - 2
        if inputs.shape != (self.timesteps(items), self.input_width) or items < _ITEMS[0]:
            return None
        shown = (inputs[:, : self.bits] > 0.5).astype(np.uint8)
        shown = shown.reshape(items + 2, 1 + self.vectors, self.bits)[:, 1:]
        asked = np.flatnonzero((shown[: items - 1] == shown[items]).all((1, 2)))
        if not len(asked):
            return None
        bits = shown[:items].reshape(items * self.vectors, self.bits)
        return parts.confirmed(self.encode, Pattern(bits, {"query": int(asked[0]) + 1}), inputs)

    def decode(self, predictions: Array, inputs: Array | None = None) -> Bits:
        """The item that the network names."""
        del inputs
        return (predictions[-self.vectors :] > 0.5).astype(np.uint8)

    def sample(self, rng: np.random.Generator, count: int, *sizes: Span, fair: bool) -> Batch:
        parts.checked_spans(self.name, self.size_names, sizes, (_ITEMS,))
        (span,) = sizes
        items = parts.drawn_from(rng, count, span)
        query = rng.integers(0, items - 1)
        longest = span[1] * self.vectors
        # Items that are alike cannot be told apart by anyone, so there is nothing to vary.
        del fair
        return self._laid_out(parts.fair_bits(rng, count, longest, self.bits), items, query)

    def least_cost(self, batch: Batch) -> npt.NDArray[np.float64]:
        return parts.nothing_left_open(batch)

    def _phases(self, items: int) -> tuple[Phase, ...]:
        each = [(f"item {item + 1}", 1 + self.vectors) for item in range(items)]
        return parts.consecutive(*each, ("query", 2 + self.vectors), ("answer", self.vectors))

    def _laid_out(self, patterns: Bits, items: parts.Numbers, query: parts.Numbers) -> Batch:
        """Patterns [B, longest, bits], and for each the item that is shown again, from 0."""
        count, longest, _ = patterns.shape
        steps = self.timesteps(longest // self.vectors)
        asking = items * (1 + self.vectors)
        time = parts.positions(np.zeros_like(items), steps)
        item, within_item = np.divmod(time, 1 + self.vectors)
        listing = parts.within(time, asking)
        asked = parts.within(parts.positions(asking + 1, steps), np.full(count, self.vectors))
        vector = np.where(asked, query[:, None], item) * self.vectors + within_item - 1
        inputs = np.zeros((count, steps, self.input_width), np.float32)
        shown = asked | (listing & (within_item > 0))
        inputs[:, :, : self.bits] = parts.picked(patterns, vector, shown)
        inputs[:, :, -2] = listing & (within_item == 0)
        rows = np.arange(count)
        inputs[rows, asking, -1] = 1.0
        inputs[rows, asking + 1 + self.vectors, -1] = 1.0
        position = parts.positions(asking + 2 + self.vectors, steps)
        answering = parts.within(position, np.full(count, self.vectors))
        due = (query[:, None] + 1) * self.vectors + position
        targets = parts.picked(patterns, due, answering)
        return Batch(inputs, targets, answering.astype(np.float32))
