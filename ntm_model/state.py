"""What the machine carries from one timestep to the next.

Everything is float32, under mixed precision too: a weighting is a distribution over many
slots, which half precision cannot hold. Dimensions are those of ``ntm_model.trace``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from keras import ops

Tensor = Any

# Gradients are held within this size at every step on their way back. Where a machine does
# not change from step to step, weights of 1e4 multiply a gradient by thousands each time, and
# ten steps are more than float32 holds. No gradient that a network learns from comes near.
GRADIENT_LIMIT = 1e10


class NTMState(NamedTuple):
    """What the machine carries from one timestep to the next; all float32."""

    memory: Tensor
    """[B, N, M]."""
    weightings: Tensor
    """[B, H, N], read heads first."""
    reads: Tensor
    """[B, R, M]."""
    controller: tuple[Tensor, ...]
    """States of the controller's cells, [B, …] each."""


def hold_gradients(state: NTMState) -> NTMState:
    """The same state; gradients on their way back through it stay within ±GRADIENT_LIMIT."""
    return NTMState(
        _held(state.memory),
        _held(state.weightings),
        _held(state.reads),
        tuple(_held(tensor) for tensor in state.controller),
    )


@ops.custom_gradient
def _held(tensor: Tensor) -> tuple[Tensor, Any]:
    def gradient(*arguments: Tensor, upstream: Tensor = None) -> Tensor:
        # TensorFlow and JAX hand it over by position, torch by name.
        found = arguments[0] if upstream is None else upstream
        return ops.clip(found, -GRADIENT_LIMIT, GRADIENT_LIMIT)

    return tensor, gradient
