"""``ntm-model tasks``: what a network can be trained on."""

from __future__ import annotations

import contextlib
from typing import Any

import click

from ntm_model import tasks as known
from ntm_model.commands.options import json_option, print_json
from ntm_model.tasks import Span, Task


@click.command()
@json_option
def tasks(as_json: bool) -> None:
    """List the tasks that a network can be trained on, with their sizes and channels.

    Tasks of other packages are listed with them; one that cannot be used is named below.

    \b
    Examples:
      ntm-model tasks
      ntm-model tasks --json
    """
    found = []
    for name in known.names():
        # What cannot be used is among the problems, with the reason.
        with contextlib.suppress(known.TaskError):
            found.append(known.get(name))
    problems = known.problems()
    if as_json:
        print_json({"tasks": [_described(task) for task in found], "problems": problems})
        return
    _show(found)
    for reason in problems:
        click.echo(reason, err=True)


def _described(task: Task) -> dict[str, Any]:
    return {
        "name": task.name,
        "title": task.title,
        "sizes_are": task.size_names,
        "training_sizes": task.training_sizes,
        "evaluation_sizes": task.evaluation_sizes,
        "lengths": task.lengths,
        "inputs": task.input_names,
        "outputs": task.output_names,
        "source": task.source,
    }


def _show(found: list[Task]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("task", "sizes", "inputs", "outputs", "source"):
        table.add_column(heading, no_wrap=heading in ("task", "sizes"))
    for task in found:
        table.add_row(
            task.name,
            "\n".join(
                f"{name} {_span(span)}"
                for name, span in zip(task.size_names, task.training_sizes, strict=True)
            ),
            _channels(task.input_names),
            _channels(task.output_names),
            task.source,
        )
    Console().print(table)


def _span(span: Span) -> str:
    low, high = span
    return str(low) if low == high else f"{low}–{high}"


def _channels(names: tuple[str, ...]) -> str:
    """The names, with the numbered bits as one: ``8 bits, delimiter``."""
    numbered = [name for name in names if name.startswith("bit ")]
    others = [name for name in names if name not in numbered]
    return ", ".join([f"{len(numbered)} bits", *others] if numbered else others)
