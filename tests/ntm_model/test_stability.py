"""No weight, input or memory up to 1e4 in size makes a value or a gradient infinite or NaN."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_model import NeuralTuringMachine
from ntm_model.controllers import CONTROLLERS
from ntm_model.state import GRADIENT_LIMIT, NTMState, hold_gradients
from tests.ntm_model.numbers import Array, array, as_numpy, gradients, seeds

LARGEST = 1e4
SLOTS, DEPTH, WIDTH = 6, 3, 2


@st.composite
def arguments(draw: st.DrawFn) -> dict[str, Any]:
    """Of a small machine of any kind."""
    return {
        "units": 2,
        "n_slots": SLOTS,
        "m_depth": DEPTH,
        "controller_model": draw(st.sampled_from(CONTROLLERS)),
        "controller_units": 4,
        "read_heads": draw(st.integers(1, 2)),
        "write_heads": draw(st.integers(1, 2)),
        "output_source": draw(st.sampled_from(("controller", "controller_and_reads"))),
        "read_order": draw(st.sampled_from(("after_write", "before_write"))),
        "key_activation": draw(st.sampled_from(("tanh", "linear", "relu"))),
        "erase_activation": draw(st.sampled_from(("sigmoid", "hard_sigmoid"))),
        "add_activation": draw(st.sampled_from(("tanh", "linear", "relu"))),
        "strength_bias": draw(st.sampled_from((-LARGEST, 0.0, 20.0))),
        "stay_bias": draw(st.sampled_from((-LARGEST, 0.0, LARGEST))),
        "gate_bias": draw(st.sampled_from((-LARGEST, -1.0, LARGEST))),
        "state_limit": draw(st.sampled_from((None, 1e-3, LARGEST))),
        "initial_memory": draw(st.sampled_from((0.0, 1e-6, LARGEST, -LARGEST))),
        "initial_weighting": draw(st.sampled_from(("one_slot", "uniform"))),
    }


def numbers(rng: np.random.Generator, shape: tuple[int, ...], size: float) -> Array:
    """Up to ``size``: all alike, all of one size, of any size, or next to none."""
    match rng.integers(4):
        case 0:
            return array(np.full(shape, size))
        case 1:
            return array(rng.choice([-size, 0.0, size], shape))
        case 2:
            return array(rng.uniform(-size, size, shape))
    return array(np.zeros(shape))


@settings(max_examples=40)
@given(
    arguments(),
    st.sampled_from((1.0, 30.0, LARGEST)),
    st.sampled_from((0.0, 1.0, LARGEST)),
    st.integers(1, 16),
    seeds(),
)
def test_values_and_gradients_are_finite(
    arguments: dict[str, Any], weight: float, size: float, steps: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    layer = NeuralTuringMachine(**arguments, return_sequences=True, return_state=True)
    layer.build((None, None, WIDTH))
    layer.set_weights([numbers(rng, w.shape, weight) for w in layer.get_weights()])
    inputs = tf.constant(numbers(rng, (1, steps, WIDTH), size))
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        outputs, *states = layer(inputs)
        total = tf.reduce_sum(outputs) + sum(tf.reduce_sum(state) for state in states)
    for found in (outputs, *states):
        assert np.isfinite(as_numpy(found)).all()
    for gradient in tape.gradient(
        total, [inputs, *layer.trainable_variables], unconnected_gradients="zero"
    ):
        assert np.isfinite(as_numpy(gradient)).all()


def test_what_a_standing_machine_multiplies_at_every_step_stays_in_float32() -> None:
    """Nothing in, nothing written, so nothing saturates: each step back multiplies by 1e4."""
    layer = NeuralTuringMachine(1, n_slots=3, m_depth=1, initial_memory=0.0)
    layer.build((None, None, 1))
    layer.set_weights([np.full(w.shape, LARGEST * (w.ndim == 2)) for w in layer.get_weights()])
    (gradient,) = gradients(layer, np.zeros((1, 40, 1), np.float32))
    assert np.isfinite(gradient).all()


@pytest.mark.parametrize(("upstream", "held"), [(3.0, 3.0), (1e12, GRADIENT_LIMIT)])
def test_only_gradients_that_no_network_learns_from_are_held_back(
    upstream: float, held: float
) -> None:
    def scaled(*tensors: Any) -> Any:
        state = hold_gradients(NTMState(tensors[0], tensors[1], tensors[2], tensors[3:]))
        parts = [*state[:3], *state.controller]
        return sum(tf.reduce_sum(upstream * part) for part in parts)

    for gradient in gradients(scaled, *(array([[1.0, -1.0]]) for _ in range(5))):
        assert gradient == pytest.approx(held)
