"""A long run's weightings seen from afar, so that nobody has to read all of them.

A board of 700 pixels cannot show 10,000 columns. It shows the strongest of those that share a
pixel, and that is worked out once: while the run is written, or when it is first looked at.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from ntm_model.traces.layout import Array, check_finite

Levels = npt.NDArray[np.uint8]

SPANS = (2, 8, 32)
"""Steps that one line of a pool stands for."""
BLOCK = 64
"""Steps that are read at once; a whole number of every span."""


@dataclasses.dataclass(frozen=True, eq=False)
class Survey:
    """What the weightings [T, H, N] come to."""

    strongest: Array
    """[H, N], the largest share that each head ever gave each slot."""
    pools: dict[int, Levels]
    """For each of ``SPANS``, the largest share of so many steps, 0…255: [⌈T / span⌉, H, N]."""


class Surveyor:
    """Takes in weightings as they come, in blocks of ``BLOCK`` steps but for the last."""

    def __init__(self, n_heads: int, n_slots: int) -> None:
        self.strongest = np.zeros((n_heads, n_slots), np.float32)

    def take(self, weightings: Array, begin: int = 0) -> dict[int, Levels]:
        """These steps' lines of each pool."""
        check_finite("weightings", weightings, begin)
        np.maximum(self.strongest, weightings.max(axis=0), out=self.strongest)
        lines, pools, span = levels(weightings), {}, 1
        for wider in SPANS:
            starts = np.arange(0, len(lines), wider // span)
            lines, span = np.maximum.reduceat(lines, starts, axis=0), wider
            pools[span] = lines
        return pools


def survey(weightings: Array) -> Survey:
    """Read all weightings [T, H, N] once.

    Raises:
        TraceError: a value is not finite.
    """
    surveyor = Surveyor(*weightings.shape[1:])
    parts = [surveyor.take(block, begin) for begin, block in blocks(weightings)]
    pools = {span: np.concatenate([part[span] for part in parts]) for span in SPANS}
    return Survey(surveyor.strongest, pools)


def blocks(array: Array) -> Iterable[tuple[int, Array]]:
    """The array in blocks of ``BLOCK`` lines, each with the number of its first."""
    return ((begin, array[begin : begin + BLOCK]) for begin in range(0, len(array), BLOCK))


def levels(shares: Array) -> Levels:
    """Shares 0…1 as whole numbers 0…255."""
    return (np.clip(shares, 0.0, 1.0) * np.float32(255.0) + np.float32(0.5)).astype(np.uint8)


def pool_shapes(n_steps: int, n_heads: int, n_slots: int) -> dict[int, tuple[int, int, int]]:
    """The shape of each pool."""
    return {span: (-(-n_steps // span), n_heads, n_slots) for span in SPANS}
