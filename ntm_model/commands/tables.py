"""What evaluation found, as tables for a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from ntm_model.comparison import Contender
    from ntm_model.evaluation import DrawingErrors, SizeErrors
    from ntm_model.tasks import Task

_STEPS = "▁▂▃▄▅▆▇█"
_STRIP = 30


def errors_table(task: Task, errors: Sequence[SizeErrors]) -> Table:
    """Errors by size, as training and evaluation end with them."""
    table = _table("Errors by size, on fair random sequences")
    for heading in (_sizes(task), "right, %", "wrong bits a sequence", "of bits", "without any"):
        table.add_column(heading, justify="right")
    open_ended = any(row.least_cost > 0 for row in errors)
    if open_ended:
        table.add_column("bits left open", justify="right")
        table.add_column("at best", justify="right")
    for row in errors:
        cells = [
            row.label,
            f"{row.accuracy:.2f}",
            f"{row.wrong_bits:.2f}",
            str(row.bits),
            f"{row.perfect} of {row.sequences}",
        ]
        if open_ended:
            cells += [f"{row.cost:.1f}", f"{row.least_cost:.1f}"]
        table.add_row(*cells)
    return table


def detailed_table(task: Task, errors: Sequence[SizeErrors], sequences: int) -> Table:
    """Errors per bit and per timestep, as ``train -v`` prints them while training goes on."""
    table = _table(f"After {sequences:,} sequences")
    table.caption = "▁ half right … █ all right, then the worst in %"
    table.caption_justify = "left"
    table.add_column(_sizes(task), justify="right")
    table.add_column("right, %", justify="right")
    table.add_column("per bit", no_wrap=True)
    table.add_column("per timestep", no_wrap=True)
    for row in errors:
        table.add_row(
            row.label, f"{row.accuracy:.2f}", _detail(row.by_bit), _detail(row.by_timestep)
        )
    return table


def strip(shares: Sequence[float]) -> str:
    """Per cent as a row of blocks, from half to all; many timesteps share a block's worst.

    The full block is kept for a stretch without any error.
    """
    per_block = -(-len(shares) // _STRIP)
    blocks = ""
    for start in range(0, len(shares), per_block):
        worst = min(shares[start : start + per_block])
        level = 7 if worst >= 100.0 else min(6, max(0, int((worst - 50.0) / 50.0 * 7)))
        blocks += _STEPS[level]
    return blocks


def _detail(shares: Sequence[float]) -> str:
    return f"{strip(shares)} {min(shares):.0f}"


def comparison_table(task: Task, contenders: Sequence[Contender]) -> Table:
    """The networks side by side, the best of each size in bold.

    By wrong bits; by the bits left open where even the best predictor errs.
    """
    open_ended = any(row.least_cost > 0 for row in contenders[0].errors)
    what = "bits left open a sequence" if open_ended else "wrong bits a sequence (right, %)"
    table = _table(f"{task.title}: {what}")
    table.add_column(_sizes(task), justify="right")
    table.add_column("at best" if open_ended else "of bits", justify="right")
    for contender in contenders:
        heading = f"{contender.name}\n{contender.parameters:,} parameters"
        table.add_column(heading, justify="right")
    for rows in zip(*(contender.errors for contender in contenders), strict=True):
        scores = [row.cost if open_ended else row.wrong_bits for row in rows]
        cells = [
            f"{'[bold]' if score == min(scores) else ''}"
            + (f"{score:.1f}" if open_ended else f"{score:.2f} ({row.accuracy:.2f})")
            for score, row in zip(scores, rows, strict=True)
        ]
        reference = f"{rows[0].least_cost:.1f}" if open_ended else str(rows[0].bits)
        table.add_row(rows[0].label, reference, *cells)
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


def _sizes(task: Task) -> str:
    return " × ".join(task.size_names)


def _table(title: str) -> Table:
    from rich import box
    from rich.table import Table

    return Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold")
