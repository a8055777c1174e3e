"""Half precision for the controller, float32 for the memory and where the heads look."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
from keras import layers

from ntm_model import NeuralTuringMachine
from tests.ntm_model.numbers import Array, array, as_numpy

POLICIES = ("mixed_float16", "mixed_bfloat16")


def bits() -> Array:
    return array(np.random.default_rng(0).random((4, 6, 3)) > 0.5)


def machine(dtype: str, **arguments: Any) -> NeuralTuringMachine:
    """Always the same weights."""
    layer = NeuralTuringMachine(
        2, n_slots=64, m_depth=4, return_sequences=True, dtype=dtype, **arguments
    )
    layer.build((4, 6, 3))
    rng = np.random.default_rng(1)
    layer.set_weights([0.3 * rng.standard_normal(w.shape) for w in layer.get_weights()])
    return layer


def dtype_of(tensor: Any) -> str:
    return str(keras.backend.standardize_dtype(tensor.dtype))


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("controller", ["double_dense", "lstm"])
class TestMixedPrecision:
    def test_outputs_are_half_and_states_are_not(self, policy: str, controller: str) -> None:
        layer = machine(policy, controller_model=controller, return_state=True)
        outputs, *states = layer(bits())
        assert dtype_of(outputs) == policy.removeprefix("mixed_")
        assert {dtype_of(state) for state in states} == {"float32"}
        weightings = as_numpy(states[1]).reshape(4, 2, 64)
        assert weightings.sum(axis=-1) == pytest.approx(1.0, abs=1e-6)

    def test_the_controller_computes_in_half(self, policy: str, controller: str) -> None:
        layer = machine(policy, controller_model=controller)
        half = policy.removeprefix("mixed_")
        assert {part.compute_dtype for part in layer.cell.controller.parts} == {half}
        assert {dtype_of(variable) for variable in layer.trainable_variables} == {"float32"}

    def test_it_gives_about_what_full_precision_gives(self, policy: str, controller: str) -> None:
        full = as_numpy(machine("float32", controller_model=controller)(bits()))
        mixed = as_numpy(machine(policy, controller_model=controller)(bits())).astype(np.float32)
        assert mixed == pytest.approx(full, abs=0.05)


@pytest.mark.parametrize("policy", POLICIES)
def test_halves_of_a_sequence_go_on_as_the_whole(policy: str) -> None:
    layer = machine(policy, return_state=True)
    whole, *_ = layer(bits())
    _, *states = layer(bits()[:, :3])
    rest, *_ = layer(bits()[:, 3:], initial_state=states)
    assert np.array_equal(as_numpy(rest), as_numpy(whole)[:, 3:])


@pytest.mark.parametrize("policy", [*POLICIES, "float32"])
def test_keras_trains_it_through_xla(policy: str) -> None:
    vectors = keras.Input((None, 3))
    model = keras.Model(vectors, layers.Dense(2, dtype="float32")(machine(policy)(vectors)))
    before = model.get_weights()
    model.compile("adam", "mse", jit_compile=True)
    history = model.fit(bits(), bits()[..., :2], batch_size=2, verbose=0)
    assert np.isfinite(history.history["loss"]).all()
    assert all(not np.array_equal(*pair) for pair in zip(before, model.get_weights(), strict=True))
