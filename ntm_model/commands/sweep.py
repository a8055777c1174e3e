"""``ntm-model sweep``: many seeds of one training, side by side, under a live table."""

from __future__ import annotations

import datetime
import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ntm_model import runs, tasks
from ntm_model.commands.choices import command_of, config_of, training_options
from ntm_model.commands.options import SizesType, backend_option, json_option, print_json
from ntm_model.config import LARGEST_SEED
from ntm_model.sweeps.board import Board
from ntm_model.sweeps.job import result
from ntm_model.sweeps.plan import SUMMARY, TEST, Plan, cores, jobs
from ntm_model.sweeps.summary import summary

if TYPE_CHECKING:
    from ntm_model.tasks import Size


@click.command()
@click.argument("task", metavar="TASK", type=click.Choice(tasks.names()))
@click.option(
    "--seeds", type=click.IntRange(1), default=10, show_default=True, metavar="N", help="How many."
)
@click.option(
    "--first-seed",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    metavar="N",
    help="Of them.",
)
@training_options
@click.option(
    "--test-sizes",
    type=SizesType(),
    help="Try each trained network on these too, such as 120,500,1000.",
)
@click.option(
    "--test-slots", type=click.IntRange(1), metavar="N", help="With as many slots of memory."
)
@click.option(
    "--test-sequences",
    type=click.IntRange(1),
    metavar="N",
    default=10,
    show_default=True,
    help="Of each of these sizes.",
)
@click.option(
    "--test-drawings",
    type=SizesType(),
    metavar="LENGTHS",
    help="And on every kind of drawing at these lengths, such as 20,100.",
)
@click.option(
    "--jobs",
    "at_once",
    type=click.IntRange(1),
    metavar="N",
    help="At a time on this machine; one a core if not given.",
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Of a Dask cluster to run on, such as tcp://host:8786."
)
@click.option(
    "--run",
    "folder",
    type=click.Path(path_type=Path),
    help="Folder to write; sweeps/TASK-DATE-TIME if not given.",
)
@backend_option
@json_option
def sweep(
    task: str,
    seeds: int,
    first_seed: int,
    model: str,
    paper: str | None,
    at_once: int | None,
    scheduler: str | None,
    folder: Path | None,
    backend: str | None,
    as_json: bool,
    **choices: Any,
) -> None:
    """Train TASK with many seeds and say how many converged, and how the worst of them did.

    What was interrupted goes on when the same command is given again with the same --run.

    \b
    Examples:
      ntm-model sweep copy --seeds 20
      ntm-model sweep copy --seeds 20 --test-sizes 120,500,1000 --test-slots 1024
      ntm-model sweep associative-recall --seeds 10 --scheduler tcp://lab:8786
    """
    if first_seed + seeds - 1 > LARGEST_SEED:
        raise click.UsageError(f"the last seed must be at most {LARGEST_SEED}")
    test = _test_options(choices)
    config_of(task, model, paper, {"seed": None, **choices})
    train = tuple(command_of(click.get_current_context())[1:])
    plan = Plan(train, tuple(range(first_seed, first_seed + seeds)), test)
    now = datetime.datetime.now().astimezone()
    folder = folder or Path("sweeps") / f"{task}-{now:%Y%m%d-%H%M%S}"
    plan.save(folder)
    try:
        board = _run(plan, folder, at_once or cores(), scheduler, quiet=as_json)
    except KeyboardInterrupt:
        how = f"the same command goes on with `--run {shlex.quote(str(folder))}`"
        raise KeyboardInterrupt(f"interrupted; {how}") from None
    found = {"task": task, "command": " ".join(train), **summary(board.cards, board.failed)}
    runs.write_text(folder / SUMMARY, json.dumps(found, indent=2) + "\n")
    if as_json:
        print_json({"sweep": str(folder), **found})
    else:
        from ntm_model.commands.sweep_tables import summary_lines

        for line in summary_lines(tasks.get(task), found):
            click.echo(line)
        click.echo(f"In {folder}; as JSON in {folder / SUMMARY}")
    if board.failed:
        raise RuntimeError(
            f"{len(board.failed)} of {seeds} seeds failed; the same command tries again"
        )


def _run(plan: Plan, folder: Path, at_once: int, scheduler: str | None, *, quiet: bool) -> Board:
    from rich.console import Console
    from rich.live import Live

    from ntm_model.commands.sweep_tables import ended_line, live_table

    console = Console(stderr=True)
    total = len(plan.seeds)
    told: set[int] = set()
    if not (console.is_terminal or quiet):
        click.echo(f"{total} seeds, each in a folder of {folder}", err=True)
    with Live(console=console, auto_refresh=False, transient=True) as live:

        def show(rows: dict[int, dict[str, Any]]) -> None:
            if console.is_terminal:
                live.update(live_table(rows, total), refresh=True)
            elif not quiet:
                # A file cannot be drawn over: a line for each that has ended since.
                ended = {seed for seed, row in rows.items() if row["state"] in {"done", "failed"}}
                for seed in sorted(ended - told):
                    told.add(seed)
                    line = f"{len(told)} of {total}: seed {seed} {ended_line(rows[seed])}"
                    click.echo(line, err=True)

        board = Board(plan.seeds, show)
        left = []
        for job in jobs(plan):
            run = folder / job.name
            # Done by an earlier command.
            if (run / runs.CARD).is_file() and (job.test is None or (run / TEST).is_file()):
                board.end(job.seed, result(run))
            else:
                left.append(job)
        if scheduler is not None:
            from ntm_model.sweeps.distributed import run_on

            run_on(scheduler, left, folder, board)
        else:
            from ntm_model.sweeps.local import run_here

            run_here(left, folder, board, at_once=at_once)
    return board


def _test_options(choices: dict[str, Any]) -> tuple[str, ...] | None:
    """Those of ``ntm-model evaluate``, out of all that was chosen."""
    sizes, slots = choices.pop("test_sizes"), choices.pop("test_slots")
    sequences, drawings = choices.pop("test_sequences"), choices.pop("test_drawings")
    if sizes is None and drawings is None:
        if slots is not None:
            raise click.UsageError("--test-slots needs --test-sizes or --test-drawings")
        return None
    words = ["--sequences", str(sequences)]
    for option, value in (("--sizes", sizes), ("--drawings", drawings)):
        if value is not None:
            words += [option, _joined(value)]
    return (*words, *(("--slots", str(slots)) if slots is not None else ()))


def _joined(sizes: tuple[Size, ...]) -> str:
    return ",".join("x".join(str(part) for part in size) for size in sizes)
