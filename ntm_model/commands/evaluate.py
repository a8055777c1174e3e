"""``ntm-model evaluate``: what saved networks can do, on sequences that they never saw."""

from __future__ import annotations

from pathlib import Path

import click

from ntm_model import backend as backends
from ntm_model import tasks
from ntm_model.commands.options import (
    Lengths,
    backend_option,
    drawings_line,
    errors_table,
    json_option,
    print_json,
    results,
)


@click.command()
@click.argument("model", type=click.Path(path_type=Path, exists=True))
@click.option("--task", type=click.Choice(tasks.names()), help="If the model does not tell.")
@click.option("--lengths", type=Lengths(), default="5,10,20,40,80,120", show_default=True)
@click.option("--sequences", default=50, show_default=True, help="Of each length.")
@click.option("--slots", type=int, help="Give the memory another number of slots.")
@click.option("--seed", default=1_000_003, show_default=True, help="Of the sequences.")
@backend_option
@json_option
def evaluate(
    model: Path,
    task: str | None,
    lengths: tuple[int, ...],
    sequences: int,
    slots: int | None,
    seed: int,
    backend: str | None,
    as_json: bool,
) -> None:
    """Count the wrong bits of MODEL, a .keras file or a run folder.

    \b
    Examples:
      ntm-model evaluate runs/seed7
      ntm-model evaluate copy.keras --lengths 500,1000 --slots 1024 --sequences 4
    """
    backends.start(backend)
    from ntm_model.evaluation import Evaluation
    from ntm_model.model import load_model, model_info

    network = load_model(model, slots)
    name = task or model_info(network).task
    if not name:
        raise click.UsageError(f"{model}: fits no task that is known; name one with --task")
    evaluation = Evaluation(network, tasks.get(name))
    by_length = evaluation.by_length(lengths, sequences=sequences, seed=seed)
    drawn = evaluation.on_drawings()
    if as_json:
        print_json({"model": str(model), "task": name, **results(by_length, drawn)})
        return
    from rich.console import Console

    console = Console()
    console.print(errors_table(by_length))
    console.print(drawings_line(drawn))
