"""Where the program keeps what a person makes with it."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

VARIABLE = "NTM_VIZ_RUNS"
"""Environment variable that names another folder for the runs of training."""


def runs_folder() -> Path:
    """The folder in which each training makes a run folder of its own."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_data_dir("ntm-viz", appauthor=False)) / "runs"


def new_run(parent: Path, task: str, now: datetime.datetime) -> Path:
    """A folder in ``parent`` for a training that begins now; it is not there yet."""
    name = f"{task}-{now:%Y%m%d-%H%M%S}"
    folder, number = parent / name, 2
    while folder.exists():
        folder, number = parent / f"{name}-{number}", number + 1
    return folder
