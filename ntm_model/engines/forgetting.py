"""Training steps in which a controller goes without its states."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import keras

from ntm_model.layer import NeuralTuringMachine

Tensor = Any


@contextlib.contextmanager
def remembering(model: keras.Model, kept: Tensor | None) -> Iterator[None]:
    """Within it, machines of the model have ``kept`` of their controllers' states; None: all."""
    cells = [layer.cell for layer in model.layers if isinstance(layer, NeuralTuringMachine)]
    for cell in cells:
        cell.kept = kept
    try:
        yield
    finally:
        for cell in cells:
            cell.kept = None
