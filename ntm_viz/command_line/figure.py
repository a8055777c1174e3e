"""``ntm-viz figure``: the kinds of figure that the paper shows, from networks and runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ntm_model.backend import BACKENDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from ntm_viz.figures.figure import Figure
    from ntm_viz.look.theme import Theme

EPILOG = """
\b
Examples:
  ntm-viz figure copy-generalisation copy.keras -o lengths.svg
  ntm-viz figure memory-use run.npz -o memory.pdf
  ntm-viz figure learning-curves runs/lstm runs/ntm -o learning.svg
"""
_LENGTHS = "10,20,30,50,120"
_HELP = {"help_option_names": ["-h", "--help"]}


def _page(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every figure has."""
    for option in (
        click.option("--overwrite", is_flag=True, help="Replace a file that exists already."),
        click.option("--scale", type=click.FloatRange(0.25, 8.0), default=1.0, show_default=True),
        click.option("--width", type=click.IntRange(640, 4096), default=1000, show_default=True),
        click.option("--theme", type=click.Choice(["light", "dark"]), default="light"),
        click.option(
            "-o",
            "--out",
            required=True,
            type=click.Path(path_type=Path),
            help="The file to write: .svg, .pdf or .png.",
        ),
    ):
        command = option(command)
    return command


_run = click.option("--backend", type=click.Choice(BACKENDS), help="What Keras computes with.")
_seed = click.option("--seed", type=int, default=0, show_default=True, help="Of random vectors.")


@click.group(epilog=EPILOG, context_settings=_HELP)
def figure() -> None:
    """Draw a figure as SVG, PDF or PNG, as its ending says."""


@figure.command("copy-generalisation", context_settings=_HELP)
@click.argument("model", type=click.Path(path_type=Path, exists=True))
@click.option("--lengths", default=_LENGTHS, show_default=True, help="Lengths of the sequences.")
@_seed
@_run
@_page
def copy_generalisation(
    model: Path, lengths: str, seed: int, backend: str | None, **page: Any
) -> None:
    """Outputs beside targets at growing lengths, within training and beyond (figure 4)."""
    sizes = _sizes(lengths)
    from ntm_viz.command_line.sources import Source

    runs = Source(model, seed=seed, backend=backend).random_runs(model, sizes)
    from ntm_viz.figures.copy_generalisation import CopyGeneralisation, answer_of

    answers = [answer_of(trace) for trace in runs]
    _write(lambda theme, width: CopyGeneralisation(answers, model.stem, theme, width), **page)


@figure.command("memory-use", context_settings=_HELP)
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option("--random", type=click.IntRange(1), metavar="LENGTH", help="Run random vectors.")
@_seed
@_run
@_page
def memory_use(
    source: Path, random: int | None, seed: int, backend: str | None, **page: Any
) -> None:
    """What is written and what is read, step by step (figure 6); from a trace or a network."""
    from ntm_viz.command_line.sources import Source

    trace = Source(source, random=random, seed=seed, backend=backend).trace()
    from ntm_viz.figures.memory_use import MemoryUse

    _write(lambda theme, width: MemoryUse(trace, theme, width), **page)


@figure.command("learning-curves", context_settings=_HELP)
@click.argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@_page
def learning_curves(runs: tuple[Path, ...], **page: Any) -> None:
    """Cost per sequence over training, one line a run folder (figure 3)."""
    from ntm_viz.figures.learning_curves import LearningCurves, read_curve

    curves = [read_curve(folder) for folder in runs]
    _write(lambda theme, width: LearningCurves(curves, theme, width), **page)


def _sizes(lengths: str) -> tuple[int, ...]:
    try:
        sizes = tuple(int(part) for part in lengths.split(","))
    except ValueError:
        raise click.UsageError(f"{lengths!r} is not a list of lengths such as {_LENGTHS}") from None
    if min(sizes) < 1:
        raise click.UsageError(f"lengths start at 1, found {min(sizes)}")
    return sizes


def _write(
    draw: Callable[[Theme, int], Figure],
    *,
    out: Path,
    theme: str,
    width: int,
    scale: float,
    overwrite: bool,
) -> None:
    from ntm_viz import system

    system.check_libraries()
    from ntm_viz.export import offscreen_application
    from ntm_viz.figures.figure import save
    from ntm_viz.look.theme import DARK, LIGHT

    application = offscreen_application()
    try:
        made = draw(DARK if theme == "dark" else LIGHT, width)
        click.echo(save(made, out, scale, overwrite=overwrite))
    finally:
        # Until here: painting text needs it.
        del application
