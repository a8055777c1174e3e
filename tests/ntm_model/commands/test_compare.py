"""``ntm-model evaluate`` on several networks: side by side, on the same sequences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ntm_model import build_model
from ntm_model.config import ModelConfig
from ntm_model.model import save_model
from tests.ntm_model.commands.conftest import NTMModel

FEW = ("--sequences", "5", "--lengths", "2,4")


@pytest.fixture(scope="module")
def memoryless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of a dense network for the copy task."""
    folder = tmp_path_factory.mktemp("dense")
    return save_model(build_model(ModelConfig(model="dense")), folder / "memoryless.keras")


@pytest.fixture(scope="module")
def tossing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of a dense network for the N-grams."""
    config = ModelConfig(task="ngrams", model="dense")
    return save_model(build_model(config), tmp_path_factory.mktemp("ngrams") / "tossing.keras")


def test_a_machine_and_a_baseline_stand_side_by_side(
    ntm_model: NTMModel, untrained: Path, memoryless: Path
) -> None:
    ended = ntm_model("evaluate", untrained, memoryless, *FEW)
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[0].strip() == "Copy: wrong bits a sequence (right, %)"
    (heading,) = [line.split() for line in lines if "untrained" in line and "Draw" not in line]
    assert heading == ["untrained", "memoryless"]
    assert any("4,616 parameters" in line for line in lines)
    rows = [line.split()[:2] for line in lines]
    assert ["2", "16"] in rows
    assert ["4", "32"] in rows
    assert "memoryless: Drawings: 14 kinds" in ended.out


def test_scripts_get_every_network_in_the_order_given(
    ntm_model: NTMModel, untrained: Path, memoryless: Path
) -> None:
    ended = ntm_model("evaluate", memoryless, untrained, *FEW, "--json")
    found = json.loads(ended.out)
    assert (ended.code, found["task"], found["sizes_are"]) == (0, "copy", ["length"])
    assert [each["model"] for each in found["models"]] == [str(memoryless), str(untrained)]
    assert [list(each["accuracy_by_size"]) for each in found["models"]] == [["2", "4"]] * 2


def test_networks_of_different_tasks_are_not_compared(
    ntm_model: NTMModel, untrained: Path, tossing: Path
) -> None:
    ended = ntm_model("evaluate", untrained, tossing)
    assert (ended.code, ended.out) == (2, "")
    assert "only networks of one task can be compared" in ended.err
    assert ended.err.count("\n") == 1


def test_where_even_the_best_predictor_errs_its_cost_stands_beside(
    ntm_model: NTMModel, tossing: Path
) -> None:
    ended = ntm_model("evaluate", tossing, "--sizes", "40", "--json")
    (found,) = json.loads(ended.out)["models"]
    assert found["least_cost_by_size"]["40"] < found["cost_by_size"]["40"]
    # It has learned nothing, so it leaves open nearly all of the 40 bits.
    assert found["cost_by_size"]["40"] == pytest.approx(40.0, abs=5.0)
    assert "drawings" not in found
    assert "at best" in ntm_model("evaluate", tossing, "--sizes", "40").out


def test_a_size_of_too_many_numbers_is_told_what_it_is_made_of(
    ntm_model: NTMModel, tossing: Path
) -> None:
    ended = ntm_model("evaluate", tossing, "--sizes", "3x3")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "ntm-model: a size of ngrams is one number (length), found 2\n"


def test_a_plot_of_an_unknown_kind_is_refused_before_the_work(
    ntm_model: NTMModel, untrained: Path
) -> None:
    ended = ntm_model("evaluate", untrained, "--plot", "plot.gif")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "ntm-model: plot.gif: a plot ends in .png, .svg, .pdf\n"
