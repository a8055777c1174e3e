"""Reversed copy: recite the vectors from the last to the first.

As snipsco/ntm-lasagne has it (``ReversedCopyTask``), here without its end marker.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from ntm_model.tasks import parts
from ntm_model.tasks.base import Bits
from ntm_model.tasks.copy import CopyTask
from ntm_model.tasks.recital import RecitalTask


@dataclasses.dataclass(frozen=True)
class ReversedCopyTask(RecitalTask):
    """The answer is the pattern backwards in time."""

    name = "reversed-copy"
    title = "Reversed copy"
    source = "snipsco/ntm-lasagne"

    def due(self, patterns: Bits, lengths: parts.Numbers) -> Bits:
        count, longest, _ = patterns.shape
        mirrored = lengths[:, None] - 1 - parts.positions(np.zeros(count, int), longest)
        return np.take_along_axis(patterns, np.maximum(mirrored, 0)[:, :, None], axis=1)

    def patterns(self, rng: np.random.Generator, count: int, length: int, *, fair: bool) -> Bits:
        return CopyTask(self.bits).patterns(rng, count, length, fair=fair)
