"""The loops that Keras leaves to each backend, compiled: one file a backend.

``compile_walk`` runs a fixed number of timesteps in one call, so that a sequence of any length
is a few calls and never compiles again. ``compile_slice`` makes many training steps one call.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import keras
import numpy.typing as npt

from ntm_model.cell import NTMCell
from ntm_model.trace import Array
from ntm_model.traces.survey import BLOCK

Tensor = Any

WALK_STEPS = BLOCK
"""Timesteps in one call of a Walk: a drawing of length 20 and its recall fit into one, and a long
recording is written down in the same stretches."""

Walk = Callable[[Array, Sequence[Tensor], int], tuple[list[Tensor], list[Tensor]]]
"""inputs [64, B, I], the flat state and how many of the steps are wanted → what was told at each
step, [64, B, …] each, and the flat state after all. What is told of the steps beyond those wanted
means nothing, and neither does the state where there are any. The outputs are told first; then,
with ``recording``, memory, reads and the record."""

Slice = Callable[[Array, Array, Array], tuple[npt.NDArray[Any], npt.NDArray[Any]]]
"""K batches, [K, B, T, …] each → the K losses and the K numbers of wrong bits a sequence."""


class Engine(Protocol):
    """What the module of every backend offers."""

    def compile_walk(self, cell: NTMCell, *, recording: bool) -> Walk:
        """WALK_STEPS timesteps of a built cell; with ``recording``, also what they did."""
        ...

    def compile_slice(self, model: keras.Model, optimizer: keras.optimizers.Optimizer) -> Slice:
        """As many training steps as there are batches in the arrays, in one call."""
        ...


def engine() -> Engine:
    """The engine of the backend that Keras runs on."""
    module: Any = importlib.import_module(f"ntm_model.engines.{keras.backend.backend()}")
    found: Engine = module
    return found
