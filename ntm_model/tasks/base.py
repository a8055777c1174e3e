"""What every task offers: one protocol, and the values that cross it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from ntm_model.trace import Array, Phase

Bits = npt.NDArray[np.uint8]

Size = tuple[int, ...]
"""How large one sequence is: a number for each of a task's ``size_names``."""

Span = tuple[int, int]
"""From the smallest to the largest, both included."""


class PatternError(ValueError):
    """A pattern that the task cannot take; the message says what it was and what is allowed."""


@dataclasses.dataclass(frozen=True, eq=False)
class Pattern:
    """What a person means: bits, and whatever else the task asks for (see ``Form``).

    Where only bits are meant, every task takes the plain array and its own defaults for the
    rest.
    """

    bits: Bits
    """[length, bits] of 0 and 1; time runs first."""
    numbers: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """By name; a number that is left out takes its default."""
    values: Array | None = None
    """[length], one for each vector; None takes the default."""


Drawn = Pattern | npt.ArrayLike
"""What ``encode`` takes: a pattern, or its bits alone."""


@dataclasses.dataclass(frozen=True)
class Number:
    """A whole number that a person gives beside the bits."""

    name: str
    title: str
    smallest: int
    largest: int
    default: int


@dataclasses.dataclass(frozen=True)
class ValueRow:
    """A number that a person gives for every vector, such as its priority."""

    name: str
    title: str
    smallest: float
    largest: float


@dataclasses.dataclass(frozen=True)
class Form:
    """What a person fills in beside the bits of a pattern of one length."""

    numbers: tuple[Number, ...] = ()
    values: ValueRow | None = None
    vectors_per_item: int = 1
    """Vectors come in items of so many; a pattern's length is a multiple of it."""


@dataclasses.dataclass(frozen=True)
class Example:
    """One sequence as the network sees it: inputs [T, I], targets [T, O], weights [T].

    ``weights`` is 1 at the timesteps whose output counts and 0 at the others.
    """

    inputs: Array
    targets: Array
    weights: Array
    phases: tuple[Phase, ...]


@dataclasses.dataclass(frozen=True)
class Batch:
    """Sequences padded to one length: inputs [B, T, I], targets [B, T, O], weights [B, T].

    A target is the probability of a 1: where one answer is right, 0 or 1.
    """

    inputs: Array
    targets: Array
    weights: Array


class Task(Protocol):
    """A task of some size. Instances are values: equal sizes mean equal behaviour."""

    @property
    def name(self) -> str:
        """How the command line and files call it."""
        ...

    @property
    def title(self) -> str:
        """How the window calls it."""
        ...

    @property
    def source(self) -> str:
        """Whose task it is: a paper and its section, or an implementation."""
        ...

    @property
    def bits(self) -> int:
        """Channels that a person draws."""
        ...

    @property
    def input_width(self) -> int:
        """I."""
        ...

    @property
    def output_width(self) -> int:
        """O."""
        ...

    @property
    def input_names(self) -> tuple[str, ...]:
        """A name for each of the I input channels."""
        ...

    @property
    def output_names(self) -> tuple[str, ...]:
        """A name for each of the O output channels."""
        ...

    @property
    def lengths(self) -> Span:
        """Shortest and longest pattern, in vectors, that ``encode`` takes."""
        ...

    @property
    def takes_drawings(self) -> bool:
        """Whether letters, dots and the like are patterns that a network must answer too."""
        ...

    @property
    def size_names(self) -> tuple[str, ...]:
        """What the numbers of a size count: ``("length",)``, ``("length", "repeats")``, …"""
        ...

    @property
    def training_sizes(self) -> tuple[Span, ...]:
        """For each part of a size the span that the task is trained on, as in its source."""
        ...

    @property
    def evaluation_sizes(self) -> tuple[Size, ...]:
        """Where a network is looked at: within its training and beyond."""
        ...

    def form(self, length: int) -> Form:
        """What a person fills in beside ``length`` vectors."""
        ...

    def timesteps(self, *size: int) -> int:
        """T of a sequence of this size."""
        ...

    def encode(self, pattern: Drawn) -> Example:
        """What the network sees when a person means ``pattern``.

        Raises:
            PatternError: not bits, of the wrong width, too short or too long, or with a number
                or a value that is out of its range.
        """
        ...

    def drawn(self, inputs: Array) -> Pattern | None:
        """The pattern that was encoded as ``inputs`` [T, I]; None where none was."""
        ...

    def decode(self, predictions: Array, inputs: Array | None = None) -> Bits:
        """The network's answer as a person reads it, [vectors, bits].

        Args:
            predictions: [T, O] in 0…1; the targets give the right answer.
            inputs: [T, I] of the same sequence, for tasks whose answer is not always at the
                same place in a sequence of T timesteps.

        Raises:
            PatternError: the task needs ``inputs`` and there are none.
        """
        ...

    def sample(self, rng: np.random.Generator, count: int, *sizes: Span, fair: bool) -> Batch:
        """``count`` sequences with each part of their size drawn from its span.

        ``fair`` draws every bit as the task's source does. Otherwise the sequences are varied
        in the way that people's drawings are, or say in their targets more than anyone can see;
        that is what training uses. All are padded to the T of the largest size allowed, with
        weight 0.

        Raises:
            ValueError: not one span for each of ``size_names``, or one outside the limits.
        """
        ...

    def least_cost(self, batch: Batch) -> npt.NDArray[np.float64]:
        """Bits, [B], that the best predictor leaves open in each sequence.

        0 where the answer follows from the inputs; a network's cost is measured against it.
        """
        ...


@runtime_checkable
class Uncertain(Protocol):
    """What a task offers besides where no answer follows from its inputs: the best guess."""

    def best_predictions(self, inputs: Array) -> Array:
        """The probability of a 1 that the best predictor gives each output, [T, O].

        What no target counts for is ½.

        Args:
            inputs: [T, I], as ``encode`` makes them.
        """
        ...
