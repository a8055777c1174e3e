"""What is recorded is what the network did, to the last number."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
from keras import layers

from ntm_model import NeuralTuringMachine, Recorder, Trace, build_model, model_info, record
from ntm_model.config import ModelConfig
from ntm_model.engines import WALK_STEPS
from ntm_model.tasks import PatternError, get
from ntm_model.trace import TraceMeta
from tests.ntm_model.numbers import Array, array, as_numpy

INPUT_WIDTH = 4


def sequence(steps: int, width: int = INPUT_WIDTH) -> Array:
    return array(np.random.default_rng(steps).standard_normal((steps, width)))


def machine(**arguments: Any) -> NeuralTuringMachine:
    sizes = {"units": 3, "n_slots": 9, "m_depth": 5, "return_sequences": True}
    return NeuralTuringMachine(**{**sizes, **arguments})


def livelier(model: keras.Model) -> keras.Model:
    """The model with weights so large that its heads move and its memory fills."""
    rng = np.random.default_rng(0)
    model.set_weights([0.4 * rng.standard_normal(w.shape) for w in model.get_weights()])
    return model


def alone() -> keras.Model:
    """Nothing but a machine: several heads, wide shifts, a controller with a state."""
    inputs = keras.Input((None, INPUT_WIDTH))
    layer = machine(shift_range=5, controller_model="lstm", controller_units=6, read_heads=2)
    return livelier(keras.Model(inputs, layer(inputs)))


def between_layers() -> keras.Model:
    inputs = keras.Input((None, INPUT_WIDTH))
    layer = machine(write_heads=2, output_source="controller_and_reads")
    hidden = layer(layers.Dense(6, "tanh")(inputs))
    return livelier(keras.Model(inputs, layers.Dense(2, "sigmoid")(hidden)))


def sequential() -> keras.Model:
    return livelier(
        keras.Sequential([keras.Input((None, INPUT_WIDTH)), machine(activation="tanh")])
    )


@pytest.fixture(scope="module", params=[alone, between_layers, sequential])
def model(request: pytest.FixtureRequest) -> keras.Model:
    found: keras.Model = request.param()
    return found


@pytest.fixture(scope="module")
def recorder(model: keras.Model) -> Recorder:
    return Recorder(model)


def cell_of(model: keras.Model) -> Any:
    return next(x for x in model.layers if isinstance(x, NeuralTuringMachine)).cell


LONGEST = WALK_STEPS + 6


@pytest.fixture(scope="module")
def outputs(model: keras.Model) -> Array:
    return as_numpy(model(sequence(LONGEST)[None])[0])


@pytest.fixture(scope="module")
def trace(recorder: Recorder) -> Trace:
    return recorder.record(sequence(LONGEST))


class TestTheOutputs:
    def test_are_those_of_the_model(self, trace: Trace, outputs: Array) -> None:
        assert trace.outputs == pytest.approx(outputs, abs=1e-5)
        assert np.array_equal(trace.inputs, sequence(LONGEST))

    @pytest.mark.parametrize("steps", [1, 2, WALK_STEPS - 1, WALK_STEPS, WALK_STEPS + 1])
    def test_of_a_shorter_sequence_are_the_first_ones(
        self, recorder: Recorder, outputs: Array, steps: int
    ) -> None:
        # Nothing in a machine looks ahead, so this is what the model says to the beginning alone.
        found = recorder.record(sequence(LONGEST)[:steps])
        assert found.outputs == pytest.approx(outputs[:steps], abs=1e-5)
        assert found.memory.shape[0] == steps + 1

    def test_follow_the_weights_that_the_model_has_now(
        self, model: keras.Model, recorder: Recorder
    ) -> None:
        inputs, weights = sequence(5), model.get_weights()
        before = recorder.record(inputs).outputs
        model.set_weights([-weight for weight in weights])
        after = recorder.record(inputs).outputs
        expected = as_numpy(model(inputs[None])[0])
        model.set_weights(weights)
        assert after == pytest.approx(expected, abs=1e-5)
        assert np.abs(after - before).max() > 1e-2

    def test_do_not_depend_on_what_was_recorded_before(self, recorder: Recorder) -> None:
        first = recorder.record(sequence(5))
        recorder.record(sequence(9))
        assert np.array_equal(recorder.record(sequence(5)).memory, first.memory)


class TestTheEquationsHold:
    """In float64, from the recorded numbers alone."""

    def test_memory_follows_from_weightings_erase_and_add(self, trace: Trace) -> None:
        writing = trace.weightings[:, trace.n_read_heads :].astype(np.float64)
        for t in range(trace.n_steps):
            memory = trace.memory[t].astype(np.float64)
            for where, erase in zip(writing[t], trace.erase[t], strict=True):
                memory = memory * (1.0 - np.outer(where, erase))  # eq. 3
            for where, add in zip(writing[t], trace.add[t], strict=True):
                memory = memory + np.outer(where, add)  # eq. 4
            assert trace.memory[t + 1] == pytest.approx(memory, abs=1e-5), f"after step {t}"

    def test_reads_are_of_what_has_just_been_written(self, trace: Trace) -> None:
        reading = trace.weightings[:, : trace.n_read_heads].astype(np.float64)
        assert trace.reads == pytest.approx(reading @ trace.memory[1:], abs=1e-5)  # eq. 2

    def test_the_gate_mixes_content_and_the_last_weighting(self, trace: Trace) -> None:
        last = np.concatenate([trace.initial_weightings[None], trace.weightings[:-1]])
        gate = trace.gate[..., None].astype(np.float64)
        expected = gate * trace.content + (1.0 - gate) * last  # eq. 7
        assert trace.gated == pytest.approx(expected, abs=1e-5)

    def test_shifts_move_along_the_slots(self, trace: Trace) -> None:
        middle = trace.shift_range // 2
        expected = sum(
            np.roll(trace.gated.astype(np.float64), s - middle, axis=-1)
            * trace.shifts[:, :, s : s + 1]
            for s in range(trace.shift_range)
        )  # eq. 8
        assert trace.shifted == pytest.approx(expected, abs=1e-5)

    def test_the_last_stage_is_sharpened(self, trace: Trace) -> None:
        raised = trace.shifted.astype(np.float64) ** trace.sharpness[..., None]
        expected = raised / raised.sum(axis=-1, keepdims=True)  # eq. 9
        assert trace.weightings == pytest.approx(expected, abs=1e-5)

    def test_it_starts_as_the_cell_does(self, trace: Trace, model: keras.Model) -> None:
        state = cell_of(model).initial_state(1)
        assert np.array_equal(trace.memory[0], as_numpy(state.memory[0]))
        assert np.array_equal(trace.initial_weightings, as_numpy(state.weightings[0]))

    def test_something_happened(self, trace: Trace) -> None:
        """The laws above would hold for a machine at rest, too."""
        assert np.abs(np.diff(trace.memory, axis=0)).max() > 0.1
        assert len(np.unique(trace.weightings.argmax(axis=-1))) > 2


def test_no_length_compiles_the_step_again(monkeypatch: pytest.MonkeyPatch) -> None:
    model = alone()
    cell, calls = cell_of(model), 0
    step = cell.step

    def counted(*arguments: Any, **keywords: Any) -> Any:
        nonlocal calls
        calls += 1
        return step(*arguments, **keywords)

    monkeypatch.setattr(cell, "step", counted)
    recorder = Recorder(model)
    recorder.record(sequence(3))
    # A compiled function runs its Python once, when it is compiled.
    compiled = calls
    assert 0 < compiled < 5
    for steps in (1, WALK_STEPS, WALK_STEPS + 1, 200):
        recorder.record(sequence(steps))
    assert calls == compiled


class TestMeta:
    def test_says_what_the_trace_is_of(self, recorder: Recorder, model: keras.Model) -> None:
        meta = recorder.record(sequence(2)).meta
        assert meta.model == model_info(model).description
        assert meta.parameters == model.count_params()

    def test_heads_are_named(self) -> None:
        assert Recorder(alone()).meta().head_names == ("read 1", "read 2", "write")

    @pytest.mark.parametrize(
        ("build", "kind"),
        [(alone, "logits"), (between_layers, "probabilities"), (sequential, "values")],
    )
    def test_outputs_are_read_by_the_last_activation(self, build: Any, kind: str) -> None:
        assert Recorder(build()).meta().outputs_are == kind

    def test_can_be_given_with_targets_and_weights(self, recorder: Recorder) -> None:
        meta = TraceMeta(task="mine", model="me")
        first = recorder.record(sequence(2))
        targets, weights = np.zeros_like(first.outputs), array([0, 1])
        trace = recorder.record(sequence(2), targets=targets, weights=weights, meta=meta)
        assert trace.meta == meta
        assert trace.targets is not None
        assert np.array_equal(trace.targets, targets)
        assert trace.weights is not None
        assert np.array_equal(trace.weights, weights)


@pytest.fixture(scope="module")
def copier() -> Recorder:
    return Recorder(build_model(ModelConfig(n_slots=6, m_depth=3, controller_units=4)))


class TestAPattern:
    def test_comes_with_the_right_answer_and_its_phases(self, copier: Recorder) -> None:
        pattern = np.eye(8, dtype=np.uint8)[:3]
        trace, example = copier.record_pattern(get("copy"), pattern), get("copy").encode(pattern)
        assert np.array_equal(trace.inputs, example.inputs)
        assert trace.targets is not None
        assert np.array_equal(trace.targets, example.targets)
        assert trace.weights is not None
        assert np.array_equal(trace.weights, example.weights)
        assert trace.meta.phases == example.phases
        assert (trace.meta.task, trace.meta.outputs_are) == ("copy", "logits")
        assert trace.meta.input_names == get("copy").input_names

    def test_that_the_task_cannot_take_is_refused(self, copier: Recorder) -> None:
        with pytest.raises(PatternError):
            copier.record_pattern(get("copy"), np.zeros((3, 5)))


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "inputs", [np.zeros((3, 5)), np.zeros(4), np.zeros((1, 3, 4)), np.zeros((0, 4)), 1.0]
    )
    def test_inputs_of_another_shape(self, recorder: Recorder, inputs: Any) -> None:
        with pytest.raises(ValueError, match=r"inputs must be \[T, 4\] with at least one timestep"):
            recorder.record(inputs)

    def test_a_model_without_a_machine(self) -> None:
        with pytest.raises(ValueError, match="exactly one NeuralTuringMachine"):
            Recorder(keras.Sequential([keras.Input((None, 4)), layers.Dense(2)]))

    @pytest.mark.parametrize("argument", [{"return_sequences": False}, {"go_backwards": True}])
    def test_a_machine_that_does_not_tell_every_output_in_order(
        self, argument: dict[str, bool]
    ) -> None:
        inputs = keras.Input((None, 4))
        model = keras.Model(inputs, machine(**argument)(inputs))
        with pytest.raises(ValueError, match="return_sequences=True that runs forwards"):
            Recorder(model)

    def test_a_stateful_machine_which_would_not_begin_afresh(self) -> None:
        inputs = keras.Input((None, 4), batch_size=1)
        model = keras.Model(inputs, machine(stateful=True)(inputs))
        with pytest.raises(ValueError, match="a walk begins with a fresh memory"):
            Recorder(model)

    def test_a_model_that_masks_timesteps(self) -> None:
        inputs = keras.Input((None, 4))
        model = keras.Model(inputs, machine()(layers.Masking(name="gaps")(inputs)))
        with pytest.raises(ValueError, match="the layer 'gaps' masks timesteps"):
            Recorder(model)

    def test_a_model_with_a_path_around_the_machine(self) -> None:
        inputs = keras.Input((None, 4))
        outputs = layers.Concatenate()([inputs, machine()(inputs)])
        with pytest.raises(ValueError, match="a path around its NeuralTuringMachine"):
            Recorder(keras.Model(inputs, outputs))


def test_a_single_record_needs_no_recorder() -> None:
    model = sequential()
    inputs = sequence(4)
    expected = as_numpy(model(inputs[None])[0])
    assert record(model, inputs).outputs == pytest.approx(expected, abs=1e-5)
