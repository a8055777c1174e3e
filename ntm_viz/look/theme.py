"""Colours, colour levels and letters of the whole program: the one place that decides them.

Write heads are amber and read heads are blue, wherever they appear. A weighting is always
shown on 0…1 and the memory symmetrically about 0, so a colour keeps its meaning at every t.
The maps are perceptually uniform and hold for colour-blind eyes: a weighting runs straight
from the empty well to its head's own colour in OKLab, the memory uses Crameri's berlin and vik.
"""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path
from typing import Literal

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

    def phase(self, worker: HeadKind | None) -> str:
        """The colour of a task's phase: that of the kind of head that does its work, else none."""
        return self.muted if worker is None else self.head(worker)

    def weighting_map(self, kind: HeadKind) -> LookupTable:
        """Colours of a weighting, 0…1, of a head of this kind; 0 is the well."""
        return _ramp(self.well, self.head(kind))

    def memory_map(self) -> LookupTable:
        """Colours of the memory, -level…level; 0 is near the well."""
        return _crameri(self.name, self.well)

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


@functools.cache
def _crameri(name: Literal["dark", "light"], well: str) -> LookupTable:
    """Crameri's diverging map whose middle is as dark, or as light, as the theme."""
    # The tables themselves: cmap's catalogue of names takes a third of a second to load.
    if name == "dark":
        from cmap.data.crameri.berlin import berlin as points
    else:
        from cmap.data.crameri.vik import vik as points
    table = np.asarray(points, np.float64)[:, :3]
    # Towards its ends the map nears black or white, where blue and red look alike.
    at = np.linspace(0.1, 0.9, 256) * (len(table) - 1)
    colours = np.stack([np.interp(at, np.arange(len(table)), one) for one in table.T], axis=1)
    # Crameri's middle has a tint of its own; memory that holds nothing shows the empty well.
    nothing = np.clip(1.0 - np.abs(np.arange(256) - 127.5) / 20.0, 0.0, 1.0)[:, None]
    return _frozen((1.0 - nothing) * colours + nothing * rgb(well))


@functools.cache
def _ramp(low: str, high: str) -> LookupTable:
    """256 colours from ``low`` to ``high`` in steps that look equal."""
    fraction = np.linspace(0.0, 1.0, 256)[:, None]
    return _frozen(_from_oklab((1.0 - fraction) * _oklab(rgb(low)) + fraction * _oklab(rgb(high))))


# Björn Ottosson, "A perceptual color space for image processing" (2020).
_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def _oklab(colour: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _TO_CONES.T) @ _TO_LAB.T)


def _from_oklab(lab: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    linear = (lab @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_CONES).T
    linear = np.clip(linear, 0.0, 1.0)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


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
