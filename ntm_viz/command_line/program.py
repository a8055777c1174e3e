"""The command line: ``ntm-viz [FILE]`` opens the window; ``export`` and ``figure`` need none.

Whatever is slow to import (Qt, Keras, rich) is imported where it is needed, so that --help
answers at once and a picture of a trace does not wait for a network.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ntm_model import console
from ntm_model.backend import BACKENDS
from ntm_viz.command_line.options import THEME_CHOICES, WindowOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

WINDOW_EPILOG = """
\b
Commands (ntm-viz COMMAND --help tells more):
  export                      write a picture, movie, table or page without a window
  figure                      draw a figure of what networks do and how they learnt it

\b
Examples:
  ntm-viz                     open the window on the network that ships with it
  ntm-viz runs/copy           … on the newest network of a training run
  ntm-viz copy.keras          … on a network
  ntm-viz run.npz             … on a trace, a recorded run
  ntm-viz a.keras b.keras     compare two networks on one drawing, side by side
  ntm-viz export -o now.png   write the last step of the run that ships with it
  ntm-viz figure memory-use run.npz -o memory.svg
                              draw which slots a run used

A file that is called export or figure is opened as ./export or ./figure.
"""


@click.command(epilog=WINDOW_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("files", nargs=-1, metavar="[FILE [FILE]]", type=click.Path(path_type=Path))
@click.option("--backend", type=click.Choice(BACKENDS), help="What Keras computes with.")
@click.option(
    "--theme",
    type=click.Choice(THEME_CHOICES),
    help="Dark, light, or as the system is; otherwise as it was chosen in the window.",
)
@click.version_option(package_name="ntm-viz", prog_name="ntm-viz")
def window(**given: Any) -> int:
    """Watch a Neural Turing Machine think: draw bits, and see it store and recite them.

    FILE is a network (.keras), a run folder, a trace (.npz) or a drawing (.csv, .txt, .png). Two
    open side by side, on one drawing.
    """
    from ntm_viz import files, system

    options = _options(**given)
    for file in given["files"]:
        files.identify(file)
    system.check_libraries()
    system.check_screen()
    from ntm_viz.app import build

    app = build(options)
    # Qt's loop never returns to Python by itself, so Ctrl+C must end the process directly.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    code = app.run()
    if not app.close():
        # The thread sits in an import or a compilation that cannot be interrupted. Nothing
        # there is worth waiting for, and Python would wait for it.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


def window_options(arguments: Sequence[str]) -> WindowOptions:
    """What the arguments of ``ntm-viz`` say about the window.

    Raises:
        click.UsageError: they cannot be understood.
    """
    context = window.make_context("ntm-viz", list(arguments))
    return _options(**context.params)


def _options(files: tuple[Path, ...], **others: Any) -> WindowOptions:
    if len(files) > 2:
        raise click.UsageError("two files can be opened side by side, not more")
    file, beside = (*files, None, None)[:2]
    return WindowOptions(file=file, beside=beside, **others)


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say; the exit code."""
    if list(arguments[:1]) == ["export"]:
        from ntm_viz.command_line.export import export

        return console.run(export, "ntm-viz export", arguments[1:])
    if list(arguments[:1]) == ["figure"]:
        from ntm_viz.command_line.figure import figure

        return console.run(figure, "ntm-viz figure", arguments[1:])
    return console.run(window, "ntm-viz", arguments)
