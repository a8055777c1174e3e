"""Dropout that drops the same values at every timestep of a sequence.

What a recurrent network loses anew in every step it cannot keep (Gal and Ghahramani, arXiv
1512.05287). So the mask is drawn before the loop over time and forgotten after it.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

from ntm_model import arguments

Tensor = Any


class SequenceDropout(keras.layers.Layer):
    """Drops a share of a vector's values, and scales the rest up to make up for them.

    Args:
        rate: the share.
        seed: of what is dropped.
        name: as the argument of the share is called.

    Raises:
        ValueError: ``rate`` is not from 0 to below 1.
    """

    def __init__(self, rate: float, seed: int | None, name: str) -> None:
        super().__init__(name=name)
        self.rate = arguments.rate(name, rate)
        # Only where it is used: a generator is one more state to save.
        self._seeds = keras.random.SeedGenerator(seed) if self.rate else None
        self._mask: Tensor = None

    def draw(self, batch_size: Any, width: int) -> None:
        """Choose what a sequence's timesteps lose, of vectors [B, width]."""
        if self.rate:
            self._mask = self._drawn(ops.ones((batch_size, width), "float32"))

    def forget(self) -> None:
        """Let the next sequence draw its own."""
        self._mask = None

    def call(self, values: Tensor, training: bool | None = None) -> Tensor:
        """Values [B, width], some of them zero; outside of a sequence drawn for this step alone."""
        if not self.rate or not training:
            return values
        mask = self._drawn(ops.ones_like(values)) if self._mask is None else self._mask
        return values * mask

    def _drawn(self, ones: Tensor) -> Tensor:
        return keras.random.dropout(ones, self.rate, seed=self._seeds)
