"""Compiled loops on JAX."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jax
import keras
import numpy as np
import numpy.typing as npt

from ntm_model.cell import NTMCell
from ntm_model.engines import Slice, Walk
from ntm_model.engines.loss import cross_entropy, wrong_bits
from ntm_model.engines.told import step_and_tell
from ntm_model.trace import Array

Tensor = Any


def compile_walk(cell: NTMCell, *, recording: bool) -> Walk:
    """See ``ntm_model.engines``."""
    variables = cell.variables

    @jax.jit
    def walk(values: list[Tensor], inputs: Tensor, state: list[Tensor]) -> Any:
        # The weights come as arguments: closed over, they would be frozen at the first call.
        def step(state: list[Tensor], inputs: Tensor) -> tuple[list[Tensor], list[Tensor]]:
            with keras.StatelessScope(state_mapping=list(zip(variables, values, strict=True))):
                told, state = step_and_tell(cell, inputs, state, recording=recording)
            return state, told

        return jax.lax.scan(step, state, inputs)

    def call(
        inputs: Array, state: Sequence[Tensor], steps: int
    ) -> tuple[list[Tensor], list[Tensor]]:
        del steps  # a scan has one length
        after, told = walk([variable.value for variable in variables], inputs, list(state))
        return told, after

    return call


def compile_slice(model: keras.Model, optimizer: keras.optimizers.Optimizer) -> Slice:
    """See ``ntm_model.engines``."""

    def loss_and_rest(
        trainable: list[Tensor], fixed: list[Tensor], batch: tuple[Tensor, Tensor, Tensor]
    ) -> tuple[Tensor, tuple[Tensor, list[Tensor]]]:
        inputs, targets, weights = batch
        logits, fixed = model.stateless_call(trainable, fixed, inputs, training=True)
        loss = cross_entropy(logits, targets, weights)
        return loss, (wrong_bits(logits, targets, weights), fixed)

    gradient = jax.value_and_grad(loss_and_rest, has_aux=True)

    def one_step(carry: tuple[Any, Any, Any], batch: tuple[Tensor, Tensor, Tensor]) -> Any:
        trainable, fixed, slots = carry
        (loss, (wrong, fixed)), gradients = gradient(trainable, fixed, batch)
        trainable, slots = optimizer.stateless_apply(slots, gradients, trainable)
        return (trainable, fixed, slots), (loss, wrong)

    @jax.jit
    def run(carry: tuple[Any, Any, Any], batches: tuple[Array, Array, Array]) -> Any:
        return jax.lax.scan(one_step, carry, batches)

    def call(
        inputs: Array, targets: Array, weights: Array
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        owners = (model.trainable_variables, model.non_trainable_variables, optimizer.variables)
        before = tuple([variable.value for variable in group] for group in owners)
        after, (losses, wrong) = run(before, (inputs, targets, weights))
        for group, values in zip(owners, after, strict=True):
            for variable, value in zip(group, values, strict=True):
                variable.assign(value)
        return np.asarray(losses), np.asarray(wrong)

    return call
