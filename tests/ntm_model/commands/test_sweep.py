"""``ntm-model sweep``: many seeds, and what came of them all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ntm_model.commands import sweep_tables
from ntm_model.sweeps.plan import SUMMARY
from tests.ntm_model.commands.conftest import NTMModel
from tests.ntm_model.sweeps.conftest import quick

__all__ = ["quick"]

Quick = Callable[..., Any]


def test_says_how_many_learned_it_and_how_the_worst_did(
    ntm_model: NTMModel, quick: Quick, tmp_path: Path
) -> None:
    ended = ntm_model("sweep", "copy", "--seeds", "3", "--first-seed", "2", "--run", "all")
    assert ended.code == 0
    assert "2 of 3 seeds learned copy." in ended.out
    assert "Not learned: seed 3." in ended.out
    assert "Solved after 1,003 sequences in the median and 1,004 at worst" in ended.out
    errors = "0.00 wrong bits a sequence in the median, 4.00 at worst; 2 seeds without a wrong bit"
    assert f"At length 20: {errors}" in ended.out
    found = json.loads((tmp_path / "all" / SUMMARY).read_text(encoding="utf-8"))
    assert (found["converged"], found["command"]) == (2, "train copy")


def test_tells_of_each_seed_that_has_ended_where_there_is_no_terminal(
    ntm_model: NTMModel, quick: Quick
) -> None:
    words = ("--seeds", "2", "--first-seed", "12", "--jobs", "1", "--run", "all")
    begun, first, second, _ = ntm_model("sweep", "copy", *words).err.splitlines()
    assert begun == "2 seeds, each in a folder of all"
    solved = "solved after 1,012 sequences, trained for 32 s; 0.00 wrong bits at 20"
    assert first == f"1 of 2: seed 12 {solved}"
    assert second == "2 of 2: seed 13 failed: the cost was nan"


def test_one_that_fails_spoils_nothing(ntm_model: NTMModel, quick: Quick) -> None:
    ended = ntm_model("sweep", "copy", "--seeds", "2", "--first-seed", "12", "--json")
    assert ended.code == 1
    assert ended.err == "ntm-model: 1 of 2 seeds failed; the same command tries again\n"
    found = json.loads(ended.out)
    assert (found["ended"], found["converged"]) == (1, 1)
    assert found["failed"] == {"13": "the cost was nan"}


def test_one_that_is_interrupted_says_how_it_goes_on(
    ntm_model: NTMModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ntm_model.sweeps.local.run_here", interrupted)
    ended = ntm_model("sweep", "copy", "--run", "all of them")
    assert ended.code == 130
    how = "the same command goes on with `--run 'all of them'`"
    assert ended.err.splitlines()[-1] == f"ntm-model: interrupted; {how}"


def test_what_is_done_is_not_done_again(ntm_model: NTMModel, quick: Quick, tmp_path: Path) -> None:
    words = ("sweep", "copy", "--seeds", "2", "--run", "all")
    ntm_model(*words)
    card = tmp_path / "all" / "seed-001" / "card.json"
    card.write_text(card.read_text().replace("1001", "5001"))
    assert "5,001 at worst" in ntm_model(*words).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("copy", "--seeds", "5", "--run", "all"), "all: holds another sweep"),
        (("copy", "--run", "full"), "full: exists already; give another --run, or delete it"),
        (("copy", "--seeds", "0"), "'--seeds'"),
        (("copy", "--seeds", "2", "--first-seed", "4294967295"), "at most 4294967295"),
        (("copy", "--test-slots", "9"), "--test-slots needs --test-sizes"),
        (("copy", "--model", "lstm", "--slots", "9"), "leave out --slots"),
        (("sing",), "'sing' is not one of"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    ntm_model: NTMModel, quick: Quick, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    ntm_model("sweep", "copy", "--seeds", "1", "--run", "all")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").touch()
    ended = ntm_model("sweep", *words)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert ended.err.count("\n") == 1


def test_its_trainings_and_tests_are_those_of_the_command_line(ntm_model: NTMModel) -> None:
    tiny = ("--sequences", "200", "--slots", "6", "--units", "5")
    test = ("--test-sizes", "3,9", "--test-slots", "12", "--test-drawings", "4")
    ended = ntm_model("sweep", "copy", "--seeds", "1", *tiny, *test, "--run", "all", "--json")
    found = json.loads(ended.out)
    assert (found["failed"], found["ended"], found["converged"]) == ({}, 1, 0)
    assert list(found["test"]["wrong_bits_by_size"]) == ["3", "9"]
    assert found["test"]["wrong_bits_of_drawings"]["worst"] > 0
    assert found["command"] == "train copy --units 5 --slots 6 --sequences 200"


@pytest.mark.parametrize(
    ("card", "said"),
    [
        (
            {"solved_after_sequences": None, "wrong_bits_by_size": {"5": 1.0, "20": 4.0}},
            "not solved, trained for 9 s; 4.00 wrong bits at 20",
        ),
        (
            {
                "solved_after_sequences": 7_000,
                "wrong_bits_by_size": {"200": 49.1},
                "cost_by_size": {"200": 133.2},
                "least_cost_by_size": {"200": 132.8},
            },
            "solved after 7,000 sequences, trained for 9 s; "
            "133.20 bits left open at 200 (132.80 at best)",
        ),
    ],
)
def test_a_seed_that_has_ended_is_told_in_one_line(card: dict[str, Any], said: str) -> None:
    row = {"state": "done", "card": {"seconds_of_training": 9.0, **card}}
    assert sweep_tables.ended_line(row) == said


def test_the_live_table_shows_those_at_work_first() -> None:
    rows = {seed: {"state": "waiting"} for seed in range(40)}
    rows[39] = {"state": "training", "sequences": 1_500.0, "wrong_bits": 2.0, "seconds": 9.0}
    rows[3] = {"state": "failed", "said": "no disk"}
    table = sweep_tables.live_table(rows, 40)
    assert "39" in list(table.columns[0].cells)
    assert "1,500" in list(table.columns[1].cells)
    assert "[red]failed: no disk[/red]" in list(table.columns[5].cells)
    assert table.title == "40 seeds: 1 failed, 38 waiting"
