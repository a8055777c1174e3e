"""The kinds of file that can be written, told by their endings. Without Qt."""

from __future__ import annotations

import enum
from pathlib import PurePath


class Format(enum.StrEnum):
    """What can be written; the value is the ending, without its dot."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"
    MP4 = "mp4"
    GIF = "gif"
    WEBP = "webp"
    APNG = "apng"
    FRAMES = "frames"
    """A folder of numbered PNG files."""
    CSV = "csv"
    NPZ = "npz"

    @property
    def words(self) -> str:
        """How a person calls it."""
        return _WORDS[self]

    @property
    def moves(self) -> bool:
        """Whether it shows one timestep after the other."""
        return self in MOVIES or self is Format.FRAMES

    @property
    def shows(self) -> bool:
        """Whether it is something to look at."""
        return self not in (Format.CSV, Format.NPZ)


PICTURES = (Format.PNG, Format.SVG, Format.PDF)
MOVIES = (Format.MP4, Format.GIF, Format.WEBP, Format.APNG)
_WORDS = {
    Format.PNG: "PNG",
    Format.SVG: "SVG",
    Format.PDF: "PDF",
    Format.MP4: "MP4",
    Format.GIF: "GIF",
    Format.WEBP: "animated WebP",
    Format.APNG: "APNG",
    Format.FRAMES: "PNG sequence",
    Format.CSV: "CSV table",
    Format.NPZ: "trace",
}


def format_of(path: PurePath) -> Format | None:
    """The kind of file that the path's ending asks for; None where it tells of none."""
    ending = path.suffix.lower().removeprefix(".")
    known = {kind.value: kind for kind in Format if kind is not Format.FRAMES}
    return known.get(ending)
