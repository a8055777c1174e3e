"""The Neural Turing Machine (arXiv 1410.5401) as a Keras 3 recurrent layer.

The public names are loaded when they are first used, so that ``ntm_model.trace`` and
``ntm_model.tasks``, which need numpy alone, come without Keras.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ntm_model.cell import NTMCell
    from ntm_model.controllers import controller_input_output_shape
    from ntm_model.layer import NeuralTuringMachine
    from ntm_model.model import (
        ModelFileError,
        ModelInfo,
        build_model,
        load_model,
        model_info,
        resized,
    )
    from ntm_model.recording import Recorder, record
    from ntm_model.trace import Trace

_HOMES = {
    "ModelFileError": "model",
    "ModelInfo": "model",
    "NTMCell": "cell",
    "NeuralTuringMachine": "layer",
    "Recorder": "recording",
    "Trace": "trace",
    "build_model": "model",
    "controller_input_output_shape": "controllers",
    "load_model": "model",
    "model_info": "model",
    "record": "recording",
    "resized": "model",
}

__all__ = [
    "ModelFileError",
    "ModelInfo",
    "NTMCell",
    "NeuralTuringMachine",
    "Recorder",
    "Trace",
    "build_model",
    "controller_input_output_shape",
    "load_model",
    "model_info",
    "record",
    "resized",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
