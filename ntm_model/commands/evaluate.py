"""``ntm-model evaluate``: what saved networks can do, on sequences that they never saw."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ntm_model import backend as backends
from ntm_model import tasks
from ntm_model.commands.options import SizesType, backend_option, json_option, print_json
from ntm_model.commands.tables import comparison_table, drawings_line, errors_table

if TYPE_CHECKING:
    import keras

    from ntm_model.comparison import Contender
    from ntm_model.evaluation import DrawingErrors
    from ntm_model.tasks import Size, Task


@dataclasses.dataclass(frozen=True)
class _Wish:
    """What is to be looked at."""

    task: str | None
    sizes: tuple[Size, ...] | None
    sequences: int
    slots: int | None
    seed: int
    drawings: tuple[int, ...] | None


@click.command()
@click.argument(
    "models", metavar="RUN|MODEL...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--task", metavar="TASK", type=click.Choice(tasks.names()), help="If the networks do not tell."
)
@click.option(
    "--sizes",
    "--lengths",
    type=SizesType(),
    help="Such as 5,10,20, or 10x10,20x10 (length x repeats); the task's own if not given.",
)
@click.option(
    "--sequences",
    type=click.IntRange(1),
    metavar="N",
    default=50,
    show_default=True,
    help="Of each size.",
)
@click.option(
    "--slots", type=click.IntRange(1), metavar="N", help="Give the memory another number of slots."
)
@click.option(
    "--drawings",
    type=SizesType(),
    metavar="LENGTHS",
    help="At which lengths to try every kind of drawing; those of training if not given.",
)
@click.option("--seed", default=1_000_003, metavar="N", show_default=True, help="Of the sequences.")
@click.option(
    "--plot",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the errors by size as a picture (.png, .svg or .pdf).",
)
@backend_option
@json_option
def evaluate(
    models: tuple[Path, ...],
    task: str | None,
    sizes: tuple[Size, ...] | None,
    sequences: int,
    slots: int | None,
    seed: int,
    drawings: tuple[Size, ...] | None,
    plot: Path | None,
    backend: str | None,
    as_json: bool,
) -> None:
    """Count the wrong bits of networks: run folders or .keras files.

    One network gives the table of its errors; several, a table side by side. All see the same
    sequences.

    \b
    Examples:
      ntm-model evaluate runs/seed7
      ntm-model evaluate copy.keras --lengths 500,1000 --slots 1024 --sequences 4
      ntm-model evaluate runs/ntm runs/lstm --plot copy.svg
    """
    for path in models:
        if not path.exists():
            raise click.UsageError(f"{path}: no such file or folder")
    backends.start(backend)
    from ntm_model import comparison

    if plot is not None:
        comparison.check_plot(plot)
    lengths = None if drawings is None else tuple(size[0] for size in drawings)
    wish = _Wish(task, sizes, sequences, slots, seed, lengths)
    known, networks = _loaded(models, wish)
    found = list(_looked_at(known, models, networks, wish))
    contenders = [contender for contender, _ in found]
    if plot is not None:
        comparison.plot(plot, known, contenders)
    if as_json:
        from ntm_model.keeping import results

        each = [
            {
                "model": str(path),
                "parameters": contender.parameters,
                **results(contender.errors, drawn),
            }
            for path, (contender, drawn) in zip(models, found, strict=True)
        ]
        print_json({"task": known.name, "sizes_are": known.size_names, "models": each})
    else:
        _show(known, found)
        if plot is not None:
            click.echo(f"Plot: {plot}")


def _loaded(models: Sequence[Path], wish: _Wish) -> tuple[Task, list[keras.Model]]:
    """The networks, and the one task that all of them are for."""
    from ntm_model.model import load_model, task_of

    networks = [load_model(path, wish.slots, baselines_too=True) for path in models]
    found = [wish.task or task_of(network) for network in networks]
    for path, name in zip(models, found, strict=True):
        if not name:
            raise click.UsageError(f"{path}: fits no task that is known")
        if name != found[0]:
            raise click.UsageError(
                f"{models[0]} is for {found[0]} and {path} is for {name}: only networks of one "
                f"task can be compared"
            )
    return tasks.get(found[0]), networks


def _looked_at(
    task: Task, models: Sequence[Path], networks: Sequence[keras.Model], wish: _Wish
) -> Iterator[tuple[Contender, list[DrawingErrors]]]:
    from rich.console import Console
    from rich.progress import track

    from ntm_model.comparison import Contender
    from ntm_model.evaluation import Evaluation
    from ntm_model.model import parameters_of

    short = [path.stem if path.is_file() else path.name for path in models]
    names = short if len(set(short)) == len(short) else [str(path) for path in models]
    console = Console(stderr=True)
    shown = track(
        list(zip(names, networks, strict=True)),
        "Evaluating",
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
    for name, network in shown:
        evaluation = Evaluation(network, task)
        errors = evaluation.by_size(wish.sizes, sequences=wish.sequences, seed=wish.seed)
        contender = Contender(name, parameters_of(network), tuple(errors))
        yield contender, evaluation.on_drawings(wish.drawings)


def _show(task: Task, found: Sequence[tuple[Contender, list[DrawingErrors]]]) -> None:
    from rich.console import Console

    console = Console()
    contenders = [contender for contender, _ in found]
    if len(contenders) == 1:
        console.print(errors_table(task, contenders[0].errors))
    else:
        console.print(comparison_table(task, contenders))
    for contender, drawn in found:
        if drawn:
            whose = "" if len(found) == 1 else f"{contender.name}: "
            console.print(whose + drawings_line(drawn), highlight=False)
