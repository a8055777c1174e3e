"""One export of one run as the window asks for it, and what it will come to."""

from __future__ import annotations

import dataclasses
import enum
import time
from typing import TYPE_CHECKING

from ntm_viz import export as exports
from ntm_viz.exports.formats import PICTURES, Format
from ntm_viz.exports.options import ExportOptions, MovieOptions

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from ntm_model.trace import Trace
    from ntm_viz.exports.rehearsal import Rehearsal
    from ntm_viz.look.theme import Theme

# Of a movie of a copy run at 1440 × 900: its bytes for each byte of its pictures as PNG, and its
# work for each of theirs.
_BYTES = {Format.MP4: 0.13, Format.GIF: 0.66, Format.WEBP: 0.06, Format.APNG: 0.5}
_WORK = {Format.MP4: 2.0, Format.GIF: 4.0, Format.WEBP: 3.5, Format.APNG: 6.5}
_ONE_OF_MANY = 0.5
"""The time of a picture among many, for that of one alone, which paints what all have in common
and is not encoded while the next is painted."""
_FINER = {Format.MP4: 1.0, Format.WEBP: 1.0}
_FINER_ELSE = 1.5
"""How the bytes grow with the scale, as its power; the pixels grow with its square."""
_RUN = 0.1
"""Seconds in which a checkpoint is read and runs the drawing."""
_PATIENCE = 0.01
"""Seconds for which the window may wait for the encoders at a time."""


class Over(enum.Enum):
    """What a movie goes over, in the words of the dialog."""

    RUN = "The run, step by step"
    TRAINING = "The training, at one step"
    BOTH = "The training, every step"


@dataclasses.dataclass(frozen=True, eq=False)
class Shown:
    """What the window shows of a run: what an export begins with.

    How far the board is zoomed in is not part of it: a picture has room for all timesteps.
    """

    trace: Trace
    t: int
    theme: Theme
    head: int = 0
    """The head whose addressing is shown."""
    all_slots: bool = False
    name: str = "run"
    """What its files are called, if a person says nothing else."""
    rehearsal: Rehearsal | None = None
    """What its network can do again as it was in its training; None where that left nothing."""

    @property
    def options(self) -> ExportOptions:
        """A picture that looks like the window."""
        return ExportOptions(theme=self.theme, head=self.head, all_slots=self.all_slots)


@dataclasses.dataclass(frozen=True)
class Wish:
    """What is to be written; timesteps ``first`` to ``last``, both included.

    It holds the run that it was made for, as another one may be shown once it is carried out.
    """

    trace: Trace
    kind: Format
    first: int
    last: int
    options: ExportOptions
    movie: MovieOptions
    row: str = "weightings"
    """Of a table."""
    run: str = "run"
    """What the run is called."""
    rehearsal: Rehearsal | None = None
    """Of a movie that goes over a training, what that shows; None goes over the run."""

    @property
    def name(self) -> str:
        """What the file is called, if a person says nothing else; without its ending."""
        if self.kind in PICTURES:
            return f"{self.run}-t{self.first}"
        if self.rehearsal is not None:
            return f"{self.run}-training"
        return f"{self.run}-{self.row}" if self.kind is Format.CSV else self.run

    @property
    def pictures(self) -> int:
        """How many are painted."""
        steps = self.last - self.first + 1
        return max(self.runs, 1) * steps if self.kind.moves else 1

    @property
    def runs(self) -> int:
        """How many checkpoints have to run before."""
        return 0 if self.rehearsal is None else len(self.rehearsal.checkpoints)


@dataclasses.dataclass(frozen=True)
class Job:
    """Work in ``total`` steps, a bit of it at each ``next(steps)``; closing them ends it early."""

    total: int
    steps: Generator[object]
    """Gives None where a step takes longer, and anything else when one is done."""
    pictures: tuple[Path, ...] = ()
    """Files that it writes one after the other."""

    @property
    def left(self) -> int:
        """How many of its pictures are there."""
        return sum(picture.exists() for picture in self.pictures)


@dataclasses.dataclass(frozen=True)
class Forecast:
    """What an export will come to, measured on one of its pictures."""

    pictures: int
    size: int
    """Bytes."""
    work: float
    """Seconds until it is done."""
    lasts: float | None
    """Seconds that the movie lasts; None of what does not move."""


def begin(wish: Wish, path: Path, learned: Sequence[tuple[int, Trace]] = ()) -> Job:
    """Check what is asked for, at once; the job does it step by step.

    ``learned`` is what became of the wish's rehearsal: (sequences, Trace) for each checkpoint.

    Raises:
        ExportError: it cannot be done.
    """
    options = wish.options
    if wish.kind is Format.CSV:
        return Job(1, _table(wish, path))
    if wish.kind in PICTURES:
        return Job(1, _picture(wish, path))
    first, last, all_slots = wish.first, wish.last, options.all_slots
    if wish.rehearsal is None:
        reel = exports.run_reel(wish.trace, first, last, all_slots=all_slots)
    else:
        reel = exports.training_reel(learned, first, last, all_slots=all_slots)
    if wish.kind is Format.FRAMES:
        pictures = exports.export_pictures(reel, path, options, _PATIENCE)
        return Job(len(reel), pictures, tuple(exports.picture_files(reel, path)))
    movie = exports.export_movie(reel, path, options, wish.movie, wish.kind, _PATIENCE)
    return Job(len(reel), movie)


def forecast(wish: Wish) -> Forecast:
    """Make one picture, or the table, and see.

    Raises:
        ExportError: it cannot be done.
    """
    begun = time.perf_counter()
    if wish.kind is Format.CSV:
        size = len(exports.table(wish.trace, wish.row))
    else:
        middle = (wish.first + wish.last) // 2 if wish.kind.moves else wish.first
        drawn = dataclasses.replace(wish.options, scale=1.0)
        (shot,) = exports.run_reel(wish.trace, middle, middle, all_slots=drawn.all_slots)
        kind = wish.kind if wish.kind in PICTURES else Format.PNG
        size = len(exports.picture(shot, kind, drawn))
    seconds = time.perf_counter() - begun
    count = wish.pictures
    # Painted at scale 1, so that asking costs little.
    finer = 1.0 if wish.kind in (Format.SVG, Format.PDF, Format.CSV) else wish.options.scale
    each = seconds * finer**2 * (_ONE_OF_MANY if count > 1 else 1.0)
    bytes_each = size * finer ** _FINER.get(wish.kind, _FINER_ELSE)
    movement = wish.kind.moves and wish.kind is not Format.FRAMES
    return Forecast(
        pictures=count,
        size=round(bytes_each * count * _BYTES.get(wish.kind, 1.0)),
        work=each * count * _WORK.get(wish.kind, 1.0) + wish.runs * _RUN,
        lasts=count / wish.movie.fps if movement else None,
    )


def _picture(wish: Wish, path: Path) -> Generator[Path]:
    yield exports.export_frame(wish.trace, wish.first, path, wish.options, wish.kind)


def _table(wish: Wish, path: Path) -> Generator[Path]:
    yield exports.export_table(wish.trace, wish.row, path, overwrite=wish.options.overwrite)
