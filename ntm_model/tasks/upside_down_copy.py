"""Upside-down copy: recite the vectors in their order, each with its bits in reverse.

As snipsco/ntm-lasagne has it (``UpsideDownCopyTask``), here without its end marker.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from ntm_model.tasks import parts
from ntm_model.tasks.base import Bits
from ntm_model.tasks.copy import CopyTask
from ntm_model.tasks.recital import RecitalTask


@dataclasses.dataclass(frozen=True)
class UpsideDownCopyTask(RecitalTask):
    """The answer is the pattern with its first channel last."""

    name = "upside-down-copy"
    title = "Upside-down copy"
    source = "snipsco/ntm-lasagne"

    def due(self, patterns: Bits, lengths: parts.Numbers) -> Bits:
        del lengths
        return patterns[:, :, ::-1]

    def patterns(self, rng: np.random.Generator, count: int, length: int, *, fair: bool) -> Bits:
        return CopyTask(self.bits).patterns(rng, count, length, fair=fair)
