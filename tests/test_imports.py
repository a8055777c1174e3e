"""Who may import whom: the rules that keep the house in its shape."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
QT = frozenset({"PySide6", "pyqtgraph", "shiboken6"})
KERAS = frozenset({"keras", "tensorflow", "jax", "torch"})
NUMPY_ONLY = ("ntm_model.trace", "ntm_model.tasks")
# What of the network the window may use as it stands: importing it starts no Keras.
KERAS_FREE = ("backend", "config", "console", "runs")

# The network from the bottom up; no module may know one of a later line.
LAYERS = (
    ("addressing", "memory"),
    ("controllers",),
    ("cell",),
    ("layer",),
    ("model",),
    ("training", "evaluation", "recording"),
    ("commands", "__main__"),
)
# The views that are put together from others; all others stand alone or on their pictures.
COMPOSERS = frozenset({"main_window", "board", "input_panel", "transport", "header"})


def name_of(file):
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {
    name_of(file): file
    for package in ("ntm_model", "ntm_viz")
    for file in sorted((ROOT / package).rglob("*.py"))
}


def imports(name, *, of_types_too=False):
    """Everything that a module imports, anywhere in it; for type checking alone only if asked."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    found = set()

    def walk(node):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for child in node.body if of_types_too else []:
                walk(child)
            for child in node.orelse:
                walk(child)
            return
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                found.add(full if full in MODULES else node.module)
        for child in ast.iter_child_nodes(node):
            walk(child)

    walk(tree)
    return found


def tops(name):
    return {module.partition(".")[0] for module in imports(name)}


def under(package):
    return [name for name in MODULES if name == package or name.startswith(f"{package}.")]


@pytest.mark.parametrize("name", under("ntm_model"))
def test_the_network_knows_neither_qt_nor_the_window(name):
    assert not tops(name) & (QT | {"ntm_viz"})


@pytest.mark.parametrize("name", [name for part in NUMPY_ONLY for name in under(part)])
def test_traces_and_tasks_need_numpy_alone(name):
    allowed = {"ntm_model", "numpy", *sys.stdlib_module_names}
    assert tops(name) <= allowed
    inside = {module for module in imports(name) if module.startswith("ntm_model.")}
    assert all(module.startswith(NUMPY_ONLY) for module in inside), inside


def reached(name):
    """Every module of the network that comes along when this one is imported."""
    found, waiting = set(), [name]
    while waiting:
        for module in imports(waiting.pop()) & set(under("ntm_model")):
            if module != "ntm_model" and module not in found:
                found.add(module)
                waiting.append(module)
    return found


@pytest.mark.parametrize("height", range(len(LAYERS)))
def test_each_layer_of_the_network_knows_the_ones_below_it_alone(height):
    above = [f"ntm_model.{name}" for line in LAYERS[height + 1 :] for name in line]
    for name in LAYERS[height]:
        upwards = {module for module in reached(f"ntm_model.{name}") if module in above}
        assert upwards == set(), f"{name} reaches {sorted(upwards)}"


@pytest.mark.parametrize("name", under("ntm_viz"))
def test_only_the_worker_reaches_keras(name):
    found = imports(name)
    assert not tops(name) & KERAS
    if name != "ntm_viz.worker":
        keras_free = (*NUMPY_ONLY, *(f"ntm_model.{name}" for name in KERAS_FREE))
        inside = {module for module in found if module.split(".")[0] == "ntm_model"}
        assert all(module.startswith(keras_free) for module in inside - {"ntm_model"}), inside


@pytest.mark.parametrize("name", ["session", "timeline", "drawing", "history", "messages"])
def test_what_the_program_knows_needs_no_widgets(name):
    qt = {module for module in imports(f"ntm_viz.{name}") if module.startswith("PySide6")}
    assert qt <= {"PySide6.QtCore"}


@pytest.mark.parametrize("name", ["frame", "words", "story", "patterns", "files", "options"])
def test_what_is_resolved_is_resolved_without_qt(name):
    assert not tops(f"ntm_viz.{name}") & QT


@pytest.mark.parametrize("name", under("ntm_viz.views"))
def test_views_know_neither_the_worker_nor_who_owns_the_state(name):
    owners = {f"ntm_viz.{owner}" for owner in ("worker", "session", "app", "connections")}
    assert not imports(name, of_types_too=True) & owners


@pytest.mark.parametrize(
    "name", [name for name in under("ntm_viz.views") if name.rpartition(".")[2] not in COMPOSERS]
)
def test_only_the_main_window_the_board_and_the_panels_put_views_together(name):
    from_others = {
        module
        for module in imports(name)
        if module.startswith("ntm_viz.views.") and module.rpartition(".")[2] in COMPOSERS
    }
    assert from_others == set()


def test_no_module_imports_itself_in_a_circle():
    known = {name: imports(name) & set(MODULES) for name in MODULES}
    done, path = set(), []

    def visit(name):
        assert name not in path, " → ".join([*path[path.index(name) :], name])
        if name in done:
            return
        path.append(name)
        for other in sorted(known[name] - {name.rpartition(".")[0]}):
            visit(other)
        path.pop()
        done.add(name)

    for name in MODULES:
        visit(name)


def test_every_view_can_be_imported_without_keras():
    views = [name for name in under("ntm_viz") if name != "ntm_viz.__main__"]
    code = (
        f"import importlib, sys; [importlib.import_module(name) for name in {views!r}]; "
        "print(sorted({'keras', 'tensorflow', 'jax', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr
