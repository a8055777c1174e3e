"""``ntm-model record``: a network at work, as a trace file."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

from ntm_model import backend as backends
from ntm_model import tasks
from ntm_model.commands.options import backend_option
from ntm_model.tasks import drawings


@click.command()
@click.argument("model", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The trace to write (.npz).",
)
@click.option("--random", "length", type=int, help="Record a fair random pattern of this length.")
@click.option("--drawing", type=click.Choice(drawings.names()), help="Record a drawing.")
@click.option("--length", "drawing_length", default=20, show_default=True, help="Of the drawing.")
@click.option("--seed", default=0, show_default=True, help="Of the random pattern.")
@click.option("--slots", type=int, help="Give the memory another number of slots.")
@backend_option
def record(
    model: Path,
    output: Path,
    length: int | None,
    drawing: str | None,
    drawing_length: int,
    seed: int,
    slots: int | None,
    backend: str | None,
) -> None:
    """Run MODEL on one pattern and write all that happened to a trace.

    \b
    Examples:
      ntm-model record runs/seed7 --random 20 --seed 3 -o random.npz
      ntm-model record copy.keras --drawing "letters NTM" -o letters.npz
    """
    if output.suffix != ".npz":
        raise click.UsageError(f"{output}: a trace ends in .npz")
    if (length is None) == (drawing is None):
        raise click.UsageError("say what to record: --random LENGTH or --drawing NAME")
    backends.start(backend)
    from ntm_model.model import load_model, model_info
    from ntm_model.recording import Recorder

    network = load_model(model, slots)
    task = tasks.get(model_info(network).task or "copy")
    if drawing is not None:
        pattern = drawings.draw(drawing, drawing_length, task.bits)
    else:
        rng = np.random.default_rng(seed)
        pattern = rng.integers(0, 2, (length or 0, task.bits), dtype=np.uint8)
    trace = Recorder(network).record_pattern(task, pattern)
    trace.save(output)
    click.echo(f"{output}: {trace.n_steps} timesteps, {trace.n_slots} slots")
