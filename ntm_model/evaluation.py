"""What a network can do: wrong bits by length, and on what people draw."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import keras
import numpy as np

from ntm_model.tasks import Task, drawings
from ntm_model.trace import Array
from ntm_model.walking import Walker

LENGTHS = (5, 10, 20, 40, 80, 120)
"""Where a copy network is looked at: within its training, and up to nearly all of 128 slots."""

# One size for all that is evaluated, so that one compilation serves it.
_BATCH = 25


@dataclasses.dataclass(frozen=True)
class LengthErrors:
    """How a network did on fair random sequences of one length."""

    length: int
    sequences: int
    bits: int
    """Bits of one sequence that count."""
    wrong_bits: float
    """Mean per sequence."""
    perfect: int
    """Sequences without one wrong bit."""

    @property
    def accuracy(self) -> float:
        """Per cent of bits that are right."""
        return 100.0 * (1.0 - self.wrong_bits / self.bits)


@dataclasses.dataclass(frozen=True)
class DrawingErrors:
    """How a network did on one kind of drawing."""

    name: str
    length: int
    bits: int
    wrong_bits: int


class Evaluation:
    """Looks at one model; compiled once, whatever is asked of it.

    Raises:
        ValueError: the model has no machine, or does not fit the task.
    """

    def __init__(self, model: keras.Model, task: Task) -> None:
        widths = (model.input_shape[-1], model.output_shape[-1])
        if widths != (task.input_width, task.output_width):
            raise ValueError(
                f"the model maps width {widths[0]} to {widths[1]}, but the task {task.name} needs "
                f"{task.input_width} to {task.output_width}"
            )
        self._task = task
        self._walker = Walker(model)

    def by_length(
        self, lengths: Sequence[int] = LENGTHS, *, sequences: int = 50, seed: int = 1_000_003
    ) -> list[LengthErrors]:
        """Errors on ``sequences`` fair random patterns of each length."""
        results = []
        for length in lengths:
            rng = np.random.default_rng((seed, length))
            batch = self._task.sample(rng, sequences, (length, length), fair=True)
            wrong = self._wrong(batch.inputs, batch.targets, batch.weights)
            results.append(
                LengthErrors(
                    length=length,
                    sequences=sequences,
                    bits=int(batch.weights[0].sum()) * self._task.output_width,
                    wrong_bits=float(wrong.mean()),
                    perfect=int((wrong == 0).sum()),
                )
            )
        return results

    def on_drawings(self, lengths: Sequence[int] = tuple(range(1, 21))) -> list[DrawingErrors]:
        """Errors on every kind of drawing at each of these lengths."""
        cases = [(name, length) for name in drawings.names() for length in lengths]
        examples = [
            self._task.encode(drawings.draw(name, length, self._task.bits))
            for name, length in cases
        ]
        steps = max(len(example.inputs) for example in examples)
        inputs = _padded([example.inputs for example in examples], steps)
        targets = _padded([example.targets for example in examples], steps)
        weights = _padded([example.weights for example in examples], steps)
        wrong = self._wrong(inputs, targets, weights)
        return [
            DrawingErrors(name, length, int(w.sum()) * self._task.output_width, int(errors))
            for (name, length), w, errors in zip(cases, weights, wrong, strict=True)
        ]

    def _wrong(self, inputs: Array, targets: Array, weights: Array) -> Array:
        """Wrong bits of each sequence, [B]."""
        wrong = []
        for start in range(0, len(inputs), _BATCH):
            chunk = inputs[start : start + _BATCH]
            filled = np.zeros((_BATCH, *chunk.shape[1:]), np.float32)
            filled[: len(chunk)] = chunk
            logits = self._walker.run(filled)["outputs"].swapaxes(0, 1)[: len(chunk)]
            differs = (logits > 0) != (targets[start : start + _BATCH] > 0.5)
            wrong.append((differs * weights[start : start + _BATCH, :, None]).sum((1, 2)))
        return np.concatenate(wrong)


def _padded(arrays: Sequence[Array], steps: int) -> Array:
    padded = np.zeros((len(arrays), steps, *arrays[0].shape[1:]), np.float32)
    for index, array in enumerate(arrays):
        padded[index, : len(array)] = array
    return padded
