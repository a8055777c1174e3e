"""A person's own task: one file, found through the entry point of the package it comes in."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

import numpy as np
import pytest

from ntm_model import tasks
from ntm_model.tasks import TaskError

README = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
PARITY = next(
    block
    for block in re.findall(r"^```python\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    if "class ParityTask" in block
)


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Put a package with one module and its entry points on the path, as pip would."""
    monkeypatch.syspath_prepend(tmp_path)
    modules = []

    def install_one(module, code, entry_points):
        (tmp_path / f"{module}.py").write_text(code, encoding="utf-8")
        about = tmp_path / f"{module}-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
        lines = "\n".join(["[ntm_model.tasks]", *entry_points])
        (about / "entry_points.txt").write_text(lines + "\n", encoding="utf-8")
        modules.append(module)
        importlib.invalidate_caches()

    yield install_one
    for module in modules:
        sys.modules.pop(module, None)


def test_the_task_of_the_readme_is_found_and_works(install):
    install("parity", PARITY, ["parity = parity:ParityTask"])
    assert "parity" in tasks.names()
    task = tasks.get("parity")
    example = task.encode([[1] * 8, [1] * 8, [0] * 8])
    np.testing.assert_array_equal(task.decode(example.targets)[:, 0], [1, 0, 0])
    batch = task.sample(np.random.default_rng(0), 10, *task.training_sizes, fair=False)
    assert batch.inputs.shape == (10, 41, 9)


def test_it_comes_after_the_built_in_ones_and_they_stay_as_they_are(install):
    before = tasks.names()
    install("parity", PARITY, ["parity = parity:ParityTask"])
    assert tasks.names() == (*before, "parity")
    assert tasks.get("copy").title == "Copy"


def test_a_network_is_told_to_be_for_the_task_it_is_named_after(install):
    install("parity", PARITY, ["parity = parity:ParityTask"])
    assert tasks.fitting("parity", 9, 8) == "parity"
    assert tasks.fitting("something", 9, 8) == "copy"
    assert tasks.fitting("parity", 7, 7) == ""


def test_an_unknown_task_is_told_with_those_that_are_known():
    with pytest.raises(TaskError, match="unknown task 'sorting'; known: copy, repeat-copy"):
        tasks.get("sorting")


@pytest.mark.parametrize(
    ("code", "target", "message"),
    [
        ("x = 1", "broken:Missing", "AttributeError"),
        ("import no_such_module", "broken:Task", "no_such_module"),
        ("def task(): raise OSError('no data')", "broken:task", "OSError: no data"),
        ("class Task: name = 'broken'", "broken:Task", "makes no task; it lacks 'title'"),
        (PARITY, "broken:ParityTask", "calls itself 'parity'"),
    ],
)
def test_a_task_that_cannot_be_used_is_told_with_its_package(install, code, target, message):
    install("broken", code, [f"broken = {target}"])
    with pytest.raises(TaskError, match=f"'broken' of broken cannot be used: .*{message}"):
        tasks.get("broken")
    (problem,) = tasks.problems()
    assert problem.startswith("the task 'broken' of broken cannot be used")


def test_a_task_that_cannot_be_used_leaves_the_others_alone(install):
    install("broken", "x = 1", ["broken = broken:Missing"])
    assert "broken" in tasks.names()
    assert tasks.get("copy").name == "copy"
    assert tasks.fitting("something", 9, 8) == "copy"


def test_the_name_of_a_built_in_task_is_taken(install):
    install("other", PARITY, ["copy = other:ParityTask"])
    assert tasks.get("copy").title == "Copy"
    (problem,) = tasks.problems()
    assert problem == (
        "the task 'copy' of other cannot be used: 'copy' is the name of a built-in task"
    )


def test_a_name_that_two_packages_bring_is_nobodys(install):
    install("one", PARITY, ["parity = one:ParityTask"])
    install("two", PARITY, ["parity = two:ParityTask"])
    with pytest.raises(TaskError, match="more than one package brings a task 'parity'"):
        tasks.get("parity")
