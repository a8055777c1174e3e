"""Colours, colour levels and letters of the whole program: the one place that decides them.

Write heads are amber and read heads are blue, wherever they appear. A weighting is always
shown on 0…1 and the memory symmetrically about 0, so a colour keeps its meaning at every t.
The maps are perceptually uniform: CMasher's amber and freeze for weightings, Crameri's
berlin and vik for the memory, which also hold for colour-blind eyes.
"""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path
from typing import Literal

import cmap
import numpy as np
import numpy.typing as npt

LookupTable = npt.NDArray[np.uint8]
"""[256, 3] red, green, blue."""

HeadKind = Literal["read", "write"]


@dataclasses.dataclass(frozen=True)
class Theme:
    """Every colour as ``#rrggbb``; every colour map as a table of 256 colours."""

    name: Literal["dark", "light"]
    window: str
    """Ground of the window and the panels."""
    panel: str
    """Ground of bars and raised controls."""
    well: str
    """Ground of a picture: what an empty cell shows."""
    line: str
    """Hairlines between panels and around controls."""
    text: str
    muted: str
    """Secondary text; keeps a contrast of at least 4.5 on ``window``."""
    accent: str
    """The one prominent control, focus rings, selections."""
    on_accent: str
    bit: str
    """A bit that is 1, as drawn by a person."""
    read: str
    write: str
    error: str
    warning: str
    playhead: str

    def head(self, kind: HeadKind) -> str:
        """The colour of text and lines that belong to a head of this kind."""
        return self.read if kind == "read" else self.write

    def phase(self, name: str) -> str:
        """The colour of a task's phase: that of the head which does its work, else none."""
        return self.head(_PHASE_HEADS[name]) if name in _PHASE_HEADS else self.muted

    def weighting_map(self, kind: HeadKind) -> LookupTable:
        """Colours of a weighting, 0…1, of a head of this kind; 0 is the well."""
        name, start, stop = _WEIGHTING_MAPS[self.name, kind]
        return _table(name, start, stop, self.well)

    def memory_map(self) -> LookupTable:
        """Colours of the memory, -level…level; 0 is near the well."""
        return _table("crameri:berlin" if self.name == "dark" else "crameri:vik", 0.0, 1.0, None)

    def bit_map(self) -> LookupTable:
        """Colours of an input, target or output, 0…1."""
        return _ramp(self.well, self.bit)


DARK = Theme(
    name="dark",
    window="#15171c",
    panel="#1c1f26",
    well="#101216",
    line="#2b2f38",
    text="#e8eaee",
    muted="#9aa1ad",
    accent="#58b9ff",
    on_accent="#06121d",
    bit="#f2f3f5",
    read="#62bdff",
    write="#ffb454",
    error="#ff6b6b",
    warning="#ffd166",
    playhead="#ffffff",
)

LIGHT = Theme(
    name="light",
    window="#f4f5f7",
    panel="#ffffff",
    well="#ffffff",
    line="#d8dce3",
    text="#1b1e24",
    muted="#5b6370",
    accent="#0969c9",
    on_accent="#ffffff",
    bit="#1b1e24",
    read="#0969c9",
    write="#a85b00",
    error="#c4262e",
    warning="#8a6100",
    playhead="#111318",
)

# Of the phases of any task, those in which one kind of head does the work.
_PHASE_HEADS: dict[str, HeadKind] = {"write": "write", "recall": "read"}

# Which stretch of which map; the darkest end of a map on a light ground is full weight.
_WEIGHTING_MAPS: dict[tuple[str, HeadKind], tuple[str, float, float]] = {
    ("dark", "write"): ("cmasher:amber", 0.12, 0.92),
    ("dark", "read"): ("cmasher:freeze", 0.12, 0.92),
    ("light", "write"): ("cmasher:amber", 0.88, 0.25),
    ("light", "read"): ("cmasher:freeze", 0.95, 0.25),
}


@functools.cache
def _table(name: str, start: float, stop: float, ground: str | None) -> LookupTable:
    """256 colours of a map between two of its points; the first tenth fades in from ``ground``."""
    points = cmap.Colormap(name)(np.linspace(start, stop, 256))
    colours = np.asarray(points)[:, :3].astype(np.float64)
    if ground is not None:
        fade = np.clip(np.arange(256) / 25.0, 0.0, 1.0)[:, None]
        colours = (1.0 - fade) * rgb(ground) + fade * colours
    return _frozen(colours)


@functools.cache
def _ramp(low: str, high: str) -> LookupTable:
    fraction = np.linspace(0.0, 1.0, 256)[:, None]
    return _frozen((1.0 - fraction) * rgb(low) + fraction * rgb(high))


def rgb(colour: str) -> npt.NDArray[np.float64]:
    """Red, green and blue of ``#rrggbb``, each 0…1."""
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255.0


def _frozen(colours: npt.NDArray[np.float64]) -> LookupTable:
    table = np.ascontiguousarray(np.rint(colours * 255.0), dtype=np.uint8)
    table.flags.writeable = False
    return table


FONT_FAMILY = "Source Sans Pro"


def font_files() -> list[Path]:
    """The font files that the program brings along; register them before any text is drawn."""
    import font_source_sans_pro

    folder = Path(font_source_sans_pro.__file__).parent / "files"
    return [folder / f"SourceSansPro-{weight}.ttf" for weight in ("Regular", "Semibold", "Bold")]
