"""Compiled loops on TensorFlow, through XLA.

Keras' ``jit_compile="auto"`` leaves XLA off on a CPU, where it makes a training step of this
size several times faster. The time loop here ends with the longest sequence of its batch
although the arrays are padded to one length, so nothing is compiled twice and no time goes
into padding.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from ntm_model.cell import NTMCell
from ntm_model.engines import WALK_STEPS, Slice, Walk
from ntm_model.engines.loss import cross_entropy, wrong_bits
from ntm_model.engines.told import step_and_tell
from ntm_model.layer import NeuralTuringMachine
from ntm_model.trace import Array

Tensor = Any


def compile_walk(cell: NTMCell, *, recording: bool) -> Walk:
    """See ``ntm_model.engines``."""

    # Nothing here is written for AutoGraph, and translating it takes longer than tracing it.
    @tf.function(jit_compile=True, autograph=False)
    def walk(
        inputs: Tensor, state: list[Tensor], steps: Tensor
    ) -> tuple[list[Tensor], list[Tensor]]:
        batch = inputs.shape[1]
        # XLA wants the shapes of what the loop writes; this step is for them alone, and since
        # nothing uses its values it is dropped when the function is compiled.
        told, _ = step_and_tell(cell, inputs[0], state, recording=recording)
        arrays = [tf.TensorArray(t.dtype, WALK_STEPS, element_shape=t.shape) for t in told]

        def body(time: Tensor, arrays: list[Tensor], state: list[Tensor]) -> tuple[Any, ...]:
            told, state = step_and_tell(cell, inputs[time], state, recording=recording)
            written = [array.write(time, t) for array, t in zip(arrays, told, strict=True)]
            return time + 1, written, _shaped(cell, state, batch)

        start = (tf.constant(0), arrays, _shaped(cell, state, batch))
        _, arrays, state = tf.while_loop(lambda time, *_: time < steps, body, start)
        return [array.stack() for array in arrays], state

    def call(
        inputs: Array, state: Sequence[Tensor], steps: int
    ) -> tuple[list[Tensor], list[Tensor]]:
        # A tensor: for a plain number it would be compiled anew.
        found: tuple[list[Tensor], list[Tensor]] = walk(inputs, list(state), tf.constant(steps))
        return found

    return call


def compile_slice(model: keras.Model, optimizer: keras.optimizers.Optimizer) -> Slice:
    """See ``ntm_model.engines``."""
    variables = model.trainable_variables
    layer = _only_machine(model)

    def logits_of(inputs: Tensor, weights: Tensor) -> Tensor:
        if layer is None:
            return model(inputs, training=True)
        return _run(layer.cell, inputs, weights)

    def learn_from(inputs: Tensor, targets: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
        with tf.GradientTape() as tape:
            logits = logits_of(inputs, weights)
            loss = cross_entropy(logits, targets, weights)
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss, wrong_bits(logits, targets, weights)

    @tf.function(jit_compile=True, autograph=False)
    def run(inputs: Tensor, targets: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
        count = inputs.shape[0]
        arrays = [tf.TensorArray(tf.float32, count, element_shape=()) for _ in range(2)]

        def body(k: Tensor, arrays: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
            told = learn_from(inputs[k], targets[k], weights[k])
            return k + 1, [array.write(k, t) for array, t in zip(arrays, told, strict=True)]

        _, (losses, wrong) = tf.while_loop(lambda k, _: k < count, body, (tf.constant(0), arrays))
        return losses.stack(), wrong.stack()

    def call(
        inputs: Array, targets: Array, weights: Array
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        losses, wrong = run(inputs, targets, weights)
        return losses.numpy(), wrong.numpy()

    return call


def _only_machine(model: keras.Model) -> NeuralTuringMachine | None:
    """The machine, where it is all that the model does; otherwise Keras' own call serves."""
    layers = [layer for layer in model.layers if not isinstance(layer, keras.layers.InputLayer)]
    if len(layers) == 1 and isinstance(layers[0], NeuralTuringMachine):
        return layers[0]
    return None


def _run(cell: NTMCell, inputs: Tensor, weights: Tensor) -> Tensor:
    """Logits [B, T, O] of inputs [B, T, I], zero after the last timestep that counts."""
    batch, steps, _ = inputs.shape
    times = tf.range(1, steps + 1)
    last = tf.reduce_max(tf.where(tf.reduce_any(weights > 0.0, axis=0), times, 0))
    by_time = tf.transpose(inputs, (1, 0, 2))
    outputs = tf.TensorArray(tf.float32, size=steps, element_shape=(batch, cell.units))

    def body(time: Tensor, outputs: Tensor, *state: Tensor) -> tuple[Tensor, ...]:
        output, state = cell(by_time[time], list(state), training=True)
        written = outputs.write(time, tf.cast(output, tf.float32))
        return (time + 1, written, *_shaped(cell, state, batch))

    start = (tf.constant(0), outputs, *_shaped(cell, cell.get_initial_state(batch), batch))
    with cell.sequence(batch, training=True):
        loop = tf.while_loop(
            lambda time, *_: time < last,
            body,
            start,
            # A bound that XLA knows, so that it can set aside what the backward loop needs.
            maximum_iterations=steps,
        )
    return tf.transpose(loop[1].stack(), (1, 0, 2))


def _shaped(cell: NTMCell, state: Sequence[Tensor], batch: int) -> list[Tensor]:
    """State with its static shapes: a loop demands the same ones before and after each step."""
    return [tf.reshape(s, (batch, width)) for s, width in zip(state, cell.state_size, strict=True)]
