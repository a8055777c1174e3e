"""A run folder: what one training leaves behind, and where each thing lies in it.

::

    config.json               how it was trained (TrainConfig)
    metrics.csv               loss, wrong bits and rate as training went on
    checkpoints/00001000.keras  the network after so many sequences
    model.keras               the network at the end
    card.json                 what it can do: errors by length, seconds, machine
"""

from __future__ import annotations

import os
from pathlib import Path

CONFIG = "config.json"
METRICS = "metrics.csv"
CHECKPOINTS = "checkpoints"
MODEL = "model.keras"
CARD = "card.json"


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
    checkpoints = sorted((folder / CHECKPOINTS).glob("*.keras"))
    if not checkpoints:
        raise FileNotFoundError(f"{folder}: this run has saved no network yet")
    return checkpoints[-1]


def checkpoint_file(folder: Path, sequences: int) -> Path:
    """Where the network after so many sequences lies; names sort in the order of training."""
    return folder / CHECKPOINTS / f"{sequences:08d}.keras"
