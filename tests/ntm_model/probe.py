"""What one backend makes of saved networks; run in a process of its own by test_backends.

``python -m tests.ntm_model.probe FOLDER`` opens every network in the folder on the backend of
KERAS_BACKEND and writes what it found to FOLDER/BACKEND.npz, and networks of its own beside it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import layers, ops

from ntm_model import NeuralTuringMachine, Recorder, controller_input_output_shape, load_model
from ntm_model.config import ModelConfig, TrainConfig
from ntm_model.training import Trainer
from tests.ntm_model.numbers import Array

WIDTH, UNITS, SLOTS, DEPTH = 4, 3, 8, 5
SIZES: dict[str, Any] = {"units": UNITS, "n_slots": SLOTS, "m_depth": DEPTH}
KINDS: dict[str, dict[str, Any]] = {
    "hidden": {"controller_model": "double_dense", "output_source": "controller_and_reads"},
    "many": {"controller_model": "lstm", "read_heads": 2, "write_heads": 3, "shift_range": 5},
    "learned": {
        "initial_memory": "learned",
        "initial_weighting": "learned",
        "read_order": "before_write",
    },
}


def inputs() -> Array:
    return np.random.default_rng(1).standard_normal((2, 6, WIDTH)).astype(np.float32)


def mask() -> Array:
    """Masked at the start, within, and at the end."""
    rows = [[1, 1, 0, 1, 1, 0], [0, 1, 1, 0, 0, 1]]
    return np.array(rows, bool)


def network(**arguments: Any) -> keras.Model:
    vectors = keras.Input((None, WIDTH))
    layer = NeuralTuringMachine(**{**SIZES, "return_sequences": True, **arguments})
    return keras.Model(vectors, layer(vectors))


def gradients(model: keras.Model, vectors: Array) -> list[Array]:
    """Of the sum of the squared outputs, for every trainable variable."""
    variables = model.trainable_variables
    backend = keras.backend.backend()
    if backend == "tensorflow":
        import tensorflow as tf

        with tf.GradientTape() as tape:
            total = ops.sum(ops.square(model(vectors)))
        found = tape.gradient(total, variables)
    elif backend == "jax":
        import jax

        def loss(values: list[Any]) -> Any:
            fixed = [v.value for v in model.non_trainable_variables]
            outputs, _ = model.stateless_call(values, fixed, vectors)
            return ops.sum(ops.square(outputs))

        found = jax.grad(loss)([v.value for v in variables])
    else:
        model.zero_grad()
        ops.sum(ops.square(model(vectors))).backward()
        found = [v.value.grad for v in variables]
    return [ops.convert_to_numpy(g) for g in found]


def of_networks(folder: Path) -> Iterator[tuple[str, Array]]:
    """Outputs and gradients of every network in the folder."""
    for file in sorted(folder.glob("*.keras")):
        model = load_model(file)
        yield f"{file.stem}/outputs", ops.convert_to_numpy(model(inputs()))
        for index, gradient in enumerate(gradients(model, inputs())):
            yield f"{file.stem}/gradient {index}", gradient
        trace = Recorder(model).record(inputs()[0])
        yield f"{file.stem}/recorded", trace.outputs
        yield f"{file.stem}/memory", trace.memory


def of_masks(folder: Path) -> Iterator[tuple[str, Array]]:
    """What masked timesteps give and leave, in every way that the layer can be run."""
    saved = load_model(folder / "many.keras").layers[-1]
    ways: dict[str, dict[str, Any]] = {
        "all": {"return_sequences": True},
        "last": {"return_sequences": False},
        "zeros": {"return_sequences": True, "zero_output_for_mask": True},
        "backwards": {"return_sequences": True, "go_backwards": True},
        "unrolled": {"return_sequences": True, "unroll": True},
    }
    for name, way in ways.items():
        layer = NeuralTuringMachine.from_config({**saved.get_config(), **way, "return_state": True})
        layer.build((None, 6, WIDTH))
        layer.set_weights(saved.get_weights())
        outputs, *states = layer(inputs(), mask=mask())
        yield f"masked {name}/outputs", ops.convert_to_numpy(outputs)
        for index, state in enumerate(states):
            yield f"masked {name}/state {index}", ops.convert_to_numpy(state)


class _Counter(layers.Layer):
    """A cell whose output is not its first state: it counts in one and gives out the other."""

    state_size = 1
    output_size = 1

    def call(self, inputs: Any, states: Any) -> tuple[Any, list[Any]]:
        return inputs, [states[0] + 100.0]


def of_keras() -> Iterator[tuple[str, Array]]:
    """What Keras' own loop gives at a masked timestep."""
    rnn = layers.RNN(_Counter(), return_sequences=True)
    outputs = rnn(np.array([[[1.0], [2.0]]], np.float32), mask=np.array([[True, False]]))
    yield "keras/masked", ops.convert_to_numpy(outputs)


def of_training() -> Iterator[tuple[str, Array]]:
    """Losses of Keras' own training with all that is random in it, and of ours with nothing."""
    _, width = controller_input_output_shape(WIDTH, UNITS, DEPTH, SLOTS, 3, 1, 1)
    row = [layers.LSTM(6, dropout=0.2, recurrent_dropout=0.2), layers.Dropout(0.2)]
    controller = keras.Sequential([*row, layers.Dense(width)])
    model = network(
        controller_model=controller, dropout=0.2, recurrent_dropout=0.2, dtype="mixed_bfloat16"
    )
    model.compile("sgd", "mse")
    history = model.fit(inputs(), inputs()[..., :UNITS], epochs=2, verbose=0)
    yield "fitted/losses", np.array(history.history["loss"])
    sizes = ModelConfig(n_slots=60, m_depth=4, controller_units=8)
    config = TrainConfig(sizes, sequences=6, slice_steps=3, batch_size=2)
    trainer = Trainer(config)
    rng = np.random.default_rng(0)
    trainer.model.set_weights([0.3 * rng.standard_normal(v.shape) for v in trainer.model.weights])
    yield "trained/costs", np.array([progress.cost for progress in trainer.run()])
    averaged = TrainConfig(
        sizes, sequences=20, slice_steps=5, batch_size=1, learning_rate=3e-3,
        gradient_limit=0.1, averaged_over=2,
    )  # fmt: skip
    trainer = Trainer(averaged)
    trainer.model.set_weights([0.3 * rng.standard_normal(v.shape) for v in trainer.model.weights])
    for progress in trainer.run():
        if progress.sequences == averaged.sequences - 5:
            before = np.concatenate([w.ravel() for w in trainer.model.get_weights()])
    after = np.concatenate([w.ravel() for w in trainer.model.get_weights()])
    yield "averaged/learned", after - before


def main(folder: Path) -> None:
    """Find all, and write it."""
    backend = keras.backend.backend()
    found = dict(of_networks(folder))
    found |= {**dict(of_masks(folder)), **dict(of_keras()), **dict(of_training())}
    network(**KINDS["many"]).save(folder / f"{backend}.keras")
    own = load_model(folder / f"{backend}.keras")(inputs())
    np.savez(folder / f"{backend}.npz", **found, own=ops.convert_to_numpy(own))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
