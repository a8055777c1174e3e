"""Options that several commands share."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click

from ntm_model.backend import BACKENDS
from ntm_model.tasks import Size

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

backend_option: Decorator = click.option(
    "--backend",
    type=click.Choice(BACKENDS),
    help="What Keras runs on; tensorflow unless KERAS_BACKEND says otherwise.",
)

json_option: Decorator = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object instead of tables."
)


def parsed_size(text: str) -> Size:
    """``20`` → (20,) and ``10x3`` → (10, 3).

    Raises:
        ValueError: it is no such text.
    """
    size = tuple(int(part) for part in text.lower().split("x"))
    if min(size) < 1:
        raise ValueError(text)
    return size


class SizeType(click.ParamType[Size]):
    """A size as a person types it: ``20``, or ``10x3`` for a task whose sizes have two parts."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Size:
        if isinstance(value, tuple):
            return value
        try:
            return parsed_size(str(value))
        except ValueError:
            self.fail(f"{value!r} is no size such as 20, or 10x3 (from 1 up)", param, ctx)


class SizesType(click.ParamType[tuple[Size, ...]]):
    """Several sizes: ``5,10,20`` or ``10x10,20x10``."""

    name = "sizes"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Size, ...]:
        if isinstance(value, tuple):
            return value
        try:
            return tuple(parsed_size(part) for part in str(value).split(","))
        except ValueError:
            self.fail(
                f"{value!r} is no list of sizes such as 5,10,20, or 10x10,20x10 (from 1 up)",
                param,
                ctx,
            )


def print_json(value: Any) -> None:
    """One JSON object on standard output."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))
