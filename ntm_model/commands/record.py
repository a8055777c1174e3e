"""``ntm-model record``: a network at work, as a trace file."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np

from ntm_model import backend as backends
from ntm_model import tasks
from ntm_model.commands.options import SizeType, backend_option
from ntm_model.tasks import Pattern, PatternError, Size, Task, drawings, written

if TYPE_CHECKING:
    from rich.progress import Progress


@click.command()
@click.argument("model", metavar="RUN|MODEL", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The trace to write (.npz).",
)
@click.option(
    "--random",
    "size",
    type=SizeType(),
    metavar="SIZE",
    help="Record a fair random pattern, of size 20 or 10x3.",
)
@click.option(
    "--drawing",
    metavar="NAME",
    type=click.Choice(drawings.names()),
    help=f"Record a drawing: {', '.join(drawings.names())}.",
)
@click.option(
    "--input",
    "-i",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Record a drawing from a file: .csv or .txt with a line per bit, 0 1 or . #, and lines "
    "such as repeats: 3.",
)
@click.option(
    "--length",
    type=click.IntRange(1),
    metavar="N",
    default=20,
    show_default=True,
    help="Of the drawing.",
)
@click.option(
    "--number",
    "numbers",
    type=(str, int),
    multiple=True,
    metavar="NAME VALUE",
    help="What the task asks for beside the drawing, such as: repeats 4.",
)
@click.option("--seed", default=0, metavar="N", show_default=True, help="Of the random pattern.")
@click.option(
    "--task",
    "name",
    metavar="TASK",
    type=click.Choice(tasks.names()),
    help="If MODEL does not tell.",
)
@click.option(
    "--slots", type=click.IntRange(1), metavar="N", help="Give the memory another number of slots."
)
@backend_option
def record(
    model: Path,
    output: Path,
    size: Size | None,
    drawing: str | None,
    file: Path | None,
    length: int,
    numbers: tuple[tuple[str, int], ...],
    seed: int,
    name: str | None,
    slots: int | None,
    backend: str | None,
) -> None:
    """Run a network on one pattern and write all that happened to a trace.

    A run of any length fits: a long one is written down as it goes, by keyframes.

    \b
    Examples:
      ntm-model record runs/seed7 --random 20 --seed 3 -o random.npz
      ntm-model record copy.keras --drawing "letters NTM" -o letters.npz
      ntm-model record copy.keras --input mine.txt -o mine.npz
      ntm-model record runs/repeat --drawing diagonal --length 8 --number repeats 4 -o r.npz
    """
    if output.suffix != ".npz":
        raise click.UsageError(f"{output}: a trace ends in .npz")
    if sum(given is not None for given in (size, drawing, file)) != 1:
        raise click.UsageError(
            "say what to record: --random SIZE, --drawing NAME or --input FILE, one of them"
        )
    if size is not None and numbers:
        raise click.UsageError(
            "--number goes with --drawing and --input; a random pattern brings its own"
        )
    backends.start(backend)
    from ntm_model.model import load_model, task_of
    from ntm_model.recording import Recorder

    network = load_model(model, slots)
    found = name or task_of(network)
    if not found:
        raise click.UsageError(f"{model}: fits no task that is known; name one with --task")
    task = tasks.get(found)
    if file is not None:
        pattern = _written(task, file, dict(numbers))
    elif drawing is not None:
        pattern = Pattern(drawings.draw(drawing, length, task.bits), dict(numbers))
    else:
        pattern = _random(task, size or (), seed)
    recorder = Recorder(network)
    with _progress() as bar:
        steps = len(task.encode(pattern).inputs)
        done = bar.add_task("Recording", total=steps)

        def tell(so_far: int) -> None:
            bar.update(done, completed=so_far)

        trace = recorder.record_pattern(task, pattern, output, tell)
    click.echo(f"{output}: {trace.n_steps} timesteps, {trace.n_slots} slots")


def _progress() -> Progress:
    """A bar on a terminal, and nothing elsewhere; it is gone at the end."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    return Progress(console=console, disable=not console.is_terminal, transient=True)


def _random(task: Task, size: Size, seed: int) -> Pattern:
    """A fair random pattern, as a sequence of that size shows it."""
    spans = [(part, part) for part in size]
    batch = task.sample(np.random.default_rng(seed), 1, *spans, fair=True)
    pattern = task.drawn(batch.inputs[0])
    if pattern is None:
        raise ValueError(f"{task.name} cannot tell its own pattern of size {size}")
    return pattern


def _written(task: Task, file: Path, numbers: dict[str, int]) -> Pattern:
    """The drawing in a text or CSV file; numbers that are given count more than its own."""
    try:
        found = written.parse(file.read_text(encoding="utf-8-sig"), task)
    except UnicodeDecodeError:
        raise click.UsageError(
            f"{file}: is no text; a picture is drawn in ntm-viz, whose Copy makes text of it"
        ) from None
    except PatternError as error:
        raise click.UsageError(f"{file}: {error}") from None
    return dataclasses.replace(found, numbers={**found.numbers, **numbers})
