"""Patterns as the window holds them: complete, frozen, cut to what a task asks for. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from ntm_model.tasks import Pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from ntm_model.tasks import Number, Task, ValueRow
    from ntm_model.tasks.base import Bits, Drawn
    from ntm_model.trace import Array

_Kind = TypeVar("_Kind", bound=np.generic)


def fitted(bits: Bits, length: int, width: int) -> Bits:
    """``bits`` cut or filled up with zeros to [length, width]."""
    result = np.zeros((length, width), np.uint8)
    rows, columns = min(length, bits.shape[0]), min(width, bits.shape[1])
    result[:rows, :columns] = bits[:rows, :columns]
    return result


def completed(task: Task, drawn: Drawn, present: Pattern | None = None) -> Pattern:
    """All that ``task`` asks for, read-only.

    A number or the values that ``drawn`` leaves out are taken from ``present``, as far as they
    are allowed here, or else by default: whoever pastes bits keeps the repeats that are set.

    Raises:
        PatternError: the task cannot take what was drawn.
    """
    given = drawn if isinstance(drawn, Pattern) else Pattern(np.asarray(drawn))
    task.encode(given)
    length = len(given.bits)
    form = task.form(length)
    before: Mapping[str, int] = {} if present is None else present.numbers
    numbers = {
        number.name: int(given.numbers.get(number.name, _allowed(number, before)))
        for number in form.numbers
    }
    values = given.values
    if values is None and form.values is not None:
        values = _values(form.values, length, None if present is None else present.values)
    return Pattern(
        _frozen(np.asarray(given.bits, np.uint8)),
        numbers,
        None if values is None else _frozen(np.asarray(values, np.float32)),
    )


def of_length(task: Task, source: Pattern, length: int) -> Pattern:
    """``source`` cut, or filled up with blank vectors, to about ``length``: whole items, as many
    as the task can take. Numbers stay as far as they are allowed."""
    shortest, longest = task.lengths
    item = task.form(shortest).vectors_per_item
    length = round(min(max(length, shortest), longest) / item) * item
    return completed(task, fitted(source.bits, length, task.bits), source)


def same(one: Pattern, other: Pattern) -> bool:
    """Whether both mean the same."""
    if (one.values is None) != (other.values is None) or one.numbers != other.numbers:
        return False
    alike = one.values is None or np.array_equal(one.values, np.asarray(other.values))
    return bool(alike and np.array_equal(one.bits, other.bits))


def random(task: Task, present: Pattern, rng: np.random.Generator) -> Pattern:
    """A pattern as the task's source draws them, as long as ``present`` and with its numbers.

    Where the task has none of this length, every bit is drawn by a fair coin.
    """
    drawn = _sampled(task, present, rng)
    if drawn is None:
        return completed(task, rng.integers(0, 2, present.bits.shape, dtype=np.uint8), present)
    return completed(task, Pattern(drawn.bits, present.numbers, drawn.values), present)


def _sampled(task: Task, present: Pattern, rng: np.random.Generator) -> Pattern | None:
    length = len(present.bits)
    size = []
    for name, (smallest, _) in zip(task.size_names, task.training_sizes, strict=True):
        if name == "length":
            size.append(length)
        elif name in present.numbers:
            size.append(present.numbers[name])
        else:  # items, pairs: whatever is counted, the shortest one tells how long each is
            size.append(length * smallest // _length_of(task, smallest))
    try:
        batch = task.sample(rng, 1, *((part, part) for part in size), fair=True)
    except ValueError:
        return None
    drawn = task.drawn(batch.inputs[0])
    return drawn if drawn is not None and len(drawn.bits) == length else None


def _length_of(task: Task, size: int) -> int:
    """Vectors of the shortest pattern that training shows."""
    spans = [(smallest, smallest) for smallest, _ in task.training_sizes]
    drawn = task.drawn(task.sample(np.random.default_rng(0), 1, *spans, fair=True).inputs[0])
    return size if drawn is None else len(drawn.bits)


def _allowed(number: Number, before: Mapping[str, int]) -> int:
    wanted = before.get(number.name, number.default)
    return min(max(wanted, number.smallest), number.largest)


def _values(row: ValueRow, length: int, before: Array | None) -> Array:
    """Those that were there, and the middle for each that is new; falling evenly at first."""
    if before is None:
        return np.linspace(row.largest, row.smallest, length, dtype=np.float32)
    values = np.full(length, (row.smallest + row.largest) / 2.0, np.float32)
    kept = before[:length]
    values[: len(kept)] = np.clip(kept, row.smallest, row.largest)
    return values


def _frozen(array: npt.NDArray[_Kind]) -> npt.NDArray[_Kind]:
    frozen = array.copy()
    frozen.flags.writeable = False
    return frozen
