"""The command line as a person uses it, and networks to use it on."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from ntm_model import build_model, console
from ntm_model.commands import commands
from ntm_model.config import ModelConfig
from ntm_model.model import save_model


@dataclasses.dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


NTMModel = Callable[..., Ended]
"""``ntm_model("train", "copy")`` is ``ntm-model train copy``."""


@pytest.fixture
def ntm_model(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> NTMModel:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path) -> Ended:
        capsys.readouterr()
        code = console.run(commands, "ntm-model", [str(argument) for argument in arguments])
        return Ended(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of a copy network that has learned nothing."""
    config = ModelConfig(n_slots=6, m_depth=4, controller_units=5)
    return save_model(build_model(config), tmp_path_factory.mktemp("models") / "untrained.keras")
