"""``ntm-model record``: a trace of a network at work, or one line on what is missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ntm_model import Trace
from ntm_model.tasks import CopyTask, drawings
from tests.ntm_model.commands.conftest import NTMModel


def test_a_drawing_is_recorded(ntm_model: NTMModel, untrained: Path, tmp_path: Path) -> None:
    ended = ntm_model(
        "record", untrained, "--drawing", "diagonal", "--length", "4", "-o", "diagonal.npz"
    )
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "diagonal.npz: 9 timesteps, 6 slots\n"
    trace = Trace.load(tmp_path / "diagonal.npz")
    expected = CopyTask().encode(drawings.draw("diagonal", 4))
    assert np.array_equal(trace.inputs, expected.inputs)
    assert trace.meta.phases == expected.phases


def test_a_drawing_in_a_file_is_recorded(
    ntm_model: NTMModel, untrained: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("#.#\n" * 8)
    ended = ntm_model("record", untrained, "--input", "mine.txt", "-o", "mine.npz")
    assert (ended.code, ended.err) == (0, "")
    trace = Trace.load(tmp_path / "mine.npz")
    assert trace.inputs[:3, 0].tolist() == [1.0, 0.0, 1.0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"hello\n", "mine.txt: holds 'h'; bits are written 0 1, or . #"),
        (b"\x89PNG\xff", "mine.txt: is no text; a picture is drawn in ntm-viz"),
    ],
)
def test_a_file_that_holds_no_drawing_is_refused(
    ntm_model: NTMModel, untrained: Path, tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "mine.txt").write_bytes(content)
    ended = ntm_model("record", untrained, "--input", "mine.txt", "-o", "mine.npz")
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_a_random_pattern_is_recorded_with_as_many_slots_as_asked_for(
    ntm_model: NTMModel, untrained: Path, tmp_path: Path
) -> None:
    ended = ntm_model("record", untrained, "--random", "3", "--slots", "9", "-o", "random.npz")
    assert (ended.code, ended.err) == (0, "")
    trace = Trace.load(tmp_path / "random.npz")
    assert (trace.n_steps, trace.n_slots) == (7, 9)
    assert set(np.unique(trace.inputs)) == {0.0, 1.0}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "a.npz"), "say what to record"),
        (("-o", "a.npz", "--random", "3", "--drawing", "wave"), "say what to record"),
        (("-o", "a.png", "--random", "3"), "a.png: a trace ends in .npz"),
        (("--random", "3"), "'--output' / '-o'"),
        (("-o", "a.npz", "--drawing", "a house"), "'--drawing'"),
    ],
)
def test_what_does_not_say_what_to_do_is_refused(
    ntm_model: NTMModel, untrained: Path, arguments: tuple[str, ...], said: str
) -> None:
    ended = ntm_model("record", untrained, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert ended.err.count("\n") == 1


def test_a_folder_that_is_not_there_is_named(ntm_model: NTMModel, untrained: Path) -> None:
    ended = ntm_model("record", untrained, "--random", "3", "-o", "missing/random.npz")
    assert ended.code == 2
    assert ended.err == "ntm-model: missing/random.npz: no such file or directory\n"
