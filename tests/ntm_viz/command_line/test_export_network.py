"""``ntm-viz export`` of what a network makes of a drawing: Keras starts once, for all of it."""

from __future__ import annotations

import shutil

import pytest

from ntm_model import backend, runs
from ntm_model.config import ModelConfig
from ntm_viz.command_line import program


@pytest.fixture(scope="module")
def model_file(tmp_path_factory):
    backend.start()
    from ntm_model.model import build_model, save_model

    small = ModelConfig(controller_units=4, n_slots=8, m_depth=4)
    return save_model(build_model(small), tmp_path_factory.mktemp("models") / "small.keras")


@pytest.fixture
def export(qapp):
    def run(*arguments):
        return program.run(["export", *map(str, arguments)])

    return run


def test_a_network_runs_a_drawing_first(export, model_file, tmp_path):
    drawing = tmp_path / "i.txt"
    drawing.write_text("\n".join(["#.#"] * 8))
    out = tmp_path / "frames"
    assert export(model_file, "-o", out, "--sequence", "--input", drawing) == 0
    assert len(list(out.iterdir())) == 7


def test_random_vectors_depend_on_the_seed_alone(export, model_file, tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        out = tmp_path / f"{name}.png"
        assert export(model_file, "-o", out, "--random", 2, "--seed", seed) == 0
    a, b, c = ((tmp_path / f"{name}.png").read_bytes() for name in "abc")
    assert a == b
    assert a != c


def test_a_training_becomes_a_movie_of_what_it_learned(export, model_file, tmp_path):
    run = tmp_path / "run"
    (run / runs.CHECKPOINTS).mkdir(parents=True)
    (run / runs.CONFIG).write_text("{}")
    for sequences in (100, 200):
        shutil.copy(model_file, runs.checkpoint_file(run, sequences))
    size = ("--width", 640, "--height", 480)
    asked = ("--training", "--random", 2, "--step", 3, "--sequence")
    assert export(run, "-o", tmp_path / "frames", *asked, *size) == 0
    assert len(list((tmp_path / "frames").iterdir())) == 2


def test_a_figure_of_growing_lengths_runs_the_network(qapp, model_file, tmp_path):
    out = tmp_path / "lengths.svg"
    asked = ["figure", "copy-generalisation", str(model_file), "--lengths", "2,3", "-o", str(out)]
    assert program.run(asked) == 0
    page = out.read_text(encoding="utf-8")
    assert ">length 2  ·" in page
    assert ">length 3  ·" in page
