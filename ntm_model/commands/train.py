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
from ntm_model.commands.options import backend_option, json_option
from ntm_model.config import MODELS, TrainConfig
from ntm_model.presets import OPTIONS, defaults_for, paper_config

if TYPE_CHECKING:
    from ntm_model.trace import Array

# As ntm_model.controllers names them; naming them here spares the import of Keras.
_CONTROLLERS = ("dense", "double_dense", "lstm", "double_lstm")

# What an option changes: a field of TrainConfig, or of its ModelConfig.
_OF_TRAINING = ("seed", "sequences", "batch_size", "learning_rate")
_OF_MODEL = (
    "controller",
    "controller_units",
    "n_slots",
    "m_depth",
    "read_heads",
    "write_heads",
)

# Where things are written and how much is said makes no other network.
_OF_NO_MATTER = ("folder", "logs", "verbose", "as_json")


@click.command()
@click.argument("task", metavar="TASK", required=False, type=click.Choice(tasks.names()))
@click.option(
    "--model", type=click.Choice(MODELS), default="ntm", show_default=True, help="Or a baseline."
)
@click.option(
    "--paper",
    type=click.Choice(("lstm", "dense")),
    help="The paper's own network for the task, with this kind of controller.",
)
@click.option(
    "--controller",
    metavar="NAME",
    type=click.Choice(_CONTROLLERS),
    help=f"The network in the machine: {', '.join(_CONTROLLERS)}.",
)
@click.option(
    "--units", "controller_units", type=click.IntRange(1), metavar="N", help="Of its hidden layers."
)
@click.option("--slots", "n_slots", type=click.IntRange(1), metavar="N", help="Of the memory.")
@click.option("--depth", "m_depth", type=click.IntRange(1), metavar="N", help="Of a slot.")
@click.option("--read-heads", type=click.IntRange(1), metavar="N", help="That read the memory.")
@click.option("--write-heads", type=click.IntRange(1), metavar="N", help="That write it.")
@click.option("--seed", type=int, metavar="N", help="Of weights and sequences.")
@click.option("--sequences", type=click.IntRange(1), metavar="N", help="To train on, at the most.")
@click.option("--batch-size", type=click.IntRange(1), metavar="N", help="Sequences in a step.")
@click.option(
    "--learning-rate", type=click.FloatRange(0.0, min_open=True), metavar="RATE", help="Of RMSProp."
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
    context = click.get_current_context()
    if resume is not None:
        _refuse_changes(context)
        begun = _Begun.resumed(resume, logs)
    elif task is None:
        raise click.UsageError("say which TASK to train, or which run to --resume")
    else:
        config = _config(task, model, paper, changes)
        begun = _Begun.new(task, config, folder, logs, _command(context))
    info = backends.start(backend)
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
    session.train()
    session.finish()


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
    free = {"resume", "backend", *_OF_NO_MATTER} - {"folder"}
    for parameter in context.command.get_params(context):
        name = parameter.name or ""
        given = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if given and name not in free:
            said = parameter.opts[0] if isinstance(parameter, click.Option) else "TASK"
            raise click.UsageError(f"--resume goes on with the run as it began; leave out {said}")


def _config(task: str, model: str, paper: str | None, changes: dict[str, Any]) -> TrainConfig:
    """The task's own configuration with the changes that were asked for."""
    if model != "ntm":
        unfit = [name for name in _OF_MODEL if changes[name] is not None]
        if paper is not None or unfit:
            raise click.UsageError(
                f"--model {model} has no controller, memory or heads to choose; leave out "
                f"{'--paper' if paper else '--' + _option(unfit[0])}"
            )
    config = defaults_for(task, model) if paper is None else paper_config(task, paper)
    asked = {name: value for name, value in changes.items() if value is not None}
    network = dataclasses.replace(
        config.model, **{name: asked[name] for name in _OF_MODEL if name in asked}
    )
    training = {name: asked[name] for name in _OF_TRAINING if name in asked}
    if "learning_rate" in training and paper is None:
        training["refining_rate"] = training["learning_rate"] / 10
    return dataclasses.replace(config, model=network, **training)


def _option(field: str) -> str:
    """The option that changes a field, as a person types it."""
    return OPTIONS.get(field, field.replace("_", "-"))


def _command(context: click.Context) -> str:
    """The command that makes this network again, without what does not matter to it."""
    words = ["ntm-model", "train", str(context.params["task"])]
    for parameter in context.command.get_params(context):
        name = parameter.name or ""
        given = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if isinstance(parameter, click.Option) and given and name not in _OF_NO_MATTER:
            words += [parameter.opts[0], str(context.params[name])]
    return shlex.join(words)
