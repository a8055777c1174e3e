"""One timestep of the machine, held against the reference and against its own promises."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import layers

from ntm_model.cell import NTMCell, StepRecord
from ntm_model.controllers import CONTROLLERS, controller_input_output_shape
from tests.ntm_model import reference
from tests.ntm_model.numbers import Array, array, as_numpy, gradients, seeds

TOLERANCE = 1e-5
INPUT_WIDTH = 3


def reference_of(cell: NTMCell) -> reference.Machine:
    """The reference with this cell's sizes and weights."""
    parts, states = [], []
    for part in cell.controller.parts:
        if isinstance(part, layers.LSTMCell):
            parts.append(reference.lstm(part.get_weights()))
            states.append(2)
        else:
            relu = part.activation is keras.activations.relu
            squash = (lambda x: max(x, 0.0)) if relu else float
            parts.append(reference.dense(part.get_weights(), squash))
            states.append(0)
    fields = [field.name for field in dataclasses.fields(reference.Sizes)]
    from_reads = cell.output_source == "controller_and_reads"
    read_kernel: Any = cell.read_kernel if from_reads else None
    return reference.Machine(
        reference.Sizes(**{name: getattr(cell, name) for name in fields}),
        reference.in_a_row(parts, states),
        cell.controller.state_size,
        np.asarray(read_kernel.numpy(), np.float64) if from_reads else None,
        math.tanh if cell.activation is keras.activations.tanh else float,
    )


def told(record: StepRecord, outputs: Any, memory: Any, reads: Any) -> dict[str, Array]:
    """A step of the cell under the names of the reference."""
    tensors = {
        **record.heads._asdict(),
        **record.addressing._asdict(),
        "erase": record.erase,
        "add": record.add,
        "outputs": outputs,
        "memory": memory,
        "reads": reads,
    }
    return {name: as_numpy(tensor) for name, tensor in tensors.items()}


@st.composite
def arguments(draw: st.DrawFn) -> dict[str, Any]:
    """Of an NTMCell of any kind and size that is cheap to loop over."""
    width = draw(st.sampled_from((1, 3, 5, 7, 9)))
    return {
        "units": draw(st.integers(1, 5)),
        "n_slots": draw(st.integers(max(width, 2), 12)),
        "m_depth": draw(st.integers(1, 6)),
        "shift_range": width,
        "controller_model": draw(st.sampled_from(CONTROLLERS)),
        "controller_units": draw(st.integers(1, 6)),
        "read_heads": draw(st.integers(1, 4)),
        "write_heads": draw(st.integers(1, 4)),
        "activation": draw(st.sampled_from((None, "tanh"))),
        "output_source": draw(st.sampled_from(("controller", "controller_and_reads"))),
        "strength_bias": draw(st.sampled_from((0.0, 4.0))),
        "gate_bias": draw(st.sampled_from((-1.0, 0.0, 2.0))),
        "stay_bias": draw(st.sampled_from((0.0, -1.0, 3.0))),
        "state_limit": draw(st.sampled_from((None, 0.1, 1.0))),
        "initial_memory": draw(st.sampled_from((0.0, 1e-6, 0.5))),
    }


def built(arguments: dict[str, Any], seed: int, scale: float = 1.0) -> NTMCell:
    """A cell with normal weights; a scale of 3 is wide enough to reach every limit."""
    cell = NTMCell(**arguments)
    cell.build((None, INPUT_WIDTH))
    rng = np.random.default_rng(seed)
    cell.set_weights([scale * rng.standard_normal(w.shape) for w in cell.get_weights()])
    return cell


def as_reference(state: Any, b: int) -> reference.State:
    """The state of one sequence of a batch, for the reference to go on from."""
    memory, weightings, reads = (np.asarray(tensor[b], np.float64) for tensor in state[:3])
    controller = [np.asarray(tensor[b], np.float64) for tensor in state.controller]
    return reference.State(memory, weightings, reads, controller)


def assert_agrees(found: dict[str, Array], steps: list[reference.Step]) -> None:
    """A step of every sequence of a batch, in every quantity."""
    for name, values in found.items():
        wanted = np.array([getattr(step, name) for step in steps])
        assert values.shape == wanted.shape, name
        error = np.abs(values - wanted) / np.maximum(1.0, np.abs(wanted))
        assert error.max() <= TOLERANCE, name


@settings(max_examples=150)
@given(arguments(), st.sampled_from((0.1, 0.3, 1.0)), st.integers(1, 3), seeds())
def test_sequences_agree_with_the_reference_from_their_start(
    arguments: dict[str, Any], scale: float, batch: int, seed: int
) -> None:
    cell = built(arguments, seed, scale)
    inputs = array(np.random.default_rng(seed).standard_normal((batch, 2, INPUT_WIDTH)))
    machine = reference_of(cell)
    expected = [machine.run(sequence) for sequence in np.asarray(inputs, np.float64)]
    state = cell.initial_state(batch)
    for vectors, steps in zip(inputs.swapaxes(0, 1), zip(*expected, strict=True), strict=True):
        outputs, state, record = cell.step(vectors, state)
        assert_agrees(told(record, outputs, state.memory, state.reads), list(steps))


@settings(max_examples=60)
@given(arguments(), st.integers(1, 3), seeds())
def test_single_steps_agree_with_the_reference_where_orders_are_extreme(
    arguments: dict[str, Any], batch: int, seed: int
) -> None:
    """With such weights two adds may cancel to a slot of next to nothing, whose direction is the
    rounding's; so the reference goes on from the state that the machine itself has reached."""
    cell = built(arguments, seed, scale=2.0)
    inputs = array(np.random.default_rng(seed).standard_normal((2, batch, INPUT_WIDTH)))
    machine = reference_of(cell)
    state = cell.initial_state(batch)
    for vectors in inputs:
        before = [as_reference(state, b) for b in range(batch)]
        steps = [machine.step(v, s)[0] for v, s in zip(vectors, before, strict=True)]
        outputs, state, record = cell.step(vectors, state)
        assert_agrees(told(record, outputs, state.memory, state.reads), steps)


class TestByHand:
    """Three slots of depth 1 and no weights: the controller's bias alone gives the orders."""

    def cell(self, bias: Sequence[float], **arguments: Any) -> NTMCell:
        cell = NTMCell(1, n_slots=3, m_depth=1, **arguments)
        cell.build((None, 1))
        (dense,) = cell.controller.parts
        dense.kernel.assign(np.zeros(dense.kernel.shape))
        dense.bias.assign(array(bias))
        return cell

    def test_orders_come_in_the_documented_order(self) -> None:
        output, keys, strengths, gates = [7.0], [1.0, -1.0], [0.0, 2.0], [1.0, 3.0]
        shifts, sharpnesses = [0.0, 0.0, 20.0, 20.0, 0.0, 0.0], [-20.0, 0.0]
        erase, add = [20.0], [0.5]
        bias = output + keys + strengths + gates + shifts + sharpnesses + erase + add
        cell = self.cell(bias, gate_bias=-1.0)
        outputs, _, record = cell.step(array([[0]]), cell.initial_state(1))
        heads = record.heads
        assert as_numpy(outputs) == pytest.approx(array([[7]]))
        assert as_numpy(heads.keys)[0] == pytest.approx(np.tanh([[1.0], [-1.0]]))
        assert as_numpy(heads.strength)[0] == pytest.approx([math.log(2), math.log(1 + math.e**2)])
        # The bias of −1 comes on top: sigmoid(0) and sigmoid(2).
        assert as_numpy(heads.gate)[0] == pytest.approx([0.5, 1 / (1 + math.exp(-2))])
        forth_and_back = array([[0, 0, 1], [1, 0, 0]])
        assert as_numpy(heads.shifts)[0] == pytest.approx(forth_and_back, abs=1e-8)
        assert as_numpy(heads.sharpness)[0] == pytest.approx([1.0, 1 + math.log(2)])
        assert as_numpy(record.erase)[0] == pytest.approx(array([[1]]))
        assert as_numpy(record.add)[0] == pytest.approx(np.tanh([[0.5]]))

    def test_biases_come_on_top_of_the_orders(self) -> None:
        cell = self.cell([0.0] * 17, strength_bias=2.0, gate_bias=1.0, stay_bias=math.log(2))
        _, _, record = cell.step(array([[0]]), cell.initial_state(1))
        heads = record.heads
        assert as_numpy(heads.strength) == pytest.approx(math.log(1 + math.e**2))
        assert as_numpy(heads.gate) == pytest.approx(1 / (1 + math.exp(-1)))
        assert as_numpy(heads.shifts)[0] == pytest.approx(array([[0.25, 0.5, 0.25]] * 2))

    def test_what_is_written_in_a_step_is_read_in_the_same_step(self) -> None:
        # Gates shut, both heads move one slot on, the write head replaces what is there by 1.
        bias = [0, 0, 0, 0, 0, -20, -20, -20, -20, 20, -20, -20, 20, 0, 0, 20, 20]
        cell = self.cell(bias, output_source="controller_and_reads", initial_memory=0.25)
        read_kernel: Any = cell.read_kernel
        read_kernel.assign(array([[2]]))
        outputs, state, _ = cell.step(array([[0]]), cell.initial_state(1))
        assert as_numpy(state.weightings)[0] == pytest.approx(array([[0, 1, 0]] * 2), abs=1e-6)
        assert as_numpy(state.memory)[0, :, 0] == pytest.approx([0.25, 1.0, 0.25], abs=1e-6)
        assert as_numpy(state.reads) == pytest.approx(array([[[1]]]), abs=1e-6)
        assert as_numpy(outputs) == pytest.approx(array([[2]]), abs=1e-5)

    def test_the_controller_sees_what_was_read_a_step_earlier(self) -> None:
        cell = self.cell([0] * 17)
        (dense,) = cell.controller.parts
        kernel = np.zeros(dense.kernel.shape)
        kernel[:, 0] = [10.0, 1.0]  # output = 10 × input + last read
        dense.kernel.assign(kernel)
        state = cell.initial_state(1)._replace(reads=array([[[0.75]]]))
        outputs, _, _ = cell.step(array([[2]]), state)
        assert as_numpy(outputs) == pytest.approx(array([[20.75]]))

    def test_orders_are_held_within_20_and_outputs_are_not(self) -> None:
        cell = self.cell([1e6] * 17, gate_bias=0.0)
        outputs, _, record = cell.step(array([[0]]), cell.initial_state(1))
        assert as_numpy(outputs) == pytest.approx(array([[1e6]]))
        assert as_numpy(record.heads.strength) == pytest.approx(20.0)
        assert as_numpy(record.heads.sharpness) == pytest.approx(21.0)


class TestState:
    def test_a_sequence_starts_on_slot_0_of_an_empty_memory(self) -> None:
        cell = NTMCell(2, n_slots=4, m_depth=3, controller_model="lstm", controller_units=5)
        state = cell.initial_state(2)
        assert as_numpy(state.memory) == pytest.approx(np.full((2, 4, 3), 1e-6))
        assert as_numpy(state.weightings).tolist() == [[[1, 0, 0, 0]] * 2] * 2
        assert as_numpy(state.reads).tolist() == [[[0, 0, 0]]] * 2
        assert [as_numpy(s).tolist() for s in state.controller] == [[[0] * 5] * 2] * 2

    def test_its_flat_form_has_the_widths_that_keras_is_told(self) -> None:
        cell = NTMCell(2, n_slots=4, m_depth=3, read_heads=2, write_heads=1)
        assert cell.state_size == [12, 12, 6]
        assert [tuple(s.shape) for s in cell.get_initial_state(5)] == [(5, 12), (5, 12), (5, 6)]

    def test_flattening_loses_nothing(self) -> None:
        cell = NTMCell(2, n_slots=4, m_depth=3, read_heads=2, controller_model="lstm")
        rng = np.random.default_rng(0)
        flat = [array(rng.standard_normal((2, width))) for width in cell.state_size]
        again = cell.flatten(cell.unflatten(flat))
        assert all(np.array_equal(as_numpy(a), b) for a, b in zip(again, flat, strict=True))

    def test_call_is_the_step_without_its_record(self) -> None:
        cell = built({"units": 2, "n_slots": 5, "m_depth": 3, "controller_model": "lstm"}, seed=0)
        inputs, state = array([[1, 2, 3]]), cell.initial_state(1)
        outputs, after, _ = cell.step(inputs, state)
        called, states = cell(inputs, cell.flatten(state))
        assert np.array_equal(as_numpy(called), as_numpy(outputs))
        for found, expected in zip(states, cell.flatten(after), strict=True):
            assert np.array_equal(as_numpy(found), as_numpy(expected))

    def test_a_step_leaves_the_state_that_it_was_given_alone(self) -> None:
        cell = built({"units": 2, "n_slots": 5, "m_depth": 3}, seed=0)
        state = cell.initial_state(1)
        first, _, _ = cell.step(array([[1, 2, 3]]), state)
        again, _, _ = cell.step(array([[1, 2, 3]]), state)
        assert np.array_equal(as_numpy(first), as_numpy(again))


class TestLaws:
    @settings(max_examples=20)
    @given(arguments(), st.sampled_from((0.0, 1.0, 1e3, 1e30)), seeds())
    def test_inputs_of_any_finite_size_give_finite_values_and_distributions(
        self, arguments: dict[str, Any], size: float, seed: int
    ) -> None:
        cell = built(arguments, seed)
        inputs = array(np.random.default_rng(seed).choice([-size, size], (2, INPUT_WIDTH)))
        state = cell.initial_state(2)
        for _ in range(2):
            outputs, state, record = cell.step(inputs, state)
            found = told(record, outputs, state.memory, state.reads)
            for name, values in found.items():
                assert np.isfinite(values).all(), name
            for name in ("content", "gated", "shifted", "weightings", "shifts"):
                assert found[name].sum(axis=-1) == pytest.approx(1.0, abs=1e-5), name
            assert (found["strength"] >= 0.0).all()
            assert (found["sharpness"] >= 1.0).all()
            for name in ("gate", "erase"):
                assert ((found[name] >= 0.0) & (found[name] <= 1.0)).all(), name
            assert (np.abs(found["keys"]) <= 1.0).all()
            assert (np.abs(found["add"]) <= 1.0).all()

    @settings(max_examples=15)
    @given(arguments(), st.sampled_from((0.0, 1.0, 30.0)), seeds())
    def test_gradients_are_finite_from_the_first_step_on(
        self, arguments: dict[str, Any], size: float, seed: int
    ) -> None:
        cell = built(arguments, seed)
        rng = np.random.default_rng(seed)
        sequence = array(size * rng.standard_normal((1, 2, INPUT_WIDTH)))

        def outputs(inputs: Any, *states: Any) -> Any:
            first, states = cell(inputs[:, 0], list(states))
            second, _ = cell(inputs[:, 1], states)
            return first + second

        start = [as_numpy(s) for s in cell.get_initial_state(1)]
        for gradient in gradients(outputs, sequence, *start):
            assert np.isfinite(gradient).all()

    @settings(max_examples=10)
    @given(arguments(), seeds())
    def test_sequences_of_a_batch_do_not_touch_each_other(
        self, arguments: dict[str, Any], seed: int
    ) -> None:
        cell = built(arguments, seed)
        inputs = array(np.random.default_rng(seed).standard_normal((2, INPUT_WIDTH)))
        together, _, _ = cell.step(inputs, cell.initial_state(2))
        alone, _, _ = cell.step(inputs[1:], cell.initial_state(1))
        assert as_numpy(together)[1:] == pytest.approx(as_numpy(alone), abs=1e-5)


def test_addressing_stays_in_float32_under_mixed_precision() -> None:
    cell = NTMCell(2, n_slots=64, m_depth=4, dtype="mixed_bfloat16")
    cell.build((None, 3))
    outputs, state, record = cell.step(array([[1, 0, 1]]), cell.initial_state(1))
    assert keras.backend.standardize_dtype(outputs.dtype) == "bfloat16"
    for tensor in (state.memory, state.reads, *record.addressing, *record.heads):
        assert keras.backend.standardize_dtype(tensor.dtype) == "float32"
    assert as_numpy(state.weightings).sum(axis=-1) == pytest.approx(1.0, abs=1e-5)


class TestController:
    def test_a_layer_of_the_right_width_serves(self) -> None:
        _, width = controller_input_output_shape(3, 2, 4, 8, 3, 1, 1)
        cell = NTMCell(2, n_slots=8, m_depth=4, controller_model=layers.Dense(width))
        cell.build((None, 3))
        outputs, _, _ = cell.step(array([[1, 2, 3]]), cell.initial_state(1))
        assert outputs.shape == (1, 2)

    def test_a_recurrent_cell_of_the_right_width_serves(self) -> None:
        _, width = controller_input_output_shape(3, 2, 4, 8, 3, 1, 1)
        cell = NTMCell(2, n_slots=8, m_depth=4, controller_model=layers.GRUCell(width, "linear"))
        cell.build((None, 3))
        _, state, _ = cell.step(array([[1, 2, 3]]), cell.initial_state(1))
        assert [tuple(s.shape) for s in state.controller] == [(1, width)]
        assert np.abs(as_numpy(state.controller[0])).max() > 0

    def test_a_feed_forward_model_serves(self) -> None:
        seen, width = controller_input_output_shape(3, 2, 4, 8, 3, 1, 1)
        model = keras.Sequential([keras.Input((seen,)), layers.Dense(9), layers.Dense(width)])
        cell = NTMCell(2, n_slots=8, m_depth=4, controller_model=model)
        cell.build((None, 3))
        outputs, _, _ = cell.step(array([[1, 2, 3]]), cell.initial_state(1))
        assert outputs.shape == (1, 2)
        assert len(cell.trainable_variables) == 4

    def test_another_width_is_told_with_the_right_one(self) -> None:
        cell = NTMCell(2, n_slots=8, m_depth=4, controller_model=layers.Dense(5))
        _, width = controller_input_output_shape(3, 2, 4, 8, 3, 1, 1)
        with pytest.raises(ValueError, match=f"gives 5 values, but {width} are needed"):
            cell.build((None, 3))

    def test_what_is_no_layer_is_refused(self) -> None:
        with pytest.raises(ValueError, match="must be None, a name or a Keras layer, found int"):
            NTMCell(2, controller_model=3)


class TestArguments:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ({"units": 0}, "units must be a whole number from 1 up, found 0"),
            ({"n_slots": -1}, "n_slots must be a whole number from 1 up, found -1"),
            ({"m_depth": 2.0}, r"m_depth must be a whole number from 1 up, found 2\.0"),
            ({"read_heads": 0}, "read_heads must be a whole number from 1 up"),
            ({"write_heads": True}, "write_heads must be a whole number from 1 up, found True"),
            ({"controller_units": 0}, "controller_units must be a whole number"),
            ({"shift_range": 4}, "shift_range must be odd, so that one shift stays, found 4"),
            ({"n_slots": 3, "shift_range": 5}, "shift_range must be at most n_slots = 3, found 5"),
            ({"output_source": "reads"}, "output_source must be 'controller' or"),
        ],
    )
    def test_one_out_of_range_is_told_by_name(
        self, arguments: dict[str, Any], message: str
    ) -> None:
        with pytest.raises(ValueError, match=message):
            NTMCell(**{"units": 2, **arguments})

    def test_inputs_must_have_a_known_width(self) -> None:
        with pytest.raises(ValueError, match="width of the input must be known"):
            NTMCell(2).build((None, None))

    @given(arguments())
    def test_all_come_back_from_the_configuration(self, arguments: dict[str, Any]) -> None:
        config = NTMCell(**arguments, name="cell").get_config()
        assert {name: config[name] for name in arguments} == {
            **arguments,
            "activation": arguments["activation"] or "linear",
        }
        assert NTMCell.from_config(config).get_config() == config
