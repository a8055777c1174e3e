"""What a person can choose about a training, for every command that begins one."""

from __future__ import annotations

import dataclasses
from typing import Any

import click
from click.core import ParameterSource

from ntm_model.commands.options import Decorator
from ntm_model.config import MODELS, OPTIMIZERS, TrainConfig
from ntm_model.presets import OPTIONS, changed, defaults_for, paper_config

# As ntm_model.controllers names them; naming them here spares the import of Keras.
_CONTROLLERS = ("dense", "double_dense", "lstm", "double_lstm")

# What an option changes: a field of TrainConfig, or of its ModelConfig.
_OF_TRAINING = ("seed", "sequences", "optimizer", "batch_size", "learning_rate")
_OF_MODEL = ("controller", "controller_units", "n_slots", "m_depth", "read_heads", "write_heads")

# What makes another network when it changes; where it is written and what is said does not.
_OF_THE_NETWORK = ("model", "paper", *_OF_MODEL, *_OF_TRAINING, "backend")

_TYPED: tuple[Decorator, ...] = (
    click.option(
        "--model",
        type=click.Choice(MODELS),
        default="ntm",
        show_default=True,
        help="Or a baseline.",
    ),
    click.option(
        "--paper",
        type=click.Choice(("lstm", "dense")),
        help="The paper's own network for the task, with this kind of controller.",
    ),
    click.option(
        "--controller",
        metavar="NAME",
        type=click.Choice(_CONTROLLERS),
        help=f"The network in the machine: {', '.join(_CONTROLLERS)}.",
    ),
    click.option(
        "--units",
        "controller_units",
        type=click.IntRange(1),
        metavar="N",
        help="Of its hidden layers.",
    ),
    click.option("--slots", "n_slots", type=click.IntRange(1), metavar="N", help="Of the memory."),
    click.option("--depth", "m_depth", type=click.IntRange(1), metavar="N", help="Of a slot."),
    click.option("--read-heads", type=click.IntRange(1), metavar="N", help="That read the memory."),
    click.option("--write-heads", type=click.IntRange(1), metavar="N", help="That write it."),
    click.option(
        "--sequences",
        type=click.IntRange(1),
        metavar="N",
        help="To train on, at the most, rounded up to the next hundred or so.",
    ),
    click.option(
        "--optimizer",
        metavar="NAME",
        type=click.Choice(OPTIMIZERS),
        help=f"{' or '.join(OPTIMIZERS)}.",
    ),
    click.option(
        "--batch-size",
        type=click.IntRange(1),
        metavar="N",
        help="Sequences in a step; larger batches take many more sequences to learn.",
    ),
    click.option(
        "--learning-rate",
        type=click.FloatRange(0.0, min_open=True),
        metavar="RATE",
        help="Of the optimizer, until the network is refined or the end is near.",
    ),
)


def training_options(command: Any) -> Any:
    """The options that make another network; the seed is each command's own affair."""
    for option in reversed(_TYPED):
        command = option(command)
    return command


def config_of(task: str, model: str, paper: str | None, changes: dict[str, Any]) -> TrainConfig:
    """The task's own configuration with the changes that were asked for."""
    if model != "ntm":
        unfit = [name for name in _OF_MODEL if changes[name] is not None]
        if paper is not None or unfit:
            raise click.UsageError(
                f"--model {model} has no controller, memory or heads to choose; leave out "
                f"{'--paper' if paper else '--' + _option(unfit[0])}"
            )
    config = (
        defaults_for(task, model, changes["controller"])
        if paper is None
        else paper_config(task, paper)
    )
    asked = {name: value for name, value in changes.items() if value is not None}
    network = dataclasses.replace(
        config.model, **{name: asked[name] for name in _OF_MODEL if name in asked}
    )
    training = {name: asked[name] for name in _OF_TRAINING if name in asked}
    return dataclasses.replace(changed(config, **training), model=network)


def _option(field: str) -> str:
    """The option that changes a field, as a person types it."""
    return OPTIONS.get(field, field.replace("_", "-"))


def command_of(context: click.Context) -> list[str]:
    """The words of the command that makes this network again, whichever command was typed."""
    words = ["ntm-model", "train", str(context.params["task"])]
    options = {option.name: option.opts[0] for option in context.command.params}
    for name in _OF_THE_NETWORK:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            words += [options[name], str(context.params[name])]
    return words
