from __future__ import annotations

import numpy as np
import pytest

from ntm_model import runs, tasks
from ntm_model.tasks import Pattern
from ntm_viz.exports.rehearsal import rehearsal_of

COPY = tasks.get("copy")
PATTERN = Pattern(np.ones((2, 8), np.uint8))


@pytest.fixture
def run(tmp_path):
    """A run folder with two checkpoints and a network."""
    folder = tmp_path / "run"
    (folder / runs.CHECKPOINTS).mkdir(parents=True)
    for name in (
        runs.CONFIG,
        runs.MODEL,
        "checkpoints/00001000.keras",
        "checkpoints/00000500.keras",
    ):
        (folder / name).write_text("{}")
    return folder


@pytest.mark.parametrize("network", ["", runs.MODEL, "checkpoints/00001000.keras"])
def test_the_checkpoints_of_the_run_that_the_network_is_from(run, network):
    found = rehearsal_of(run / network, COPY, PATTERN)
    assert [sequences for sequences, _ in found.checkpoints] == [500, 1000]
    assert (found.task, found.pattern) == (COPY, PATTERN)


def test_a_network_of_no_run_has_nothing_to_do_again(run, tmp_path):
    assert rehearsal_of(tmp_path / "copy.keras", COPY, PATTERN) is None


def test_a_run_that_saved_nothing_yet(run):
    for file in (run / runs.CHECKPOINTS).iterdir():
        file.unlink()
    assert rehearsal_of(run, COPY, PATTERN) is None
