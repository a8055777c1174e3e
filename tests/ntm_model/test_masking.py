"""A masked timestep: what it leaves alone, and what it gives out."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
from keras import layers

from ntm_model import NeuralTuringMachine
from tests.ntm_model.numbers import Array, array, as_numpy

STEPS = 5
MASK = np.array([[False, True, False, True, True], [True, True, True, False, False]])


def sequences() -> Array:
    return array(np.random.default_rng(0).standard_normal((2, STEPS, 3)))


def machine(**arguments: Any) -> NeuralTuringMachine:
    """Always the same weights."""
    sizes = {"units": 2, "n_slots": 6, "m_depth": 4, "controller_model": "lstm"}
    layer = NeuralTuringMachine(**sizes, **{"return_sequences": True, **arguments})
    layer.build((2, STEPS, 3))
    rng = np.random.default_rng(1)
    layer.set_weights([rng.standard_normal(w.shape) for w in layer.get_weights()])
    return layer


def without(b: int) -> Array:
    """Outputs of one sequence from which the masked timesteps are taken out."""
    return as_numpy(machine()(sequences()[b : b + 1, MASK[b]]))[0]


@pytest.mark.parametrize("unroll", [False, True])
class TestOutputs:
    def test_are_those_of_the_timestep_before_and_zero_where_there_is_none(
        self, unroll: bool
    ) -> None:
        outputs = as_numpy(machine(unroll=unroll)(sequences(), mask=MASK))
        first, second = without(0), without(1)
        assert outputs[0] == pytest.approx(
            np.stack([0 * first[0], first[0], first[0], first[1], first[2]]), abs=1e-5
        )
        assert outputs[1] == pytest.approx(
            np.stack([second[0], second[1], second[2], second[2], second[2]]), abs=1e-5
        )

    def test_are_zero_when_asked_for(self, unroll: bool) -> None:
        layer = machine(unroll=unroll, zero_output_for_mask=True)
        outputs = as_numpy(layer(sequences(), mask=MASK))
        for b in range(2):
            assert (outputs[b, ~MASK[b]] == 0.0).all()
            assert outputs[b, MASK[b]] == pytest.approx(without(b), abs=1e-5)

    def test_the_last_is_that_of_the_last_timestep_that_counts(self, unroll: bool) -> None:
        outputs = as_numpy(machine(unroll=unroll, return_sequences=False)(sequences(), mask=MASK))
        assert outputs[1] == pytest.approx(without(1)[-1], abs=1e-5)


def test_a_masking_layer_before_it_is_heeded() -> None:
    vectors = keras.Input((None, 3))
    layer = machine()
    model = keras.Model(vectors, layer(layers.Masking()(vectors)))
    blanked = sequences() * MASK[..., None]
    assert np.array_equal(as_numpy(model(blanked)), as_numpy(layer(blanked, mask=MASK)))


def test_nothing_is_learned_from_what_is_masked() -> None:
    layer = machine(zero_output_for_mask=True)
    vectors = keras.Input((None, 3))
    model = keras.Model(vectors, layer(layers.Masking()(vectors)))
    model.compile("sgd", "mse")
    blank = np.zeros((2, STEPS, 3), np.float32)
    before = model.get_weights()
    model.fit(blank, np.ones((2, STEPS, 2), np.float32), verbose=0)
    for found, expected in zip(model.get_weights(), before, strict=True):
        assert np.array_equal(found, expected)
