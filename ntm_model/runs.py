"""A run folder: what one training leaves behind, and where each thing lies in it.

::

    config.json                   how it was trained (TrainConfig)
    metrics.csv                   cost, wrong bits and rate as training went on
    evaluations.csv               errors by size as training went on, where they were looked at
    checkpoints/00001000.keras    the network after so many sequences, the mean that it may end with
                                  in the last one alone
    resume.npz                    all that training needs to go on from the last checkpoint
    command.txt                   what a person typed
    model.keras                   the network at the end
    card.json                     what it can do, and what it took
    .lock                         whoever trains the run holds it; says nothing

TensorBoard's event files lie elsewhere, under the folder that TensorBoard is pointed at.
"""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from ntm_model import lock

if TYPE_CHECKING:
    from ntm_model.config import TrainConfig
    from ntm_model.evaluation import SizeErrors
    from ntm_model.trace import Array
    from ntm_model.training import Progress

CONFIG = "config.json"
METRICS = "metrics.csv"
EVALUATIONS = "evaluations.csv"
CHECKPOINTS = "checkpoints"
RESUME = "resume.npz"
COMMAND = "command.txt"
MODEL = "model.keras"
CARD = "card.json"

_ERRORS = ("label", "wrong_bits", "accuracy", "cost")
_SHARES = ("by_bit", "by_timestep")
_COLUMNS = ("sequences", "seconds", "cost", "wrong_bits", "learning_rate")


def is_run(path: str | os.PathLike[str]) -> bool:
    """Whether the folder is one that training made."""
    return (Path(path) / CONFIG).is_file()


def model_file(path: str | os.PathLike[str]) -> Path:
    """The newest network in a run folder.

    Raises:
        FileNotFoundError: the folder is no run, or holds no network yet.
    """
    folder = Path(path)
    if not is_run(folder):
        raise FileNotFoundError(f"{folder}: is no run folder (it has no {CONFIG})")
    finished = folder / MODEL
    if finished.is_file():
        return finished
    saved = checkpoints(folder)
    if not saved:
        raise FileNotFoundError(f"{folder}: this run has saved no network yet")
    return saved[-1][1]


def checkpoints(path: str | os.PathLike[str]) -> list[tuple[int, Path]]:
    """The networks that a run saved on the way, each with its number of sequences, in order.

    What is half-written lies beside them under another name, and is none of them.
    """
    files = (Path(path) / CHECKPOINTS).glob("*.keras")
    return sorted((int(file.stem), file) for file in files if file.stem.isdecimal())


def checkpoint_file(folder: Path, sequences: int) -> Path:
    """Where the network after so many sequences lies; names sort in the order of training."""
    return folder / CHECKPOINTS / f"{sequences:08d}.keras"


def write_text(path: Path, text: str) -> None:
    """Write a file that appears whole or not at all."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file that appears whole or not at all."""
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def write_state(folder: Path, state: Mapping[str, Array]) -> None:
    """Write what ``read_state`` reads, over the one before."""
    packed = io.BytesIO()
    arrays: dict[str, Any] = dict(state)
    np.savez(packed, **arrays)
    write_bytes(folder / RESUME, packed.getvalue())


def read_state(path: str | os.PathLike[str]) -> dict[str, Array]:
    """What a training of this run goes on from.

    Raises:
        FileNotFoundError: the folder is no run, or has not come to its first checkpoint.
        ValueError: the file is damaged.
    """
    folder = Path(path)
    if not is_run(folder):
        raise FileNotFoundError(f"{folder}: is no run folder (it has no {CONFIG})")
    file = folder / RESUME
    if not file.is_file():
        raise FileNotFoundError(
            f"{folder}: this run has not come to its first checkpoint; delete the folder and train "
            f"it anew"
        )
    try:
        with np.load(file, allow_pickle=False) as packed:
            return {name: packed[name] for name in packed.files}
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise ValueError(f"{file}: is damaged ({error}); train it anew") from None


def read_config(folder: Path) -> TrainConfig:
    """How a run is, or was, trained.

    Raises:
        ValueError: it was written by a newer version, or is damaged.
        OSError: it cannot be read.
    """
    from ntm_model.config import TrainConfig

    return TrainConfig.from_json((folder / CONFIG).read_text(encoding="utf-8"))


def read_command(folder: Path) -> str:
    """What a person typed to begin this run; empty where nobody wrote it down."""
    file = folder / COMMAND
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""


def write_card(path: Path, card: dict[str, Any]) -> None:
    """Write what a network can do beside it."""
    write_text(path, json.dumps(card, indent=2, ensure_ascii=False) + "\n")


class RunWriter:
    """Makes a run folder and writes down training as it goes on.

    Args:
        folder: where; must not exist, or be empty.
        logs: folder of this run's TensorBoard event files; None writes none.
        command: what a person typed, to be found again.
        resumed_after: sequences after which an interrupted run in the folder goes on; None for
            a run that is new.

    The folder is made when the writer is entered, so that what fails before costs nothing; from
    there until it is left, no other writer can be entered.

    Raises:
        FileExistsError: the folder of a new run holds something already.
        lock.InUseError: another training writes into the folder; entering may say so, too.
    """

    def __init__(
        self,
        folder: Path,
        logs: Path | None,
        config: TrainConfig,
        *,
        command: str = "",
        resumed_after: int | None = None,
    ) -> None:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
        if resumed_after is None and taken:
            raise FileExistsError(f"{folder}: exists already; give another --run, or delete it")
        lock.check_free(folder)
        self.folder = folder
        self._lock = lock.FolderLock(folder)
        self._logs = logs
        self._config = config
        self._command = command
        self._resumed_after = resumed_after

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock.acquire()
        try:
            self._begin()
        except BaseException:
            self._lock.release()
            raise
        return self

    def _begin(self) -> None:
        if self._resumed_after is None:
            (self.folder / CHECKPOINTS).mkdir(parents=True, exist_ok=True)
            write_text(self.folder / COMMAND, f"{self._command}\n")
            write_text(self.folder / METRICS, ",".join(_COLUMNS) + "\n")
            # Last: what has no configuration yet is no run.
            write_text(self.folder / CONFIG, self._config.to_json())
        else:
            for name in (METRICS, EVALUATIONS):
                _forget_after(self.folder / name, self._resumed_after)
        self._metrics = (self.folder / METRICS).open("a", encoding="utf-8", newline="")
        self._rows = csv.writer(self._metrics)
        self._events: Any = None
        if self._logs is not None:
            from tensorboard.summary import Writer

            self._events = Writer(str(self._logs))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            self._metrics.close()
            if self._events is not None:
                self._events.close()
        finally:
            self._lock.release()

    def write(self, progress: Progress) -> None:
        """One line of metrics, and one point on each of TensorBoard's curves."""
        self._rows.writerow([getattr(progress, column) for column in _COLUMNS])
        self._metrics.flush()
        for column in _COLUMNS[2:]:
            self._tell_tensorboard(column, getattr(progress, column), progress.sequences)

    def write_errors(self, sequences: int, errors: Sequence[SizeErrors]) -> None:
        """A line for each size that was looked at after so many sequences, and its points."""
        file = self.folder / EVALUATIONS
        new = not file.exists()
        with file.open("a", encoding="utf-8", newline="") as lines:
            rows = csv.writer(lines)
            if new:
                rows.writerow(("sequences", "size", *_ERRORS[1:], *_SHARES))
            for row in errors:
                values = [getattr(row, column) for column in _ERRORS]
                shares = [_spaced(getattr(row, column)) for column in _SHARES]
                rows.writerow([sequences, *values, *shares])
        for row in errors:
            self._tell_tensorboard(f"accuracy/{row.label}", row.accuracy, sequences)

    def _tell_tensorboard(self, curve: str, value: float, sequences: int) -> None:
        if self._events is not None:
            self._events.add_scalar(curve, value, sequences)


def _spaced(shares: Sequence[float]) -> str:
    return " ".join(f"{share:.2f}" for share in shares)


def _forget_after(table: Path, sequences: int) -> None:
    """Take away the rows, the last one perhaps half-written, that training will write again."""
    if not table.is_file():
        return
    # As bytes, or the ends of the rows that stay would be others than those of the rows to come.
    header, *rows = table.read_bytes().decode("utf-8").splitlines(keepends=True)
    kept = [row for row in rows if row.endswith("\n") and int(row.split(",")[0]) <= sequences]
    write_text(table, "".join((header, *kept)))
