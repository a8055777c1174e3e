"""``ntm-viz export``: a run as pictures, movies, pages or tables, without window and screen."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from ntm_model.backend import BACKENDS
from ntm_viz.exports.formats import MOVIES, PICTURES, Format, format_of

if TYPE_CHECKING:
    from collections.abc import Callable

EPILOG = """
\b
Examples:
  ntm-viz export -o now.png                          the shipped run, last timestep
  ntm-viz export run.npz -o now.svg --step 27        one timestep of a trace
  ntm-viz export run.npz -o run.mp4 --fps 8          all timesteps as a movie
  ntm-viz export run.npz -o frames --sequence        … as numbered pictures
  ntm-viz export run.npz -o gate.csv --row gate      one row as a table
  ntm-viz export copy.keras -o r.mp4 --random 20 --seed 3
  ntm-viz export copy.keras -o now.png --input i.csv run a drawing first
  ntm-viz export runs/copy -o learns.mp4 --training --step 27
  ntm-viz export run.npz -o - --format gif > run.gif
"""
STANDARD_OUTPUT = Path("-")
_PANELS = "board,memory,addressing"


@dataclasses.dataclass(frozen=True)
class Order:
    """What is to be exported, and how, as it was typed."""

    source: Path | None
    out: Path
    kind: str | None
    sequence: bool
    step: int | None
    first: int | None
    last: int | None
    row: str | None
    training: bool
    theme: Literal["dark", "light"]
    width: int
    height: int
    scale: float
    panels: str
    head: str | None
    title: str | None
    caption: str
    fps: float
    loop: bool
    chroma: Literal["420", "444"]
    drawing: Path | None
    random: int | None
    seed: int
    backend: str | None
    all_slots: bool
    overwrite: bool

    @property
    def format(self) -> Format:
        """The kind of file.

        Raises:
            click.UsageError: neither --format nor the ending tells.
        """
        if self.sequence:
            return Format.FRAMES
        kind = Format(self.kind) if self.kind else format_of(self.out)
        if kind is None:
            known = ", ".join(f".{kind}" for kind in Format if kind is not Format.FRAMES)
            raise click.UsageError(
                f"{self.out}: give it an ending that tells the format ({known}), or --format; "
                "--sequence writes numbered pictures into a folder"
            )
        return kind

    @property
    def to_standard_output(self) -> bool:
        return self.out == STANDARD_OUTPUT


def _options(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Several options as one decorator, in the order in which --help shows them."""

    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


_WHAT = _options(
    click.option(
        "-o",
        "--out",
        required=True,
        type=click.Path(path_type=Path),
        help="The file to write; its ending tells the format. - is standard output.",
    ),
    click.option(
        "--format",
        "kind",
        type=click.Choice([kind.value for kind in Format]),
        help="If the ending does not.",
    ),
    click.option("--sequence", is_flag=True, help="Numbered PNG files in the folder --out."),
    click.option("--step", type=int, help="The timestep, from 0; the last one if not given."),
    click.option("--first", type=int, help="First timestep of a movie or sequence."),
    click.option("--last", type=int, help="Last timestep of a movie or sequence."),
    click.option("--row", metavar="NAME", help="Of a table: a name in the trace, such as gate."),
    click.option(
        "--training",
        is_flag=True,
        help="A movie over all checkpoints of a run folder: of one --step, or of all timesteps.",
    ),
)
_LOOK = _options(
    click.option("--theme", type=click.Choice(["dark", "light"]), default="dark"),
    click.option("--width", type=int, default=1440, show_default=True),
    click.option("--height", type=int, default=900, show_default=True),
    click.option("--scale", type=float, default=1.0, show_default=True, help="2: twice as fine."),
    click.option("--panels", default=_PANELS, show_default=True, help="Which are shown."),
    click.option("--head", help="Whose addressing is shown, such as write; the first read head."),
    click.option("--title", help="Above, instead of the task and the network."),
    click.option("--caption", default="", help="A line below."),
    click.option("--all-slots", is_flag=True, help="Show the slots that no head used too."),
    click.option("--fps", type=float, default=8.0, show_default=True, help="Pictures per second."),
    click.option("--loop/--once", default=True, help="Begin a GIF, WebP or APNG again, or not."),
    click.option(
        "--chroma",
        type=click.Choice(["420", "444"]),
        default="420",
        show_default=True,
        help="Of an MP4: 444 keeps the colour of each pixel, which not every player shows.",
    ),
)
_RUN = _options(
    click.option(
        "--input",
        "drawing",
        type=click.Path(path_type=Path),
        help="A drawing for the network to run: .csv or .txt with a line per bit, 0 1 or . #, and "
        "lines such as repeats: 3; or .png, .jpg or .bmp with a pixel per bit.",
    ),
    click.option("--random", type=click.IntRange(1), metavar="LENGTH", help="Run random vectors."),
    click.option("--seed", type=int, default=0, show_default=True, help="For --random."),
    click.option("--backend", type=click.Choice(BACKENDS), help="What Keras computes with."),
    click.option("--overwrite", is_flag=True, help="Replace files that exist already."),
)


@click.command(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("source", required=False, type=click.Path(path_type=Path))
@_WHAT
@_LOOK
@_RUN
def export(**given: Any) -> None:
    """Write a run: one timestep as PNG, SVG or PDF, or all of them as MP4, GIF, WebP or APNG.

    SOURCE is a trace (.npz), or a network (.keras) or run folder, which is run first.
    Without it the shipped trace is taken; with a drawing, the shipped network.
    """
    order = Order(**given)
    kind = order.format
    _check(order, kind)
    from ntm_viz import system

    system.check_libraries()
    from ntm_viz.exports.order import carry_out

    if order.to_standard_output and sys.stdout.isatty():
        raise click.UsageError("this would fill the terminal: send it on with > or |")
    told = carry_out(order, kind)
    if not order.to_standard_output:
        click.echo(told)


def _check(order: Order, kind: Format) -> None:
    if order.sequence and (order.step is not None and not order.training):
        raise click.UsageError("--step and --sequence exclude each other")
    if order.step is not None and not order.training and kind in MOVIES:
        raise click.UsageError("a movie shows --first to --last; --step is for pictures")
    if (order.first, order.last) != (None, None) and not kind.moves:
        raise click.UsageError("--first and --last need a movie or --sequence")
    if order.drawing is not None and order.random is not None:
        raise click.UsageError("--input and --random exclude each other")
    if (order.row is not None) != (kind is Format.CSV):
        raise click.UsageError("a table (.csv) needs --row NAME, and nothing else takes it")
    if order.training and not kind.moves:
        raise click.UsageError("--training makes a movie or a --sequence")
    if order.training and kind in PICTURES:
        raise click.UsageError("--training needs a movie or --sequence")
    if order.to_standard_output and kind is Format.FRAMES:
        raise click.UsageError("a sequence is many files: give it a folder, or write an APNG")
