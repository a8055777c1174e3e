"""Options and tables that several commands share."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from ntm_model.backend import BACKENDS

if TYPE_CHECKING:
    from rich.table import Table

    from ntm_model.evaluation import DrawingErrors, LengthErrors

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

backend_option: Decorator = click.option(
    "--backend",
    type=click.Choice(BACKENDS),
    help="What Keras runs on; tensorflow unless KERAS_BACKEND says otherwise.",
)

json_option: Decorator = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object instead of tables."
)


class Lengths(click.ParamType[tuple[int, ...]]):
    """Pattern lengths as a person types them: ``5,10,20``."""

    name = "lengths"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        if isinstance(value, tuple):
            return value
        try:
            lengths = tuple(int(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value!r} is not a list of lengths such as 5,10,20", param, ctx)
        if min(lengths) < 1:
            self.fail(f"lengths start at 1, found {min(lengths)}", param, ctx)
        return lengths


def errors_table(errors: Sequence[LengthErrors]) -> Table:
    """Bit errors by length, as training and evaluation end with them."""
    from rich.table import Table

    table = Table(title="Bit errors by length, on fair random sequences", title_justify="left")
    for heading in ("length", "wrong bits a sequence", "of bits", "right, %", "without any"):
        table.add_column(heading, justify="right")
    for row in errors:
        table.add_row(
            str(row.length),
            f"{row.wrong_bits:.2f}",
            str(row.bits),
            f"{row.accuracy:.2f}",
            f"{row.perfect} of {row.sequences}",
        )
    return table


def drawings_line(errors: Sequence[DrawingErrors]) -> str:
    """One sentence on what people draw."""
    kinds = len({row.name for row in errors})
    lengths = sorted({row.length for row in errors})
    wrong = [row for row in errors if row.wrong_bits]
    said = f"Drawings: {kinds} kinds at lengths {lengths[0]} to {lengths[-1]}, "
    if not wrong:
        return said + "every bit right."
    worst = max(wrong, key=lambda row: row.wrong_bits)
    return said + (
        f"{len(wrong)} of {len(errors)} with a wrong bit; the worst is '{worst.name}' at length "
        f"{worst.length} with {worst.wrong_bits} of {worst.bits}."
    )


def results(lengths: Sequence[LengthErrors], drawn: Sequence[DrawingErrors]) -> dict[str, Any]:
    """The same for a card or a script."""
    return {
        "wrong_bits_by_length": {str(row.length): row.wrong_bits for row in lengths},
        "sequences_per_length": lengths[0].sequences if lengths else 0,
        "drawings": {
            "kinds": sorted({row.name for row in drawn}),
            "lengths": sorted({row.length for row in drawn}),
            "wrong_bits": sum(row.wrong_bits for row in drawn),
            "drawings_with_a_wrong_bit": sum(row.wrong_bits > 0 for row in drawn),
        },
    }


def print_json(value: Any) -> None:
    """One JSON object on standard output."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))
