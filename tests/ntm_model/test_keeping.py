"""A training on disk: when a checkpoint is due, what lies in it, and that a run can go on."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from ntm_model import load_model, runs
from ntm_model.backend import BackendInfo
from ntm_model.config import ModelConfig, TrainConfig
from ntm_model.keeping import Origin, RunKeeper, card_of
from ntm_model.training import Progress, Trainer

TINY = TrainConfig(
    model=ModelConfig(n_slots=6, m_depth=4, controller_units=5),
    sequences=60,
    sizes=((1, 2),),
    slice_steps=10,
    checkpoint_every=30,
)


def progress(sequences: int, total: int = 100_000) -> Progress:
    return Progress(sequences, total, 2.0, 0.5, 0.25, 1.5, None)


@pytest.fixture(scope="module")
def trainer() -> Trainer:
    return Trainer(TINY)


@pytest.fixture
def keeper(trainer: Trainer, tmp_path: Path) -> RunKeeper:
    writer = runs.RunWriter(tmp_path / "run", None, TINY)
    with writer:
        return RunKeeper(trainer, writer)


def kept(folder: Path, total: int, *, dense: bool) -> list[int]:
    """After which of many slices a checkpoint is written."""
    config = TrainConfig(model=TINY.model, checkpoint_every=1_000)
    with runs.RunWriter(folder, None, config) as writer:
        keeper = RunKeeper(Trainer(config), writer, dense=dense)
        return [
            sequences
            for sequences in range(100, total + 1, 100)
            if keeper.keep(progress(sequences, total)) is not None
        ]


def test_a_checkpoint_comes_every_so_many_sequences_and_at_the_end(tmp_path: Path) -> None:
    assert kept(tmp_path / "run", 2_500, dense=False) == [1_000, 2_000, 2_500]


def test_dense_ones_come_often_in_the_beginning_and_rarely_later(tmp_path: Path) -> None:
    dense = kept(tmp_path / "run", 12_000, dense=True)
    assert dense[:20] == list(range(200, 4_001, 200))
    assert max(np.diff(dense)) <= 1_000
    assert np.diff(dense)[-2] > 400
    assert dense[-1] == 12_000


def test_of_dense_ones_those_that_come_anyway_are_where_training_can_go_on(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    with runs.RunWriter(folder, None, TINY) as writer:
        keeper = RunKeeper(Trainer(TINY), writer, dense=True)
        assert keeper.keep(progress(20)) is None
        assert keeper.keep(progress(30)) is not None
        assert (folder / runs.RESUME).is_file()
    config = TrainConfig(model=TINY.model)
    with runs.RunWriter(tmp_path / "other", None, config) as writer:
        keeper = RunKeeper(Trainer(config), writer, dense=True)
        assert keeper.keep(progress(200)) is not None
        assert not (tmp_path / "other" / runs.RESUME).exists()


def test_a_whole_run_leaves_networks_metrics_and_a_state_to_go_on_from(tmp_path: Path) -> None:
    """With the mean of the weights, too, which the last checkpoint already holds."""
    config = dataclasses.replace(TINY, averaged_over=6)
    trainer, folder = Trainer(config), tmp_path / "run"
    with runs.RunWriter(folder, None, config) as writer:
        keeper = RunKeeper(trainer, writer)
        keeper.save_checkpoint()
        for step in trainer.run():
            keeper.keep(step)
        keeper.save_network()
    assert [sequences for sequences, _ in runs.checkpoints(folder)] == [0, 30, 60]
    assert (folder / runs.METRICS).read_text(encoding="utf-8").count("\n") == 1 + 6
    again = Trainer(config)
    again.restore(runs.read_state(folder))
    assert again.standing.done == 60
    assert again.complete
    assert list(again.run()) == []
    for model in (load_model(folder), load_model(runs.checkpoints(folder)[-1][1]), again.model):
        for found, expected in zip(model.get_weights(), trainer.model.get_weights(), strict=True):
            assert np.array_equal(found, expected)


def test_a_disk_that_cannot_be_written_is_an_error_and_leaves_what_was_saved(
    keeper: RunKeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = keeper.save_checkpoint()
    before = saved.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        keeper.save_checkpoint()
    assert saved.read_bytes() == before
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]


def test_the_card_says_what_to_type_and_how_long_it_took(trainer: Trainer) -> None:
    backend = BackendInfo("tensorflow", "2.21", "CPU")
    trainer._standing.refined_after = 50
    card = card_of(trainer, Origin("ntm-model train copy", backend, 4.0))
    assert card["command"] == "ntm-model train copy"
    assert card["backend"] == "tensorflow 2.21"
    assert card["refined_after_sequences"] == 50
    assert card["seconds_with_imports"] == card["seconds_of_training"] + 4.0
