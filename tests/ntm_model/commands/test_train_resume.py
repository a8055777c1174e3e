"""``ntm-model train --resume``: a run that was interrupted ends as it would have ended."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from ntm_model import load_model, runs
from tests.ntm_model.commands.conftest import NTMModel

# Two checkpoints on the way, and seconds between them in which to be interrupted.
SHORT = ("train", "copy", "--sequences", "2500", "--slots", "6", "--units", "5", "--seed", "3")


def killed_after_its_first_checkpoint(folder: Path, where: Path) -> None:
    command = [sys.executable, "-m", "ntm_model", *SHORT, "--run", str(folder)]
    with subprocess.Popen(command, cwd=where, stderr=subprocess.DEVNULL) as training:
        until = time.monotonic() + 300
        while not (where / folder / runs.RESUME).is_file() and time.monotonic() < until:
            assert training.poll() is None, "training ended before it came to a checkpoint"
        training.kill()
    assert training.returncode == -signal.SIGKILL
    assert not (where / folder / runs.MODEL).exists()


def metrics(folder: Path) -> list[dict[str, str]]:
    with (folder / runs.METRICS).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [{name: row[name] for name in row if name != "seconds"} for row in rows]


@pytest.mark.skipif(
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN,
    reason="Ctrl+C is ignored here, as it is by what a script's shell runs in the background",
)
def test_an_interrupted_training_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UV", raising=False)
    command = [sys.executable, "-m", "ntm_model", *SHORT, "--run", "mine"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as training:
        until = time.monotonic() + 300
        while not (tmp_path / "mine" / runs.RESUME).is_file() and time.monotonic() < until:
            assert training.poll() is None, "training ended before it came to a checkpoint"
        training.send_signal(signal.SIGINT)
        _, said = training.communicate(timeout=300)
    assert training.returncode == 130
    assert said.endswith("interrupted; go on with `ntm-model train --resume mine`\n")


def test_a_run_that_was_killed_ends_bit_for_bit_as_one_that_was_not(
    ntm_model: NTMModel, tmp_path: Path
) -> None:
    killed_after_its_first_checkpoint(Path("broken"), tmp_path)
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    # A row that was half-written, and the torn file of a checkpoint, are no hindrance.
    with (broken / runs.METRICS).open("a", encoding="utf-8") as file:
        file.write("24")
    (broken / runs.CHECKPOINTS / ".00002000.keras.part").write_bytes(b"torn")

    resumed = ntm_model("train", "--resume", "broken", "--json")
    assert (resumed.code, resumed.err) == (0, "")
    ntm_model(*SHORT, "--run", "whole")

    for found, expected in zip(
        load_model(broken).get_weights(), load_model(whole).get_weights(), strict=True
    ):
        assert np.array_equal(found, expected)
    assert metrics(broken) == metrics(whole)
    ends = [(run / runs.METRICS).read_bytes().count(b"\r\n") for run in (broken, whole)]
    assert ends[0] == ends[1]
    assert [n for n, _ in runs.checkpoints(broken)] == [1000, 2000, 2500]
    cards = [json.loads((run / runs.CARD).read_text(encoding="utf-8")) for run in (broken, whole)]
    for card in cards:
        del card["seconds_of_training"], card["seconds_with_imports"]
    assert cards[0] == cards[1]


def test_a_resumed_run_says_how_far_it_had_come(ntm_model: NTMModel, tmp_path: Path) -> None:
    killed_after_its_first_checkpoint(Path("broken"), tmp_path)
    state = runs.read_state(tmp_path / "broken")
    done = int(json.loads(str(state["standing"]))["done"])
    assert done >= 1000
    assert f"Goes on after {done:,} sequences" in ntm_model("train", "--resume", "broken").err


class TestRefused:
    @pytest.fixture(autouse=True)
    def ended(self, tmp_path: Path) -> None:
        for name in ("ended", "young"):
            (tmp_path / name).mkdir()
            (tmp_path / name / runs.CONFIG).write_text("{}")
        runs.write_state(tmp_path / "ended", {"standing": np.asarray("{}")})
        runs.write_card(tmp_path / "ended" / runs.CARD, {})
        (tmp_path / "empty").mkdir()

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ((), "say which TASK to train, or which run to --resume"),
            (("--resume", "ended"), "ended: has ended; there is nothing to resume"),
            (("--resume", "young"), "young: this run has not come to its first checkpoint"),
            (("--resume", "empty"), "empty: is no run folder"),
            (("--resume", "ended", "--seed", "4"), "as it began; leave out --seed"),
            (("copy", "--resume", "ended"), "as it began; leave out TASK"),
        ],
    )
    def test_in_one_line(self, ntm_model: NTMModel, arguments: tuple[str, ...], said: str) -> None:
        ended = ntm_model("train", *arguments)
        assert (ended.code, ended.out) == (2, "")
        assert said in ended.err
        assert ended.err.count("\n") == 1

    def test_a_state_that_is_torn(self, ntm_model: NTMModel, tmp_path: Path) -> None:
        (tmp_path / "young" / runs.RESUME).write_bytes(b"PK torn")
        ended = ntm_model("train", "--resume", "young")
        assert ended.code != 0
        assert "resume.npz: is damaged" in ended.err
