"""However a command ends, it ends with one line and an exit code."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from ntm_model import console


def command_that(raises: BaseException) -> click.Command:
    @click.command()
    def fails() -> None:
        raise raises

    return fails


@click.command()
@click.option("--count", type=int)
def counts(count: int) -> None:
    click.echo(f"counted {count}")


def test_success_is_0_and_says_nothing_of_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert console.run(counts, "counts", ["--count", "3"]) == 0
    assert capsys.readouterr() == ("counted 3\n", "")


def test_help_is_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert console.run(counts, "counts", ["--help"]) == 0
    assert "Usage: counts" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["--count", "three"], ["--weight"], ["--count"], ["something"]]
)
def test_what_cannot_be_understood_is_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert console.run(counts, "counts", arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("counts: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (ValueError("slots must be odd"), 2, "slots must be odd"),
        (FileNotFoundError(2, "No such file", "a.keras"), 2, "a.keras: no such file"),
        (FileExistsError("runs/a: exists already"), 2, "runs/a: exists already"),
        (PermissionError(13, "Permission denied", "/root"), 1, "/root: permission denied"),
        (OSError(28, "No space left on device"), 1, "[Errno 28] No space left on device"),
        (RuntimeError("the cost was nan"), 1, "the cost was nan"),
        (click.UsageError("say what"), 2, "say what"),
        (click.Abort(), 130, "interrupted"),
        (ValueError("first\n  second"), 2, "first second"),
    ],
)
def test_what_goes_wrong_is_one_line(
    error: BaseException, code: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert console.run(command_that(error), "tool", []) == code
    assert capsys.readouterr().err == f"tool: {line}\n"


def test_an_interruption_is_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert console.run(command_that(KeyboardInterrupt()), "tool", []) == 130
    # The line that the terminal wrote ^C into is ended first.
    assert capsys.readouterr().err == "\ntool: interrupted\n"


def test_an_interruption_may_say_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    interrupted = KeyboardInterrupt("interrupted; go on with `tool on`")
    assert console.run(command_that(interrupted), "tool", []) == 130
    assert capsys.readouterr().err == "\ntool: interrupted; go on with `tool on`\n"


def test_a_command_is_told_as_it_would_be_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UV", raising=False)
    assert console.typed("tool", "my file") == "tool 'my file'"
    monkeypatch.setenv("UV", "/bin/uv")
    assert console.typed("tool", "my file") == "uv run tool 'my file'"


def test_a_fault_from_the_depths_is_one_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert console.run(command_that(ZeroDivisionError("by zero\nhere")), "tool", []) == 1
    assert capsys.readouterr().err == (
        "tool: ZeroDivisionError: by zero (NTM_TRACEBACK=1 shows where)\n"
    )


def test_its_place_is_shown_to_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NTM_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        console.run(command_that(ZeroDivisionError()), "tool", [])


def test_a_file_of_a_person_is_named_as_it_was_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "nothing"
    with pytest.raises(FileNotFoundError) as caught:
        path.read_text()
    assert console.run(command_that(caught.value), "tool", []) == 2
    assert capsys.readouterr().err == f"tool: {path}: no such file or directory\n"
