"""Copy: store a sequence of random bit vectors and recite it (arXiv 1410.5401, section 4.1).

The paper gives the 8 bits, the lengths 1 to 20 and one delimiter. It leaves open what the
network sees while it recites (here: nothing) and whether the delimiter has a channel of its own
(here: it has).
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from ntm_model.tasks import parts
from ntm_model.tasks.base import Bits
from ntm_model.tasks.recital import RecitalTask


@dataclasses.dataclass(frozen=True)
class CopyTask(RecitalTask):
    """The answer is the pattern itself."""

    name = "copy"
    title = "Copy"
    source = "arXiv 1410.5401 §4.1"

    def due(self, patterns: Bits, lengths: parts.Numbers) -> Bits:
        del lengths
        return patterns

    def patterns(self, rng: np.random.Generator, count: int, length: int, *, fair: bool) -> Bits:
        if fair:
            return parts.fair_bits(rng, count, length, self.bits)
        return self._varied(rng, count, length)

    def _varied(self, rng: np.random.Generator, count: int, length: int) -> Bits:
        """Three tenths fair, the others with everything that drawings have and fair bits lack.

        Half of the patterns have holes, blank vectors at random places. They decide how the
        machine learns: a feed-forward controller that is shown a blank vector while its read
        head waits on an empty slot sees what it would see at the start of the recall, so it
        must learn to set off at the delimiter and not after it. Without holes it can learn
        either, and a network that learned the wrong one never recalls a blank start.
        In three tenths vectors repeat, in some of them once in a while and in others almost to
        the end: where nothing changes for long, the state of a recurrent controller fades, and it
        has to learn to go on all the same.
        The rest is variety: stretches of any density, channels that differ in it, starts and
        ends that are blank.
        """
        density = _stretches(rng, count, length)[:, :, None]
        by_channel = _some(rng, count, 0.1)[:, :, None]
        density = np.where(by_channel, rng.random((count, 1, self.bits)), density)
        density = np.where(_some(rng, count, 0.3)[:, :, None], 0.5, density)
        drawn = (rng.random((count, length, self.bits)) < density).astype(np.uint8)
        held = _some(rng, count, 0.3)
        repeats = held & (rng.random((count, length)) < rng.random((count, 1)))
        patterns = np.take_along_axis(drawn, _last_change(~repeats)[:, :, None], axis=1)
        time = np.arange(length)
        edge = rng.integers(0, length, size=(count, 1))
        blank = _some(rng, count, 0.1) & (time < edge)
        blank |= _some(rng, count, 0.1) & (time >= edge)
        holes = 0.8 * rng.random((count, 1)) * _some(rng, count, 0.5)
        blank |= rng.random((count, length)) < holes
        patterns[blank] = 0
        return patterns


def _some(rng: np.random.Generator, count: int, share: float) -> npt.NDArray[np.bool_]:
    """True for this share of the patterns, [count, 1]."""
    return rng.random((count, 1)) < share


def _stretches(rng: np.random.Generator, count: int, length: int) -> npt.NDArray[np.float64]:
    """A density for each vector, [count, length], constant over stretches of random length."""
    shape = (count, length)
    kind = rng.random(shape)
    density = np.where(kind < 0.05, 0.0, np.where(kind < 0.1, 1.0, rng.random(shape)))
    # Half of the patterns are of one piece, the others change every few vectors.
    changes = rng.random(shape) < rng.choice((0.0, 0.0, 0.1, 0.3), size=(count, 1))
    return np.take_along_axis(density, _last_change(changes), axis=1)


def _last_change(changes: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """For each position of [count, length] where the last change was; position 0 is one."""
    positions = np.arange(changes.shape[1])
    return np.maximum.accumulate(np.where(changes, positions, 0), axis=1)
