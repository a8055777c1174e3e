"""TensorFlow, JAX and torch: one network, whichever of them runs it.

A backend that is not installed is left out; with NTM_EVERY_BACKEND set, as in CI, it fails.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest
from keras import ops

from ntm_model import load_model
from tests.ntm_model import probe
from tests.ntm_model.numbers import Array

REPOSITORY = Path(__file__).parents[2]
OTHERS = ("jax", "torch")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Networks saved by the backend of the tests."""
    folder = tmp_path_factory.mktemp("networks")
    keras.utils.set_random_seed(0)
    for name, arguments in probe.KINDS.items():
        probe.network(**arguments).save(folder / f"{name}.keras")
    return folder


def probed(backend: str, folder: Path) -> dict[str, Array]:
    """All that a backend finds, in a process of its own: Keras cannot change it."""
    if not (folder / f"{backend}.npz").exists():
        # One thread: torch's wait for each other by spinning, which costs more than they bring.
        settings = {"KERAS_BACKEND": backend, "OMP_NUM_THREADS": "1", "JAX_PLATFORMS": "cpu"}
        ran = subprocess.run(
            [sys.executable, "-m", "tests.ntm_model.probe", str(folder)],
            cwd=REPOSITORY,
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr[-3000:]
    with np.load(folder / f"{backend}.npz") as found:
        return dict(found)


@pytest.fixture(scope="module")
def expected(folder: Path) -> dict[str, Array]:
    """What TensorFlow finds."""
    return probed("tensorflow", folder)


@pytest.fixture(scope="module", params=OTHERS)
def backend(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    if importlib.util.find_spec(name) is None:
        if os.environ.get("NTM_EVERY_BACKEND"):
            pytest.fail(f"{name} is not installed, and NTM_EVERY_BACKEND asks for it")
        pytest.skip(f"{name} is not installed")
    return name


@pytest.fixture(scope="module")
def found(backend: str, folder: Path, expected: dict[str, Array]) -> dict[str, Array]:
    return probed(backend, folder)


def assert_close(found: dict[str, Array], expected: dict[str, Array], what: str, by: float) -> None:
    """Every quantity of one kind, as far apart as ``by`` where it is around 1 or smaller."""
    names = [name for name in expected if name.split("/")[-1].startswith(what)]
    assert names
    for name in names:
        error = np.abs(found[name] - expected[name]) / np.maximum(1.0, np.abs(expected[name]))
        assert error.max() <= by, name


@pytest.mark.parametrize("what", ["outputs", "state", "recorded", "memory"])
def test_the_same_weights_give_the_same(
    found: dict[str, Array], expected: dict[str, Array], what: str
) -> None:
    assert_close(found, expected, what, by=1e-5)


def test_and_the_same_gradients(found: dict[str, Array], expected: dict[str, Array]) -> None:
    assert_close(found, expected, "gradient", by=1e-4)


def test_and_learn_the_same_from_the_same_sequences(
    found: dict[str, Array], expected: dict[str, Array]
) -> None:
    assert_close(found, expected, "costs", by=1e-4)


def test_and_end_with_the_same_mean_of_their_weights(
    found: dict[str, Array], expected: dict[str, Array]
) -> None:
    assert np.abs(expected["averaged/learned"]).max() > 0.01
    assert_close(found, expected, "learned", by=1e-3)


def test_recorded_it_is_what_the_network_gives(found: dict[str, Array]) -> None:
    for name in probe.KINDS:
        assert found[f"{name}/recorded"] == pytest.approx(found[f"{name}/outputs"][0], abs=1e-6)


def test_keras_trains_it_with_dropout_and_half_precision(found: dict[str, Array]) -> None:
    assert np.isfinite(found["fitted/losses"]).all()


def test_what_it_saves_opens_here(backend: str, found: dict[str, Array], folder: Path) -> None:
    outputs = load_model(folder / f"{backend}.keras")(probe.inputs())
    assert ops.convert_to_numpy(outputs) == pytest.approx(found["own"], abs=1e-5)


def test_only_on_jax_keras_takes_the_first_state_for_the_output_before_a_mask(
    backend: str, found: dict[str, Array]
) -> None:
    """Once this fails for JAX, ``NeuralTuringMachine.inner_loop`` can be Keras' own."""
    second = found["keras/masked"][0, 1, 0]
    assert second == (100.0 if backend == "jax" else 1.0)
