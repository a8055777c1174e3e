"""The command line: what it understands, and how it says no."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import click
import pytest

import ntm_viz
from ntm_viz.command_line import program
from ntm_viz.command_line.options import WindowOptions

PACKAGE = Path(ntm_viz.__file__).parent


@pytest.fixture
def opened(monkeypatch):
    """The options that the window would be opened with, instead of opening it."""
    given = []

    class App:
        def run(self):
            return 0

        def close(self):
            return True

    def build(options):
        given.append(options)
        return App()

    monkeypatch.setattr("ntm_viz.app.build", build)
    return given


@pytest.mark.parametrize("name", ["__init__.py", "__main__.py"])
def test_a_python_that_is_too_old_can_read_the_entry_that_says_so(name):
    ast.parse((PACKAGE / name).read_text(encoding="utf-8"), feature_version=(3, 6))


def test_a_python_that_is_too_old_is_told_in_one_line(monkeypatch):
    from ntm_viz.__main__ import main

    monkeypatch.setattr(sys, "version_info", (3, 10, 4, "final", 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer, this is 3\.10") as ended:
        main()
    assert "\n" not in str(ended.value)


def test_without_arguments_the_window_opens(opened):
    assert program.run([]) == 0
    assert opened == [WindowOptions()]


def test_a_file_a_backend_and_a_theme(opened, tmp_path):
    file = tmp_path / "i.csv"
    file.write_text("01")
    assert program.run([str(file), "--backend", "jax", "--theme", "dark"]) == 0
    assert opened == [WindowOptions(file, "jax", "dark")]


def test_a_file_called_export_is_opened_by_a_path(opened, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "config.json").write_text("{}")
    (tmp_path / "export" / "model.keras").write_bytes(b"")
    assert program.run(["./export"]) == 0
    assert opened[0].file == Path("export")


@pytest.mark.parametrize(
    "arguments",
    [["nowhere.npz"], ["--backend", "abacus"], ["--theme", "pink"], ["--nonsense"], ["a", "b"]],
)
def test_what_cannot_be_used_is_told_in_one_line_with_code_2(opened, capsys, arguments):
    assert program.run(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("ntm-viz: ")
    assert said.count("\n") == 1
    assert opened == []


def test_help_lists_the_commands_and_shows_examples(capsys):
    assert program.run(["--help"]) == 0
    commands, _, examples = capsys.readouterr().out.partition("Examples:")
    listed = commands.partition("Commands")[2].splitlines()[1:]
    assert [line.split()[0] for line in listed if line.strip()] == ["export", "figure"]
    assert "ntm-viz export" in examples


def test_options_are_read_without_opening_anything(opened):
    assert program.window_options(["--theme", "light"]) == WindowOptions(theme="light")
    with pytest.raises(click.UsageError):
        program.window_options(["--nonsense"])
    assert opened == []


def test_no_screen_is_one_line_and_code_1():
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run(
        [sys.executable, "-m", "ntm_viz"],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=False,
    )
    if sys.platform.startswith("linux"):
        assert done.returncode == 1
        assert done.stderr.startswith("ntm-viz: no screen found")
        assert done.stderr.count("\n") == 1
