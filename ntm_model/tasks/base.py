"""What every task offers: one small protocol and the two values that cross it."""

from __future__ import annotations

import dataclasses
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ntm_model.trace import Array, Phase

Bits = npt.NDArray[np.uint8]


class PatternError(ValueError):
    """A pattern that the task cannot take; the message says what it was and what is allowed."""


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
    """Sequences padded to one length: inputs [B, T, I], targets [B, T, O], weights [B, T]."""

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
    def lengths(self) -> tuple[int, int]:
        """Shortest and longest pattern that ``encode`` takes."""
        ...

    @property
    def training_lengths(self) -> tuple[int, int]:
        """Shortest and longest pattern that the task is trained on, as in its source."""
        ...

    def timesteps(self, length: int) -> int:
        """T of a pattern of this length."""
        ...

    def encode(self, pattern: npt.ArrayLike) -> Example:
        """What the network sees when a person draws ``pattern``, [length, bits] of 0 and 1.

        Raises:
            PatternError: not bits, of the wrong width, or too short or too long.
        """
        ...

    def decode(self, predictions: Array) -> Bits:
        """The pattern that the network answered with, from predictions [T, O] in 0…1."""
        ...

    def sample(
        self, rng: np.random.Generator, count: int, lengths: tuple[int, int], *, fair: bool
    ) -> Batch:
        """``count`` sequences with lengths drawn from ``lengths`` (both ends included).

        ``fair`` draws every bit by a fair coin, as the paper does. Otherwise the sequences
        are varied in the way that people's drawings are; that is what training uses.
        All are padded to the T of the longest length allowed, with weight 0.
        """
        ...
