"""Colours, colour levels and letters of the whole program: the one place that decides them.

Write heads are amber and read heads are blue, wherever they appear. A weighting is always
shown on 0…1 and the memory symmetrically about 0, so a colour keeps its meaning at every t.
The maps are perceptually uniform and hold for colour-blind eyes. Unless a person chooses others,
a weighting runs straight from the empty well to its head's own colour in OKLab, and the memory
uses Crameri's berlin and vik.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Literal

from ntm_viz.look.colour_maps import (
    MEMORY_MAPS,
    WEIGHTING_MAPS,
    LookupTable,
    diverging,
    ramp,
    rgb,
    rising,
    turned,
)

__all__ = ["DARK", "LIGHT", "HeadKind", "LookupTable", "Shade", "Theme", "font_files", "rgb"]

HeadKind = Literal["read", "write"]


@dataclasses.dataclass(frozen=True)
class Shade:
    """Which of several heads of a kind it is: each is a shade of their colour."""

    kind: HeadKind
    place: int = 0
    of: int = 1


# Degrees of hue over which the heads of a kind spread: blue stays blue, and amber is neither the
# red of an error nor green.
_SPREAD: dict[HeadKind, tuple[float, float]] = {"read": (-34.0, 34.0), "write": (-16.0, 26.0)}
_STEP = 0.08


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
    memory_colours: str = "blue-red"
    """One of ``MEMORY_MAPS``."""
    weighting_colours: str = "heads"
    """One of ``WEIGHTING_MAPS``."""

    def head(self, who: HeadKind | Shade) -> str:
        """The colour of text and lines that belong to a head of this kind, or to one of them."""
        shade = who if isinstance(who, Shade) else Shade(who)
        colour = self.read if shade.kind == "read" else self.write
        if shade.of == 1:
            return colour
        first, last = _SPREAD[shade.kind]
        # Every other one is further from the ground, for eyes that tell no hues apart.
        step = _STEP if shade.place % 2 else 0.0
        lighter = step if self.name == "dark" else -step
        return turned(colour, first + (last - first) * shade.place / (shade.of - 1), lighter)

    def phase(self, worker: HeadKind | None) -> str:
        """The colour of a task's phase: that of the kind of head that does its work, else none."""
        return self.muted if worker is None else self.head(worker)

    def weighting_map(self, who: HeadKind | Shade) -> LookupTable:
        """Colours of a weighting, 0…1, of a head of this kind, or of one of them; 0 is the well."""
        _, write, read = WEIGHTING_MAPS[self.weighting_colours]
        kind = who.kind if isinstance(who, Shade) else who
        table = write if kind == "write" else read
        return rising(table, self.well) if table else ramp(self.well, self.head(who))

    def memory_map(self) -> LookupTable:
        """Colours of the memory, -level…level; 0 is near the well."""
        _, dark, light = MEMORY_MAPS[self.memory_colours]
        return diverging(dark if self.name == "dark" else light, self.well)

    def bit_map(self) -> LookupTable:
        """Colours of an input, target or output, 0…1."""
        return ramp(self.well, self.bit)

    def coloured(self, memory: str, weighting: str) -> Theme:
        """The same theme with other colour maps; itself where they are its own."""
        if (memory, weighting) == (self.memory_colours, self.weighting_colours):
            return self
        return dataclasses.replace(self, memory_colours=memory, weighting_colours=weighting)


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


FONT_FAMILY = "Source Sans Pro"


def font_files() -> list[Path]:
    """The font files that the program brings along; register them before any text is drawn."""
    import font_source_sans_pro

    folder = Path(font_source_sans_pro.__file__).parent / "files"
    return [folder / f"SourceSansPro-{weight}.ttf" for weight in ("Regular", "Semibold", "Bold")]
