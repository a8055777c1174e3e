"""``ntm-model tasks``: what can be learned, for people and for scripts."""

from __future__ import annotations

import json

import pytest

from ntm_model import tasks
from ntm_model.commands import commands
from ntm_model.tasks.registry import BUILT_IN
from tests.ntm_model.commands.conftest import NTMModel


def test_every_task_is_listed_with_its_sizes_and_channels(ntm_model: NTMModel) -> None:
    ended = ntm_model("tasks")
    assert (ended.code, ended.err) == (0, "")
    assert all(name in ended.out for name in BUILT_IN)
    (line,) = [line for line in ended.out.splitlines() if "associative-recall" in line]
    assert line.split()[:4] == ["associative-recall", "items", "2–6", "6"]


def test_scripts_get_the_same(ntm_model: NTMModel) -> None:
    found = json.loads(ntm_model("tasks", "--json").out)
    assert [task["name"] for task in found["tasks"]] == list(tasks.names())
    repeat = found["tasks"][1]
    assert repeat["sizes_are"] == ["length", "repeats"]
    assert repeat["training_sizes"] == [[1, 10], [1, 10]]
    assert repeat["inputs"][-2:] == ["delimiter", "repeats"]


def test_a_task_that_cannot_be_used_is_told_beside_the_others(
    ntm_model: NTMModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "problems", lambda: ("the task 'x' of y cannot be used: z",))
    ended = ntm_model("tasks")
    assert ended.code == 0
    assert ended.err == "the task 'x' of y cannot be used: z\n"


@pytest.mark.parametrize("command", [(), *((name,) for name in commands.commands)])
def test_every_help_has_examples(ntm_model: NTMModel, command: tuple[str, ...]) -> None:
    ended = ntm_model(*command, "--help")
    assert (ended.code, ended.err) == (0, "")
    assert "Examples:\n" in ended.out
    assert " ".join(("ntm-model", *command)) in ended.out.partition("Examples:")[2]
