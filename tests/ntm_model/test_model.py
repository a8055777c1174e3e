"""Whole models: what is built, what a file must be, and how many slots it runs with."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from keras import layers

from ntm_model import ModelFileError, NeuralTuringMachine, build_model, load_model, model_info
from ntm_model.config import ModelConfig, TrainConfig
from ntm_model.model import machine, resized, save_model
from ntm_model.runs import CHECKPOINTS, CONFIG
from tests.ntm_model.numbers import array, as_numpy

TINY = ModelConfig(n_slots=8, m_depth=4, controller_units=5)


@pytest.fixture(scope="module")
def model() -> keras.Model:
    return build_model(TINY)


@pytest.fixture
def saved(model: keras.Model, tmp_path: Path) -> Path:
    return save_model(model, tmp_path / "tiny.keras")


def sequences(steps: int = 3) -> Any:
    return array(np.random.default_rng(0).standard_normal((2, steps, 9)))


def rewritten(path: Path, compression: int = zipfile.ZIP_STORED, **changed: bytes) -> None:
    """The archive at ``path`` with these members (``config_json`` for config.json) changed."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, changed.get(name.replace(".", "_"), content))


class TestBuild:
    def test_it_maps_the_task_to_its_answer_at_every_timestep(self, model: keras.Model) -> None:
        assert model.input_shape == (None, None, 9)
        assert model.output_shape == (None, None, 8)

    def test_its_sizes_are_the_configured_ones(self, model: keras.Model) -> None:
        info = model_info(model)
        assert (info.task, info.name, info.controller) == ("copy", "copy", "double_dense")
        assert (info.n_slots, info.m_depth, info.shift_range) == (8, 4, 3)
        assert (info.read_heads, info.write_heads) == (1, 1)
        assert (info.input_width, info.output_width) == (9, 8)

    def test_its_parameters_are_counted(self, model: keras.Model) -> None:
        seen, orders = 9 + 4, 8 + 2 * (4 + 1 + 1 + 3 + 1) + 2 * 4
        hidden, linear, reads = (seen + 1) * 5, (5 + 1) * orders, 4 * 8
        assert model_info(model).parameters == hidden + linear + reads == model.count_params()

    @pytest.mark.parametrize("forgetful", [False, True])
    def test_its_lstm_is_as_forgetful_as_configured(self, forgetful: bool) -> None:
        config = ModelConfig(controller="lstm", controller_units=2, n_slots=8, forgetful=forgetful)
        lstm = machine(build_model(config)).cell.controller.parts[0]
        assert as_numpy(lstm.bias)[2:4].tolist() == [-6.0 * forgetful] * 2
        assert as_numpy(lstm.recurrent_kernel).any() != forgetful

    def test_an_unknown_task_is_told(self) -> None:
        with pytest.raises(ValueError, match="unknown task 'sing'; known: copy"):
            build_model(ModelConfig(task="sing"))

    def test_an_unknown_controller_is_told(self) -> None:
        with pytest.raises(ValueError, match="'gru' is unknown"):
            build_model(ModelConfig(controller="gru"))

    def test_a_network_that_fits_no_task_has_none(self) -> None:
        inputs = keras.Input((None, 2))
        layer = NeuralTuringMachine(3, n_slots=4, m_depth=2, return_sequences=True)
        assert model_info(keras.Model(inputs, layer(inputs))).task == ""

    @pytest.mark.parametrize("count", [0, 2])
    def test_a_model_without_exactly_one_machine_is_refused(self, count: int) -> None:
        inputs = values = keras.Input((None, 2))
        for _ in range(count):
            layer = NeuralTuringMachine(2, n_slots=4, m_depth=2, return_sequences=True)
            values = layer(values)
        model = keras.Model(inputs, layers.Dense(2)(values))
        with pytest.raises(ValueError, match=f"exactly one NeuralTuringMachine .* found {count}"):
            machine(model)


class TestSaveAndLoad:
    def test_what_is_loaded_answers_as_what_was_saved(
        self, model: keras.Model, saved: Path
    ) -> None:
        again = load_model(saved)
        assert np.array_equal(as_numpy(again(sequences())), as_numpy(model(sequences())))

    def test_nothing_but_the_file_is_left_behind(self, saved: Path) -> None:
        assert [path.name for path in saved.parent.iterdir()] == ["tiny.keras"]

    def test_a_run_folder_gives_its_newest_network(
        self, model: keras.Model, tmp_path: Path
    ) -> None:
        (tmp_path / CHECKPOINTS).mkdir()
        (tmp_path / CONFIG).write_text(TrainConfig(model=TINY).to_json())
        older, newer = keras.models.clone_model(model), keras.models.clone_model(model)
        save_model(older, tmp_path / CHECKPOINTS / "00000100.keras")
        save_model(newer, tmp_path / CHECKPOINTS / "00001000.keras")
        found = load_model(tmp_path)
        assert np.array_equal(as_numpy(found(sequences())), as_numpy(newer(sequences())))

    def test_the_memory_can_be_given_another_number_of_slots(self, saved: Path) -> None:
        assert machine(load_model(saved, n_slots=40)).n_slots == 40


def with_a_lambda() -> keras.Model:
    inputs = keras.Input((None, 9))
    layer = NeuralTuringMachine(8, n_slots=4, m_depth=2, return_sequences=True)
    return keras.Model(inputs, layer(layers.Lambda(lambda x: x * 2.0)(inputs)))


def without_a_machine() -> keras.Model:
    return keras.Sequential([keras.Input((None, 9)), layers.Dense(8)])


class TestFilesThatAreRefused:
    def reason(self, path: Path) -> str:
        """Why the file is refused; the message names it first and is one line."""
        with pytest.raises(ModelFileError) as caught:
            load_model(path)
        message = str(caught.value)
        assert message.startswith(f"{path}: ")
        assert "\n" not in message
        return message.removeprefix(f"{path}: ")

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            load_model(tmp_path / "nothing.keras")

    def test_a_folder_that_is_no_run(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError, match="is no run folder"):
            load_model(tmp_path)

    def test_text_under_the_name_of_a_model(self, tmp_path: Path) -> None:
        path = tmp_path / "letter.keras"
        path.write_text("Dear Sir or Madam")
        assert self.reason(path) == "is no Keras model (.keras), or is damaged"

    def test_an_empty_file(self, tmp_path: Path) -> None:
        path = tmp_path / "empty.keras"
        path.touch()
        assert self.reason(path) == "is no Keras model (.keras), or is damaged"

    @pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
    def test_a_file_that_is_cut_off(self, saved: Path, kept: float) -> None:
        content = saved.read_bytes()
        saved.write_bytes(content[: int(kept * len(content))])
        assert "damaged" in self.reason(saved)

    def test_a_file_with_a_flipped_byte(self, saved: Path) -> None:
        with zipfile.ZipFile(saved) as archive:
            weights = archive.getinfo("model.weights.h5")
        content = bytearray(saved.read_bytes())
        content[weights.header_offset + weights.compress_size // 2] ^= 0xFF
        saved.write_bytes(content)
        assert self.reason(saved) == "is damaged (model.weights.h5 cannot be read)"

    def test_a_packed_file_with_a_flipped_byte(self, saved: Path) -> None:
        rewritten(saved, compression=zipfile.ZIP_DEFLATED)
        content = bytearray(saved.read_bytes())
        with zipfile.ZipFile(saved) as archive:
            weights = archive.getinfo("model.weights.h5")
        content[weights.header_offset + 50] ^= 0xFF
        saved.write_bytes(content)
        assert "damaged" in self.reason(saved)

    def test_another_archive(self, tmp_path: Path) -> None:
        path = tmp_path / "holiday.keras"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("beach.txt", "sand")
        assert self.reason(path) == "is an archive, but holds no Keras model"

    def test_a_file_from_a_newer_keras(self, saved: Path) -> None:
        rewritten(saved, metadata_json=json.dumps({"keras_version": "99.1.0"}).encode())
        assert self.reason(saved).startswith("was written by Keras 99.1.0, this is 3.")

    def test_metadata_that_is_not_json(self, saved: Path) -> None:
        rewritten(saved, metadata_json=b"{")
        assert self.reason(saved).startswith("is damaged (")

    @pytest.mark.parametrize("metadata", [b"[]", b'"3.15"', b'{"keras_version": "new"}'])
    def test_metadata_that_says_nothing(self, saved: Path, metadata: bytes) -> None:
        rewritten(saved, metadata_json=metadata)
        assert "damaged" in self.reason(saved)

    def test_a_layer_that_nobody_knows(self, saved: Path) -> None:
        with zipfile.ZipFile(saved) as archive:
            config = archive.read("config.json")
        rewritten(saved, config_json=config.replace(b"NeuralTuringMachine", b"NeuralHamster"))
        assert self.reason(saved).startswith("Keras cannot load it (TypeError: ")

    def test_weights_of_another_network(self, saved: Path, tmp_path: Path) -> None:
        other = save_model(
            build_model(ModelConfig(n_slots=8, m_depth=4, controller_units=6)),
            tmp_path / "other.keras",
        )
        with zipfile.ZipFile(other) as archive:
            rewritten(saved, model_weights_h5=archive.read("model.weights.h5"))
        assert self.reason(saved).startswith("Keras cannot load it (ValueError: ")

    def test_weights_that_are_none(self, saved: Path) -> None:
        rewritten(saved, model_weights_h5=b"none")
        assert self.reason(saved).startswith("Keras cannot load it (")

    def test_a_network_without_a_machine(self, tmp_path: Path) -> None:
        path = save_model(without_a_machine(), tmp_path / "plain.keras")
        assert self.reason(path).startswith("the model must have exactly one NeuralTuringMachine")

    def test_a_file_that_holds_code(self, tmp_path: Path) -> None:
        path = save_model(with_a_lambda(), tmp_path / "trojan.keras")
        assert self.reason(path).startswith("holds code, which is never run from a file")

    def test_an_archive_under_another_name_is_no_surprise(self, saved: Path) -> None:
        renamed = saved.rename(saved.with_suffix(".npz"))
        assert self.reason(renamed)

    @pytest.mark.parametrize("damage", [lambda b: b[:100], lambda b: b"x" * 100])
    def test_nothing_is_left_in_the_folder(
        self, saved: Path, damage: Callable[[bytes], bytes]
    ) -> None:
        saved.write_bytes(damage(saved.read_bytes()))
        self.reason(saved)
        assert [path.name for path in saved.parent.iterdir()] == ["tiny.keras"]


class TestResized:
    def test_all_weights_come_along(self, model: keras.Model) -> None:
        larger = resized(model, 33)
        assert machine(larger).n_slots == 33
        for found, expected in zip(larger.get_weights(), model.get_weights(), strict=True):
            assert np.array_equal(found, expected)

    def test_the_model_itself_stays_as_it_was(self, model: keras.Model) -> None:
        resized(model, 33).set_weights([weight * 0 for weight in model.get_weights()])
        assert machine(model).n_slots == 8
        assert any(weight.any() for weight in model.get_weights())

    def test_sequences_that_stay_clear_of_the_ends_see_no_difference(self) -> None:
        # With the gate shut heads only walk, and in 3 steps they do not get around 8 slots.
        model = build_model(ModelConfig(n_slots=8, m_depth=4, controller_units=5, gate_bias=-200.0))
        expected = as_numpy(model(sequences()))
        assert as_numpy(resized(model, 50)(sequences())) == pytest.approx(expected, abs=1e-5)

    def test_layers_around_the_machine_come_along(self) -> None:
        inputs = keras.Input((None, 9))
        layer = NeuralTuringMachine(5, n_slots=6, m_depth=3, return_sequences=True, gate_bias=-200)
        outputs = layers.Dense(8)(layer(layers.Dense(4)(inputs)))
        model = keras.Model(inputs, outputs)
        expected = as_numpy(model(sequences(2)))
        assert as_numpy(resized(model, 60)(sequences(2))) == pytest.approx(expected, abs=1e-5)

    @pytest.mark.parametrize("n_slots", [0, -1, 2])
    def test_a_number_out_of_range_is_told(self, model: keras.Model, n_slots: int) -> None:
        with pytest.raises(ValueError, match="n_slots"):
            resized(model, n_slots)


def test_saving_replaces_a_file_only_when_it_is_whole(
    model: keras.Model, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = io.BytesIO(saved.read_bytes()).getvalue()

    def fails(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(model, "save", fails)
    with pytest.raises(OSError, match="No space left"):
        save_model(model, saved)
    assert saved.read_bytes() == before
    assert [path.name for path in saved.parent.iterdir()] == ["tiny.keras"]
