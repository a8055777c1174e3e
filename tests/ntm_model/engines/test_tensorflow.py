"""The compiled loops do what Keras' own call does, and what they were told to leave out."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from ntm_model import NeuralTuringMachine, controller_input_output_shape
from ntm_model.engines import WALK_STEPS, engine
from ntm_model.engines.loss import cross_entropy, wrong_bits
from tests.ntm_model.numbers import Array, array, as_numpy

if keras.backend.backend() != "tensorflow":
    pytest.skip("these are TensorFlow's loops", allow_module_level=True)

from ntm_model.engines.tensorflow import _is_worth_parts, _only_machine, through_time

SLICE, BATCH, STEPS = 4, 2, 7
"""Training steps, sequences of a step, and timesteps they are padded to."""
LARGE = 16
"""Sequences of a step that is made in parts."""


def machine_alone(**arguments: Any) -> keras.Model:
    inputs = keras.Input((None, 3))
    layer = NeuralTuringMachine(2, n_slots=6, m_depth=4, return_sequences=True, **arguments)
    return keras.Model(inputs, layer(inputs))


def machine_and_more() -> keras.Model:
    """One whose sequences see one another, so that part of a batch is not seen as the whole is."""
    inputs = keras.Input((None, 3))
    layer = NeuralTuringMachine(4, n_slots=6, m_depth=4, return_sequences=True)
    return keras.Model(inputs, layers.Dense(2)(layers.BatchNormalization()(layer(inputs))))


def batches(batch: int = BATCH) -> tuple[Array, Array, Array]:
    """Sequences of different lengths, none as long as the arrays; only their ends count."""
    rng = np.random.default_rng(0)
    inputs = rng.standard_normal((SLICE, batch, STEPS, 3))
    targets = rng.integers(0, 2, (SLICE, batch, STEPS, 2))
    time, last = np.arange(STEPS), rng.integers(2, STEPS - 1, (SLICE, batch, 1))
    return array(inputs), array(targets), array((time > 0) & (time <= last))


class Compiled:
    """A model and its compiled slice, which every use finds as it was at first."""

    def __init__(self, model: keras.Model) -> None:
        self.model = model
        self._first = model.get_weights()
        self._optimizer = keras.optimizers.SGD()
        self._run = engine().compile_slice(model, self._optimizer)

    def weights_after(self, rate: float, *slices: tuple[Array, Array, Array]) -> list[Array]:
        """What training on these slices makes of the first weights."""
        self.losses_of(rate, *slices)
        weights = [as_numpy(variable) for variable in self.model.trainable_variables]
        self.model.set_weights(self._first)
        return weights

    def losses_of(
        self, rate: float, *slices: tuple[Array, Array, Array]
    ) -> tuple[list[float], list[float]]:
        """Losses and wrong bits of every step of every slice."""
        self._optimizer.learning_rate.assign(rate)
        self.model.set_weights(self._first)
        told = [self._run(*arrays) for arrays in slices]
        return [x for losses, _ in told for x in losses], [x for _, wrong in told for x in wrong]


@pytest.fixture(scope="module")
def alone() -> Compiled:
    return Compiled(machine_alone())


@pytest.fixture(scope="module")
def in_company() -> Compiled:
    return Compiled(machine_and_more())


@pytest.mark.parametrize("batch", [BATCH, LARGE])
@pytest.mark.parametrize("name", ["alone", "in_company"])
def test_the_loss_of_every_batch_is_that_of_kerass_own_call(
    name: str, batch: int, request: pytest.FixtureRequest
) -> None:
    compiled: Compiled = request.getfixturevalue(name)
    losses, wrong = compiled.losses_of(0.0, batches(batch))
    for k, (inputs, targets, weights) in enumerate(zip(*batches(batch), strict=True)):
        logits = compiled.model(inputs, training=True)
        expected = as_numpy(cross_entropy(logits, targets, weights))
        assert losses[k] == pytest.approx(expected, rel=1e-5)
        assert wrong[k] == pytest.approx(as_numpy(wrong_bits(logits, targets, weights)))


MACHINES: dict[str, dict[str, Any]] = {
    "plain": {},
    "recurrent": {"controller_model": "lstm", "controller_units": 5},
    "of many heads": {"read_heads": 2, "write_heads": 2, "shift_range": 5},
    "with a learned start": {"initial_memory": "learned", "initial_weighting": "learned"},
    "with limited states": {"controller_model": "lstm", "controller_units": 5, "state_limit": 0.05},
    "that adds its reads": {"output_source": "controller_and_reads", "read_order": "before_write"},
}


@pytest.mark.parametrize(
    ("name", "batch"),
    [*((name, BATCH) for name in MACHINES), ("in company", LARGE), ("plain", LARGE)],
)
def test_a_step_goes_down_the_gradient_of_kerass_own_call(name: str, batch: int) -> None:
    compiled = Compiled(machine_alone(**MACHINES[name]) if name in MACHINES else machine_and_more())
    inputs, targets, weights = (values[0] for values in batches(batch))
    variables = compiled.model.trainable_variables
    with tf.GradientTape() as tape:
        loss = cross_entropy(compiled.model(inputs, training=True), targets, weights)
    slopes = tape.gradient(loss, [variable.value for variable in variables])
    expected = [v.numpy() - 0.1 * as_numpy(s) for v, s in zip(variables, slopes, strict=True)]
    # The others of the slice weigh nothing, so they teach nothing.
    others = array(np.arange(SLICE) == 0)[:, None, None]
    inputs, targets, weights = batches(batch)
    found = compiled.weights_after(0.1, (inputs, targets, weights * others))
    for after, wanted in zip(found, expected, strict=True):
        assert after == pytest.approx(wanted, abs=1e-5)


def test_the_way_back_drops_what_the_way_there_dropped() -> None:
    # Not compiled: XLA draws other numbers from the same generator.
    model = machine_alone(
        controller_model="lstm", controller_units=5, dropout=0.5, recurrent_dropout=0.5, seed=4
    )
    inputs, targets, weights = (tf.constant(values[0]) for values in batches())
    variables = [variable.value for variable in model.trainable_variables]
    generators = model.non_trainable_variables
    assert generators
    before = [as_numpy(generator) for generator in generators]
    with tf.GradientTape() as tape:
        loss = cross_entropy(model(inputs, training=True), targets, weights)
    expected = tape.gradient(loss, variables)
    for generator, value in zip(generators, before, strict=True):
        generator.assign(value)
    found, _, gradients = through_time(model.layers[-1].cell, variables, inputs, targets, weights)
    assert float(found) == pytest.approx(float(loss), rel=1e-6)
    for gradient, wanted in zip(gradients, expected, strict=True):
        assert as_numpy(gradient) == pytest.approx(as_numpy(wanted), abs=1e-5)


def test_a_controller_that_draws_at_random_is_learned_through_what_it_drew() -> None:
    _, width = controller_input_output_shape(3, 2, 4, 6, 3, 1, 1)
    controller = keras.Sequential(
        [layers.Dense(8), layers.Dropout(0.5, seed=3), layers.Dense(width)]
    )
    model = machine_alone(controller_model=controller)
    # Timesteps cannot be made again, so the whole model is taken for one that only Keras can run.
    assert _only_machine(model) is None
    plain = machine_alone(controller_model="lstm", dropout=0.5)
    assert _only_machine(plain) is plain.layers[-1]


class NoisyCell(layers.Layer):
    """A cell that adds other noise at each of its steps."""

    def __init__(self) -> None:
        super().__init__()
        self.state_size = self.output_size = 5
        self.dense, self.noise = layers.Dense(5), layers.GaussianNoise(0.5, seed=3)

    def build(self, shape: Any) -> None:
        self.dense.build(shape)
        self.built = True

    def call(self, inputs: Any, states: Any, training: bool = False) -> tuple[Any, list[Any]]:
        output = self.noise(self.dense(inputs), training=training)
        return output, [output]


def test_a_cell_that_draws_at_every_step_is_learned_through_what_it_drew() -> None:
    _, width = controller_input_output_shape(3, 2, 4, 6, 3, 1, 1)
    controller = keras.Sequential([layers.RNN(NoisyCell()), layers.Dense(width)])
    assert _only_machine(machine_alone(controller_model=controller)) is None


@pytest.mark.parametrize("batch", [BATCH, LARGE])
def test_a_slice_of_steps_is_as_many_single_steps(alone: Compiled, batch: int) -> None:
    inputs, targets, weights = batches(batch)
    one_by_one = [(inputs[k : k + 1], targets[k : k + 1], weights[k : k + 1]) for k in range(SLICE)]
    found = alone.weights_after(0.1, *one_by_one)
    for after, wanted in zip(found, alone.weights_after(0.1, batches(batch)), strict=True):
        assert after == pytest.approx(wanted, abs=1e-6)


@pytest.mark.parametrize("batch", [BATCH, LARGE])
def test_the_same_start_gives_the_same_weights_to_the_bit(alone: Compiled, batch: int) -> None:
    first, again = (alone.weights_after(0.1, batches(batch)) for _ in range(2))
    for one, other, start in zip(first, again, alone.model.get_weights(), strict=True):
        assert np.array_equal(one, other)
        assert not np.array_equal(one, start)


def test_the_loop_ends_with_the_last_timestep_that_counts(alone: Compiled) -> None:
    inputs, targets, weights = batches()
    behind = np.flip(np.cumsum(np.flip(weights.any(axis=1), -1), axis=-1), -1) == 0
    assert behind.any()
    # Not even what is no number may reach the loss or the gradient from there.
    poisoned = inputs.copy()
    poisoned[np.broadcast_to(behind[:, None], inputs.shape[:3])] = np.nan
    found = alone.weights_after(0.1, (poisoned, targets, weights))
    for after, wanted in zip(found, alone.weights_after(0.1, batches()), strict=True):
        assert np.array_equal(after, wanted)


def test_a_large_batch_that_can_be_halved_is_worth_parts_unless_there_is_a_gpu(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tf.config, "list_logical_devices", lambda kind: [])
    assert not any(map(_is_worth_parts, [1, 8, 14, 15, 17]))
    assert all(map(_is_worth_parts, [LARGE, 32, 100]))
    monkeypatch.setattr(tf.config, "list_logical_devices", lambda kind: [kind])
    assert not any(map(_is_worth_parts, [LARGE, 32, 100]))


@pytest.mark.parametrize(("batch", "parts"), [(BATCH, 1), (LARGE, 2)])
def test_each_part_of_a_batch_drops_at_random_for_itself(
    monkeypatch: pytest.MonkeyPatch, batch: int, parts: int
) -> None:
    monkeypatch.setattr(tf.config, "list_logical_devices", lambda kind: [])
    model = machine_alone(controller_model="lstm", controller_units=5, dropout=0.5, seed=4)
    compiled, (generator, _) = Compiled(model), model.non_trainable_variables
    seed, drawn = before = as_numpy(generator)
    first = compiled.weights_after(0.1, batches(batch))
    assert list(as_numpy(generator)) == [seed, drawn + SLICE * parts]
    # One part after the other, or the same start would not give the same weights.
    generator.assign(before)
    again = compiled.weights_after(0.1, batches(batch))
    assert all(map(np.array_equal, first, again))


def test_a_walk_ends_where_the_steps_of_its_cell_end() -> None:
    layer = machine_alone().layers[-1]
    inputs = array(np.random.default_rng(0).standard_normal((WALK_STEPS, 2, 3)))
    (outputs,), state = engine().compile_walk(layer.cell, recording=False)(
        inputs, layer.cell.get_initial_state(2), WALK_STEPS
    )
    expected = layer.cell.get_initial_state(2)
    for t in range(WALK_STEPS):
        output, expected = layer.cell(inputs[t], expected)
        assert as_numpy(outputs)[t] == pytest.approx(as_numpy(output), abs=1e-5)
    for found, wanted in zip(state, expected, strict=True):
        assert as_numpy(found) == pytest.approx(as_numpy(wanted), abs=1e-5)
