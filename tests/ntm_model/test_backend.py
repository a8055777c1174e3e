"""Starting Keras: on which backend, how quietly, and what is said where it cannot be."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys

import keras
import pytest

from ntm_model import backend


def run_python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter, because Keras chooses its backend once in a process."""
    ours = ("KERAS_BACKEND", "TF_NUM_INTRAOP_THREADS")  # which this process may have set
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_start_tells_what_runs() -> None:
    info = backend.start()
    assert info.name == keras.backend.backend()
    assert info.version[0].isdigit()
    assert info.device


def test_a_second_start_changes_nothing() -> None:
    assert backend.start() == backend.start(keras.backend.backend())


def test_without_a_name_the_environments_is_chosen_and_tensorflow_where_there_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    assert (backend.chosen(), backend.chosen("torch")) == ("jax", "torch")
    monkeypatch.delenv("KERAS_BACKEND")
    assert backend.chosen() == "tensorflow"


def test_a_backend_is_titled_as_it_writes_itself() -> None:
    titles = [backend.title(name) for name in backend.BACKENDS]
    assert titles == ["TensorFlow", "JAX", "PyTorch"]
    assert backend.title("abacus") == "abacus"


def test_an_unknown_backend_is_told_with_the_known_ones() -> None:
    with pytest.raises(backend.BackendError, match="'abacus' is unknown; known: tensorflow, jax"):
        backend.start("abacus")


def test_an_unknown_backend_in_the_environment_is_told_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "abacus")
    with pytest.raises(backend.BackendError, match="'abacus' is unknown"):
        backend.start()


def test_one_that_is_not_installed_says_how_to_add_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(
        backend.BackendError, match="jax is not installed: add it with `uv sync --extra jax`"
    ):
        backend.start("jax")


def test_it_cannot_change_while_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keras.backend, "backend", lambda: "another")
    monkeypatch.setenv("KERAS_BACKEND", "tensorflow")
    with pytest.raises(backend.BackendError, match="already runs on another in this process"):
        backend.start("tensorflow")


@pytest.fixture(scope="module")
def fresh() -> subprocess.CompletedProcess[str]:
    return run_python(
        "import gc, sys; from ntm_model import backend; print(backend.start().name);"
        "print('matplotlib' in sys.modules, gc.isenabled(), gc.get_freeze_count() > 100_000);"
        "import matplotlib; print(matplotlib.__name__)"
    )


def test_in_a_fresh_process_it_is_tensorflow_and_quiet(
    fresh: subprocess.CompletedProcess[str],
) -> None:
    assert (fresh.stdout.split()[0], fresh.stderr, fresh.returncode) == ("tensorflow", "", 0)


def test_it_brings_no_plots_and_leaves_behind_what_need_not_be_searched_for_garbage(
    fresh: subprocess.CompletedProcess[str],
) -> None:
    # Whoever wants to plot afterwards can.
    assert fresh.stdout.split()[1:] == ["False", "True", "True", "matplotlib"]


@pytest.mark.parametrize(
    ("batch_size", "environment", "threads"),
    [(15, {}, "1"), (16, {}, "2"), (16, {"TF_NUM_INTRAOP_THREADS": "3"}, "3")],
)
def test_a_large_batch_has_a_second_thread_unless_the_environment_says_otherwise(
    batch_size: int, environment: dict[str, str], threads: str
) -> None:
    told = run_python(
        f"import os; from ntm_model import backend; backend.start(batch_size={batch_size});"
        "print(os.environ['TF_NUM_INTRAOP_THREADS'])",
        **environment,
    )
    assert told.stdout.split() == [threads]
