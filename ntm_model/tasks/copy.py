"""Copy: store a sequence of random bit vectors and recite it (arXiv 1410.5401, section 4.1)."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from ntm_model.tasks.base import Batch, Bits, Example, PatternError
from ntm_model.trace import Array, Phase


@dataclasses.dataclass(frozen=True)
class CopyTask:
    """``bits`` channels and one delimiter in; ``bits`` out.

    Timesteps of a pattern of length L: L to write, 1 delimiter, L to recall with blank input.
    """

    bits: int = 8

    # Far beyond any training, and still a trace that a laptop holds in memory.
    lengths = (1, 2_000)
    training_lengths = (1, 20)
    name = "copy"
    title = "Copy"

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
        return tuple(f"bit {bit}" for bit in range(self.bits))

    def timesteps(self, length: int) -> int:
        return 2 * length + 1

    def phases(self, length: int) -> tuple[Phase, ...]:
        """Write, delimiter and recall of a pattern of this length."""
        return (
            Phase("write", 0, length),
            Phase("delimiter", length, length + 1),
            Phase("recall", length + 1, 2 * length + 1),
        )

    def encode(self, pattern: npt.ArrayLike) -> Example:
        bits = self._checked(pattern)
        length = len(bits)
        steps = self.timesteps(length)
        inputs = np.zeros((steps, self.input_width), np.float32)
        targets = np.zeros((steps, self.output_width), np.float32)
        weights = np.zeros(steps, np.float32)
        inputs[:length, : self.bits] = bits
        inputs[length, self.bits] = 1.0
        targets[length + 1 :] = bits
        weights[length + 1 :] = 1.0
        return Example(inputs, targets, weights, self.phases(length))

    def decode(self, predictions: Array) -> Bits:
        length = (len(predictions) - 1) // 2
        return (predictions[length + 1 :] > 0.5).astype(np.uint8)

    def sample(
        self, rng: np.random.Generator, count: int, lengths: tuple[int, int], *, fair: bool
    ) -> Batch:
        shortest, longest = lengths
        drawn = rng.integers(shortest, longest, size=count, endpoint=True)
        patterns = self._fair(rng, count, longest) if fair else self._varied(rng, count, longest)
        return self._padded(patterns, drawn)

    def _fair(self, rng: np.random.Generator, count: int, length: int) -> Bits:
        return rng.integers(0, 2, size=(count, length, self.bits), dtype=np.uint8)

    def _varied(self, rng: np.random.Generator, count: int, length: int) -> Bits:
        """Three tenths fair, the others with everything that drawings have and fair bits lack.

        Half of the patterns have holes, blank vectors at random places. They decide how the
        machine learns: a feed-forward controller that is shown a blank vector while its read
        head waits on an empty slot sees what it would see at the start of the recall, so it
        must learn to set off at the delimiter and not after it. Without holes it can learn
        either, and a network that learned the wrong one never recalls a blank start.
        The rest is variety: stretches of any density, channels that differ in it, vectors
        that repeat, starts and ends that are blank.
        """
        density = _stretches(rng, count, length)[:, :, None]
        by_channel = _some(rng, count, 0.1)[:, :, None]
        density = np.where(by_channel, rng.random((count, 1, self.bits)), density)
        density = np.where(_some(rng, count, 0.3)[:, :, None], 0.5, density)
        drawn = (rng.random((count, length, self.bits)) < density).astype(np.uint8)
        repeats = _some(rng, count, 0.3) & (rng.random((count, length)) < 0.5)
        patterns = np.take_along_axis(drawn, _last_change(~repeats)[:, :, None], axis=1)
        time = np.arange(length)
        edge = rng.integers(0, length, size=(count, 1))
        blank = _some(rng, count, 0.1) & (time < edge)
        blank |= _some(rng, count, 0.1) & (time >= edge)
        holes = 0.8 * rng.random((count, 1)) * _some(rng, count, 0.5)
        blank |= rng.random((count, length)) < holes
        patterns[blank] = 0
        return patterns

    def _padded(self, patterns: Bits, lengths: npt.NDArray[np.int64]) -> Batch:
        count, longest, _ = patterns.shape
        steps = self.timesteps(longest)
        time = np.arange(steps)
        writing = time[:longest] < lengths[:, None]
        recalling = (time > lengths[:, None]) & (time <= 2 * lengths[:, None])
        inputs = np.zeros((count, steps, self.input_width), np.float32)
        inputs[:, :longest, : self.bits] = patterns * writing[:, :, None]
        inputs[np.arange(count), lengths, self.bits] = 1.0
        # At step t of the recall the vector of step t - length - 1 is due.
        due = np.clip(time - lengths[:, None] - 1, 0, longest - 1)
        targets = np.take_along_axis(patterns, due[:, :, None], axis=1) * recalling[:, :, None]
        return Batch(inputs, targets.astype(np.float32), recalling.astype(np.float32))

    def _checked(self, pattern: npt.ArrayLike) -> Bits:
        found = np.asarray(pattern)
        if found.ndim != 2 or found.shape[1] != self.bits:
            raise PatternError(
                f"a pattern for {self.name} is [length, {self.bits}] bits, "
                f"found shape {list(found.shape)}"
            )
        shortest, longest = self.lengths
        if not shortest <= len(found) <= longest:
            raise PatternError(
                f"a pattern for {self.name} has {shortest} to {longest} vectors, found {len(found)}"
            )
        if not np.isin(found, (0, 1)).all():
            raise PatternError("a pattern holds the bits 0 and 1 alone")
        return found.astype(np.uint8)


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
