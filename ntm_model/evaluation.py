"""What a network can do: wrong bits by size, per bit and per timestep, and on people's drawings."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import keras
import numpy as np
import numpy.typing as npt

from ntm_model.baselines import PlainRunner
from ntm_model.model import has_machine
from ntm_model.tasks import Batch, Size, Task, drawings
from ntm_model.trace import Array
from ntm_model.walking import Walker

# Sequences at a time, at most; another number of them is compiled once more.
_BATCH = 25


@dataclasses.dataclass(frozen=True)
class SizeErrors:
    """How a network did on fair random sequences of one size."""

    size: Size
    sequences: int
    bits: int
    """Bits of one sequence that count."""
    wrong_bits: float
    """Mean per sequence."""
    perfect: int
    """Sequences without one wrong bit."""
    cost: float
    """Bits per sequence that the network left open: its cross-entropy."""
    least_cost: float
    """Bits per sequence that the best predictor leaves open."""
    by_bit: tuple[float, ...]
    """Per cent that are right of each output channel."""
    by_timestep: tuple[float, ...]
    """Per cent of bits that are right at each timestep that counts."""

    @property
    def label(self) -> str:
        """The size in one word, as the command line takes it: ``20`` or ``10x3``."""
        return label(self.size)

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


def label(size: Size) -> str:
    """A size in one word: ``20``, or ``10x3`` where it has several parts."""
    return "x".join(str(part) for part in size)


def sizes_to_watch(task: Task) -> tuple[Size, ...]:
    """Where to look while training goes on: all up to twice what the task is trained on."""
    limits = [2 * largest for _, largest in task.training_sizes]
    return tuple(
        size
        for size in task.evaluation_sizes
        if all(part <= limit for part, limit in zip(size, limits, strict=True))
    )


class Evaluation:
    """Looks at one model; a machine is compiled once for each number of sequences at a time.

    Raises:
        ValueError: the model does not fit the task.
    """

    def __init__(self, model: keras.Model, task: Task) -> None:
        widths = (model.input_shape[-1], model.output_shape[-1])
        if widths != (task.input_width, task.output_width):
            raise ValueError(
                f"the model maps width {widths[0]} to {widths[1]}, but the task {task.name} needs "
                f"{task.input_width} to {task.output_width}"
            )
        self._task = task
        self._runner = Walker(model) if has_machine(model) else PlainRunner(model)
        self._probabilities = _last_activation(model) is keras.activations.sigmoid

    def by_size(
        self,
        sizes: Sequence[Size] | None = None,
        *,
        sequences: int = 50,
        seed: int = 1_000_003,
    ) -> list[SizeErrors]:
        """Errors on ``sequences`` fair random sequences of each size; None: of the task's own.

        Raises:
            ValueError: a size has the wrong number of parts, or is outside the task's limits.
        """
        wanted = self._task.evaluation_sizes if sizes is None else sizes
        return [self._at(size, sequences, seed) for size in wanted]

    def _at(self, size: Size, sequences: int, seed: int) -> SizeErrors:
        rng = np.random.default_rng((seed, *size))
        spans = [(part, part) for part in size]
        batch = self._task.sample(rng, sequences, *spans, fair=True)
        logits = self._logits(batch.inputs)
        # Of one size, the same timesteps count in all sequences.
        counted = batch.weights[0] > 0
        wrong = ((logits > 0) != (batch.targets > 0.5))[:, counted]
        per_sequence = wrong.sum((1, 2))
        return SizeErrors(
            size=size,
            sequences=sequences,
            bits=int(counted.sum()) * self._task.output_width,
            wrong_bits=float(per_sequence.mean()),
            perfect=int((per_sequence == 0).sum()),
            cost=float(_costs(logits, batch).mean()),
            least_cost=float(self._task.least_cost(batch).mean()),
            by_bit=_per_cent_right(wrong, (0, 1)),
            by_timestep=_per_cent_right(wrong, (0, 2)),
        )

    def on_drawings(self, lengths: Sequence[int] | None = None) -> list[DrawingErrors]:
        """Errors on every kind of drawing at each of these lengths; None: at all of training.

        Empty where the task is not about drawings.
        """
        if not self._task.takes_drawings:
            return []
        shortest, longest = self._task.training_sizes[0]
        wanted = range(shortest, longest + 1) if lengths is None else lengths
        cases = [(name, length) for name in drawings.names() for length in wanted]
        examples = [
            self._task.encode(drawings.draw(name, length, self._task.bits))
            for name, length in cases
        ]
        steps = max(len(example.inputs) for example in examples)
        logits = self._logits(_padded([example.inputs for example in examples], steps))
        targets = _padded([example.targets for example in examples], steps)
        weights = _padded([example.weights for example in examples], steps)
        wrong = (((logits > 0) != (targets > 0.5)) * weights[:, :, None]).sum((1, 2))
        return [
            DrawingErrors(name, length, int(w.sum()) * self._task.output_width, int(errors))
            for (name, length), w, errors in zip(cases, weights, wrong, strict=True)
        ]

    def _logits(self, inputs: Array) -> Array:
        """Logits [B, T, O] for inputs [B, T, I]; in batches of one size, and no larger than B.

        A few long sequences in a large memory would otherwise take the time of many.
        """
        found = []
        size = min(_BATCH, len(inputs))
        for start in range(0, len(inputs), size):
            chunk = inputs[start : start + size]
            filled = np.zeros((size, *chunk.shape[1:]), np.float32)
            filled[: len(chunk)] = chunk
            found.append(self._runner.outputs(filled)[: len(chunk)])
        outputs = np.concatenate(found)
        if not self._probabilities:
            return outputs
        inside = np.clip(outputs.astype(np.float64), 1e-7, 1.0 - 1e-7)
        return (np.log(inside) - np.log1p(-inside)).astype(np.float32)


def _last_activation(model: keras.Model) -> object:
    """Of the layer, or of the machine's cell, that makes the outputs."""
    last = model.layers[-1]
    return getattr(getattr(last, "cell", last), "activation", None)


def _costs(logits: Array, batch: Batch) -> npt.NDArray[np.float64]:
    """Cross-entropy of each sequence in bits, [B]."""
    # log(1 + exp(x)) without overflow, in double precision.
    towards = np.where(batch.targets > 0.5, -logits, logits).astype(np.float64)
    nats = np.logaddexp(0.0, towards) * batch.weights[:, :, None]
    return np.asarray(nats.sum((1, 2)) / np.log(2.0))


def _per_cent_right(wrong: npt.NDArray[np.bool_], axes: tuple[int, ...]) -> tuple[float, ...]:
    return tuple(float(share) for share in 100.0 * (1.0 - wrong.mean(axes)))


def _padded(arrays: Sequence[Array], steps: int) -> Array:
    padded = np.zeros((len(arrays), steps, *arrays[0].shape[1:]), np.float32)
    for index, array in enumerate(arrays):
        padded[index, : len(array)] = array
    return padded
