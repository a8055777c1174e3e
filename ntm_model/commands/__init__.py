"""The commands of ``ntm-model``: one file each. Keras is imported when one needs it."""

from __future__ import annotations

import importlib.metadata

import click

from ntm_model.commands.evaluate import evaluate
from ntm_model.commands.record import record
from ntm_model.commands.train import train


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(importlib.metadata.version("ntm-viz"), prog_name="ntm-model")
def commands() -> None:
    """Train Neural Turing Machines, evaluate them, and record what they do.

    \b
    Examples:
      ntm-model train copy                       a copy network, in about a minute
      ntm-model train copy --seed 7 --run runs/seed7
      ntm-model evaluate runs/seed7 --lengths 5,20,120
      ntm-model record runs/seed7 --random 20 -o seed7.npz
    """


commands.add_command(train)
commands.add_command(evaluate)
commands.add_command(record)
