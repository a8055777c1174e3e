"""Who may import whom: the rules that keep the house in its shape."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
QT = frozenset({"PySide6", "pyqtgraph", "shiboken6"})
KERAS = frozenset({"keras", "tensorflow", "jax", "torch"})
VIEWS = "ntm_viz.views"
NUMPY_ONLY = ("ntm_model.trace", "ntm_model.traces", "ntm_model.tasks")
# What of the network the window may use as it stands: importing it starts no Keras.
KERAS_FREE = ("backend", "config", "console", "lessons", "lock", "presets", "runs")

# Who reaches Keras, each in functions that run in its thread.
WORKERS = ("ntm_viz.worker", *(f"ntm_viz.work.{name}" for name in ("apprentice", "job")))

# The network from the bottom up; no module may know one of a later line.
LAYERS = (
    (
        "traces",
        "trace",
        "state",
        "arguments",
        "backend",
        "config",
        "console",
        "lock",
        "runs",
        "controller_parts",
    ),
    (
        "tasks",
        "addressing",
        "memory",
        "orders",
        "start",
        "dropout",
        "presets",
        "baselines",
        "standing",
    ),
    ("controllers", "lessons"),
    ("cell",),
    ("layer",),
    ("engines",),
    ("model",),
    ("walking",),
    ("training", "evaluation", "recording", "long_recording"),
    ("comparison", "keeping", "sweeps"),
    ("commands", "__main__"),
)
# What any view may build on: letters and strokes, and the smallest controls.
BUILDING_BLOCKS = frozenset(
    {"cell_cursor", "cells", "curves", "ground", "ink", "number_box", "picture_view", "widgets"}
)
# What else each view is put together from; one that is not listed stands on those alone.
COMPOSED = {
    "addressing": {"addressing_picture", "head_choice"},
    "addressing_painter": {"addressing_layout", "stages"},
    "addressing_picture": {"addressing_layout", "addressing_painter", "stages"},
    "board": {"board_picture", "time_axis"},
    "board_layout": {"row_kinds"},
    "board_painter": {"board_layout", "board_series", "row_kinds", "time_axis"},
    "board_picture": {"board_layout", "board_painter", "board_rows", "row_kinds", "time_axis"},
    "board_rows": {"row_kinds"},
    "board_series": {"row_kinds", "time_axis"},
    "composition": {"addressing_picture", "board_picture", "memory_picture"},
    "command_palette": {"palette_entry", "palette_list"},
    "dialogs": {"command_palette", "export_dialog", "palette_entry"},
    "export_dialog": {"composition", "export_form"},
    "export_form": {"composition"},
    "drawing_pad": {"grid_scroller", "input_grid", "item_strip", "value_row"},
    "grid_scroller": {"bit_grid"},
    "input_grid": {"bit_grid"},
    "input_panel": {"bit_grid", "drawing_pad", "grid_scroller", "number_row"},
    "checkpoint_slider": {"training_curves"},
    "main_window": {
        "dock_room",
        "training_panel",
        "addressing",
        "arrangement",
        "board",
        "header",
        "input_panel",
        "memory",
        "notice",
        "panels",
        "plan_view",
        "readout",
        "recent_menu",
        "scroll_column",
        "status",
        "transport",
    },
    "memory": {"memory_picture"},
    "memory_painter": {"memory_layout"},
    "memory_picture": {"memory_layout", "memory_painter"},
    "palette_list": {"palette_entry"},
    "training_panel": {"checkpoint_slider", "training_curves", "training_form"},
    "plan_view": {"board_layout", "board_painter", "board_rows", "time_axis"},
    "transport": {"timeline_slider"},
}
# What is worked out without Qt, alone and with all that it brings along.
QT_FREE = [
    "compiled",
    "examples",
    "exports.formats",
    "exports.rehearsal",
    "files",
    "reading.course",
    "reading.frame",
    "reading.training_words",
    "training_settings",
    "history",
    "messages",
    "training_messages",
    "command_line.options",
    "reading.overview",
    "patterns",
    "search",
    "reading.phases",
    "reading.plan",
    "reading.recall",
    "reading.story",
    "settings",
    "reading.task_words",
    "look.theme",
    "reading.weightings",
    "reading.words",
]
# Whoever holds the state or makes the connections; views are told, and do not ask.
OWNERS = [
    "app",
    "look.appearance",
    "bulletin",
    "closing",
    "coach",
    "comparing",
    "training",
    "connections",
    "drawing",
    "exporting",
    "keeping",
    "opening",
    "palette",
    "pointer",
    "presenter",
    "recent",
    "session",
    "worker",
]


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


def view_names():
    return {name.removeprefix(f"{VIEWS}.") for name in under(VIEWS) if name != VIEWS}


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
    """This module and every other of the house that comes along when it is imported."""
    found, waiting = {name}, [name]
    while waiting:
        for module in imports(waiting.pop()) & set(MODULES):
            if module != "ntm_model" and module not in found:
                found.add(module)
                waiting.append(module)
    return found


def part_of(name):
    """The part of the network that a module belongs to, as ``LAYERS`` lists them."""
    return name.split(".")[1]


def test_every_part_of_the_network_has_its_layer():
    listed = [name for line in LAYERS for name in line]
    assert sorted(listed) == sorted({part_of(name) for name in under("ntm_model") if "." in name})


@pytest.mark.parametrize("height", range(len(LAYERS)))
def test_each_layer_of_the_network_knows_the_ones_below_it_alone(height):
    above = {name for line in LAYERS[height + 1 :] for name in line}
    for name in under("ntm_model"):
        if "." in name and part_of(name) in LAYERS[height]:
            upwards = {module for module in reached(name) if part_of(module) in above}
            assert upwards == set(), f"{name} reaches {sorted(upwards)}"


@pytest.mark.parametrize("name", under("ntm_viz"))
def test_only_the_worker_reaches_keras(name):
    found = imports(name)
    assert not tops(name) & KERAS
    if name not in WORKERS:
        keras_free = (*NUMPY_ONLY, *(f"ntm_model.{name}" for name in KERAS_FREE))
        inside = {module for module in found if module.split(".")[0] == "ntm_model"}
        assert all(module.startswith(keras_free) for module in inside - {"ntm_model"}), inside


@pytest.mark.parametrize("name", ["session", "timeline", "drawing", "history", "messages", "tie"])
def test_what_the_program_knows_needs_no_widgets(name):
    qt = {module for module in imports(f"ntm_viz.{name}") if module.startswith("PySide6")}
    assert qt <= {"PySide6.QtCore"}


@pytest.mark.parametrize("name", QT_FREE)
def test_what_is_resolved_is_resolved_without_qt(name):
    assert {module for module in reached(f"ntm_viz.{name}") if tops(module) & QT} == set()


def test_whoever_claims_to_need_no_qt_is_held_to_it():
    claims = {
        name.removeprefix("ntm_viz.")
        for name, file in MODULES.items()
        if re.search(
            r"\b(no|without) qt\b",
            ast.get_docstring(ast.parse(file.read_text("utf-8"))) or "",
            re.I,
        )
    }
    assert claims
    assert claims <= set(QT_FREE)


@pytest.mark.parametrize("name", [*under("ntm_viz.figures"), *under("ntm_viz.exports")])
def test_figures_and_exports_need_no_window(name):
    widgets = {module for module in reached(name) if "PySide6.QtWidgets" in imports(module)}
    assert widgets == set()


@pytest.mark.parametrize("name", under("ntm_viz.views"))
def test_views_know_neither_the_worker_nor_who_owns_the_state(name):
    assert not imports(name, of_types_too=True) & {f"ntm_viz.{owner}" for owner in OWNERS}


@pytest.mark.parametrize("name", sorted(view_names()))
def test_a_view_knows_no_other_but_those_that_it_is_put_together_from(name):
    found = imports(f"{VIEWS}.{name}", of_types_too=True)
    others = {module.removeprefix(f"{VIEWS}.") for module in found if module.startswith(VIEWS)}
    assert others <= BUILDING_BLOCKS | COMPOSED.get(name, set())


def test_building_blocks_stand_on_one_another_alone():
    assert not BUILDING_BLOCKS & set(COMPOSED)


def test_what_is_listed_of_views_is_there():
    listed = BUILDING_BLOCKS.union(COMPOSED, *COMPOSED.values())
    assert listed <= view_names()


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
