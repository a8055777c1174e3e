"""``ntm-model train``: a run folder at the end of it, or one line on what is wrong."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from ntm_model import load_model, model_info, runs
from ntm_model.commands import session
from ntm_model.config import TrainConfig
from tests.ntm_model.commands.conftest import NTMModel

TINY = ("train", "copy", "--sequences", "200", "--slots", "6", "--units", "5", "--seed", "3")


def test_it_leaves_a_run_folder_with_everything_in_it(ntm_model: NTMModel, tmp_path: Path) -> None:
    ended = ntm_model(*TINY, "--run", "runs/tiny", "--json")
    assert (ended.code, ended.err) == (0, "")
    folder = tmp_path / "runs" / "tiny"

    config = TrainConfig.from_json((folder / runs.CONFIG).read_text(encoding="utf-8"))
    assert (config.seed, config.sequences, config.model.n_slots) == (3, 200, 6)

    with (folder / runs.METRICS).open(newline="", encoding="utf-8") as file:
        assert [row["sequences"] for row in csv.DictReader(file)] == ["100", "200"]

    assert list((tmp_path / "logs" / "tiny").glob("events.out.tfevents.*"))

    assert runs.checkpoint_file(folder, 200).is_file()
    info = model_info(load_model(folder))
    assert (info.task, info.n_slots) == ("copy", 6)

    card = json.loads((folder / runs.CARD).read_text(encoding="utf-8"))
    assert card["command"] == "ntm-model train copy --units 5 --slots 6 --seed 3 --sequences 200"
    assert (card["seed"], card["sequences"], card["solved_after_sequences"]) == (3, 200, None)
    assert card["parameters"] == info.parameters
    assert card["seconds_of_training"] > 0
    assert list(card["wrong_bits_by_size"]) == ["5", "10", "20", "40", "80", "120"]
    # 200 sequences teach nothing: half of the 40 bits are wrong, more or less.
    assert 5.0 < card["wrong_bits_by_size"]["5"] < 30.0
    assert json.loads(ended.out) == {"run": str(Path("runs", "tiny")), **card}


def test_it_tells_once_of_what_each_slice_has_changed(
    ntm_model: NTMModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        session, "milestones", lambda before, now, config: [f"from {before.done} to {now.done}"]
    )
    told = ntm_model(*TINY, "--run", "tiny").err.splitlines()
    assert [line for line in told if line.startswith("from ")] == [
        "from 0 to 100",
        "from 100 to 200",
    ]


def test_an_unknown_task_is_told_with_the_known_ones(ntm_model: NTMModel) -> None:
    ended = ntm_model("train", "sing")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("ntm-model: Invalid value for 'TASK': 'sing' is not one of 'copy',")
    assert ended.err.count("\n") == 1


def test_a_run_that_exists_is_left_alone(ntm_model: NTMModel, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "config.json").write_text("precious")
    ended = ntm_model(*TINY, "--run", "mine")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "ntm-model: mine: exists already; give another --run, or delete it\n"
    assert [path.read_text() for path in (tmp_path / "mine").iterdir()] == ["precious"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--sequences", "0"), "'--sequences'"),
        (("--sequences", "many"), "'--sequences'"),
        (("--learning-rate", "0"), "'--learning-rate'"),
        (("--controller", "gru"), "'--controller'"),
        (("--backend", "abacus"), "'--backend'"),
        (("--colour", "red"), "--colour"),
    ],
)
def test_an_option_that_cannot_be_is_named(
    ntm_model: NTMModel, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    ended = ntm_model("train", "copy", "--run", "new", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert ended.err.count("\n") == 1
    assert not (tmp_path / "new").exists()
