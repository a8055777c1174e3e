"""The figures of the paper: what is in them, as pages and as pictures."""

from __future__ import annotations

import dataclasses
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PySide6.QtGui import QImage

from ntm_viz.command_line import program
from ntm_viz.export import ExportError
from ntm_viz.figures.copy_generalisation import CopyGeneralisation, answer_of
from ntm_viz.figures.figure import round_step, save
from ntm_viz.figures.learning_curves import LearningCurves, read_curve
from ntm_viz.figures.memory_use import MemoryUse
from ntm_viz.look.theme import DARK, LIGHT
from tests.handmade import copy_trace

RUN = copy_trace(length=4, n_slots=16)
SVG = "{http://www.w3.org/2000/svg}"

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def run_folder(tmp_path):
    def made(name, costs):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "config.json").write_text("{}")
        lines = [f"{100 * (number + 1)},1.0,{cost},0,0.1" for number, cost in enumerate(costs)]
        head = "sequences,seconds,cost,wrong_bits,learning_rate"
        (folder / "metrics.csv").write_text("\n".join([head, *lines]))
        return folder

    return made


def texts(figure, tmp_path):
    page = save(figure, tmp_path / "figure.svg", overwrite=True).read_text(encoding="utf-8")
    return [
        "".join(element.itertext()).strip() for element in ET.fromstring(page).iter(f"{SVG}text")
    ]


class TestCopyGeneralisation:
    def test_targets_stand_above_outputs_with_what_is_wrong(self, tmp_path):
        answers = [answer_of(RUN), answer_of(copy_trace(length=70))]
        found = texts(CopyGeneralisation(answers, "copy", LIGHT, 1000), tmp_path)
        assert found.count("Targets") == found.count("Outputs") == 2
        assert "length 4  ·  0 of 32 wrong" in found
        assert "length 70  ·  0 of 560 wrong" in found

    def test_a_narrow_answer_keeps_its_number_of_wrong_bits(self):
        answer = answer_of(RUN)
        wrong = dataclasses.replace(answer, came=1.0 - answer.came)
        assert wrong.words(60) == "4  ·  32 wrong"

    def test_only_timesteps_that_count_are_shown(self):
        answer = answer_of(RUN)
        assert answer.due.shape == answer.came.shape == (8, 4)
        assert np.array_equal(answer.due, RUN.inputs[:4, :8].T)

    def test_a_run_without_targets_has_no_answer(self):
        with pytest.raises(ValueError, match="no targets"):
            answer_of(dataclasses.replace(RUN, targets=None))


class TestMemoryUse:
    def test_what_goes_in_stands_beside_what_comes_out(self, tmp_path):
        found = texts(MemoryUse(RUN, LIGHT, 1000), tmp_path)
        rows = [
            ("Inputs", "Outputs"),
            ("Adds", "Reads"),
            ("Write weighting", "Read weighting"),
        ]
        assert {name for row in rows for name in row} <= set(found)
        assert "Use of the memory: Copy" in found

    @pytest.mark.parametrize(
        ("task", "title"),
        [("ngrams", "Use of the memory: Dynamic N-grams"), ("", "Use of the memory")],
    )
    def test_a_task_is_called_by_its_title(self, task, title):
        meta = dataclasses.replace(RUN.meta, task=task)
        assert MemoryUse(dataclasses.replace(RUN, meta=meta), LIGHT, 1000).title == title

    @pytest.mark.parametrize("theme", [LIGHT, DARK])
    def test_it_is_drawn_in_the_theme_s_colours(self, tmp_path, theme):
        path = save(MemoryUse(RUN, theme, 1000), tmp_path / "figure.png", 2.0)
        image = QImage(str(path))
        assert image.width() == 2000
        assert image.pixelColor(2, 2).name() == theme.window


class TestLearningCurves:
    def test_each_run_is_a_line_with_its_name(self, tmp_path, run_folder):
        curves = [read_curve(run_folder("ntm", [90, 10, 1])), read_curve(run_folder("lstm", [80]))]
        found = texts(LearningCurves(curves, LIGHT, 1000), tmp_path)
        assert {"ntm", "lstm", "sequences", "bits per sequence", "100"} <= set(found)

    def test_the_numbers_are_those_that_training_wrote_down(self, run_folder):
        curve = read_curve(run_folder("ntm", [90, 10, 1]))
        assert curve.sequences.tolist() == [100, 200, 300]
        assert curve.cost.tolist() == [90, 10, 1]

    @pytest.mark.parametrize(
        ("content", "reason"),
        [("sequences,cost", "wrote nothing down yet"), ("a,b\n1,2", "is damaged")],
    )
    def test_a_run_that_cannot_be_drawn_says_why(self, run_folder, content, reason):
        folder = run_folder("ntm", [1])
        (folder / "metrics.csv").write_text(content)
        with pytest.raises(ValueError, match=reason):
            read_curve(folder)

    def test_what_is_no_run_is_named(self, tmp_path):
        with pytest.raises(ValueError, match="is no run folder"):
            read_curve(tmp_path)


def test_the_same_figure_has_the_same_bytes(tmp_path):
    for ending in ("svg", "png", "pdf"):
        one, other = (
            save(MemoryUse(RUN, LIGHT, 800), tmp_path / f"{name}.{ending}").read_bytes()
            for name in "ab"
        )
        assert one == other


def test_a_figure_is_no_movie(tmp_path):
    with pytest.raises(ExportError, match=r"a figure ends in one of \.png, \.svg, \.pdf"):
        save(MemoryUse(RUN, LIGHT, 800), tmp_path / "figure.gif")


@pytest.mark.parametrize(
    ("wanted", "step"), [(0.3, 1), (1, 1), (1.5, 2), (3, 5), (6, 10), (11, 20), (2600, 5000)]
)
def test_steps_are_round_numbers(wanted, step):
    assert round_step(wanted) == step


class TestCommand:
    def test_memory_use_of_a_trace(self, tmp_path, capsys):
        trace, out = RUN.save(tmp_path / "run.npz"), tmp_path / "memory.svg"
        assert program.run(["figure", "memory-use", str(trace), "-o", str(out)]) == 0
        assert capsys.readouterr().out.strip() == str(out)
        assert out.read_text(encoding="utf-8").startswith("<?xml")

    def test_learning_curves_of_runs(self, tmp_path, run_folder):
        folders = [str(run_folder(name, [50, 5])) for name in ("a", "b")]
        out = tmp_path / "curves.pdf"
        assert program.run(["figure", "learning-curves", *folders, "-o", str(out)]) == 0
        assert out.read_bytes().startswith(b"%PDF")

    @pytest.mark.parametrize(
        ("arguments", "reason"),
        [
            (["memory-use", "gone.npz"], "gone.npz"),
            (["copy-generalisation", ".", "--lengths", "a,b"], "is not a list of lengths"),
            (["learning-curves", "."], "is no run folder"),
            (["memory-used", "x"], "memory-used"),
        ],
    )
    def test_what_cannot_be_drawn_is_one_line_and_code_2(self, tmp_path, capsys, arguments, reason):
        out = str(tmp_path / "figure.svg")
        assert program.run(["figure", *arguments, "-o", out]) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert reason in said
