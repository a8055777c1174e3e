"""The baselines: their sizes, what they can know, and how they are run and saved."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from keras import ops

from ntm_model import baselines
from ntm_model.baselines import PlainRunner
from ntm_model.config import ModelConfig, TrainConfig
from ntm_model.model import (
    ModelFileError,
    build_model,
    has_machine,
    load_model,
    parameters_of,
    save_model,
    task_of,
)
from ntm_model.training import Trainer


@pytest.fixture
def inputs():
    return np.random.default_rng(0).random((2, 5, 9)).astype(np.float32)


def test_the_lstm_has_807200_parameters_for_10_inputs():
    assert parameters_of(baselines.lstm(10, 8, "copy")) == 807_200


def test_it_is_three_standard_layers_of_256_256_and_8():
    layered = keras.Sequential(
        [
            keras.Input((None, 10)),
            *(keras.layers.LSTM(units, return_sequences=True) for units in (256, 256, 8)),
        ]
    )
    assert parameters_of(layered) == 807_200
    model = baselines.lstm(10, 8, "copy")
    layered.set_weights(model.get_weights())
    seen = np.random.default_rng(0).random((1, 4, 10)).astype(np.float32)
    logits = ops.convert_to_numpy(model(seen))
    np.testing.assert_allclose(logits, 10 * ops.convert_to_numpy(layered(seen)), atol=1e-5)


def test_the_dense_network_knows_nothing_of_other_timesteps(inputs):
    model = build_model(ModelConfig(model="dense"))
    whole = ops.convert_to_numpy(model(inputs))
    alone = ops.convert_to_numpy(model(inputs[:, 3:4]))
    np.testing.assert_allclose(whole[:, 3:4], alone, atol=1e-6)


@pytest.mark.parametrize("kind", ["lstm", "dense"])
def test_a_baseline_is_named_after_its_task_and_has_no_machine(kind):
    model = build_model(ModelConfig(task="priority-sort", model=kind))
    assert task_of(model) == "priority-sort"
    assert not has_machine(model)


def test_filling_up_leaves_outputs_as_they_are(inputs):
    model = build_model(ModelConfig(model="lstm"))
    outputs = PlainRunner(model).outputs(inputs)
    np.testing.assert_allclose(outputs, ops.convert_to_numpy(model(inputs)), atol=1e-5)


def test_a_saved_baseline_is_loaded_only_where_one_is_expected(tmp_path, inputs):
    model = build_model(ModelConfig(model="dense"))
    file = save_model(model, tmp_path / "dense.keras")
    loaded = load_model(file, n_slots=64, baselines_too=True)
    np.testing.assert_array_equal(
        ops.convert_to_numpy(loaded(inputs)), ops.convert_to_numpy(model(inputs))
    )
    with pytest.raises(ModelFileError, match="exactly one NeuralTuringMachine"):
        load_model(file)


def test_the_trainer_of_machines_trains_a_baseline():
    config = TrainConfig(
        model=ModelConfig(model="dense"), sequences=3_200, batch_size=16, slice_steps=100
    )
    costs = [progress.cost for progress in Trainer(config).run()]
    assert costs[-1] < costs[0]
