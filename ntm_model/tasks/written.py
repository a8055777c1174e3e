"""Patterns as text: what is copied and pasted, and what drawings in files are.

A pattern is written as it looks in the window, one line per bit, time running right, and before
it a line for each number and for the values, where the task takes any::

    repeats: 3
    priority: 0.5 -0.25 1
    #..
    .##

Read are also 0 and 1, x for a set bit, commas, semicolons and blanks between the bits (so CSV,
with time along the columns), and a line per vector instead of one per bit (time along the rows).
Where a task takes values, they may also stand without their name as the last line, or after each
vector. A task of one bit may run on over several lines. And a table of a run's inputs, as
``ntm-viz export --row inputs`` writes it, is the pattern that it was encoded from.
"""

from __future__ import annotations

import re

import numpy as np

from ntm_model.tasks.base import Bits, Form, Pattern, PatternError, Task
from ntm_model.tasks.registry import BUILT_IN
from ntm_model.trace import Array

_NAMED = re.compile(r"([A-Za-z][\w -]*?)\s*([:=,;\t])\s*(.*)")
_SPACE = re.compile(r"[,;\s]+")


def as_text(pattern: Pattern, task: Task) -> str:
    """Numbers and values by name, then a line per bit: ``#`` for 1 and ``.`` for 0."""
    lines = [f"{name}: {number}" for name, number in pattern.numbers.items()]
    row = task.form(len(pattern.bits)).values
    if pattern.values is not None and row is not None:
        lines.append(f"{row.name}: {' '.join(_shortest(value) for value in pattern.values)}")
    lines += ["".join(".#"[value] for value in bits) for bits in pattern.bits.T]
    return "\n".join(lines)


def parse(text: str, task: Task, present: Pattern | None = None) -> Pattern:
    """The pattern for ``task`` that a text shows.

    Numbers and values that it does not hold are left out. A text of numbers or values alone is
    about the bits of ``present``.

    Raises:
        PatternError: it is none; the message tells why, after "the text".
    """
    lines = [line.strip() for line in text.strip().splitlines()]
    lines = [line for line in lines if _SPACE.sub("", line)]
    tabled = _from_table(lines, task)
    if tabled is not None:
        return tabled
    form = task.form(task.lengths[0])
    named, plain = _split(lines, _names(form))
    asked = [number.name for number in form.numbers if number.name in named]
    numbers = {name: _whole(name, named[name]) for name in asked}
    values = None
    if form.values is not None and form.values.name in named:
        values = _floats(form.values.name, named[form.values.name])
    elif form.values is not None:
        plain, values = _unnamed_values(plain, task.bits)
    if plain:
        bits = _bits(plain, task.bits)
    elif present is not None and (numbers or values is not None):
        bits = present.bits
    else:
        raise PatternError("holds no bits")
    if values is not None and len(values) != len(bits):
        raise PatternError(f"holds {len(values)} values for {len(bits)} vectors")
    return Pattern(bits, numbers, values)


def _from_table(lines: list[str], task: Task) -> Pattern | None:
    """What a table of a run's inputs was encoded from; None where the text is no such table."""
    if not lines or lines[0].split(",")[0] != "t":
        return None
    if lines[0].split(",")[1:] != list(task.input_names):
        raise PatternError(f"is a table, but not one of the inputs of {task.name}")
    rows = [_floats("a row of the table", line.replace(",", " "))[1:] for line in lines[1:]]
    if {len(row) for row in rows} != {task.input_width}:
        raise PatternError("is a table with rows of unequal length")
    drawn = task.drawn(np.stack(rows))
    if drawn is None:
        raise PatternError(f"is a table of inputs that no drawing for {task.name} gives")
    return drawn


def _names(form: Form) -> frozenset[str]:
    """What a line may begin with: the names of this task, and of others, which mean nothing."""
    forms = [form, *(made.form(made.lengths[0]) for made in (make() for make in BUILT_IN.values()))]
    numbers = {number.name for one in forms for number in one.numbers}
    return frozenset(numbers | {one.values.name for one in forms if one.values is not None})


def _split(lines: list[str], names: frozenset[str]) -> tuple[dict[str, str], list[str]]:
    """The lines that begin with a name, by it, and the others."""
    named: dict[str, str] = {}
    plain = []
    for line in lines:
        found = _NAMED.fullmatch(line)
        if found is not None and found[1].lower() in names:
            named[found[1].lower()] = found[3]
        elif found is None or found[2] not in ":=":
            plain.append(line)
        else:
            known = ", ".join(sorted(names))
            raise PatternError(f"holds a line called {found[1]!r}; known are: {known}")
    return named, plain


def _unnamed_values(plain: list[str], bits: int) -> tuple[list[str], Array | None]:
    """The values that stand as the last line, or after each vector, and the lines without."""
    cells = [_SPACE.sub(" ", line).strip().split(" ") for line in plain]
    if plain and len(plain) in (1, bits + 1) and _are_numbers(cells[-1]):
        return plain[:-1], _floats("the last line", plain[-1])
    if plain and all(len(row) == bits + 1 for row in cells):
        return (
            [" ".join(row[:-1]) for row in cells],
            _floats("the last column", " ".join(row[-1] for row in cells)),
        )
    return plain, None


def _are_numbers(cells: list[str]) -> bool:
    """Whether these are numbers, and more than bits."""
    return all(_is_number(cell) for cell in cells) and not all(cell in ("0", "1") for cell in cells)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return cell != "."


def _floats(what: str, text: str) -> Array:
    try:
        found = np.array([float(cell) for cell in _SPACE.sub(" ", text).strip().split(" ")])
    except ValueError as error:
        wrong = str(error).rpartition(": ")[2]
        raise PatternError(f"holds {wrong} in {what}, where numbers belong") from None
    if not np.isfinite(found).all():
        raise PatternError(f"holds {found[~np.isfinite(found)][0]} in {what}")
    return found.astype(np.float32)


def _whole(name: str, text: str) -> int:
    found = _floats(name, text)
    if len(found) != 1 or found[0] != int(found[0]):
        raise PatternError(f"holds {text!r} for {name}, which is one whole number")
    return int(found[0])


def _bits(lines: list[str], bits: int) -> Bits:
    """[length, bits]."""
    lines = [_SPACE.sub("", line) for line in lines]
    strange = re.search(r"[^01#.xX]", "".join(lines))
    if strange:
        raise PatternError(f"holds {strange.group()!r}; bits are written 0 1, or . #")
    if bits == 1:
        lines = ["".join(lines)]
    widths = sorted({len(line) for line in lines})
    if len(widths) > 1:
        raise PatternError(f"has lines of {widths[0]} to {widths[-1]} bits; all must be as long")
    found = np.array([[value in "1#xX" for value in line] for line in lines], np.uint8)
    if len(lines) == bits:
        return found.T.copy()
    if widths[0] == bits:
        return found
    raise PatternError(
        f"is {len(lines)} lines of {widths[0]}; needed are {bits} lines (one per bit, "
        f"time running right) or lines of {bits} (one per vector)"
    )


def _shortest(value: np.float32) -> str:
    """The shortest text that is read back as the same number."""
    return np.format_float_positional(value, trim="-")
