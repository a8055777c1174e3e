"""``ntm-viz export``: pictures without a window, a screen or, for a trace, Keras."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtGui import QImage

from ntm_viz.command_line import program
from tests.handmade import copy_trace

BEGINNINGS = {
    "mp4": b"\0\0\0",
    "gif": b"GIF89a",
    "webp": b"RIFF",
    "apng": b"\x89PNG",
    "svg": b"<?xml",
    "pdf": b"%PDF-",
    "npz": b"PK",
}


@pytest.fixture(scope="module")
def trace_file(tmp_path_factory):
    return copy_trace(length=3).save(tmp_path_factory.mktemp("traces") / "run.npz")


@pytest.fixture
def export(qapp):
    def run(*arguments):
        return program.run(["export", *map(str, arguments)])

    return run


def test_one_timestep_of_a_trace(export, trace_file, tmp_path, capsys):
    out = tmp_path / "now.png"
    assert export(trace_file, "-o", out, "--step", 2, "--width", 800, "--height", 600) == 0
    assert (QImage(str(out)).width(), QImage(str(out)).height()) == (800, 600)
    assert capsys.readouterr().out.strip() == str(out)


def test_twice_as_fine(export, trace_file, tmp_path):
    out = tmp_path / "now.png"
    assert export(trace_file, "-o", out, "--scale", 2, "--theme", "light") == 0
    assert QImage(str(out)).width() == 2880


def test_the_whole_run_as_a_numbered_sequence(export, trace_file, tmp_path):
    assert export(trace_file, "-o", tmp_path / "frames", "--sequence") == 0
    names = sorted(file.name for file in (tmp_path / "frames").iterdir())
    assert names == [f"frame_{t:04d}.png" for t in range(7)]


def test_a_part_of_the_run(export, trace_file, tmp_path):
    assert export(trace_file, "-o", tmp_path, "--sequence", "--first", 2, "--last", 3) == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["frame_0002.png", "frame_0003.png"]


def test_what_is_there_is_only_replaced_when_asked(export, trace_file, tmp_path, capsys):
    out = tmp_path / "now.png"
    out.write_bytes(b"mine")
    assert export(trace_file, "-o", out) == 2
    assert "exists already" in capsys.readouterr().err
    assert out.read_bytes() == b"mine"
    assert export(trace_file, "-o", out, "--overwrite") == 0
    assert out.read_bytes() != b"mine"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--step", "99"], "99"),
        (["--step", "1", "--sequence"], "exclude each other"),
        (["--first", "1"], "need a movie or --sequence"),
        (["--random", "3"], "is a run already"),
        (["--width", "5"], "5"),
        (["--theme", "pink"], "pink"),
        (["--format", "mp4", "--step", "2"], "a movie shows --first to --last"),
        (["--format", "csv"], "needs --row NAME"),
        (["--row", "gate"], "nothing else takes it"),
        (["--training"], "--training makes a movie"),
        (["--training", "--format", "gif"], "--training needs a run folder"),
        (["--panels", "board,brain"], "not brain"),
        (["--head", "third"], "it has read, write"),
        (["--format", "csv", "--row", "gates"], "no row 'gates'"),
        (["--random", "0"], "0"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_code_2(
    export, trace_file, tmp_path, capsys, arguments, reason
):
    assert export(trace_file, "-o", tmp_path / "now.png", *arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("ntm-viz export: ")
    assert said.count("\n") == 1
    assert reason in said
    assert list(tmp_path.iterdir()) == []


def test_a_source_that_is_not_there(export, tmp_path, capsys):
    assert export(tmp_path / "gone.npz", "-o", tmp_path / "now.png") == 2
    assert "gone.npz could not be opened" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_code_1(export, trace_file, tmp_path, capsys):
    assert export(trace_file, "-o", tmp_path / "nowhere" / "now.png") == 1
    assert "now.png" in capsys.readouterr().err


@pytest.mark.parametrize("ending", ["mp4", "gif", "webp", "apng", "svg", "pdf", "npz"])
def test_the_ending_tells_the_format(export, trace_file, tmp_path, ending):
    out = tmp_path / f"run.{ending}"
    size = ("--width", 640, "--height", 480)
    assert export(trace_file, "-o", out, *size) == 0
    assert [file.name for file in tmp_path.iterdir()] == [out.name]
    assert out.read_bytes().startswith(BEGINNINGS[ending])


def test_an_ending_that_tells_nothing_is_explained(export, trace_file, tmp_path, capsys):
    assert export(trace_file, "-o", tmp_path / "run.avi") == 2
    assert "give it an ending that tells the format (.png, .svg" in capsys.readouterr().err


def test_one_row_as_a_table(export, trace_file, tmp_path):
    out = tmp_path / "gate.csv"
    assert export(trace_file, "-o", out, "--row", "gate") == 0
    lines = out.read_text().splitlines()
    assert lines[0] == "t,read,write"
    assert len(lines) == 8


def test_a_trace_is_written_as_the_same_bytes_again(export, trace_file, tmp_path):
    out = tmp_path / "again.npz"
    assert export(trace_file, "-o", out) == 0
    assert out.read_bytes() == trace_file.read_bytes()


def test_what_is_asked_for_reaches_the_picture(export, trace_file, tmp_path):
    out = tmp_path / "now.svg"
    words = ("--panels", "addressing", "--head", "write", "--title", "Mine", "--caption", "Below")
    assert export(trace_file, "-o", out, *words) == 0
    page = out.read_text(encoding="utf-8")
    assert all(f">{word}<" in page for word in ("Mine", "Below", "write head"))
    assert ">Memory<" not in page


def test_standard_output_gets_the_file_and_nothing_else(trace_file, tmp_path):
    look = ["--format", "svg", "--width", "640", "--height", "480"]
    code = (
        "import sys; from ntm_viz.command_line import program; sys.exit(program.run(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "export", str(trace_file), *look]
    piped = subprocess.run([*command, "-o", "-"], capture_output=True, timeout=120, check=True)
    assert subprocess.run([*command, "-o", str(tmp_path / "a.svg")], check=True).returncode == 0
    assert piped.stdout == (tmp_path / "a.svg").read_bytes()


def test_a_sequence_cannot_go_to_standard_output(export, trace_file, capsys):
    assert export(trace_file, "-o", "-", "--sequence") == 2
    assert "a sequence is many files" in capsys.readouterr().err


def test_help_shows_examples(export, capsys):
    assert export("--help") == 0
    assert "Examples:" in capsys.readouterr().out


def test_a_trace_needs_neither_a_screen_nor_keras(trace_file, tmp_path):
    code = (
        "import sys; from ntm_viz.command_line import program; "
        "code = program.run(["
        f"'export', {str(trace_file)!r}, '-o', {str(tmp_path / 'now.png')!r}]); "
        "slow = {'keras', 'tensorflow', 'click.testing', 'rich'} & set(sys.modules); "
        "sys.exit(code or (str(slow) if slow else 0))"
    )
    without_screen = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=without_screen,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "now.png").exists()
