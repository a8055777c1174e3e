"""``ntm-model evaluate``: what a network gets wrong, or one line on why it cannot be told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ntm_model.commands.conftest import NTMModel


def test_it_counts_the_wrong_bits_at_the_lengths_asked_for(
    ntm_model: NTMModel, untrained: Path
) -> None:
    ended = ntm_model("evaluate", untrained, "--lengths", "1,3", "--sequences", "25", "--json")
    assert (ended.code, ended.err) == (0, "")
    told = json.loads(ended.out)
    (found,) = told["models"]
    assert (told["task"], found["model"], found["sequences_per_size"]) == (
        "copy",
        str(untrained),
        25,
    )
    assert list(found["wrong_bits_by_size"]) == ["1", "3"]
    assert 1.0 < found["wrong_bits_by_size"]["1"] < 7.0
    assert 6.0 < found["wrong_bits_by_size"]["3"] < 18.0


def test_a_network_that_is_not_there_is_named(ntm_model: NTMModel) -> None:
    ended = ntm_model("evaluate", "nothing.keras")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "ntm-model: nothing.keras: no such file or folder\n"


def test_a_damaged_network_is_named_with_the_reason(
    ntm_model: NTMModel, untrained: Path, tmp_path: Path
) -> None:
    (tmp_path / "half.keras").write_bytes(untrained.read_bytes()[:5000])
    ended = ntm_model("evaluate", "half.keras")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "ntm-model: half.keras: is no Keras model (.keras), or is damaged\n"


def test_a_folder_that_is_no_run_is_named(ntm_model: NTMModel, tmp_path: Path) -> None:
    (tmp_path / "holiday").mkdir()
    ended = ntm_model("evaluate", "holiday")
    assert ended.code == 2
    assert ended.err == "ntm-model: holiday: is no run folder (it has no config.json)\n"


@pytest.mark.parametrize("lengths", ["0", "five", "", "3,,4", "-1"])
def test_lengths_that_cannot_be_are_told(
    ntm_model: NTMModel, untrained: Path, lengths: str
) -> None:
    ended = ntm_model("evaluate", untrained, "--lengths", lengths)
    assert (ended.code, ended.out) == (2, "")
    assert "--lengths" in ended.err
    assert ended.err.count("\n") == 1
