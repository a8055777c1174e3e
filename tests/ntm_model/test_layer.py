"""The machine as a Keras layer: what Keras asks of a recurrent layer, and what it breaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from keras import layers

from ntm_model import NeuralTuringMachine, controller_input_output_shape
from tests.ntm_model.numbers import Array, array, as_numpy

SMALL: dict[str, Any] = {"units": 2, "n_slots": 6, "m_depth": 4}


def sequences(batch: int = 2, steps: int = 4, width: int = 3) -> Array:
    return array(np.random.default_rng(0).standard_normal((batch, steps, width)))


def model_of(layer: NeuralTuringMachine, width: int = 3) -> keras.Model:
    inputs = keras.Input((None, width))
    return keras.Model(inputs, layer(inputs))


class TestShapes:
    def test_the_last_output_or_all_of_them(self) -> None:
        inputs = sequences(batch=2, steps=4)
        layer = NeuralTuringMachine(**SMALL, return_sequences=True)
        last = NeuralTuringMachine(**SMALL)
        outputs = as_numpy(layer(inputs))
        assert outputs.shape == (2, 4, 2)
        last.build(inputs.shape)
        last.set_weights(layer.get_weights())
        assert as_numpy(last(inputs)) == pytest.approx(outputs[:, -1], abs=1e-6)

    def test_a_symbolic_length_stays_open(self) -> None:
        model = model_of(NeuralTuringMachine(**SMALL, return_sequences=True))
        assert model.output_shape == (None, None, 2)

    def test_parameters_of_one_linear_layer(self) -> None:
        layer = NeuralTuringMachine(8, n_slots=128, m_depth=20)
        layer.build((None, None, 10))
        # (10 inputs + 20 read) × 100 orders + 100 biases
        assert layer.count_params() == 3_100

    @pytest.mark.parametrize("n_slots", [8, 1000])
    def test_the_number_of_slots_costs_no_parameters(self, n_slots: int) -> None:
        layer = NeuralTuringMachine(8, n_slots=n_slots, m_depth=20)
        layer.build((None, None, 10))
        assert layer.count_params() == 3_100


class TestLikeAnyRecurrentLayer:
    def test_a_sequence_is_the_steps_of_its_cell(self) -> None:
        inputs = sequences()
        layer = NeuralTuringMachine(**SMALL, controller_model="lstm", return_sequences=True)
        outputs = as_numpy(layer(inputs))
        states = layer.cell.get_initial_state(2)
        for t in range(inputs.shape[1]):
            expected, states = layer.cell(inputs[:, t], states)
            assert outputs[:, t] == pytest.approx(as_numpy(expected), abs=1e-6)

    def test_unrolled_it_does_the_same(self) -> None:
        inputs = sequences()
        rolled = NeuralTuringMachine(**SMALL, return_sequences=True)
        outputs = as_numpy(rolled(inputs))
        unrolled = NeuralTuringMachine(**SMALL, return_sequences=True, unroll=True)
        unrolled.build(inputs.shape)
        unrolled.set_weights(rolled.get_weights())
        assert as_numpy(unrolled(inputs)) == pytest.approx(outputs, abs=1e-6)

    def test_backwards_it_reads_the_last_vector_first(self) -> None:
        inputs = sequences()
        forwards = NeuralTuringMachine(**SMALL)
        expected = as_numpy(forwards(inputs[:, ::-1]))
        backwards = NeuralTuringMachine(**SMALL, go_backwards=True)
        backwards.build(inputs.shape)
        backwards.set_weights(forwards.get_weights())
        assert as_numpy(backwards(inputs)) == pytest.approx(expected, abs=1e-6)

    def test_returned_states_can_be_given_back(self) -> None:
        inputs = sequences(steps=4)
        layer = NeuralTuringMachine(**SMALL, controller_model="lstm", return_state=True)
        whole, *_ = layer(inputs)
        _, *states = layer(inputs[:, :2])
        assert [tuple(s.shape[1:]) for s in states] == [(w,) for w in layer.cell.state_size]
        rest, *_ = layer(inputs[:, 2:], initial_state=states)
        assert as_numpy(rest) == pytest.approx(as_numpy(whole), abs=1e-6)

    @pytest.mark.parametrize("masked", [[0], [1, 2], [3]])
    def test_a_masked_timestep_leaves_every_state_as_it_was(self, masked: list[int]) -> None:
        inputs = sequences(steps=4)
        mask = np.ones((2, 4), bool)
        mask[:, masked] = False
        layer = NeuralTuringMachine(**SMALL, controller_model="lstm", return_state=True)
        _, *without = layer(inputs[:, mask[0]])
        _, *states = layer(inputs, mask=mask)
        for found, expected in zip(states, without, strict=True):
            assert as_numpy(found) == pytest.approx(as_numpy(expected), abs=1e-6)

    def test_sequences_of_a_batch_may_be_masked_differently(self) -> None:
        inputs = sequences(batch=2, steps=4)
        mask = array([[1, 1, 1, 1], [1, 1, 0, 0]]) > 0
        layer = NeuralTuringMachine(**SMALL, return_state=True)
        _, *states = layer(inputs, mask=mask)
        _, *short = layer(inputs[1:, :2])
        for found, expected in zip(states, short, strict=True):
            assert as_numpy(found)[1:] == pytest.approx(as_numpy(expected), abs=1e-6)


class TestStateful:
    @pytest.fixture
    def layer(self) -> NeuralTuringMachine:
        layer = NeuralTuringMachine(
            **SMALL, controller_model="lstm", stateful=True, return_sequences=True
        )
        layer(keras.Input(batch_shape=(2, None, 3)))
        return layer

    def test_it_goes_on_where_the_last_call_ended(self, layer: NeuralTuringMachine) -> None:
        inputs = sequences(steps=4)
        whole = as_numpy(layer(inputs))
        layer.reset_state()
        halves = [as_numpy(layer(inputs[:, :2])), as_numpy(layer(inputs[:, 2:]))]
        assert np.concatenate(halves, axis=1) == pytest.approx(whole, abs=1e-6)

    @pytest.mark.parametrize("reset", ["reset_state", "reset_states"])
    def test_a_reset_is_the_start_of_a_sequence_and_not_zero(
        self, layer: NeuralTuringMachine, reset: str
    ) -> None:
        fresh = layer.cell.get_initial_state(2)
        first = as_numpy(layer(sequences()))
        getattr(layer, reset)()
        for variable, expected in zip(layer.states, fresh, strict=True):
            assert np.array_equal(variable.numpy(), as_numpy(expected))
        assert np.array_equal(as_numpy(layer(sequences())), first)

    def test_without_states_a_reset_does_nothing(self) -> None:
        NeuralTuringMachine(**SMALL).reset_state()


class TestConfiguration:
    EVERY: dict[str, Any] = {  # noqa: RUF012 (read only)
        "units": 3,
        "n_slots": 9,
        "m_depth": 5,
        "shift_range": 5,
        "controller_model": "lstm",
        "controller_units": 7,
        "read_heads": 2,
        "write_heads": 3,
        "activation": "sigmoid",
        "output_source": "controller_and_reads",
        "strength_bias": 2.0,
        "gate_bias": 0.5,
        "stay_bias": -1.5,
        "forgetful": True,
        "state_limit": 3.0,
        "initial_memory": 0.25,
    }

    def test_every_argument_comes_back(self) -> None:
        config = NeuralTuringMachine(**self.EVERY, return_sequences=True, name="m").get_config()
        assert {name: config[name] for name in self.EVERY} == self.EVERY
        assert (config["return_sequences"], config["name"]) == (True, "m")
        assert NeuralTuringMachine.from_config(config).get_config() == config

    def test_reading_a_configuration_does_not_change_it(self) -> None:
        config = NeuralTuringMachine(2, controller_model=layers.Dense(3)).get_config()
        before = dict(config)
        NeuralTuringMachine.from_config(config)
        assert config == before

    @pytest.mark.parametrize("controller", ["dense", "double_dense", "lstm", "double_lstm"])
    def test_a_saved_model_opens_without_custom_objects(
        self, tmp_path: Path, controller: str
    ) -> None:
        model = model_of(NeuralTuringMachine(**{**self.EVERY, "controller_model": controller}))
        self.assert_survives(model, tmp_path / "model.keras")

    @pytest.mark.parametrize("kind", ["layer", "cell", "model"])
    def test_so_does_one_with_a_controller_of_ones_own(self, tmp_path: Path, kind: str) -> None:
        seen, width = controller_input_output_shape(3, 2, 4, 6, 3, 1, 1)
        controller = {
            "layer": lambda: layers.Dense(width),
            "cell": lambda: layers.GRUCell(width, "linear"),
            "model": lambda: keras.Sequential(
                [keras.Input((seen,)), layers.Dense(5, "tanh"), layers.Dense(width)]
            ),
        }[kind]()
        model = model_of(NeuralTuringMachine(**SMALL, controller_model=controller))
        self.assert_survives(model, tmp_path / "model.keras")

    def assert_survives(self, model: keras.Model, path: Path) -> None:
        model.save(path)
        again = keras.saving.load_model(path)
        assert again.to_json() == model.to_json()
        assert np.array_equal(as_numpy(again(sequences())), as_numpy(model(sequences())))


class TestWhatIsRefused:
    def test_a_controller_of_another_width(self) -> None:
        layer = NeuralTuringMachine(**SMALL, controller_model=layers.Dense(10))
        with pytest.raises(ValueError, match=r"gives 10 values, but 30 are needed .* width 3"):
            layer.build((None, None, 3))

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ({"shift_range": 2}, "shift_range must be odd"),
            ({"shift_range": 7}, "shift_range must be at most n_slots = 6, found 7"),
            ({"n_slots": 0}, "n_slots must be a whole number from 1 up"),
            ({"controller_model": "gru"}, "'gru' is unknown; built in"),
        ],
    )
    def test_sizes_out_of_range(self, arguments: dict[str, Any], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            NeuralTuringMachine(**{**SMALL, **arguments})
