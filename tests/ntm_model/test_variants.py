"""What published machines differ in: each an argument, each doing what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from keras import layers, ops

from ntm_model import NeuralTuringMachine, controller_input_output_shape, load_model, resized
from ntm_model.cell import NTMCell
from tests.ntm_model.numbers import Array, array, as_numpy

SIZES: dict[str, Any] = {"units": 2, "n_slots": 6, "m_depth": 4}
SEEN, WIDTH = controller_input_output_shape(3, 2, 4, 6, 3, 1, 1)


def sequences(batch: int = 2, steps: int = 4) -> Array:
    return array(np.random.default_rng(0).standard_normal((batch, steps, 3)))


def model_of(**arguments: Any) -> keras.Model:
    vectors = keras.Input((None, 3))
    machine = NeuralTuringMachine(**{**SIZES, "return_sequences": True, **arguments})
    return keras.Model(vectors, machine(vectors))


def built(**arguments: Any) -> NTMCell:
    cell = NTMCell(**{**SIZES, **arguments})
    cell.build((None, 3))
    return cell


class TestReadOrder:
    def test_before_the_write_reads_see_what_the_last_step_left(self) -> None:
        cell = built(read_order="before_write", initial_memory=0.25)
        start = cell.initial_state(1)
        _, state, _ = cell.step(array([[1, 2, 3]]), start)
        expected = as_numpy(state.weightings)[:, :1] @ as_numpy(start.memory)
        assert as_numpy(state.reads) == pytest.approx(expected, abs=1e-6)

    def test_it_changes_nothing_in_what_is_written(self) -> None:
        after, before = built(), built(read_order="before_write")
        before.set_weights(after.get_weights())
        memories = [
            as_numpy(cell.step(array([[1, 2, 3]]), cell.initial_state(1))[1].memory)
            for cell in (after, before)
        ]
        assert np.array_equal(*memories)


class TestActivations:
    @pytest.mark.parametrize("what", ["keys", "add"])
    def test_a_linear_vector_is_held_within_20_alone(self, what: str) -> None:
        name = "key_activation" if what == "keys" else "add_activation"
        cell = built(**{name: "linear"})
        cell.set_weights([np.full(w.shape, 50.0) for w in cell.get_weights()])
        _, _, record = cell.step(array([[1, 1, 1]]), cell.initial_state(1))
        found = as_numpy(record.heads.keys if what == "keys" else record.add)
        assert found == pytest.approx(20.0)

    def test_a_hard_sigmoid_erases_all_or_nothing(self) -> None:
        cell = built(erase_activation="hard_sigmoid")
        for weight, erased in ((50.0, 1.0), (-50.0, 0.0)):
            cell.set_weights([np.full(w.shape, weight) for w in cell.get_weights()])
            _, _, record = cell.step(array([[1, 1, 1]]), cell.initial_state(1))
            assert (as_numpy(record.erase) == erased).all()


class TestStart:
    def test_a_random_memory_is_the_same_for_every_sequence_and_not_trained(self) -> None:
        cell = built(initial_memory="random")
        first, second = as_numpy(cell.initial_state(2).memory)
        assert np.array_equal(first, second)
        assert first.std() > 0.0
        assert np.abs(first).max() <= (6 + 4) ** -0.5
        assert not any("initial_memory" in v.path for v in cell.trainable_variables)

    def test_learned_starts_are_trained(self) -> None:
        model = model_of(initial_memory="learned", initial_weighting="learned")
        before = {v.path: v.numpy() for v in model.trainable_variables if "initial" in v.path}
        assert sorted(array.shape for array in before.values()) == [(2, 6), (6, 4)]
        model.compile("sgd", "mse")
        model.fit(sequences(), np.ones((2, 4, 2), np.float32), verbose=0)
        after = {v.path: v.numpy() for v in model.trainable_variables}
        assert all(not np.array_equal(before[path], after[path]) for path in before)

    def test_a_uniform_weighting_is_everywhere_alike(self) -> None:
        weightings = as_numpy(built(initial_weighting="uniform").initial_state(1).weightings)
        assert weightings == pytest.approx(1 / 6)

    def test_a_learned_weighting_is_a_distribution(self) -> None:
        weightings = as_numpy(built(initial_weighting="learned").initial_state(3).weightings)
        assert weightings.shape == (3, 2, 6)
        assert weightings.sum(axis=-1) == pytest.approx(1.0)

    def test_a_reset_of_a_stateful_layer_goes_back_to_it(self) -> None:
        layer = NeuralTuringMachine(**SIZES, stateful=True, initial_memory="learned")
        layer(keras.Input(batch_shape=(2, None, 3)))
        layer(sequences())
        layer.reset_state()
        expected = as_numpy(layer.cell.get_initial_state(2)[0])
        assert np.array_equal(layer.states[0].numpy(), expected)


class TestResizing:
    def test_the_layer_runs_the_same_weights_with_more_slots(self) -> None:
        model = model_of(controller_model="lstm")
        layer = model.layers[-1].resized(50)
        assert layer.n_slots == 50
        for found, expected in zip(layer.get_weights(), model.get_weights(), strict=True):
            assert np.array_equal(found, expected)

    def test_a_layer_not_yet_built_can_be_resized(self) -> None:
        assert NeuralTuringMachine(**SIZES).resized(9).n_slots == 9

    @pytest.mark.parametrize(
        "arguments",
        [
            {"initial_memory": "random"},
            {"initial_memory": "learned"},
            {"initial_weighting": "learned"},
        ],
    )
    def test_values_for_every_slot_are_in_the_way(
        self, arguments: dict[str, str], tmp_path: Path
    ) -> None:
        ((name, value),) = arguments.items()
        message = rf"n_slots cannot be changed: with {name}='{value}' .* 6 slots, found 9"
        model = model_of(**arguments)
        with pytest.raises(ValueError, match=message):
            resized(model, 9)
        model.save(tmp_path / "model.keras")
        with pytest.raises(ValueError, match=message):
            load_model(tmp_path / "model.keras", n_slots=9)

    def test_a_machines_own_number_of_slots_is_no_change(self, tmp_path: Path) -> None:
        model = model_of(initial_memory="learned")
        model.save(tmp_path / "model.keras")
        found = load_model(tmp_path / "model.keras", n_slots=6)
        assert as_numpy(found(sequences())) == pytest.approx(as_numpy(model(sequences())))


def dense_model() -> keras.Model:
    return keras.Sequential([keras.Input((SEEN,)), layers.Dense(5, "tanh"), layers.Dense(WIDTH)])


def branched_model() -> keras.Model:
    vectors = keras.Input((SEEN,))
    hidden = layers.Dense(5, "relu")(vectors)
    return keras.Model(
        vectors, layers.add([layers.Dense(WIDTH)(hidden), layers.Dense(WIDTH)(vectors)])
    )


def row_of_lstms() -> keras.Model:
    """As the Keras 2 layer by flomlo had its users write it."""
    return keras.Sequential(
        [
            keras.Input((None, SEEN), batch_size=7),
            layers.LSTM(5, stateful=True, return_sequences=True),
            layers.LSTM(WIDTH, activation="linear", stateful=True),
        ]
    )


def functional_row() -> keras.Model:
    vectors = keras.Input((None, SEEN))
    hidden = layers.GRU(5, return_sequences=True)(vectors)
    return keras.Model(vectors, layers.TimeDistributed(layers.Dense(WIDTH))(hidden))


CONTROLLERS: dict[str, tuple[Any, list[int]]] = {
    "layer": (lambda: layers.Dense(WIDTH), []),
    "model": (dense_model, []),
    "branches": (branched_model, []),
    "LSTM": (lambda: layers.LSTM(WIDTH, activation="linear"), [WIDTH, WIDTH]),
    "stateful LSTM": (
        lambda: layers.LSTM(WIDTH, activation="linear", stateful=True, return_sequences=True),
        [WIDTH, WIDTH],
    ),
    "GRU": (lambda: layers.GRU(WIDTH, activation="linear", return_sequences=True), [WIDTH]),
    "SimpleRNN": (lambda: layers.SimpleRNN(WIDTH, activation="linear"), [WIDTH]),
    "cell": (lambda: layers.GRUCell(WIDTH, activation="linear"), [WIDTH]),
    "RNN": (lambda: layers.RNN(layers.SimpleRNNCell(WIDTH, activation="linear")), [WIDTH]),
    "stack": (
        lambda: layers.StackedRNNCells(
            [layers.LSTMCell(5), layers.SimpleRNNCell(WIDTH, activation="linear")]
        ),
        [5, 5, WIDTH],
    ),
    "row of LSTMs": (row_of_lstms, [5, 5, WIDTH, WIDTH]),
    "functional row": (functional_row, [5]),
}


@pytest.mark.parametrize("kind", CONTROLLERS)
class TestControllers:
    def test_carry_their_state_along_a_sequence_and_start_each_afresh(self, kind: str) -> None:
        make, state_size = CONTROLLERS[kind]
        model = model_of(controller_model=make(), return_state=True)
        cell = model.layers[-1].cell
        assert cell.state_size[3:] == state_size
        _, *states = model(sequences())
        assert all(np.abs(as_numpy(state)).max() > 0.0 for state in states[3:])
        assert np.array_equal(as_numpy(model(sequences())[0]), as_numpy(model(sequences())[0]))

    def test_open_again_without_custom_objects(self, kind: str, tmp_path: Path) -> None:
        model = model_of(controller_model=CONTROLLERS[kind][0]())
        model.save(tmp_path / "model.keras")
        again = keras.saving.load_model(tmp_path / "model.keras")
        assert again.to_json() == model.to_json()
        assert np.array_equal(as_numpy(again(sequences())), as_numpy(model(sequences())))


class TestWhatControllersMustBe:
    def test_given_layers_keep_their_weights(self) -> None:
        given = layers.LSTM(WIDTH, activation="linear")
        given.build((None, None, SEEN))
        cell = built(controller_model=given)
        assert cell.controller.trainable_variables == given.trainable_variables

    @pytest.mark.parametrize(
        ("make", "found"),
        [
            (lambda: layers.Dense(WIDTH, "tanh", name="out"), "Dense 'out' with activation 'tanh'"),
            (lambda: layers.LSTM(WIDTH), r"LSTMCell .* with activation 'tanh'"),
            (
                lambda: keras.Sequential([layers.Dense(WIDTH), layers.ReLU(name="bent")]),
                "ReLU 'bent'",
            ),
            (
                lambda: keras.Sequential([layers.Dense(WIDTH, "relu"), layers.Dropout(0.1)]),
                r"Dense .* with activation 'relu'",
            ),
        ],
    )
    def test_an_output_that_is_not_linear_is_warned_of(self, make: Any, found: str) -> None:
        with pytest.warns(UserWarning, match=f"ends in {found}; its output must be linear"):
            NTMCell(**SIZES, controller_model=make())

    @pytest.mark.parametrize(
        ("make", "message"),
        [
            (lambda: layers.GRU(9, activation="linear"), "gives 9 values, but 30 are needed"),
            (
                lambda: keras.Sequential([keras.Input((5,)), layers.Dense(WIDTH)]),
                "takes 5 values at .*, but 7 come there",
            ),
            (lambda: layers.LSTM(WIDTH, go_backwards=True), "runs backwards; a controller makes"),
            (
                lambda: layers.Bidirectional(layers.LSTM(WIDTH)),
                "needs the whole sequence before its first step",
            ),
            (lambda: "gru", "'gru' is unknown; built in: dense"),
            (lambda: 3, "must be None, a name or a Keras layer, found int"),
        ],
    )
    def test_what_cannot_serve_is_refused(self, make: Any, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            built(controller_model=make())

    def test_a_recurrent_model_with_branches_is_refused(self) -> None:
        vectors = keras.Input((None, SEEN))
        both = layers.add(
            [layers.Dense(WIDTH)(vectors), layers.GRU(WIDTH, return_sequences=True)(vectors)]
        )
        with pytest.raises(ValueError, match="is not a plain row of layers"):
            built(controller_model=keras.Model(vectors, both))


class TestDropout:
    def test_it_drops_the_same_throughout_a_sequence_and_else_the_next_time(self) -> None:
        cell = NTMCell(1, n_slots=3, m_depth=1, dropout=0.5, seed=1)
        cell.build((None, 64))
        (dense,) = cell.controller.parts
        kernel = np.zeros(dense.kernel.shape)
        kernel[:64, 0] = 2.0 ** -np.arange(64)  # the output tells which inputs were seen
        dense.kernel.assign(kernel)
        seen = []
        for _ in range(2):
            with cell.sequence(1, training=True):
                steps = [cell.step(np.ones((1, 64)), cell.initial_state(1), True) for _ in range(3)]
            seen.append({float(as_numpy(outputs)[0, 0]) for outputs, _, _ in steps})
        assert len(seen[0]) == len(seen[1]) == 1
        assert seen[0] != seen[1]

    def test_it_drops_nothing_but_in_training(self) -> None:
        model = model_of(dropout=0.5, recurrent_dropout=0.5)
        plain = model_of()
        plain.set_weights(model.get_weights())
        assert np.array_equal(as_numpy(model(sequences())), as_numpy(plain(sequences())))
        trained = as_numpy(model(sequences(), training=True))
        assert not np.array_equal(trained, as_numpy(plain(sequences())))


class TestBadInput:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ({"read_order": "first"}, "read_order must be 'after_write' or 'before_write', found"),
            ({"initial_memory": "zeros"}, "must be a number, 'random' or 'learned', found 'zeros'"),
            ({"initial_memory": float("nan")}, "initial_memory must be a finite number, found nan"),
            ({"initial_weighting": 0}, "must be 'one_slot' or 'uniform' or 'learned', found 0"),
            ({"gate_bias": "low"}, "gate_bias must be a finite number, found 'low'"),
            ({"stay_bias": "low"}, "stay_bias must be a finite number, found 'low'"),
            ({"strength_bias": "low"}, "strength_bias must be a finite number, found 'low'"),
            ({"forgetful": "no"}, "forgetful must be True or False, found 'no'"),
            ({"state_limit": 0}, "state_limit must be above 0, or None for no limit, found 0"),
            ({"dropout": 1.0}, r"dropout must be from 0 to below 1, found 1\.0"),
            ({"recurrent_dropout": -0.1}, "recurrent_dropout must be from 0 to below 1"),
            ({"activation": "tahn"}, "activation must be the name of a Keras activation"),
            ({"key_activation": "tahn"}, "key_activation must be the name of a Keras activation"),
            (
                {"erase_activation": "linear"},
                "erase_activation must be 'sigmoid' or 'hard_sigmoid'",
            ),
        ],
    )
    def test_arguments(self, arguments: dict[str, Any], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            NeuralTuringMachine(**SIZES, **arguments)

    def test_a_size_may_be_a_number_of_numpy(self) -> None:
        assert NTMCell(np.int64(2), n_slots=np.int32(6)).get_config()["n_slots"] == 6

    @pytest.mark.parametrize("shape", [(2, 3), (2, 4, 3, 1)])
    def test_inputs_of_another_rank(self, shape: tuple[int, ...]) -> None:
        with pytest.raises(ValueError, match=rf"expected ndim=3, found ndim={len(shape)}"):
            NeuralTuringMachine(**SIZES)(np.zeros(shape, np.float32))

    def test_inputs_of_another_width_than_it_was_built_for(self) -> None:
        layer = NeuralTuringMachine(**SIZES)
        layer(sequences())
        with pytest.raises(ValueError, match="expected axis -1 of input shape to have value 3"):
            layer(np.zeros((2, 4, 5), np.float32))

    def test_inputs_that_are_not_real(self) -> None:
        with pytest.raises(ValueError, match=r"inputs of .* must be real numbers, found complex"):
            NeuralTuringMachine(**SIZES, name="ntm")(np.zeros((2, 4, 3), np.complex64))

    def test_whole_numbers_and_truths_serve_as_inputs(self) -> None:
        layer = NeuralTuringMachine(**SIZES)
        bits = np.random.default_rng(0).random((2, 4, 3)) > 0.5
        expected = as_numpy(layer(bits.astype(np.float32)))
        for dtype in (bool, np.int32, np.float64):
            assert np.array_equal(
                as_numpy(layer(ops.convert_to_tensor(bits.astype(dtype)))), expected
            )

    def test_states_of_another_width(self) -> None:
        layer = NeuralTuringMachine(**SIZES)
        with pytest.raises(ValueError, match=r"widths \[24, 12, 4\], found \[\(2, 5\)\]"):
            layer(sequences(), initial_state=[np.zeros((2, 5), np.float32)])

    def test_unrolling_needs_a_length(self) -> None:
        layer = NeuralTuringMachine(**SIZES, unroll=True)
        layer.build((None, None, 3))
        with pytest.raises(ValueError, match="unroll=True needs a known number of timesteps"):
            layer.call(keras.KerasTensor((2, None, 3)))
