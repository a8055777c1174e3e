"""Keras' optimizers with a limit that a gradient's norm may not pass, a multiple of what is usual.

On its way back through two hundred timesteps a gradient can grow a hundredfold from one sequence
to the next, in every element at once. Such a step, which momentum then repeats tenfold, throws a
network out of what it has learned; a limit that is right in the beginning is wrong later, for
gradients shrink as a task is learned. So the limit follows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
from keras import ops

from ntm_model.config import TrainConfig

Tensor = Any

# RMSProp as in the paper: ρ 0.95 and momentum 0.9, gradient elements held within ±10.
_RHO, _MOMENTUM, _CLIP = 0.95, 0.9, 10.0
# Keras' 1e-7 lets a network that has learned its task be thrown out of it again: gradients that
# have been tiny for a while are scaled up until a single unlikely sequence moves every weight at
# once. Graves 2013 (arXiv 1308.0850) has 1e-4, with which copy was learned more slowly.
_EPSILON = 1e-5

# How much of what is usual each gradient is: an average over about a hundred steps.
_SHARE = 0.01


class _Steadied:
    """Before an optimizer of Keras: gradients no larger than ``norm_limit`` times the usual."""

    norm_limit: float

    def build(self, variables: Sequence[Any]) -> None:
        optimizer: Any = self
        if not optimizer.built:
            # One of the optimizer's own variables: what is usual is kept and resumed with them.
            self._usual = optimizer.add_variable((), name="usual_norm", initializer="zeros")
        super().build(variables)  # type: ignore[misc]

    def apply(
        self, grads: Sequence[Tensor], trainable_variables: Sequence[Any] | None = None
    ) -> Any:
        optimizer: Any = self
        if trainable_variables is not None and not optimizer.built:
            self.build(trainable_variables)
        held, usual = steadied(grads, self._usual.value, self.norm_limit)
        self._usual.assign(usual)
        return super().apply(held, trainable_variables)  # type: ignore[misc]


def steadied(
    gradients: Sequence[Tensor], usual: Tensor, limit: float
) -> tuple[list[Tensor], Tensor]:
    """Gradients whose norm is at most ``limit`` times the usual one, and what is usual after them.

    What is usual is 0 before the first gradients, which become it. It follows gradients as they
    are after the limit, so that a single large one hardly raises it.
    """
    # Where all are zero, so that nothing is divided by it.
    norm = ops.sqrt(sum(ops.sum(ops.square(gradient)) for gradient in gradients) + 1e-30)
    first = ops.equal(usual, 0.0)
    kept = ops.where(first, norm, ops.minimum(norm, limit * usual))
    after = ops.where(first, norm, usual + _SHARE * (kept - usual))
    return [gradient * (kept / norm) for gradient in gradients], after


class _SteadiedRMSprop(_Steadied, keras.optimizers.RMSprop):
    pass


class _SteadiedAdam(_Steadied, keras.optimizers.Adam):
    pass


def optimizer_of(config: TrainConfig) -> keras.optimizers.Optimizer:
    """What ``config`` is trained with, at its first rate."""
    steady = config.norm_limit is not None
    if config.optimizer == "adam":
        adam = _SteadiedAdam if steady else keras.optimizers.Adam
        optimizer = adam(config.learning_rate, clipvalue=_CLIP)
    else:
        rmsprop = _SteadiedRMSprop if steady else keras.optimizers.RMSprop
        optimizer = rmsprop(
            config.learning_rate, rho=_RHO, momentum=_MOMENTUM, epsilon=_EPSILON, clipvalue=_CLIP
        )
    if steady:
        optimizer.norm_limit = config.norm_limit
    return optimizer
