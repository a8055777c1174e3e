"""The package's front door: public names come when they are asked for, and Keras with them."""

from __future__ import annotations

import subprocess
import sys

import pytest

import ntm_model


@pytest.mark.parametrize("name", ntm_model.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(ntm_model, name).__name__ == name
    assert name in dir(ntm_model)


def test_any_other_name_is_not() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'NeuralHamster'"):
        _ = ntm_model.NeuralHamster


@pytest.mark.parametrize(
    "statement",
    [
        "import ntm_model",
        "import ntm_model.trace",
        "import ntm_model.tasks",
        "import ntm_model.config",
        "import ntm_model.runs",
        "import ntm_model.backend",
        "import ntm_model.commands",
        "from ntm_model import Trace",
    ],
)
def test_what_needs_numpy_alone_comes_without_keras(statement: str) -> None:
    code = f"{statement}; import sys; print({{'keras', 'tensorflow'}} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "set()\n"
