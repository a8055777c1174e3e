"""What crosses between the window and the training in the thread that owns Keras.

As all that crosses it: frozen values of plain fields, which neither side changes.
"""

from __future__ import annotations

import dataclasses
import enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ntm_model.config import TrainConfig
    from ntm_model.training import Progress
    from ntm_viz.messages import Problem


@dataclasses.dataclass(frozen=True)
class TrainRequest:
    """Train a network into ``folder``, which is new, or holds an interrupted training."""

    folder: Path
    config: TrainConfig
    resumed: bool = False
    """Whether to go on from the last checkpoint in the folder."""


@dataclasses.dataclass(frozen=True)
class TrainingReady:
    """The network is built and its first checkpoint saved; it waits for the word to go on."""

    request: TrainRequest
    done: int
    """Sequences that it was trained on already."""
    checkpoint: Path | None


@dataclasses.dataclass(frozen=True)
class TrainingStep:
    """What a slice of training came to."""

    progress: Progress
    checkpoint: Path | None
    """Where the network is saved as it is now; None where no checkpoint was due."""


class Ending(enum.Enum):
    """How a training ended."""

    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclasses.dataclass(frozen=True)
class TrainingEnded:
    """No training is under way any more."""

    folder: Path
    how: Ending
    done: int = 0
    """Sequences that the network was trained on."""
    checkpoint: Path | None = None
    """The last one, where ending saved one."""
    problem: Problem | None = None


@dataclasses.dataclass(frozen=True)
class Looking:
    """How far the look at what a network can do has come."""

    folder: Path
    done: int
    total: int
