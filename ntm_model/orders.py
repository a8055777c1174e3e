"""What the controller tells the machine: its linear output, taken apart and squashed.

Pure functions of ``keras.ops``; dimensions are those of ``ntm_model.trace``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, NamedTuple

from keras import ops

from ntm_model.addressing import HeadParameters

Tensor = Any

# The controller's orders to the heads are held within ±20 before they are squashed: beyond
# that a sigmoid is 0 or 1 to the last bit anyway, and β and γ, which nothing else bounds,
# could otherwise grow until their products overflow.
ORDER_LIMIT = 20.0


class Orders(NamedTuple):
    """The controller's output, taken apart and squashed."""

    output: Tensor
    """[B, units]."""
    heads: HeadParameters
    erase: Tensor
    """e in 0…1, [B, W, M]."""
    add: Tensor
    """a, [B, W, M]."""


@dataclasses.dataclass(frozen=True)
class OrderForm:
    """How the controller's output is laid out, and what squashes each part of it."""

    units: int
    read_heads: int
    write_heads: int
    m_depth: int
    shift_range: int
    strength_bias: float
    gate_bias: float
    stay_bias: float
    key_activation: Callable[[Tensor], Tensor]
    erase_activation: Callable[[Tensor], Tensor]
    add_activation: Callable[[Tensor], Tensor]

    def read(self, values: Tensor) -> Orders:
        """The controller's output [B, width] → orders, each in its range."""
        output, orders = values[:, : self.units], values[:, self.units :]
        orders = ops.clip(orders, -ORDER_LIMIT, ORDER_LIMIT)
        start = 0

        def take(count: int, width: int) -> Tensor:
            nonlocal start
            part = orders[:, start : start + count * width]
            start += count * width
            return ops.reshape(part, (-1, count, width))

        all_heads = self.read_heads + self.write_heads
        heads = HeadParameters(
            keys=self.key_activation(take(all_heads, self.m_depth)),
            strength=ops.softplus(take(all_heads, 1) + self.strength_bias)[..., 0],
            gate=ops.sigmoid(take(all_heads, 1) + self.gate_bias)[..., 0],
            shifts=self._shifts(take(all_heads, self.shift_range)),
            sharpness=1.0 + ops.softplus(take(all_heads, 1))[..., 0],
        )
        erase = self.erase_activation(take(self.write_heads, self.m_depth))
        add = self.add_activation(take(self.write_heads, self.m_depth))
        return Orders(output, heads, erase, add)

    def _shifts(self, orders: Tensor) -> Tensor:
        # Keras warns of a softmax over one value, as if it were never meant.
        if self.shift_range == 1:
            return ops.ones_like(orders)
        middle = ops.one_hot(self.shift_range // 2, self.shift_range, dtype="float32")
        return ops.softmax(orders + self.stay_bias * middle, axis=-1)
