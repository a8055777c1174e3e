"""A sweep as a person follows it, and what it comes to at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table

if TYPE_CHECKING:
    from ntm_model.tasks import Task

# Rows that the live table shows before those that wait or are done are folded into its title.
_SHOWN = 24


def live_table(rows: Mapping[int, Mapping[str, Any]], total: int) -> Table:
    """One row a seed, those at work first where they are many."""
    counts = dict.fromkeys(("done", "failed", "waiting"), 0)
    for row in rows.values():
        if row["state"] in counts:
            counts[row["state"]] += 1
    said = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    table = Table(box=box.SIMPLE_HEAD, title=f"{total} seeds: {said or 'all at work'}")
    for heading in ("seed", "sequences", "wrong bits", "solved after", "seconds"):
        table.add_column(heading, justify="right")
    table.add_column("", no_wrap=True)
    chosen = sorted(rows, key=lambda seed: (_rank(rows[seed]), seed))[:_SHOWN]
    for seed in sorted(chosen):
        table.add_row(str(seed), *_cells(rows[seed]))
    return table


def ended_line(row: Mapping[str, Any]) -> str:
    """What came of a seed that has ended, for where a table cannot be drawn anew."""
    if row["state"] == "failed":
        return f"failed: {row['said']}"
    card = row["card"]
    solved = card["solved_after_sequences"]
    learned = "not solved" if solved is None else f"solved after {solved:,} sequences"
    size = list(card["wrong_bits_by_size"])[-1]
    if "least_cost_by_size" in card:  # of chances, which nobody can be right about
        open_, best = card["cost_by_size"][size], card["least_cost_by_size"][size]
        left = f"{open_:.2f} bits left open at {size} ({best:.2f} at best)"
    else:
        left = f"{card['wrong_bits_by_size'][size]:.2f} wrong bits at {size}"
    return f"{learned}, trained for {card['seconds_of_training']:.0f} s; {left}"


def _rank(row: Mapping[str, Any]) -> int:
    order = ("training", "testing", "starting", "restarted", "failed", "done", "waiting")
    return order.index(row["state"])


def _cells(row: Mapping[str, Any]) -> list[str]:
    state = row["state"]
    restarts = row.get("restarts", 0)
    note = state + (f", resumed {restarts} ×" if restarts else "")
    if state == "failed":
        return ["", "", "", "", f"[red]failed: {row['said']}[/red]"]
    if state == "done":
        card = row["card"]
        solved = card["solved_after_sequences"]
        return [
            f"{card['sequences']:,}",
            f"{_last(card['wrong_bits_by_size']):.2f}",
            "never" if solved is None else f"{solved:,}",
            f"{card['seconds_of_training']:.0f}",
            f"[green]{note}[/green]" if solved is not None else f"[yellow]{note}[/yellow]",
        ]
    if "sequences" not in row:
        return ["", "", "", "", f"[dim]{note}[/dim]"]
    return [
        f"{row['sequences']:,.0f}",
        f"{row['wrong_bits']:.2f}",
        "",
        f"{row['seconds']:.0f}",
        note,
    ]


def _last(by_size: Mapping[str, float]) -> float:
    return list(by_size.values())[-1]


def summary_lines(task: Task, found: Mapping[str, Any]) -> Iterator[str]:
    """What a sweep came to, one sentence a line."""
    yield f"{found['converged']} of {found['seeds']} seeds learned {task.name}."
    for seed, said in found["failed"].items():
        yield f"Seed {seed} failed: {said}"
    if found.get("begun_again"):
        seeds = ", ".join(map(str, found["begun_again"]))
        yield f"Begun again with other weights: seed {seeds}."
    if found["not_converged"]:
        yield f"Not learned: seed {', '.join(map(str, found['not_converged']))}."
    if found["solved_after_sequences"]:
        sequences, seconds = found["solved_after_sequences"], found["seconds_until_solved"]
        yield (
            f"Solved after {sequences['median']:,.0f} sequences in the median and "
            f"{sequences['worst']:,} at worst; "
            f"{seconds['median']:.0f} and {seconds['worst']:.0f} s, each from its own start, "
            "imports included."
        )
    if found["sequences"]:
        sequences, seconds = found["sequences"], found["seconds_of_training"]
        yield (
            f"Trained on {sequences['median']:,.0f} sequences in the median and "
            f"{sequences['worst']:,} at most, refining included; that alone took "
            f"{seconds['median']:.0f} and {seconds['worst']:.0f} s."
        )
    yield from _errors(task, found, "")
    if "test" in found:
        yield from _errors(task, found["test"], "Tested")


def _errors(task: Task, found: Mapping[str, Any], what: str) -> Iterator[str]:
    sizes = " × ".join(task.size_names)
    for label, spread in found.get("wrong_bits_by_size", {}).items():
        cost = found.get("cost_by_size", {}).get(label)
        line = f"{what or 'At'} {sizes} {label}: ".replace("Tested", "Tested at")
        if cost is not None:
            best = found["least_cost_by_size"][label]
            yield (
                f"{line}{cost['median']:.2f} bits left open, {cost['worst']:.2f} at worst "
                f"({best:.2f} at best)"
            )
        else:
            yield (
                f"{line}{spread['median']:.2f} wrong bits a sequence in the median, "
                f"{spread['worst']:.2f} at worst; {_faultless(spread)}"
            )
    drawings = found.get("wrong_bits_of_drawings")
    if drawings is not None:
        yield (
            f"{what or 'On'} drawings: ".replace("Tested", "Tested on")
            + f"{drawings['worst']} wrong bits at worst; {_faultless(drawings)}"
        )


def _faultless(spread: Mapping[str, Any]) -> str:
    count = spread["seeds_without_one"]
    return f"{count} seed{'' if count == 1 else 's'} without a wrong bit"
