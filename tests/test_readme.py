"""The README is true: its commands are ones that the programs take, its links lead somewhere."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from ntm_model.commands import commands
from ntm_viz.command_line import program
from ntm_viz.command_line.export import export
from ntm_viz.command_line.figure import figure

ROOT = Path(__file__).parent.parent
PAGES = {"export": export, "figure": figure}
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def calls(program: str) -> list[str]:
    """The arguments of every call of ``program``, in blocks and in running text."""
    told = [line for block in blocks("console") for line in block.splitlines()]
    prose = re.sub(r"^```.*?^```", "", README, flags=re.DOTALL | re.MULTILINE)
    told += re.findall(r"`([^`]+)`", prose)
    found = [re.search(rf"uv run .*?\b{program}\b(.*)", " ".join(line.split())) for line in told]
    return [call[1].replace("runs/…", "runs/copy").strip() for call in found if call]


@pytest.fixture
def beside_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for run in ("copy", "lstm"):
        (tmp_path / "runs" / run).mkdir(parents=True)
    (tmp_path / "assets" / "models").mkdir(parents=True)
    (tmp_path / "assets" / "models" / "copy.keras").touch()
    monkeypatch.chdir(tmp_path)


def parse(command: click.Command, arguments: list[str]) -> None:
    """Raise where the command does not take these arguments; run nothing."""
    if isinstance(command, click.Group):
        inner = command.commands[arguments[0]]
        inner.make_context(arguments[0], arguments[1:])
    else:
        command.make_context(command.name, arguments)


def test_it_begins_with_a_picture_and_the_two_commands() -> None:
    assert README.index("![") < README.index("```console")
    assert blocks("console")[0] == "pip install uv && uv run ntm-viz\n"
    assert blocks("console")[1] == "pip install uv && uv run pytest\n"


@pytest.mark.usefixtures("beside_a_run")
@pytest.mark.parametrize("call", calls("ntm-viz"))
def test_ntm_viz_takes_every_call_that_is_shown(call: str) -> None:
    first, *rest = [*shlex.split(call), ""]
    if first in PAGES:
        parse(PAGES[first], rest[:-1])
    else:
        program.window_options(shlex.split(call))


@pytest.mark.usefixtures("beside_a_run")
@pytest.mark.parametrize("call", calls("ntm-model"))
def test_ntm_model_takes_every_call_that_is_shown(call: str) -> None:
    parse(commands, shlex.split(call))


def test_calls_are_found() -> None:
    assert len(calls("ntm-viz")) >= 5
    assert len(calls("ntm-model")) >= 4


def test_the_layer_s_examples_run_from_top_to_bottom(tmp_path: Path) -> None:
    code = "\n".join(block for block in blocks("python") if "class ParityTask" not in block)
    assert "NeuralTuringMachine(" in code
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert {path.name for path in tmp_path.iterdir()} >= {"mine.keras", "run.npz"}


def test_links_and_pictures_lead_to_files() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).is_file(), target
