"""What the command line can say about the window; read without Qt, so that --help needs none."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from pathlib import Path

ThemeChoice = Literal["system", "dark", "light"]
THEME_CHOICES: tuple[ThemeChoice, ...] = get_args(ThemeChoice)


@dataclasses.dataclass(frozen=True)
class WindowOptions:
    """How the window is to be opened."""

    file: Path | None = None
    """A network, a run folder, a trace or a drawing to begin with."""
    backend: str | None = None
    """What Keras computes with; None takes KERAS_BACKEND, or TensorFlow."""
    theme: ThemeChoice | None = None
    """None takes what was chosen in the window the last time, at first as the system is."""
    beside: Path | None = None
    """Another file to begin with, in a second window."""
