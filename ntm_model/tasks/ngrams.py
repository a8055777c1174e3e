"""Dynamic N-grams: learn the odds of a new coin table while it is tossed (arXiv 1410.5401, 4.4).

The paper gives 6-grams: 32 probabilities, one for each context of five bits, drawn anew for
every sequence from Beta(½, ½), and 200 bits of which the first five, having no context, are
tosses of a fair coin. They count as the other bits do: nobody can predict them, they cost
everybody 5 bits, and the paper's figures (133 for the best estimator) hold them. The paper does
not say how the first bit is predicted; here a sequence begins with one blank timestep, whose
output is that prediction, so that each of the 200 bits is predicted once.
"""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from ntm_model.tasks import parts
from ntm_model.tasks.base import Batch, Bits, Drawn, Example, Form, Pattern, Size, Span
from ntm_model.trace import Array


@dataclasses.dataclass(frozen=True)
class NGramsTask:
    """One channel in, one out.

    Timesteps of L bits: 1 blank, then L that show one bit each. The output of each timestep
    but the last, after which nothing comes, predicts the bit that the next one shows.

    Sequences that are not fair, those of training, show the same bits and have for targets the
    odds that each was tossed by. A bit is on average what its odds are, so the gradient is the
    same on average, without the chance of the toss itself.
    """

    n: int = 6
    """A bit depends on the n - 1 before it."""

    bits: ClassVar[int] = 1
    name: ClassVar[str] = "ngrams"
    title: ClassVar[str] = "Dynamic N-grams"
    source: ClassVar[str] = "arXiv 1410.5401 §4.4"
    lengths: ClassVar[Span] = (1, 2_000)
    takes_drawings: ClassVar[bool] = False
    size_names: ClassVar[tuple[str, ...]] = ("length",)
    training_sizes: ClassVar[tuple[Span, ...]] = ((200, 200),)
    evaluation_sizes: ClassVar[tuple[Size, ...]] = ((50,), (100,), (200,), (400,))
    input_width: ClassVar[int] = 1
    output_width: ClassVar[int] = 1
    input_names: ClassVar[tuple[str, ...]] = ("bit",)
    output_names: ClassVar[tuple[str, ...]] = ("next bit",)

    @property
    def context(self) -> int:
        """Bits that the next one depends on."""
        return self.n - 1

    def form(self, length: int) -> Form:
        del length
        return Form()

    def timesteps(self, *size: int) -> int:
        (length,) = size
        return 1 + length

    def encode(self, pattern: Drawn) -> Example:
        given = parts.as_pattern(pattern)
        parts.checked_extras(self.name, given, numbers=(), values=False)
        bits = parts.checked_bits(self.name, given.bits, self.bits, self.lengths)
        length = len(bits)
        first = min(self.context, length)
        phases = parts.consecutive(("no context", first), ("predict", length - first), ("end", 1))
        return parts.only(self._laid_out(bits[None], np.array([length]), bits[None]), phases)

    def drawn(self, inputs: Array) -> Pattern | None:
        bits = (inputs[1:] > 0.5).astype(np.uint8)
        return parts.confirmed(self.encode, Pattern(bits), inputs)

    def decode(self, predictions: Array, inputs: Array | None = None) -> Bits:
        """For each bit which value the network thought the likelier one."""
        del inputs
        return (predictions[:-1] > 0.5).astype(np.uint8)

    def sample(self, rng: np.random.Generator, count: int, *sizes: Span, fair: bool) -> Batch:
        parts.checked_spans(self.name, self.size_names, sizes, (self.lengths,))
        (span,) = sizes
        lengths = parts.drawn_from(rng, count, span)
        table = rng.beta(0.5, 0.5, size=(count, 2**self.context))
        bits, odds = self._tossed(rng, table, span[1])
        return self._laid_out(bits, lengths, bits if fair else odds)

    def least_cost(self, batch: Batch) -> npt.NDArray[np.float64]:
        """What the optimal estimator leaves open; 132 bits on average where L is 200."""
        shown = np.pad(batch.inputs[:, 1:, 0] > 0.5, ((0, 0), (0, 1)))
        odds = self.optimal(shown.astype(np.uint8))
        cost = -np.log2(np.where(shown, odds, 1.0 - odds))
        return np.asarray((cost * batch.weights).sum(1), np.float64)

    def best_predictions(self, inputs: Array) -> Array:
        """What the optimal estimator says of each next bit, [T, 1]; ½ where none comes."""
        shown = (inputs[1:, 0] > 0.5).astype(np.uint8)
        return np.append(self.optimal(shown[None])[0], 0.5).astype(np.float32)[:, None]

    def optimal(self, bits: Bits) -> npt.NDArray[np.float64]:
        """The probability of a 1 that the best predictor gives each of ``bits`` [B, L], [B, L].

        Bayes' rule on the prior Beta(½, ½): (N₁ + ½) / (N₁ + N₀ + 1), where N₁ and N₀ count the
        ones and zeros seen so far after the same context (equation 10). ½ without context.
        """
        rows = np.arange(len(bits))
        seen = np.zeros((len(bits), 2**self.context, 2))
        odds = np.full(bits.shape, 0.5)
        context = np.zeros(len(bits), np.int64)
        for step, tossed in enumerate(bits.astype(np.int64).T):
            if step >= self.context:
                so_far = seen[rows, context]
                odds[:, step] = (so_far[:, 1] + 0.5) / (so_far.sum(1) + 1.0)
                seen[rows, context, tossed] += 1.0
            context = self._after(context, tossed)
        return odds

    def _tossed(
        self, rng: np.random.Generator, table: npt.NDArray[np.float64], length: int
    ) -> tuple[Bits, npt.NDArray[np.float64]]:
        """Bits by a table [B, contexts] of the odds of a 1, and the odds of each: [B, length, 1]
        twice."""
        rows = np.arange(len(table))
        tosses = rng.random((length, len(table)))
        odds = np.full((length, len(table)), 0.5)
        bits = np.zeros((length, len(table)), np.uint8)
        context = np.zeros(len(table), np.int64)
        for step in range(length):
            if step >= self.context:
                odds[step] = table[rows, context]
            bits[step] = tosses[step] < odds[step]
            context = self._after(context, bits[step])
        return bits.T[:, :, None], odds.T[:, :, None]

    def _after(self, context: parts.Numbers, tossed: npt.NDArray[np.integer]) -> parts.Numbers:
        """The context of the next bit: the newest bit counts least."""
        following: parts.Numbers = (2 * context + tossed) % 2**self.context
        return following

    def _laid_out(self, bits: Bits, lengths: parts.Numbers, expected: npt.NDArray[Any]) -> Batch:
        steps = self.timesteps(bits.shape[1])
        start = np.zeros_like(lengths)
        inputs = parts.placed(bits, start + 1, lengths, steps)
        targets = parts.placed(expected, start, lengths, steps)
        weights = parts.within(parts.positions(start, steps), lengths)
        return Batch(inputs, targets, weights.astype(np.float32))
