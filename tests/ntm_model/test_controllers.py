"""The controller's widths, its built-in kinds, and what may stand in its place."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from keras import layers

from ntm_model.controllers import (
    CONTROLLERS,
    Controller,
    built_in,
    controller_input_output_shape,
    is_cell,
)
from tests.ntm_model.numbers import array, as_numpy


class TestWidths:
    def test_of_the_example(self) -> None:
        assert controller_input_output_shape(10, 8, 20, 128, 3, 1, 1) == (30, 100)

    def test_every_head_has_its_orders_and_every_write_head_its_vectors(self) -> None:
        seen, given = controller_input_output_shape(5, 4, 6, 16, 3, 2, 3)
        assert seen == 5 + 2 * 6
        assert given == 4 + (2 + 3) * (6 + 1 + 1 + 3 + 1) + 3 * (6 + 6)

    def test_the_number_of_slots_takes_no_part(self) -> None:
        few = controller_input_output_shape(10, 8, 20, 1, 3, 1, 1)
        assert few == controller_input_output_shape(10, 8, 20, 10_000, 3, 1, 1)


class TestBuiltIn:
    def test_dense_is_a_single_linear_layer(self) -> None:
        (layer,) = built_in("dense", 7, 100)
        assert (layer.units, layer.activation) == (7, keras.activations.linear)

    @pytest.mark.parametrize("name", CONTROLLERS)
    def test_all_give_the_width_that_is_asked_for_and_are_not_squashed(self, name: str) -> None:
        parts = built_in(name, 7, 5)
        assert Controller(parts).output_width(3) == 7
        assert parts[-1].activation is keras.activations.linear

    @pytest.mark.parametrize(
        ("name", "state_size"),
        [("dense", []), ("double_dense", []), ("lstm", [5, 5]), ("double_lstm", [5, 5, 5, 5])],
    )
    def test_only_the_recurrent_ones_carry_a_state(self, name: str, state_size: list[int]) -> None:
        controller = Controller(built_in(name, 7, 5))
        assert controller.state_size == state_size

    @pytest.mark.parametrize("name", ["lstm", "double_lstm"])
    def test_forgetful_ones_begin_without_recurrence(self, name: str) -> None:
        controller = Controller(built_in(name, 7, 2, forgetful=True))
        controller.build((None, 3))
        for cell in filter(is_cell, controller.parts):
            # Input, forget, cell and output, two units each.
            assert as_numpy(cell.bias).tolist() == [0, 0, -6, -6, 0, 0, 0, 0]
            assert not as_numpy(cell.recurrent_kernel).any()

    def test_and_keep_a_four_hundredth_of_what_they_knew(self) -> None:
        controller = Controller(built_in("lstm", 1, 4, forgetful=True))
        controller.build((None, 3))
        _, (_, kept) = controller(array(np.zeros((1, 3))), [array(np.ones((1, 4)))] * 2)
        # σ(−6), where nothing is seen that would be added.
        assert as_numpy(kept) == pytest.approx(np.full((1, 4), 0.0024726), abs=1e-6)

    def test_an_unknown_name_is_told_with_the_known_ones(self) -> None:
        with pytest.raises(ValueError, match=r"'gru' is unknown; built in: dense, double_dense"):
            built_in("gru", 7, 5)


class TestController:
    def test_steps_its_parts_one_after_another(self) -> None:
        controller = Controller([layers.Dense(2, use_bias=False), layers.Dense(1, use_bias=False)])
        controller.build((None, 2))
        controller.set_weights([array([[1, 2], [3, 4]]), array([[10], [1]])])
        outputs, states = controller(array([[1, 1]]), [])
        # [1, 1] → [4, 6] → 46
        assert as_numpy(outputs).tolist() == [[46.0]]
        assert states == []

    def test_hands_every_cell_its_own_states(self) -> None:
        first, second = layers.LSTMCell(3), layers.GRUCell(2)
        controller = Controller([first, layers.Dense(4), second])
        controller.build((None, 5))
        rng = np.random.default_rng(0)
        states = [array(rng.standard_normal((1, size))) for size in (3, 3, 2)]
        inputs = array(rng.standard_normal((1, 5)))
        outputs, new_states = controller(inputs, states)
        middle, (hidden, carry) = first(inputs, states[:2])
        last, third = second(controller.parts[1](middle), states[2])
        assert as_numpy(outputs) == pytest.approx(as_numpy(last), abs=1e-6)
        third = third[0] if isinstance(third, list | tuple) else third
        for found, expected in zip(new_states, (hidden, carry, third), strict=True):
            assert as_numpy(found) == pytest.approx(as_numpy(expected), abs=1e-6)

    def test_a_part_that_learns_from_dropping_drops_only_in_training(self) -> None:
        controller = Controller([layers.Dropout(0.5, seed=1)])
        controller.build((None, 64))
        ones = np.ones((1, 64), np.float32)
        used, _ = controller(ones, [], training=False)
        trained, _ = controller(ones, [], training=True)
        assert (as_numpy(used) == 1.0).all()
        assert (as_numpy(trained) == 0.0).any()

    @pytest.mark.parametrize("layer", [layers.LSTM, layers.GRU, layers.SimpleRNN])
    def test_a_layer_that_runs_over_whole_sequences_is_stepped_by_its_cell(
        self, layer: type[layers.Layer]
    ) -> None:
        given = layer(4)
        assert Controller([given]).parts == [given.cell]

    def test_comes_back_from_its_configuration(self) -> None:
        controller = Controller([layers.LSTMCell(3), layers.Dense(4, activation="tanh")])
        again = Controller.from_config(controller.get_config())
        assert again.get_config() == controller.get_config()
        assert [type(part) for part in again.parts] == [layers.LSTMCell, layers.Dense]

    def test_so_does_a_forgetful_one(self) -> None:
        controller = Controller(built_in("lstm", 7, 2, forgetful=True))
        again = Controller.from_config(controller.get_config())
        again.build((None, 3))
        assert as_numpy(again.parts[0].bias).tolist() == [0, 0, -6, -6, 0, 0, 0, 0]
        assert not as_numpy(again.parts[0].recurrent_kernel).any()


def test_a_cell_is_told_from_a_layer_by_its_states() -> None:
    assert is_cell(layers.GRUCell(2))
    assert not is_cell(layers.Dense(2))
