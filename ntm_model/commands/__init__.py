"""The commands of ``ntm-model``: one file each. Keras is imported when one needs it."""

from __future__ import annotations

import importlib.metadata

import click

from ntm_model.commands.evaluate import evaluate
from ntm_model.commands.record import record
from ntm_model.commands.sweep import sweep
from ntm_model.commands.tasks import tasks
from ntm_model.commands.train import train


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(importlib.metadata.version("ntm-viz"), prog_name="ntm-model")
def commands() -> None:
    """Train Neural Turing Machines, evaluate them, and record what they do.

    \b
    Examples:
      ntm-model tasks                                what can be learned
      ntm-model train copy --run runs/copy           a copy network, in half a minute
      ntm-model sweep copy --seeds 20                does every seed learn it?
      ntm-model evaluate runs/copy --lengths 5,120   its errors on longer sequences
      ntm-model record runs/copy --random 20 -o copy.npz
    """


commands.add_command(train)
commands.add_command(sweep)
commands.add_command(evaluate)
commands.add_command(record)
commands.add_command(tasks)
