"""``ntm-viz export``: pictures of a run as files, without a window and without a screen."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ntm_viz.options import BACKENDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ntm_model.tasks.base import Bits
    from ntm_model.trace import Trace

EPILOG = """
\b
Examples:
  ntm-viz export -o now.png                          the shipped run, last timestep
  ntm-viz export run.npz -o now.png --step 27        one timestep of a trace
  ntm-viz export run.npz -o frames --sequence        every timestep, numbered
  ntm-viz export copy.keras -o now.png --input i.csv run a drawing first
  ntm-viz export copy.keras -o f --sequence --random 12 --seed 7
"""


@dataclasses.dataclass(frozen=True)
class Order:
    """What is to be exported, and how."""

    source: Path | None
    out: Path
    step: int | None
    sequence: bool
    first: int
    last: int | None
    theme: str
    width: int
    height: int
    scale: float
    drawing: Path | None
    random: int | None
    seed: int
    backend: str | None
    all_slots: bool
    overwrite: bool


@click.command(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("source", required=False, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="The PNG file to write, or with --sequence the folder.",
)
@click.option("--step", type=int, help="The timestep, from 0; the last one if not given.")
@click.option("--sequence", is_flag=True, help="Every timestep as frame_0000.png and on.")
@click.option("--first", type=int, default=0, help="First timestep of a sequence.")
@click.option("--last", type=int, help="Last timestep of a sequence.")
@click.option("--theme", type=click.Choice(["dark", "light"]), default="dark", show_default=True)
@click.option("--width", type=int, default=1440, show_default=True)
@click.option("--height", type=int, default=900, show_default=True)
@click.option("--scale", type=float, default=1.0, show_default=True, help="2 is twice as fine.")
@click.option(
    "--input",
    "drawing",
    type=click.Path(path_type=Path),
    help="A drawing (.csv, .txt) for the network to run: a line per bit, 0 1 or . #",
)
@click.option("--random", type=click.IntRange(1), metavar="LENGTH", help="Run random vectors.")
@click.option("--seed", type=int, default=0, show_default=True, help="For --random.")
@click.option("--backend", type=click.Choice(BACKENDS), help="What Keras computes with.")
@click.option("--all-slots", is_flag=True, help="Show the slots that no head used too.")
@click.option("--overwrite", is_flag=True, help="Replace files that exist already.")
def export(**given: Any) -> None:
    """Write pictures of a run: one timestep, or all of them.

    SOURCE is a trace (.npz), or a network (.keras) or run folder, which is run first.
    Without it the shipped trace is taken; with a drawing, the shipped network.
    """
    order = Order(**given)
    _check(order)
    from ntm_viz import system

    system.check_libraries()
    from ntm_viz.export import offscreen_application

    trace = _trace(order)
    application = offscreen_application()
    try:
        _write(trace, order)
    finally:
        # Until here: painting text needs it.
        del application


def _check(order: Order) -> None:
    if order.sequence and order.step is not None:
        raise click.UsageError("--step and --sequence exclude each other")
    if not order.sequence and (order.first != 0 or order.last is not None):
        raise click.UsageError("--first and --last need --sequence")
    if order.drawing is not None and order.random is not None:
        raise click.UsageError("--input and --random exclude each other")


def _trace(order: Order) -> Trace:
    """The trace that was named, or the run of the network that was named."""
    from ntm_viz import assets, files
    from ntm_viz.files import Kind

    draws = order.drawing is not None or order.random is not None
    shipped = assets.SHIPPED_MODEL if draws else assets.SHIPPED_TRACE
    source = assets.asset(shipped) if order.source is None else order.source
    kind = files.identify(source)
    if kind is Kind.TRACE:
        if draws:
            raise click.UsageError(
                f"{source.name} is a run already; --input and --random need a network"
            )
        return files.read_trace(source)
    if kind is Kind.PATTERN:
        raise click.UsageError(
            f"{source.name} is a drawing: give it with --input, and a network as SOURCE"
        )
    return _recorded(source, order)


def _recorded(source: Path, order: Order) -> Trace:
    from ntm_model import tasks
    from ntm_viz.messages import LoadRequest
    from ntm_viz.worker import Runner

    runner = Runner()
    runner.start(order.backend)
    network = runner.load(LoadRequest(source))
    task = tasks.get(network.task)
    return runner.run(task, _pattern(order, task.bits))


def _pattern(order: Order, bits: int) -> Bits:
    import numpy as np

    from ntm_viz import files, patterns

    if order.drawing is not None:
        return files.read_pattern(order.drawing, bits)
    if order.random is not None:
        generator = np.random.default_rng(order.seed)
        return generator.integers(0, 2, (order.random, bits), dtype=np.uint8)
    return patterns.EXAMPLES[0].draw(20, bits)


def _write(trace: Trace, order: Order) -> None:
    from ntm_viz.export import ExportOptions, export_frame, export_sequence
    from ntm_viz.theme import DARK, LIGHT

    options = ExportOptions(
        theme=DARK if order.theme == "dark" else LIGHT,
        width=order.width,
        height=order.height,
        scale=order.scale,
        all_slots=order.all_slots,
        overwrite=order.overwrite,
    )
    if order.sequence:
        last = trace.n_steps - 1 if order.last is None else order.last
        pictures = export_sequence(trace, order.out, order.first, last, options)
        _write_all(pictures, last - order.first + 1, order.out)
    else:
        step = trace.n_steps - 1 if order.step is None else order.step
        click.echo(export_frame(trace, step, order.out, options))


def _write_all(pictures: Iterator[Path], total: int, folder: Path) -> None:
    from rich.console import Console
    from rich.progress import track

    # On standard error, so that what is written on standard output is the result alone.
    for _ in track(pictures, "Exporting", total=total, console=Console(stderr=True)):
        pass
    click.echo(folder)
