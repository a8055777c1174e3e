"""Whole models: build, save, load, resize, and tell what one is."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import math
import os
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import keras

from ntm_model import baselines, runs, tasks
from ntm_model.cell import NTMCell
from ntm_model.config import ModelConfig
from ntm_model.layer import NeuralTuringMachine


class ModelFileError(ValueError):
    """A file that holds no model of ours; the message names the file and the reason."""


@dataclasses.dataclass(frozen=True)
class ModelInfo:
    """What a person wants to know of a network before it runs."""

    name: str
    task: str
    """As ``ntm_model.tasks`` knows it; empty where no task fits the network's widths."""
    controller: str
    """The name of a built-in one, or the names of its parts."""
    n_slots: int
    m_depth: int
    shift_range: int
    read_heads: int
    write_heads: int
    input_width: int
    output_width: int
    parameters: int
    resizable: bool = True
    """Whether ``resized`` can give it another number of slots."""

    @property
    def description(self) -> str:
        """In one line: what it is made of, and how large."""
        return (
            f"{self.controller} controller, {self.n_slots} × {self.m_depth} memory, "
            f"{self.parameters:,} parameters"
        )


def build_model(config: ModelConfig = ModelConfig()) -> keras.Model:  # noqa: B008 (frozen)
    """An untrained network: inputs [B, T, I] → logits [B, T, O], named after its task.

    Raises:
        ValueError: the task or the controller is unknown, or a size is out of range.
    """
    task = tasks.get(config.task)
    if config.model == "lstm":
        return baselines.lstm(task.input_width, task.output_width, config.task)
    if config.model == "dense":
        return baselines.dense(task.input_width, task.output_width, config.task)
    inputs = keras.Input((None, task.input_width), name="inputs")
    layer = NeuralTuringMachine(
        task.output_width,
        n_slots=config.n_slots,
        m_depth=config.m_depth,
        shift_range=config.shift_range,
        controller_model=config.controller,
        controller_units=config.controller_units,
        read_heads=config.read_heads,
        write_heads=config.write_heads,
        output_source=config.output_source,
        strength_bias=config.strength_bias,
        gate_bias=config.gate_bias,
        stay_bias=config.stay_bias,
        forgetful=config.forgetful,
        state_limit=config.state_limit,
        add_activation=config.add_activation,
        initial_memory=config.initial_memory,
        return_sequences=True,
        name="ntm",
    )
    return keras.Model(inputs, layer(inputs), name=config.task)


def has_machine(model: keras.Model) -> bool:
    """Whether there is a Neural Turing Machine among the model's layers."""
    return any(isinstance(layer, NeuralTuringMachine) for layer in model.layers)


def machine(model: keras.Model) -> NeuralTuringMachine:
    """The one Neural Turing Machine among a model's layers.

    Raises:
        ValueError: there is none, or more than one.
    """
    found = [layer for layer in model.layers if isinstance(layer, NeuralTuringMachine)]
    if len(found) != 1:
        raise ValueError(
            f"the model must have exactly one NeuralTuringMachine layer, found {len(found)} "
            f"among {[type(layer).__name__ for layer in model.layers]}"
        )
    return found[0]


def model_info(model: keras.Model) -> ModelInfo:
    """What the model is.

    Raises:
        ValueError: as ``machine`` does.
    """
    cell = machine(model).cell
    return ModelInfo(
        name=model.name,
        task=task_of(model),
        controller=_controller_name(cell),
        n_slots=cell.n_slots,
        m_depth=cell.m_depth,
        shift_range=cell.shift_range,
        read_heads=cell.read_heads,
        write_heads=cell.write_heads,
        input_width=int(model.input_shape[-1]),
        output_width=int(model.output_shape[-1]),
        parameters=parameters_of(model),
        resizable=not cell.start.slot_states,
    )


def task_of(model: keras.Model) -> str:
    """The task that the model is named after, or else the first one with its widths.

    Empty where no task has them.
    """
    return tasks.fitting(model.name, int(model.input_shape[-1]), int(model.output_shape[-1]))


def parameters_of(model: keras.Model) -> int:
    """Trainable parameters."""
    return int(sum(math.prod(variable.shape) for variable in model.trainable_variables))


def save_model(model: keras.Model, path: str | os.PathLike[str]) -> Path:
    """Write ``path`` (``.keras``); the file appears whole or not at all."""
    target = Path(path)
    aside = target.with_name(f".{target.stem}.{os.getpid()}.part.keras")
    try:
        model.save(aside)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return target


def load_model(
    path: str | os.PathLike[str], n_slots: int | None = None, *, baselines_too: bool = False
) -> keras.Model:
    """The network in a ``.keras`` file or in a run folder (its newest).

    Args:
        path: the file or folder.
        n_slots: give the memory this many slots instead of those it was saved with.
        baselines_too: take a network that has no Neural Turing Machine in it as it is.

    Raises:
        FileNotFoundError, PermissionError: there is no such file, or it cannot be read.
        ModelFileError: it is no model, is damaged, holds code, was written by a newer version,
            or has no Neural Turing Machine in it.
    """
    file = runs.model_file(path) if Path(path).is_dir() else Path(path)
    with file.open("rb"):
        pass
    _check_archive(file)
    try:
        model = keras.saving.load_model(file, compile=False)
        if baselines_too and not has_machine(model):
            return model
        machine(model)
    except Exception as error:  # Keras raises whatever its parts raise
        raise ModelFileError(f"{file}: {_reason(error)}") from error
    return model if n_slots is None else resized(model, n_slots)


def _check_archive(file: Path) -> None:
    """Say what is wrong with a file that Keras would only stumble over."""
    if not zipfile.is_zipfile(file):
        raise ModelFileError(f"{file}: is no Keras model (.keras), or is damaged")
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if not {"config.json", "metadata.json", "model.weights.h5"} <= names:
                raise ModelFileError(f"{file}: is an archive, but holds no Keras model")
            damaged = archive.testzip()
            if damaged is not None:
                raise ModelFileError(f"{file}: is damaged ({damaged} cannot be read)")
            wrote = str(json.loads(archive.read("metadata.json")).get("keras_version", "0"))
        major = int(wrote.split(".")[0])
    except ModelFileError:
        raise
    # RuntimeError: a member is encrypted, or packed in a way that this Python does not know.
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        ValueError,
        AttributeError,
        RuntimeError,
    ) as error:
        raise ModelFileError(f"{file}: is damaged ({error})") from None
    if major > int(keras.__version__.split(".")[0]):
        raise ModelFileError(
            f"{file}: was written by Keras {wrote}, this is {keras.__version__}: update Keras to "
            f"open it"
        )


def _reason(error: Exception) -> str:
    first = str(error).strip().splitlines()[0] if str(error).strip() else repr(error)
    text = str(error)
    if "newer version" in text:
        return first
    if "lambda" in text.lower() or "safe_mode" in text or "unsafe" in text.lower():
        return "holds code, which is never run from a file; save it without Lambda layers"
    if isinstance(error, ValueError) and "exactly one NeuralTuringMachine" in text:
        return first
    return f"Keras cannot load it ({type(error).__name__}: {first[:200]})"


def _controller_name(cell: NTMCell) -> str:
    if cell.controller_model is None or isinstance(cell.controller_model, str):
        return cell.controller_model or "dense"
    return " + ".join(part.name for part in cell.controller.parts)


def resized(model: keras.Model, n_slots: int) -> keras.Model:
    """The same network, weights and all, with a memory of ``n_slots`` slots.

    Raises:
        ValueError: as ``NeuralTuringMachine.resized`` does.
    """

    def clone(layer: keras.layers.Layer) -> keras.layers.Layer:
        if isinstance(layer, NeuralTuringMachine):
            return layer.resized(n_slots)
        return type(layer).from_config(layer.get_config())

    copy = keras.models.clone_model(model, clone_function=clone)
    copy.set_weights(model.get_weights())
    return copy


@contextlib.contextmanager
def fewer_slots(model: keras.Model, n_slots: int | None) -> Iterator[None]:
    """Within it, the model's machine runs and is compiled with no more than ``n_slots`` slots.

    It stays as it is where it has no more anyway, or holds values of its own for every slot, or
    where there is no machine.
    """
    layer = next((one for one in model.layers if isinstance(one, NeuralTuringMachine)), None)
    if n_slots is None or layer is None or layer.n_slots <= n_slots or layer.cell.start.slot_states:
        yield
        return
    cell, usual = layer.cell, layer.n_slots
    cell.n_slots = cell.start.n_slots = n_slots
    try:
        yield
    finally:
        cell.n_slots = cell.start.n_slots = usual
