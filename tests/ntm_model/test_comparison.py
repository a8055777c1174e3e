"""Plots of several networks: what is drawn, and what stands in the way of drawing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ntm_model.comparison import Contender, PlotError, check_plot, plot
from ntm_model.evaluation import SizeErrors
from ntm_model.tasks import Size, get


def errors(size: Size, wrong: float, least_cost: float = 0.0) -> SizeErrors:
    return SizeErrors(
        size=size,
        sequences=10,
        bits=100,
        wrong_bits=wrong,
        perfect=0,
        cost=2.0 * wrong + least_cost,
        least_cost=least_cost,
        by_bit=(50.0,),
        by_timestep=(50.0,),
    )


def contenders(least_cost: float = 0.0) -> list[Contender]:
    return [
        Contender("machine", 13_260, (errors((10,), 0.0, least_cost), errors((40,), 1.0))),
        Contender("LSTM", 807_200, (errors((10,), 9.0, least_cost), errors((40,), 49.0))),
    ]


@pytest.mark.parametrize("name", ["plot.gif", "plot"])
def test_a_file_of_an_unknown_kind_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name}: a plot ends in .png, .svg, .pdf"):
        check_plot(Path(name))


def test_without_matplotlib_a_person_is_told_what_to_add(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(
        PlotError, match="plots need matplotlib: add it with `uv sync --extra plot`"
    ):
        check_plot(Path("plot.png"))


class TestPlot:
    @pytest.fixture(autouse=True)
    def _matplotlib(self) -> None:
        pytest.importorskip("matplotlib")

    @pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
    def test_is_written_in_every_format(self, tmp_path: Path, ending: str) -> None:
        file = tmp_path / f"plot.{ending}"
        plot(file, get("copy"), contenders())
        assert file.stat().st_size > 2_000

    def test_names_the_networks_the_sizes_and_the_task(self, tmp_path: Path) -> None:
        file = tmp_path / "plot.svg"
        plot(file, get("copy"), contenders())
        text = file.read_text(encoding="utf-8")
        for word in (">Copy<", "machine", "807,200 parameters", ">40<", ">length<", "trained on"):
            assert word in text

    def test_shows_bits_above_the_best_where_even_the_best_errs(self, tmp_path: Path) -> None:
        file = tmp_path / "plot.svg"
        plot(file, get("ngrams"), contenders(least_cost=7.0))
        assert "above the best predictor" in file.read_text(encoding="utf-8")

    def test_is_the_same_file_again(self, tmp_path: Path) -> None:
        files = [tmp_path / "first.svg", tmp_path / "second.svg"]
        for file in files:
            plot(file, get("copy"), contenders())
        assert files[0].read_bytes() == files[1].read_bytes()
