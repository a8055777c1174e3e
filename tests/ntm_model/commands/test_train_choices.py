"""``ntm-model train``: other networks, other tasks, and errors shown as training goes on."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from ntm_model import runs
from ntm_model.config import TrainConfig
from ntm_model.presets import paper_config
from tests.ntm_model.commands.conftest import NTMModel

FLOOR = ("train", "copy", "--model", "dense", "--sequences", "1600", "--run", "floor")


def test_a_baseline_is_trained_and_watched_like_a_machine(
    ntm_model: NTMModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UV", raising=False)
    ended = ntm_model(*FLOOR, "-v")
    assert ended.code == 0
    assert "After 1,600 sequences" in ended.err
    assert "per bit" in ended.err
    assert "per timestep" in ended.err
    assert "Errors by size" in ended.out
    assert "Look at it: ntm-model evaluate floor" in ended.out

    with (tmp_path / "floor" / runs.EVALUATIONS).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["size"] for row in rows] == ["5", "10", "20", "40"]
    assert len(rows[0]["by_bit"].split()) == 8
    assert [len(row["by_timestep"].split()) for row in rows] == [5, 10, 20, 40]

    card = json.loads((tmp_path / "floor" / runs.CARD).read_text(encoding="utf-8"))
    assert card["model"] == "dense"
    assert card["command"] == "ntm-model train copy --model dense --sequences 1600"


def test_without_v_nothing_is_evaluated_on_the_way(ntm_model: NTMModel, tmp_path: Path) -> None:
    ended = ntm_model("train", "dyck-words", "--model", "dense", "--sequences", "1600", "--json")
    assert (ended.code, ended.err) == (0, "")
    card = json.loads(ended.out)
    assert not (tmp_path / card["run"] / runs.EVALUATIONS).exists()
    assert list(card["accuracy_by_size"]) == ["5", "10", "20", "40", "80"]
    assert "drawings" not in card


def test_the_papers_network_is_what_is_trained(
    ntm_model: NTMModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ntm_model.commands.session.TrainingSession", Nothing)
    ended = ntm_model("train", "priority-sort", "--paper", "lstm", "--seed", "4", "--run", "paper")
    assert (ended.code, ended.err) == (0, "")
    text = (tmp_path / "paper" / runs.CONFIG).read_text(encoding="utf-8")
    config, expected = TrainConfig.from_json(text), paper_config("priority-sort")
    assert (config.model, config.learning_rate) == (expected.model, expected.learning_rate)
    assert config.seed == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("copy", "--model", "lstm", "--slots", "4"), "leave out --slots"),
        (("copy", "--model", "dense", "--paper", "lstm"), "leave out --paper"),
        (("dyck-words", "--paper", "lstm"), "the paper has no network for 'dyck-words'"),
        (("copy", "--model", "gru"), "'--model'"),
    ],
)
def test_what_does_not_go_together_is_told(
    ntm_model: NTMModel, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    ended = ntm_model("train", *arguments, "--run", "new")
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert ended.err.count("\n") == 1
    assert not (tmp_path / "new").exists()


class Nothing:
    """A session in which nothing is trained; the run folder is begun all the same."""

    def __init__(self, _: TrainConfig, writer: runs.RunWriter, *__: object, **___: object) -> None:
        self._writer = writer

    def train(self) -> None:
        with self._writer:
            pass

    def finish(self) -> None: ...
