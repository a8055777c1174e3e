"""Colour maps: tables of 256 colours that are perceptually uniform and hold for colour-blind eyes.

Each map has a form for the dark theme and one for the light, so that nothing always looks like
the empty ground. The tables come from cmap; which of them is used, the theme decides.
"""

from __future__ import annotations

import functools
import importlib

import numpy as np
import numpy.typing as npt

LookupTable = npt.NDArray[np.uint8]
"""[256, 3] red, green, blue."""

_Colours = npt.NDArray[np.float64]


# Crameri's diverging maps: a title, and a map with a dark middle and one with a light middle.
MEMORY_MAPS = {
    "blue-red": ("Blue and red", "crameri.berlin:berlin", "crameri.vik:vik"),
    "blue-yellow": ("Blue and yellow", "crameri.lisbon:lisbon", "crameri.broc:broc"),
    "blue-green": ("Blue and green", "crameri.tofino:tofino", "crameri.cork:cork"),
    "pink-green": ("Pink and green", "crameri.vanimo:vanimo", "crameri.bam:bam"),
}
# Maps that rise evenly in lightness: a title, the write heads' map and the read heads'. An
# empty one runs from the ground to the head's own colour.
WEIGHTING_MAPS = {
    "heads": ("Amber and blue", "", ""),
    "lajolla-oslo": ("Lajolla and Oslo", "crameri.lajolla:lajolla", "crameri.oslo:oslo"),
    "viridis": ("Viridis", "bids:viridis", "bids:viridis"),
    "cividis": ("Cividis", "cividis:cividis", "cividis:cividis"),
}


@functools.cache
def diverging(table: str, middle: str) -> LookupTable:
    """A diverging map whose middle is the colour ``middle``."""
    points = _points(table)
    # Towards its ends the map nears black or white, where two hues look alike.
    colours = _stretched(points, 0.1, 0.9)
    # The middle has a tint of its own; memory that holds nothing shows the empty ground.
    nothing = np.clip(1.0 - np.abs(np.arange(256) - 127.5) / 20.0, 0.0, 1.0)[:, None]
    return _frozen((1.0 - nothing) * colours + nothing * rgb(middle))


@functools.cache
def rising(table: str, ground: str) -> LookupTable:
    """A map that rises from ``ground`` and gets further from it in lightness all the way."""
    low = rgb(ground)
    over_light = _lightness(low) > 0.5
    # They rise from dark to light; over a light ground they go the other way.
    points = _points(table)[:: -1 if over_light else 1]
    # What lies nearest to the ground could not be told from it; the far end glares, or is black.
    colours = _stretched(points, 0.06, 0.75 if over_light else 0.9)
    nothing = np.clip(1.0 - np.arange(256) / 40.0, 0.0, 1.0)[:, None]
    return _frozen(_from_oklab((1.0 - nothing) * _oklab(colours) + nothing * _oklab(low)))


@functools.cache
def ramp(low: str, high: str) -> LookupTable:
    """256 colours from ``low`` to ``high`` in steps that look equal."""
    fraction = np.linspace(0.0, 1.0, 256)[:, None]
    return _frozen(_from_oklab((1.0 - fraction) * _oklab(rgb(low)) + fraction * _oklab(rgb(high))))


@functools.cache
def turned(colour: str, degrees: float, lighter: float = 0.0) -> str:
    """``colour`` in another hue, ``lighter`` by so much, as strong as a screen can show it."""
    light, red, blue = _oklab(rgb(colour)) + np.array([lighter, 0.0, 0.0])
    angle = np.arctan2(blue, red) + np.radians(degrees)
    strength = np.hypot(red, blue)
    direction = np.array([0.0, np.cos(angle), np.sin(angle)])
    for share in np.linspace(1.0, 0.0, 41):
        wanted = np.array([light, 0.0, 0.0]) + share * strength * direction
        made = _from_oklab(wanted)
        # A colour beyond the screen is cut off, and would come back as another.
        if np.abs(_oklab(made) - wanted).max() < 0.005:
            break
    return "#" + "".join(f"{round(255 * float(part)):02x}" for part in made)


def rgb(colour: str) -> npt.NDArray[np.float64]:
    """Red, green and blue of ``#rrggbb``, each 0…1."""
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255.0


def _points(table: str) -> _Colours:
    # The tables themselves: cmap's catalogue of names takes a third of a second to load.
    module, _, name = table.partition(":")
    return np.asarray(getattr(importlib.import_module(f"cmap.data.{module}"), name))[:, :3]


def _stretched(points: _Colours, first: float, last: float) -> _Colours:
    """256 colours from the share ``first`` of a map to the share ``last``."""
    at = np.linspace(first, last, 256) * (len(points) - 1)
    return np.stack([np.interp(at, np.arange(len(points)), one) for one in points.T], axis=1)


def _lightness(colour: _Colours) -> float:
    return float(_oklab(colour)[0])


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


def _oklab(colour: _Colours) -> _Colours:
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _TO_CONES.T) @ _TO_LAB.T)


def _from_oklab(lab: _Colours) -> _Colours:
    linear = (lab @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_CONES).T
    linear = np.clip(linear, 0.0, 1.0)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def _frozen(colours: npt.NDArray[np.float64]) -> LookupTable:
    table = np.ascontiguousarray(np.rint(colours * 255.0), dtype=np.uint8)
    table.flags.writeable = False
    return table
