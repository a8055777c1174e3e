"""``ntm-model train``: from a task's name to a run folder and a table of errors."""

from __future__ import annotations

import datetime
import os
import platform
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ntm_model import backend as backends
from ntm_model import runs, tasks
from ntm_model.commands.options import (
    backend_option,
    drawings_line,
    errors_table,
    json_option,
    print_json,
    results,
)
from ntm_model.config import ModelConfig, TrainConfig

if TYPE_CHECKING:
    from ntm_model.backend import BackendInfo
    from ntm_model.training import Trainer

_DEFAULTS = TrainConfig()


@click.command()
@click.argument("task", type=click.Choice(tasks.names()))
@click.option("--seed", default=_DEFAULTS.seed, show_default=True, help="Of weights and sequences.")
@click.option(
    "--sequences", default=_DEFAULTS.sequences, show_default=True, help="To train on, at the most."
)
@click.option("--batch-size", default=_DEFAULTS.batch_size, show_default=True)
@click.option("--learning-rate", default=_DEFAULTS.learning_rate, show_default=True)
@click.option(
    "--controller",
    type=click.Choice(("dense", "double_dense", "lstm", "double_lstm")),
    default=_DEFAULTS.model.controller,
    show_default=True,
)
@click.option("--slots", default=_DEFAULTS.model.n_slots, show_default=True, help="Memory slots.")
@click.option(
    "--run",
    "folder",
    type=click.Path(path_type=Path),
    help="Folder to write; runs/TASK-DATE-TIME if not given.",
)
@click.option(
    "--logs",
    type=click.Path(path_type=Path),
    default=Path("logs"),
    show_default=True,
    help="Folder of TensorBoard's logs.",
)
@backend_option
@json_option
def train(
    task: str,
    seed: int,
    sequences: int,
    batch_size: int,
    learning_rate: float,
    controller: str,
    slots: int,
    folder: Path | None,
    logs: Path,
    backend: str | None,
    as_json: bool,
) -> None:
    """Train a network on TASK and end with a table of its errors.

    \b
    Examples:
      ntm-model train copy
      ntm-model train copy --seed 7 --run runs/seed7
      tensorboard --logdir logs
    """
    started = time.perf_counter()
    config = TrainConfig(
        model=ModelConfig(task=task, controller=controller, n_slots=slots),
        seed=seed,
        sequences=sequences,
        batch_size=batch_size,
        learning_rate=learning_rate,
    )
    now = datetime.datetime.now().astimezone()
    folder = folder or Path("runs") / f"{task}-{now:%Y%m%d-%H%M%S}"
    writer = runs.RunWriter(folder, logs / folder.name, config)
    info = backends.start(backend)
    from ntm_model.training import Trainer

    trainer = Trainer(config)
    reached = _train(trainer, writer, quiet=as_json)
    card = _card(trainer, info, reached, seconds=time.perf_counter() - started)
    _finish(trainer, writer, card, as_json=as_json)


def _train(trainer: Trainer, writer: runs.RunWriter, *, quiet: bool) -> dict[str, Any]:
    """Train to the end under a progress bar; what was reached when."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from ntm_model.model import save_model

    reached: dict[str, Any] = {}
    every = trainer.config.checkpoint_every
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,} of {task.total:,} sequences"),
        TextColumn("{task.fields[wrong]:.2f} wrong bits"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True, quiet=quiet)
    with writer, Progress(*columns, console=console) as bar:
        total = trainer.config.sequences
        shown = bar.add_task(f"Training {trainer.task.name}", total=total, wrong=float("nan"))
        saved = 0
        for progress in trainer.run():
            writer.write(progress)
            bar.update(
                shown,
                completed=progress.sequences,
                total=progress.total,
                wrong=progress.wrong_bits,
            )
            if progress.sequences // every > saved or progress.finished:
                saved = progress.sequences // every
                file = runs.checkpoint_file(writer.folder, progress.sequences)
                save_model(trainer.model, file)
            reached = {
                "sequences": progress.sequences,
                "solved_after_sequences": progress.solved_after,
                "seconds_of_training": round(progress.seconds, 1),
            }
        save_model(trainer.model, writer.folder / runs.MODEL)
    return reached


def _card(
    trainer: Trainer, info: BackendInfo, reached: dict[str, Any], seconds: float
) -> dict[str, Any]:
    """Who made this network, from what, and on which machine."""
    config = trainer.config
    from ntm_model.model import model_info

    return {
        "task": config.model.task,
        "command": f"ntm-model train {config.model.task} --seed {config.seed}",
        "seed": config.seed,
        "parameters": model_info(trainer.model).parameters,
        **reached,
        "seconds_with_imports": round(seconds, 1),
        "backend": f"{info.name} {info.version}",
        "machine": f"{info.device}, {os.cpu_count()} cores, {platform.machine()}",
        "date": datetime.date.today().isoformat(),
    }


def _finish(
    trainer: Trainer, writer: runs.RunWriter, card: dict[str, Any], *, as_json: bool
) -> None:
    """Evaluate, write the card, and say it all."""
    from rich.console import Console

    from ntm_model.evaluation import Evaluation

    console = Console()
    if not as_json:
        console.print("Looking at what it can do…")
    evaluation = Evaluation(trainer.model, trainer.task)
    by_length, drawn = evaluation.by_length(), evaluation.on_drawings()
    card |= results(by_length, drawn)
    runs.write_card(writer.folder / runs.CARD, card)
    if as_json:
        print_json({"run": str(writer.folder), **card})
        return
    console.print(errors_table(by_length))
    console.print(drawings_line(drawn))
    console.print(
        f"{card['sequences']:,} sequences in {card['seconds_of_training']:.0f} s "
        f"({card['seconds_with_imports']:.0f} s with imports). Open it: ntm-viz {writer.folder}"
    )
