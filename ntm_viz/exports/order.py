"""Carries out what ``ntm-viz export`` was asked for."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from ntm_viz import export as exports
from ntm_viz.command_line.sources import Source
from ntm_viz.exports.formats import PICTURES, Format
from ntm_viz.exports.options import ExportError, ExportOptions, MovieOptions
from ntm_viz.exports.writing import failed, refuse_existing
from ntm_viz.look.theme import DARK, LIGHT
from ntm_viz.views.composition import Panel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ntm_model.trace import Trace
    from ntm_viz.command_line.export import Order
    from ntm_viz.exports.reel import Shot

T = TypeVar("T")


def carry_out(order: Order, kind: Format) -> Path:
    """Write what was ordered; the path that was written.

    Raises:
        click.UsageError, ExportError, ExportFailedError: as its parts do.
    """
    panels = _panels(order.panels)
    source = Source(order.source, order.drawing, order.random, order.seed, order.backend)
    application = exports.offscreen_application()
    try:
        if not order.to_standard_output:
            return _write(order, kind, source, panels, order.out)
        with tempfile.TemporaryDirectory(prefix="ntm-viz-") as folder:
            path = _write(order, kind, source, panels, Path(folder, f"out.{kind}"))
            with path.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return path
    finally:
        # Until here: painting text needs it.
        del application


def _write(
    order: Order, kind: Format, source: Source, panels: tuple[Panel, ...], out: Path
) -> Path:
    if order.training:
        count, learned = source.training()
        traces = list(_tracked(learned, count, "Running"))
        first, last = order.first or 0, order.last
        if order.step is not None:
            first = last = order.step
        reel = exports.training_reel(traces, first, last, all_slots=order.all_slots)
        return _write_reel(order, kind, reel, panels, out)
    trace = source.trace()
    if kind is Format.CSV:
        assert order.row is not None
        return exports.export_table(trace, order.row, out, overwrite=order.overwrite)
    if kind is Format.NPZ:
        return _save(trace, out, overwrite=order.overwrite)
    if kind in PICTURES:
        step = trace.n_steps - 1 if order.step is None else order.step
        options = _look(order, trace.head_names, panels)
        return exports.export_frame(trace, step, out, options, kind)
    reel = exports.run_reel(trace, order.first or 0, order.last, all_slots=order.all_slots)
    return _write_reel(order, kind, reel, panels, out)


def _write_reel(
    order: Order, kind: Format, reel: Sequence[Shot], panels: tuple[Panel, ...], out: Path
) -> Path:
    options = _look(order, reel[0].overview.trace.head_names, panels)
    steps: Iterator[object]
    if kind is Format.FRAMES:
        steps = exports.export_pictures(reel, out, options)
    else:
        movie = MovieOptions(order.fps, order.loop, order.chroma)
        steps = exports.export_movie(reel, out, options, movie, kind)
    for _ in _tracked(steps, len(reel), "Exporting"):
        pass
    return out


def _save(trace: Trace, out: Path, *, overwrite: bool) -> Path:
    if not overwrite:
        refuse_existing([out])
    try:
        return trace.save(out)
    except OSError as error:
        raise failed(out, error) from error


def _look(order: Order, heads: Sequence[str], panels: tuple[Panel, ...]) -> ExportOptions:
    return ExportOptions(
        theme=DARK if order.theme == "dark" else LIGHT,
        width=order.width,
        height=order.height,
        scale=order.scale,
        head=_head(order.head, heads),
        all_slots=order.all_slots,
        panels=panels,
        title=order.title,
        caption=order.caption,
        overwrite=order.overwrite,
    )


def _head(wanted: str | None, heads: Sequence[str]) -> int:
    """A head's number, from its name or its number."""
    if wanted is None:
        return 0
    if wanted in heads:
        return heads.index(wanted)
    if wanted.isdigit() and int(wanted) < len(heads):
        return int(wanted)
    raise ExportError(f"there is no head {wanted!r} in this run: it has {', '.join(heads)}")


def _panels(text: str) -> tuple[Panel, ...]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in [*Panel]]
    if unknown or not names:
        raise click.UsageError(
            f"--panels takes some of {','.join(Panel)}, not {','.join(unknown) or 'none'}"
        )
    return tuple(panel for panel in Panel if panel in names)


def _tracked(steps: Iterable[T], total: int, doing: str) -> Iterable[T]:
    from rich.console import Console
    from rich.progress import track

    # On standard error, so that what is written on standard output is the result alone.
    return track(steps, doing, total=total, console=Console(stderr=True))
