"""A run folder: what lies where, and what is no run."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from ntm_model import runs
from ntm_model.config import TrainConfig
from ntm_model.training import Progress


def progress(sequences: int, cost: float = 2.0) -> Progress:
    return Progress(
        sequences=sequences,
        total=300,
        cost=cost,
        wrong_bits=0.5,
        learning_rate=0.25,
        seconds=1.5,
        solved_after=None,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "runs" / "first"


@pytest.fixture
def writer(folder: Path, tmp_path: Path) -> runs.RunWriter:
    return runs.RunWriter(folder, tmp_path / "logs" / "first", TrainConfig(seed=3))


class TestWriting:
    def test_begins_with_the_configuration(self, writer: runs.RunWriter) -> None:
        with writer:
            text = (writer.folder / runs.CONFIG).read_text(encoding="utf-8")
        assert TrainConfig.from_json(text) == TrainConfig(seed=3)
        assert runs.is_run(writer.folder)
        assert (writer.folder / runs.CHECKPOINTS).is_dir()

    def test_nothing_is_made_before_it_begins(self, writer: runs.RunWriter) -> None:
        assert not writer.folder.exists()

    def test_metrics_are_a_table_that_grows_while_training_goes_on(
        self, writer: runs.RunWriter
    ) -> None:
        with writer:
            for sequences in (100, 200):
                writer.write(progress(sequences))
                with (writer.folder / runs.METRICS).open(newline="", encoding="utf-8") as file:
                    rows = list(csv.DictReader(file))
                assert rows[-1] == {
                    "sequences": str(sequences),
                    "seconds": "1.5",
                    "cost": "2.0",
                    "wrong_bits": "0.5",
                    "learning_rate": "0.25",
                }
        assert len(rows) == 2

    def test_tensorboard_finds_its_curves(self, writer: runs.RunWriter, tmp_path: Path) -> None:
        with writer:
            writer.write(progress(100, cost=8.0))
            writer.write(progress(200, cost=4.0))
        events = EventAccumulator(str(tmp_path / "logs" / "first"), size_guidance={"tensors": 0})
        events.Reload()
        assert set(events.Tags()["tensors"]) == {"cost", "wrong_bits", "learning_rate"}
        costs = [(e.step, e.tensor_proto.float_val[0]) for e in events.Tensors("cost")]
        assert costs == [(100, 8.0), (200, 4.0)]

    def test_a_folder_that_holds_something_is_left_alone(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / "thesis.txt").write_text("years of work")
        with pytest.raises(FileExistsError, match="exists already; give another"):
            runs.RunWriter(folder, folder / "logs", TrainConfig())
        assert [path.name for path in folder.iterdir()] == ["thesis.txt"]

    def test_so_is_a_file_of_that_name(self, tmp_path: Path) -> None:
        (tmp_path / "run").write_text("a file")
        with pytest.raises(FileExistsError, match="exists already"):
            runs.RunWriter(tmp_path / "run", tmp_path / "logs", TrainConfig())

    def test_an_empty_folder_is_taken(self, tmp_path: Path) -> None:
        (tmp_path / "run").mkdir()
        with runs.RunWriter(tmp_path / "run", tmp_path / "logs", TrainConfig()):
            assert runs.is_run(tmp_path / "run")

    def test_a_card_is_written_as_people_read_it(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        runs.write_card(folder / runs.CARD, {"task": "copy", "note": "größer"})
        text = (folder / runs.CARD).read_text(encoding="utf-8")
        assert "größer" in text
        assert json.loads(text) == {"task": "copy", "note": "größer"}
        assert [path.name for path in folder.iterdir()] == [runs.CARD]


class TestTheNewestNetwork:
    @pytest.fixture(autouse=True)
    def begun(self, writer: runs.RunWriter) -> None:
        with writer:
            pass

    def test_is_none_that_is_half_written(self, writer: runs.RunWriter) -> None:
        (writer.folder / runs.CHECKPOINTS / ".00001000.77.part.keras").touch()
        with pytest.raises(FileNotFoundError, match="has saved no network yet"):
            runs.model_file(writer.folder)
        runs.checkpoint_file(writer.folder, 500).touch()
        saved = [(500, runs.checkpoint_file(writer.folder, 500))]
        assert runs.checkpoints(writer.folder) == saved

    def test_is_the_one_at_the_end_of_training(self, writer: runs.RunWriter) -> None:
        runs.checkpoint_file(writer.folder, 1_000).touch()
        (writer.folder / runs.MODEL).touch()
        assert runs.model_file(writer.folder) == writer.folder / runs.MODEL

    def test_is_the_last_checkpoint_as_long_as_training_goes_on(
        self, writer: runs.RunWriter
    ) -> None:
        for sequences in (900, 1_000, 20_000):
            runs.checkpoint_file(writer.folder, sequences).touch()
        assert runs.model_file(writer.folder) == runs.checkpoint_file(writer.folder, 20_000)

    def test_may_not_be_there_yet(self, writer: runs.RunWriter) -> None:
        with pytest.raises(FileNotFoundError, match="has saved no network yet"):
            runs.model_file(writer.folder)

    def test_is_not_looked_for_in_any_other_folder(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError, match=r"is no run folder \(it has no config\.json\)"):
            runs.model_file(tmp_path)
