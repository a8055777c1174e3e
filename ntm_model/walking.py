"""Run a machine over sequences of any length, in calls of one fixed length.

A compiled function is compiled again for every new shape, which takes seconds. So a sequence
is cut into stretches of ``WALK_STEPS``; the last one is filled up with blank timesteps, whose
outcome is dropped.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
from keras import ops

from ntm_model.engines import WALK_STEPS, engine
from ntm_model.engines.told import RECORDED
from ntm_model.layer import NeuralTuringMachine
from ntm_model.model import machine
from ntm_model.trace import Array


@dataclasses.dataclass(frozen=True, eq=False)
class Start:
    """What is there before the first timestep."""

    memory: Array
    """[B, N, M]."""
    weightings: Array
    """[B, H, N]."""
    state: list[Any]
    """All of it, flat, as the backend's tensors."""


class Walker:
    """Runs batches of sequences through a model; compiled once for each batch size.

    Args:
        model: its one NeuralTuringMachine is walked; layers before and after are run as Keras
            runs them.
        recording: keep everything that Trace holds, not the outputs alone.

    Raises:
        ValueError: the model has no machine, or one that tells only its last output, runs
            backwards or is stateful; or it masks its inputs, or has a path around the machine.
    """

    def __init__(self, model: keras.Model, *, recording: bool = False) -> None:
        layer = machine(model)
        _check_walkable(model, layer)
        self.cell = layer.cell
        # None where nothing lies there: Keras makes no model that gives back its own input.
        starts, ends = layer.input is model.inputs[0], layer.output is model.outputs[0]
        # One input, not a list of one: Keras warns when it is then called with an array.
        try:
            self._before = None if starts else keras.Model(model.inputs[0], layer.input)
            self._after = None if ends else keras.Model(layer.output, model.outputs[0])
        except ValueError as error:
            raise ValueError(
                "the model has a path around its NeuralTuringMachine, so that its outputs do not "
                "follow from the machine's alone; such a model cannot be walked step by step"
            ) from error
        self._names = ("outputs", *RECORDED) if recording else ("outputs",)
        self._walk = engine().compile_walk(self.cell, recording=recording)

    @property
    def last_layer(self) -> keras.layers.Layer:
        """The layer, or cell, that makes the outputs."""
        return self.cell if self._after is None else self._after.layers[-1]

    def outputs(self, inputs: Array) -> Array:
        """Inputs [B, T, I] → outputs [B, T, O]."""
        return self.run(inputs)["outputs"].swapaxes(0, 1)

    def begin(self, batch: int) -> Start:
        """The state that so many sequences begin with."""
        state: list[Any] = self.cell.get_initial_state(batch)
        begun = self.cell.unflatten(state)
        memory, weightings = (
            np.asarray(ops.convert_to_numpy(tensor), np.float32)
            for tensor in (begun.memory, begun.weightings)
        )
        return Start(memory, weightings, state)

    def run(self, inputs: Array, start: Start | None = None) -> dict[str, Array]:
        """Inputs [B, T, I] → what was told of each timestep, each array [T, B, …]."""
        stretches = list(self.stretches(inputs, start))
        arrays = stretches[0]
        if len(stretches) > 1:
            arrays = {name: np.concatenate([part[name] for part in stretches]) for name in arrays}
        return {**arrays, "outputs": self.answers(arrays["outputs"])}

    def stretches(self, inputs: Array, start: Start | None = None) -> Iterator[dict[str, Array]]:
        """Inputs [B, T, I] → what ``run`` tells, ``WALK_STEPS`` timesteps at a time.

        The outputs are the machine's own; ``answers`` makes of all of them what the model says.
        """
        seen = inputs
        if self._before is not None:
            seen = ops.convert_to_numpy(self._before(seen))
        batch, steps, width = seen.shape
        filled = np.zeros((-(-steps // WALK_STEPS) * WALK_STEPS, batch, width), np.float32)
        filled[:steps] = seen.swapaxes(0, 1)
        state = (start or self.begin(batch)).state
        for begin in range(0, steps, WALK_STEPS):
            left = min(steps - begin, WALK_STEPS)
            told, state = self._walk(filled[begin : begin + WALK_STEPS], state, left)
            arrays = (np.asarray(ops.convert_to_numpy(t), np.float32)[:left] for t in told)
            yield dict(zip(self._names, arrays, strict=True))

    def answers(self, outputs: Array) -> Array:
        """The machine's outputs [T, B, …] → the model's, [T, B, O]."""
        if self._after is None:
            return outputs
        answers = ops.convert_to_numpy(self._after(outputs.swapaxes(0, 1)))
        return np.asarray(answers, np.float32).swapaxes(0, 1)


def _check_walkable(model: keras.Model, layer: NeuralTuringMachine) -> None:
    """Refuse what a walk from a fresh memory, step after step, would answer otherwise."""
    if not layer.return_sequences or layer.go_backwards:
        raise ValueError("only a layer with return_sequences=True that runs forwards can be walked")
    if layer.stateful:
        raise ValueError(
            "a stateful layer begins where it last ended, and a walk begins with a fresh memory; "
            "give a copy of the model with stateful=False"
        )
    for other in model.layers:
        if isinstance(other, keras.layers.Masking) or getattr(other, "mask_zero", False):
            raise ValueError(
                f"the layer {other.name!r} masks timesteps; leave them out of the sequence instead"
            )
