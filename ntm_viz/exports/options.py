"""What can be asked of an export, and how it says that it cannot be done."""

from __future__ import annotations

import dataclasses
from typing import Literal

from ntm_viz.exports.formats import Format
from ntm_viz.look.theme import DARK, Theme
from ntm_viz.views.composition import Panel

SMALLEST = (640, 480)
LARGEST_SIDE = 16_384
"""Device pixels; beyond this an image takes more than a gigabyte."""
_FASTEST = {Format.GIF: 50.0}
"""Pictures per second. A GIF counts in hundredths of a second, and players stretch one to ten."""
_FASTEST_ELSE = 120.0


class ExportError(ValueError):
    """What was asked for cannot be exported; the message says why in plain words."""


class ExportFailedError(OSError):
    """A file could not be written; the message names it and the reason."""


@dataclasses.dataclass(frozen=True)
class ExportOptions:
    """How the pictures are to look; sizes in logical pixels, ``scale`` device pixels in each."""

    theme: Theme = DARK
    width: int = 1440
    height: int = 900
    scale: float = 1.0
    head: int = 0
    """The head whose addressing is shown."""
    all_slots: bool = False
    panels: tuple[Panel, ...] = tuple(Panel)
    title: str | None = None
    """What stands above; None names the task and the network."""
    caption: str = ""
    """What stands below."""
    overwrite: bool = False

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of a picture in device pixels."""
        return round(self.width * self.scale), round(self.height * self.scale)

    def check(self) -> None:
        """Raise ExportError where no picture can be made so."""
        if self.width < SMALLEST[0] or self.height < SMALLEST[1]:
            raise ExportError(
                f"a picture of {self.width} × {self.height} is too small to be read; "
                f"the smallest is {SMALLEST[0]} × {SMALLEST[1]}"
            )
        if not 0.25 <= self.scale <= 8.0:
            raise ExportError(f"the scale must be from 0.25 to 8, not {self.scale:g}")
        longest = max(self.width, self.height) * self.scale
        if longest > LARGEST_SIDE:
            raise ExportError(
                f"a side of {longest:.0f} pixels is too long; the longest is {LARGEST_SIDE}"
            )
        if not self.panels:
            raise ExportError(f"choose at least one panel of {', '.join(Panel)}")


@dataclasses.dataclass(frozen=True)
class MovieOptions:
    """How a movie moves."""

    fps: float = 8.0
    """Pictures per second: as fast as the window plays at first."""
    loop: bool = True
    """Begin again at the end. An MP4 cannot say so; its player decides."""
    chroma: Literal["420", "444"] = "420"
    """How finely an MP4 keeps colour: 420 in blocks of 2 × 2 pixels, which every player shows;
    444 in each pixel, which some players do not."""

    def check(self, kind: Format) -> None:
        """Raise ExportError where no movie of this kind can be made so."""
        fastest = _FASTEST.get(kind, _FASTEST_ELSE)
        if not 0.1 <= self.fps <= fastest:
            raise ExportError(
                f"{kind.words} shows from 0.1 to {fastest:g} pictures per second, not {self.fps:g}"
            )
