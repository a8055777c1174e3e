"""Patterns that a person can start from, and patterns as text.

As text a pattern looks as it does in the window: one line per bit, time running right.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import TYPE_CHECKING

import numpy as np

from ntm_model.tasks import PatternError, drawings

if TYPE_CHECKING:
    from collections.abc import Callable

    from ntm_model.tasks.base import Bits


@dataclasses.dataclass(frozen=True)
class ExamplePattern:
    """A named pattern for any length and width."""

    title: str
    draw: Callable[[int, int], Bits]
    """(length, bits) → the pattern [length, bits]."""


# The drawings that every network is evaluated on: whatever is offered here comes back right.
EXAMPLES = tuple(
    ExamplePattern(name[0].upper() + name[1:], functools.partial(drawings.draw, name))
    for name in drawings.names()
)


def fitted(pattern: Bits, length: int, bits: int) -> Bits:
    """``pattern`` cut or filled up with zeros to [length, bits]."""
    result = np.zeros((length, bits), np.uint8)
    rows, columns = min(length, pattern.shape[0]), min(bits, pattern.shape[1])
    result[:rows, :columns] = pattern[:rows, :columns]
    return result


def as_text(pattern: Bits) -> str:
    """One line per bit, ``#`` for 1 and ``.`` for 0, time running right."""
    return "\n".join("".join(".#"[value] for value in row) for row in pattern.T)


def parse(text: str, bits: int) -> Bits:
    """The pattern [length, bits] that a text shows.

    A line per bit, as ``as_text`` writes it, or, where there are not ``bits`` lines, a line
    per vector with ``bits`` values. 1, # and X are set; 0 and . are not; commas, semicolons
    and blanks may stand between them.

    Raises:
        PatternError: another character, lines of unequal length, or another number of bits.
    """
    lines = [re.sub(r"[,;\s]", "", line) for line in text.strip().splitlines()]
    lines = [line for line in lines if line]
    if not lines:
        raise PatternError("holds no bits")
    strange = re.search(r"[^01#.xX]", "".join(lines))
    if strange:
        raise PatternError(f"holds {strange.group()!r}; bits are written 0 1, or . #")
    widths = sorted({len(line) for line in lines})
    if len(widths) > 1:
        raise PatternError(f"has lines of {widths[0]} to {widths[-1]} bits; all must be as long")
    pattern = np.array([[value in "1#xX" for value in line] for line in lines], np.uint8)
    if len(lines) == bits:
        return pattern.T.copy()
    if widths[0] == bits:
        return pattern
    raise PatternError(
        f"is {len(lines)} lines of {widths[0]}; needed are {bits} lines (one per bit, "
        f"time running right) or lines of {bits} (one per vector)"
    )
