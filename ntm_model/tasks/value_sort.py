"""Sort by value: recite the vectors as binary numbers from the smallest to the largest.

As snipsco/ntm-lasagne has it (``SortTask``), here without its end marker: bit 0 counts most.
"""

from __future__ import annotations

import dataclasses
from typing import ClassVar

import numpy as np

from ntm_model.tasks import parts
from ntm_model.tasks.base import Bits, Size, Span
from ntm_model.tasks.recital import RecitalTask


@dataclasses.dataclass(frozen=True)
class ValueSortTask(RecitalTask):
    """The answer is the pattern in rising order."""

    name = "value-sort"
    title = "Sort by value"
    source = "snipsco/ntm-lasagne"
    takes_drawings: ClassVar[bool] = False
    training_sizes: ClassVar[tuple[Span, ...]] = ((1, 10),)
    evaluation_sizes: ClassVar[tuple[Size, ...]] = ((5,), (10,), (15,), (20,), (40,))

    def due(self, patterns: Bits, lengths: parts.Numbers) -> Bits:
        _, longest, bits = patterns.shape
        # The last key of lexsort counts most: first whether a vector counts at all, then bit 0.
        beyond = parts.positions(np.zeros(len(lengths), int), longest) >= lengths[:, None]
        keys = [patterns[:, :, bit] for bit in reversed(range(bits))]
        order = np.lexsort([*keys, beyond], axis=1)
        return np.take_along_axis(patterns, order[:, :, None], axis=1)

    def patterns(self, rng: np.random.Generator, count: int, length: int, *, fair: bool) -> Bits:
        # Order is all that matters here, and drawings would mostly be vectors that are equal.
        del fair
        return parts.fair_bits(rng, count, length, self.bits)
