"""From a trace to files, without a window and without Keras.

Pictures are painted on a composition of their own, so an export never moves the window's
playhead. Each file is written aside and renamed: it appears whole or not at all. The same
trace and options give the same bytes.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication

from ntm_viz.exports import movies, pages
from ntm_viz.exports.formats import MOVIES, PICTURES, Format, format_of
from ntm_viz.exports.options import ExportError, ExportFailedError, ExportOptions, MovieOptions
from ntm_viz.exports.png import encode
from ntm_viz.exports.reel import Shot, run_reel, training_reel
from ntm_viz.exports.side_by_side import AHEAD, results, step_back
from ntm_viz.exports.tables import table
from ntm_viz.exports.writing import aside, failed, refuse_existing, write
from ntm_viz.look.fonts import install_fonts
from ntm_viz.views.composition import Composition

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from PySide6.QtGui import QImage

    from ntm_model.trace import Trace

__all__ = [
    "ExportError",
    "ExportFailedError",
    "ExportOptions",
    "Format",
    "MovieOptions",
    "Shot",
    "composition",
    "export_frame",
    "export_movie",
    "export_pictures",
    "export_sequence",
    "export_table",
    "offscreen_application",
    "picture",
    "picture_files",
    "run_reel",
    "table",
    "training_reel",
]

_ENCODERS = 2


def offscreen_application() -> QGuiApplication:
    """The application that painting text needs, made for no screen where there is none yet."""
    app = QGuiApplication.instance()
    if not isinstance(app, QGuiApplication):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        app = QGuiApplication(["ntm-viz"])
    install_fonts(app)
    return app


def export_frame(
    trace: Trace,
    t: int,
    path: str | os.PathLike[str],
    options: ExportOptions | None = None,
    kind: Format | None = None,
) -> Path:
    """Write timestep ``t`` as a picture: PNG, SVG or PDF, where ``kind`` is None by the ending.

    A QGuiApplication must exist.

    Raises:
        ExportError: no such timestep, impossible options, or the file exists already.
        ExportFailedError: the file cannot be written.
    """
    options = options or ExportOptions()
    target = Path(path)
    kind = kind or format_of(target)
    if kind not in PICTURES:
        endings = ", ".join(f".{picture}" for picture in PICTURES)
        raise ExportError(f"{target.name}: a picture ends in one of {endings}")
    (shot,) = run_reel(trace, t, t, all_slots=options.all_slots)
    _check([shot], options)
    _refuse([target], options)
    return write(picture(shot, kind, options), target)


def picture(shot: Shot, kind: Format, options: ExportOptions) -> bytes:
    """The bytes of one picture: PNG, SVG or PDF."""
    made = composition(options)
    if kind is Format.PNG:
        return encode(made.image_of(shot.frame, shot.remark))
    made.show_frame(shot.frame, shot.remark)
    page = pages.svg if kind is Format.SVG else pages.pdf
    return page(made.paint, made.size, options.scale, f"{made.heading}, t = {shot.t}")


def export_sequence(
    trace: Trace,
    folder: str | os.PathLike[str],
    first: int = 0,
    last: int | None = None,
    options: ExportOptions | None = None,
) -> Generator[Path]:
    """Write timesteps ``first`` to ``last`` (included) as numbered PNG files into ``folder``.

    As ``export_pictures``.
    """
    options = options or ExportOptions()
    reel = run_reel(trace, first, last, all_slots=options.all_slots)
    return (path for path in export_pictures(reel, folder, options) if path is not None)


def export_pictures(
    reel: Sequence[Shot],
    folder: str | os.PathLike[str],
    options: ExportOptions,
    patience: float | None = None,
) -> Generator[Path | None]:
    """Write every shot as a numbered PNG file into ``folder``.

    What is asked for is checked at once; files are written as the iterator is asked for them,
    in order, so that whoever asks can show progress, or stop. The encoders are up to two
    pictures ahead: who closes the iterator finds those whole or not at all, and no others.
    With a ``patience`` it gives None, for "not yet", after work that ended no file, and each time
    that it has waited so many seconds for the encoders, which then work behind all else.

    Raises:
        ExportError: impossible options, or a file exists already.
        ExportFailedError: a file cannot be written.
    """
    _check(reel, options)
    paths = picture_files(reel, folder)
    _refuse(paths, options)
    return _written(reel, paths, options, patience)


def picture_files(reel: Sequence[Shot], folder: str | os.PathLike[str]) -> list[Path]:
    """The files in ``folder`` that the shots go to, so named that they sort in their order."""
    digits = max(4, len(str(max(shot.number for shot in reel))))
    return [Path(folder) / f"frame_{shot.number:0{digits}d}.png" for shot in reel]


def _written(
    reel: Sequence[Shot], paths: list[Path], options: ExportOptions, patience: float | None
) -> Generator[Path | None]:
    """Paint here and encode beside: a file takes longer than the painting."""
    try:
        paths[0].parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise failed(paths[0].parent, error) from error
    behind = None if patience is None else step_back
    with ThreadPoolExecutor(_ENCODERS, "encode", initializer=behind) as encoders:
        names = iter(paths)
        jobs = (None if image is None else (image, next(names)) for image in _images(reel, options))
        # Where it ends early, what an encoder has begun becomes whole before this returns.
        yield from results(jobs, _write_png, encoders, patience)


def _write_png(job: tuple[QImage, Path]) -> Path:
    image, path = job
    return write(encode(image), path)


def export_movie(
    reel: Sequence[Shot],
    path: str | os.PathLike[str],
    options: ExportOptions | None = None,
    movie: MovieOptions | None = None,
    kind: Format | None = None,
    patience: float | None = None,
) -> Generator[Shot | None]:
    """Write all shots as one movie, where ``kind`` is None as the ending of ``path`` says.

    What is asked for is checked at once; then the iterator gives one shot after the other, as
    it goes into the movie. The file is there when it has ended; whoever stops before has none.
    With a ``patience`` it gives None, for "not yet", as ``export_pictures`` does.

    Raises:
        ExportError: no such kind of movie, impossible options, or the file exists already.
        ExportFailedError: the file cannot be written.
    """
    options, movie = options or ExportOptions(), movie or MovieOptions()
    target = Path(path)
    kind = kind or format_of(target)
    if kind not in MOVIES:
        endings = ", ".join(f".{known}" for known in MOVIES)
        raise ExportError(f"{target.name}: a movie ends in one of {endings}")
    _check(reel, options)
    movie.check(kind)
    _refuse([target], options)
    return _filmed(reel, target, kind, options, movie, patience)


def _filmed(
    reel: Sequence[Shot],
    target: Path,
    kind: Format,
    options: ExportOptions,
    movie: MovieOptions,
    patience: float | None,
) -> Generator[Shot | None]:
    with aside(target) as part:
        # Made here, so that a place that cannot be written is told in the system's own words.
        part.touch()
        images, shots = _images(reel, options), iter(reel)
        what = movies.Plan(kind, options.pixels, movie, options.theme.window)
        # Closed before the file is taken away, which the encoder may still have open.
        with contextlib.closing(movies.write_movie(images, part, what, patience)) as fed:
            for image_is_in in fed:
                yield next(shots) if image_is_in else None


def export_table(
    trace: Trace, row: str, path: str | os.PathLike[str], *, overwrite: bool = False
) -> Path:
    """Write one row of the trace, by its name there, as a CSV table.

    Raises:
        ExportError: no such row, or the file exists already.
        ExportFailedError: the file cannot be written.
    """
    target = Path(path)
    content = table(trace, row)
    if not overwrite:
        refuse_existing([target])
    return write(content, target)


def composition(options: ExportOptions) -> Composition:
    """What paints pictures with these options."""
    return Composition(
        options.theme,
        QSize(options.width, options.height),
        options.scale,
        head=options.head,
        panels=options.panels,
        title=options.title,
        caption=options.caption,
    )


def _images(reel: Sequence[Shot], options: ExportOptions) -> Iterator[QImage | None]:
    """The pictures, after a None for each piece of work that comes before the first.

    Each is painted over when ``AHEAD + 1`` more have been asked for: fresh memory for every
    picture takes longer to get than to paint on.
    """
    made = composition(options)
    for _ in made.prepare_for(reel[0].frame):
        yield None
    canvases = []
    for _ in range(min(AHEAD + 1, len(reel))):
        canvases.append(made.image_of(reel[0].frame))
        yield None
    for shot, canvas in zip(reel, itertools.cycle(canvases), strict=False):
        yield made.image_of(shot.frame, shot.remark, canvas)


def _check(reel: Sequence[Shot], options: ExportOptions) -> None:
    options.check()
    heads = len(reel[0].overview.heads)
    if not 0 <= options.head < heads:
        raise ExportError(
            f"there is no head {options.head} in this run: it has heads 0 to {heads - 1}"
        )


def _refuse(paths: list[Path], options: ExportOptions) -> None:
    if not options.overwrite:
        refuse_existing(paths)
