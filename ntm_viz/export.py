"""From a trace to picture files, without a window and without Keras.

Frames are painted on a composition of their own, so an export never moves the window's
playhead. Each file is written aside and renamed: it appears whole or not at all. The same
trace and options give the same bytes.
"""

from __future__ import annotations

import collections
import dataclasses
import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication

from ntm_viz.fonts import install_fonts
from ntm_viz.frame import frame_at, resolve
from ntm_viz.png import encode
from ntm_viz.theme import DARK, Theme
from ntm_viz.views.composition import Composition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QImage

    from ntm_model.trace import Trace
    from ntm_viz.frame import Overview

SMALLEST = (640, 480)
LARGEST_SIDE = 16_384
"""Device pixels; beyond this an image takes more than a gigabyte."""
_ENCODERS = 2


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
    overwrite: bool = False

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


def offscreen_application() -> QGuiApplication:
    """The application that painting text needs, made for no screen where there is none yet."""
    app = QGuiApplication.instance()
    if not isinstance(app, QGuiApplication):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        app = QGuiApplication(["ntm-viz"])
    install_fonts(app)
    return app


def export_frame(
    trace: Trace, t: int, path: str | os.PathLike[str], options: ExportOptions | None = None
) -> Path:
    """Write timestep ``t`` as a PNG file. A QGuiApplication must exist.

    Raises:
        ExportError: no such timestep, impossible options, or the file exists already.
        ExportFailedError: the file cannot be written.
    """
    options = options or ExportOptions()
    target = Path(path)
    overview = _checked(trace, t, t, options)
    _refuse_existing([target], options)
    return _write(_composition(options).image(frame_at(overview, t)), target)


def export_sequence(
    trace: Trace,
    folder: str | os.PathLike[str],
    first: int = 0,
    last: int | None = None,
    options: ExportOptions | None = None,
) -> Iterator[Path]:
    """Write timesteps ``first`` to ``last`` (included) as numbered PNG files into ``folder``.

    What is asked for is checked at once; files are written as the iterator is asked for them,
    in order, so that whoever asks can show progress, or stop.

    Raises:
        ExportError: no such timesteps, impossible options, or a file exists already.
        ExportFailedError: a file cannot be written.
    """
    options = options or ExportOptions()
    last = trace.n_steps - 1 if last is None else last
    overview = _checked(trace, first, last, options)
    digits = max(4, len(str(trace.n_steps - 1)))
    steps = range(first, last + 1)
    paths = [Path(folder) / f"frame_{t:0{digits}d}.png" for t in steps]
    _refuse_existing(paths, options)
    return _written(overview, steps, paths, options)


def _written(
    overview: Overview, steps: range, paths: list[Path], options: ExportOptions
) -> Iterator[Path]:
    """Paint here and encode beside: a file takes longer than the painting."""
    try:
        paths[0].parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _failed(paths[0].parent, error) from error
    composition = _composition(options)
    under_way: collections.deque[Future[Path]] = collections.deque()
    with ThreadPoolExecutor(_ENCODERS, thread_name_prefix="encode") as encoders:
        for t, path in zip(steps, paths, strict=True):
            image = composition.image(frame_at(overview, t))
            under_way.append(encoders.submit(_write, image, path))
            if len(under_way) > _ENCODERS:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def _composition(options: ExportOptions) -> Composition:
    size = QSize(options.width, options.height)
    return Composition(options.theme, size, options.scale, head=options.head)


def _checked(trace: Trace, first: int, last: int, options: ExportOptions) -> Overview:
    options.check()
    if not 0 <= first <= last < trace.n_steps:
        asked = f"step {first}" if first == last else f"steps {first} to {last}"
        raise ExportError(f"there is no {asked} in this run: it has steps 0 to {trace.n_steps - 1}")
    if not 0 <= options.head < trace.n_heads:
        raise ExportError(
            f"there is no head {options.head} in this run: it has heads 0 to {trace.n_heads - 1}"
        )
    return resolve(trace, all_slots=options.all_slots)


def _refuse_existing(paths: list[Path], options: ExportOptions) -> None:
    if options.overwrite:
        return
    existing = [path for path in paths if path.exists()]
    if existing:
        more = f" and {len(existing) - 1} more" if len(existing) > 1 else ""
        raise ExportError(f"{existing[0]}{more} exists already and was not asked to be replaced")


def _write(image: QImage, target: Path) -> Path:
    aside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        try:
            aside.write_bytes(encode(image))
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise _failed(target, error) from error
    return target


def _failed(path: Path, error: OSError) -> ExportFailedError:
    return ExportFailedError(f"cannot write {path}: {error.strerror or error}")
