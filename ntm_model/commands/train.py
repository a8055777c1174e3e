"""``ntm-model train``: from a task's name to a run folder and a table of errors."""

from __future__ import annotations

import dataclasses
import datetime
import json
import shlex
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import click
from click.core import ParameterSource

from ntm_model import backend as backends
from ntm_model import runs, tasks
from ntm_model.commands.attended import end_with_parent
from ntm_model.commands.choices import command_of, config_of, training_options
from ntm_model.commands.options import backend_option, json_option
from ntm_model.config import LARGEST_SEED, TrainConfig
from ntm_model.console import typed

if TYPE_CHECKING:
    from ntm_model.trace import Array

# What may be said anew when a run is resumed: it makes no other network.
_FREE_TO_RESUME = ("resume", "backend", "logs", "verbose", "as_json", "attended")


@click.command()
@click.argument("task", metavar="TASK", required=False, type=click.Choice(tasks.names()))
@training_options
@click.option(
    "--seed", type=click.IntRange(0, LARGEST_SEED), metavar="N", help="Of weights and sequences."
)
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Show errors by size, per bit and per timestep, as training goes on.",
)
@click.option(
    "--run",
    "folder",
    type=click.Path(path_type=Path),
    help="Folder to write; runs/TASK-DATE-TIME if not given.",
)
@click.option(
    "--resume",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="RUN",
    help="Go on with a run that was interrupted, from its last checkpoint.",
)
@click.option(
    "--logs",
    type=click.Path(path_type=Path),
    default=Path("logs"),
    show_default=True,
    help="Folder of TensorBoard's logs.",
)
@click.option("--attended", is_flag=True, hidden=True, help="End when standard input does.")
@backend_option
@json_option
def train(
    task: str | None,
    model: str,
    paper: str | None,
    folder: Path | None,
    resume: Path | None,
    logs: Path,
    backend: str | None,
    verbose: bool,
    as_json: bool,
    attended: bool,
    **changes: Any,
) -> None:
    """Train a network on TASK and end with a table of its errors.

    What is not given is what the task is known to be learned with; `ntm-model tasks` lists the
    tasks. A run that was interrupted, by whatever, ends with --resume as it would have ended:
    bit for bit on the same machine.

    \b
    Examples:
      ntm-model train copy
      ntm-model train copy -v --seed 7 --run runs/seed7
      ntm-model train copy --model lstm --run runs/lstm
      ntm-model train associative-recall --paper lstm
      ntm-model train --resume runs/seed7
      tensorboard --logdir logs
    """
    started = time.perf_counter()
    if attended:
        end_with_parent()
    context = click.get_current_context()
    if resume is not None:
        _refuse_changes(context)
        begun = _Begun.resumed(resume, logs)
    elif task is None:
        raise click.UsageError("say which TASK to train, or which run to --resume")
    else:
        config = config_of(task, model, paper, changes)
        begun = _Begun.new(task, config, folder, logs, shlex.join(command_of(context)))
    info = backends.start(backend, batch_size=begun.config.batch_size)
    from ntm_model.commands.session import TrainingSession
    from ntm_model.keeping import Origin

    session = TrainingSession(
        begun.config,
        begun.writer,
        Origin(begun.command, info),
        started,
        verbose=verbose,
        as_json=as_json,
        state=begun.state,
    )
    try:
        session.train()
        session.finish()
    except KeyboardInterrupt:
        raise KeyboardInterrupt(_how_to_go_on(begun.writer.folder)) from None


def _how_to_go_on(folder: Path) -> str:
    if not (folder / runs.RESUME).is_file():
        return f"interrupted before its first checkpoint; {folder} holds nothing to go on from"
    command = typed("ntm-model", "train", "--resume", str(folder))
    return f"interrupted; go on with `{command}`"


@dataclasses.dataclass(frozen=True)
class _Begun:
    """A run that is about to train, with what it goes on from."""

    config: TrainConfig
    writer: runs.RunWriter
    command: str
    state: Mapping[str, Array] | None = None

    @classmethod
    def new(
        cls, task: str, config: TrainConfig, folder: Path | None, logs: Path, command: str
    ) -> Self:
        now = datetime.datetime.now().astimezone()
        folder = folder or Path("runs") / f"{task}-{now:%Y%m%d-%H%M%S}"
        writer = runs.RunWriter(folder, logs / folder.name, config, command=command)
        return cls(config, writer, command)

    @classmethod
    def resumed(cls, folder: Path, logs: Path) -> Self:
        state = runs.read_state(folder)
        if (folder / runs.CARD).is_file():
            raise click.UsageError(f"{folder}: has ended; there is nothing to resume")
        config = TrainConfig.from_json((folder / runs.CONFIG).read_text(encoding="utf-8"))
        command = runs.read_command(folder)
        done = int(json.loads(str(state["standing"]))["done"])
        writer = runs.RunWriter(
            folder, logs / folder.resolve().name, config, command=command, resumed_after=done
        )
        return cls(config, writer, command, state)


def _refuse_changes(context: click.Context) -> None:
    """A run goes on as it began, or it would not end as it would have ended."""
    for parameter in context.command.get_params(context):
        name = parameter.name or ""
        given = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if given and name not in _FREE_TO_RESUME:
            said = parameter.opts[0] if isinstance(parameter, click.Option) else "TASK"
            raise click.UsageError(f"--resume goes on with the run as it began; leave out {said}")
