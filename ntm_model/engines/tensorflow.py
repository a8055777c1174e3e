"""Compiled loops on TensorFlow, through XLA.

Keras' ``jit_compile="auto"`` leaves XLA off on a CPU, where it makes a training step of this
size several times faster. The time loop here ends with the longest sequence of its batch, or of
the part of it that is made by itself, although the arrays are padded to one length, so nothing is
compiled twice and no time goes into padding. (Of a model that is more than a machine, Keras' own
loop runs to the end.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from ntm_model.backend import LARGE_BATCH
from ntm_model.cell import NTMCell
from ntm_model.controllers import is_cell
from ntm_model.engines import WALK_STEPS, Slice, Walk
from ntm_model.engines.loss import cross_entropy, wrong_bits
from ntm_model.engines.told import step_and_tell
from ntm_model.layer import NeuralTuringMachine
from ntm_model.trace import Array

Tensor = Any

_Step = Callable[[Tensor, Sequence[Tensor]], tuple[Tensor, list[Tensor]]]
"""t and the state → the output and the state after it."""


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
            return time + 1, written, _flat(cell, state, batch)

        start = (tf.constant(0), arrays, _flat(cell, state, batch))
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
    values = [variable.value for variable in variables]
    layer = _only_machine(model)

    def whole(inputs: Tensor, targets: Tensor, weights: Tensor) -> tuple[Tensor, ...]:
        with tf.GradientTape() as tape:
            logits = model(inputs, training=True)
            loss = cross_entropy(logits, targets, weights)
        return loss, logits, tape.gradient(loss, variables)

    def seen(inputs: Tensor, targets: Tensor, weights: Tensor) -> tuple[Tensor, ...]:
        """Loss, wrong bits, and a gradient a variable."""
        if layer is None:
            loss, logits, gradients = whole(inputs, targets, weights)
        else:
            loss, logits, gradients = through_time(layer.cell, values, inputs, targets, weights)
        return loss, wrong_bits(logits, targets, weights), *gradients

    def learn(loss: Tensor, wrong: Tensor, *gradients: Tensor) -> tuple[Tensor, Tensor]:
        optimizer.apply(list(gradients), variables)
        return loss, wrong

    @tf.function(jit_compile=True, autograph=False)
    def run(inputs: Tensor, targets: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
        return _in_turn(lambda *batch: learn(*seen(*batch)), inputs, targets, weights)

    see_part = tf.function(seen, jit_compile=True, autograph=False)

    @tf.function(jit_compile=True, autograph=False)
    def learn_from(parts: list[tuple[Tensor, ...]]) -> tuple[Tensor, Tensor]:
        return learn(*(sum(told) / len(parts) for told in zip(*parts, strict=True)))

    # Not one call of XLA's, which works through its operations in a row; these are several, and
    # TensorFlow runs those that wait for nothing side by side. (Parts that drop at random wait
    # for one another, because each moves the generator on.)
    @tf.function(autograph=False)
    def run_in_parts(inputs: Tensor, targets: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
        def step(*batch: Tensor) -> tuple[Tensor, Tensor]:
            parts = zip(*(tf.split(array, _PARTS) for array in batch), strict=True)
            loss, wrong = learn_from([see_part(*part) for part in parts])
            return loss, wrong

        return _in_turn(step, inputs, targets, weights)

    def call(
        inputs: Array, targets: Array, weights: Array
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        # Part of a batch may be seen by itself where nothing but the machine sees it.
        parts = layer is not None and _is_worth_parts(inputs.shape[1])
        losses, wrong = (run_in_parts if parts else run)(inputs, targets, weights)
        return losses.numpy(), wrong.numpy()

    return call


def _in_turn(step: Callable[..., tuple[Tensor, Tensor]], *batches: Tensor) -> tuple[Tensor, Tensor]:
    """What ``step`` tells of each batch of a slice, [K] twice."""
    count = batches[0].shape[0]
    arrays = [tf.TensorArray(tf.float32, count, element_shape=()) for _ in range(2)]

    def body(k: Tensor, arrays: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        told = step(*(a[k] for a in batches))
        return k + 1, [array.write(k, t) for array, t in zip(arrays, told, strict=True)]

    _, (losses, wrong) = tf.while_loop(lambda k, _: k < count, body, (tf.constant(0), arrays))
    return losses.stack(), wrong.stack()


_PARTS = 2
"""Wherever it runs: what is summed in which order, and so the last bit of every weight, must not
depend on how many cores there are."""


def _is_worth_parts(batch: int) -> bool:
    """Whether a step is sooner made in parts, each with its gradients, than at once.

    On two cores a batch of 32 took three fifths of the time in parts, one of 16 four fifths, and
    one of 8 as long as at once; the second core works as hard as the first. A GPU shares out a
    whole batch by itself.
    """
    on_gpu = bool(tf.config.list_logical_devices("GPU"))
    return batch >= LARGE_BATCH and batch % _PARTS == 0 and not on_gpu


def _only_machine(model: keras.Model) -> NeuralTuringMachine | None:
    """The machine, where it is all that the model does; otherwise Keras' own call serves."""
    layers = [layer for layer in model.layers if not isinstance(layer, keras.layers.InputLayer)]
    if len(layers) != 1 or not isinstance(layers[0], NeuralTuringMachine):
        return None
    return layers[0] if all(map(_makes_again, layers[0].cell.controller.parts)) else None


def _makes_again(part: keras.layers.Layer) -> bool:
    """Whether a part of the controller does the same when a timestep is made again.

    What holds more than weights, such as a generator of random numbers, would not. A recurrent
    cell's own generator is for what it drops, which it draws once for a sequence.
    """
    generator = getattr(part, "seed_generator", None) if is_cell(part) else None
    known = None if generator is None else generator.state
    return all(variable is known for variable in part.non_trainable_variables)


def through_time(
    cell: NTMCell, variables: Sequence[Tensor], inputs: Tensor, targets: Tensor, weights: Tensor
) -> tuple[Tensor, Tensor, list[Tensor]]:
    """Back-propagation through time: [B, T, …] each → loss, logits, and a gradient a variable.

    The way there keeps the state before each timestep and nothing else; the way back makes each
    timestep again for what its gradient needs. A timestep of this size is made sooner than all
    that happens in it is written down and read again, as a tape around the loop would have it.
    """
    batch, steps, _ = inputs.shape
    times = tf.range(1, steps + 1)
    last = tf.reduce_max(tf.where(tf.reduce_any(weights > 0.0, axis=0), times, 0))
    by_time = tf.transpose(inputs, (1, 0, 2))
    with tf.GradientTape() as beginning:
        begun = _shaped(cell, cell.get_initial_state(batch), batch)

    def step(time: Tensor, state: Sequence[Tensor]) -> tuple[Tensor, list[Tensor]]:
        output, after = cell(by_time[time], _flat(cell, state, batch), training=True)
        return tf.cast(output, tf.float32), _shaped(cell, after, batch)

    with cell.sequence(batch, training=True):
        outputs, states = _there(step, begun, steps, last, cell.units)
        logits = tf.transpose(outputs, (1, 0, 2))
        with tf.GradientTape() as ending:
            ending.watch(logits)
            loss = cross_entropy(logits, targets, weights)
        errors = tf.transpose(ending.gradient(loss, logits), (1, 0, 2))
        gradients, upstream = _back(step, variables, states, last, errors)
    of_start = beginning.gradient(
        begun, variables, output_gradients=upstream, unconnected_gradients="zero"
    )
    return loss, logits, [g + s for g, s in zip(gradients, of_start, strict=True)]


def _there(
    step: _Step, begun: list[Tensor], steps: int, last: Tensor, units: int
) -> tuple[Tensor, list[Tensor]]:
    """Outputs [T, B, O], zero after the last timestep, and the states before each, [T, B, …]."""
    shape = (begun[0].shape[0], units)
    outputs = tf.TensorArray(tf.float32, steps, element_shape=shape)
    kept = [tf.TensorArray(tf.float32, steps, element_shape=s.shape) for s in begun]

    def body(
        time: Tensor, outputs: Tensor, kept: list[Tensor], state: list[Tensor]
    ) -> tuple[Any, ...]:
        kept = [array.write(time, s) for array, s in zip(kept, state, strict=True)]
        output, state = step(time, state)
        return time + 1, outputs.write(time, output), kept, state

    start = (tf.constant(0), outputs, kept, begun)
    _, outputs, kept, _ = tf.while_loop(lambda time, *_: time < last, body, start)
    return outputs.stack(), [array.stack() for array in kept]


def _back(
    step: _Step, variables: Sequence[Tensor], states: list[Tensor], last: Tensor, errors: Tensor
) -> tuple[list[Tensor], list[Tensor]]:
    """Gradients of the variables, and of the state before the first timestep.

    ``errors`` [T, B, O] are the gradients of the outputs.
    """

    def body(time: Tensor, gradients: list[Tensor], upstream: list[Tensor]) -> tuple[Any, ...]:
        state = [s[time] for s in states]
        with tf.GradientTape() as tape:
            tape.watch(state)
            output, after = step(time, state)
        found = tape.gradient(
            [output, *after],
            [*variables, *state],
            output_gradients=[errors[time], *upstream],
            unconnected_gradients="zero",
        )
        count = len(variables)
        summed = [g + f for g, f in zip(gradients, found[:count], strict=True)]
        shaped = [tf.reshape(f, u.shape) for f, u in zip(found[count:], upstream, strict=True)]
        return time - 1, summed, shaped

    nothing = [tf.zeros_like(variable) for variable in variables]
    rest = [tf.zeros_like(s[0]) for s in states]
    _, gradients, upstream = tf.while_loop(
        lambda time, *_: time >= 0, body, (last - 1, nothing, rest)
    )
    return gradients, upstream


def _flat(cell: NTMCell, state: Sequence[Tensor], batch: int) -> list[Tensor]:
    """State as Keras and the cell hand it on, with its static shapes, which a loop demands."""
    return [tf.reshape(s, (batch, width)) for s, width in zip(state, cell.state_size, strict=True)]


def _shaped(cell: NTMCell, state: Sequence[Tensor], batch: int) -> list[Tensor]:
    """State in the dimensions that it is computed in.

    XLA works out the slot of every value of a flat memory one value at a time; its gradient took
    five times as long, and a training step a tenth to a sixth longer.
    """
    pairs = zip(state, cell.state_shapes, strict=True)
    return [tf.reshape(s, (batch, *shape)) for s, shape in pairs]
