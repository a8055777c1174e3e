"""What people draw: the patterns that a network of fair random bits has never seen.

Letters on blank ground, a single dot, blank starts. A network is only worth showing when it
recalls these as well as random bits, so evaluation counts them and the window offers them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ntm_model.tasks.base import Bits

# Seven rows a letter, top to bottom; "#" is a 1.
_LETTERS = {
    "N": ("#...#", "##..#", "##..#", "#.#.#", "#..##", "#..##", "#...#"),
    "T": ("#####", "..#..", "..#..", "..#..", "..#..", "..#..", "..#.."),
    "M": ("#...#", "##.##", "#.#.#", "#.#.#", "#...#", "#...#", "#...#"),
    "H": ("#...#", "#...#", "#...#", "#####", "#...#", "#...#", "#...#"),
    "E": ("####", "#...", "#...", "###.", "#...", "#...", "####"),
    "L": ("#...", "#...", "#...", "#...", "#...", "#...", "####"),
    "O": (".##.", "#..#", "#..#", "#..#", "#..#", "#..#", ".##."),
}


def names() -> tuple[str, ...]:
    """Names of all drawings."""
    return tuple(_DRAWINGS)


def draw(name: str, length: int, bits: int = 8) -> Bits:
    """The drawing of this name as a pattern [length, bits] of 0 and 1; time runs first.

    Raises:
        ValueError: no drawing is called so.
    """
    try:
        drawing = _DRAWINGS[name]
    except KeyError:
        raise ValueError(f"unknown drawing {name!r}; known: {', '.join(_DRAWINGS)}") from None
    return drawing(length, bits)


def text(word: str, length: int, bits: int = 8) -> Bits:
    """``word`` in letters, as often as it fits whole into ``length`` and at least once, cut there.

    Letters are five vectors wide or less, with one blank vector before each.
    """
    pattern = _blank(length, bits)
    width = sum(len(_LETTERS[letter][0]) + 1 for letter in word)
    column = 1
    for letter in word * max(1, length // width):
        rows = _LETTERS[letter]
        for offset in range(len(rows[0])):
            if column < length:
                for row in range(min(7, bits)):
                    pattern[column, row] = rows[row][offset] == "#"
            column += 1
        column += 1
    return pattern


def _blank(length: int, bits: int) -> Bits:
    return np.zeros((length, bits), np.uint8)


def _full(length: int, bits: int) -> Bits:
    return np.ones((length, bits), np.uint8)


def _ntm(length: int, bits: int) -> Bits:
    return text("NTM", length, bits)


def _hello(length: int, bits: int) -> Bits:
    return text("HELLO", length, bits)


def _dot(length: int, bits: int) -> Bits:
    pattern = _blank(length, bits)
    pattern[length // 2, bits // 2] = 1
    return pattern


def _first_dot(length: int, bits: int) -> Bits:
    pattern = _blank(length, bits)
    pattern[0, 0] = 1
    return pattern


def _diagonal(length: int, bits: int) -> Bits:
    pattern = _blank(length, bits)
    pattern[np.arange(length), np.arange(length) % bits] = 1
    return pattern


def _stripes(length: int, bits: int) -> Bits:
    pattern = _blank(length, bits)
    pattern[::2] = 1
    return pattern


def _lines(length: int, bits: int) -> Bits:
    pattern = _blank(length, bits)
    pattern[:, ::2] = 1
    return pattern


def _checkerboard(length: int, bits: int) -> Bits:
    time, bit = np.indices((length, bits))
    return ((time + bit) % 2).astype(np.uint8)


def _blank_start(length: int, bits: int) -> Bits:
    pattern = np.random.default_rng(5).integers(0, 2, (length, bits), dtype=np.uint8)
    pattern[: length // 2] = 0
    return pattern


def _repeated(length: int, bits: int) -> Bits:
    vectors = np.random.default_rng(7).integers(0, 2, (length, bits), dtype=np.uint8)
    pattern: Bits = np.repeat(vectors, 4, axis=0)[:length]
    return pattern


def _wave(length: int, bits: int) -> Bits:
    pattern = _blank(length, bits)
    height = np.rint((np.sin(np.arange(length) / 3.0) + 1) * (bits - 1) / 2).astype(int)
    pattern[np.arange(length), height] = 1
    return pattern


def _box(length: int, bits: int) -> Bits:
    pattern = _blank(length, bits)
    pattern[[0, -1], :] = 1
    pattern[:, [0, -1]] = 1
    return pattern


_DRAWINGS: dict[str, Callable[[int, int], Bits]] = {
    "letters NTM": _ntm,
    "letters HELLO": _hello,
    "one dot": _dot,
    "first dot": _first_dot,
    "diagonal": _diagonal,
    "wave": _wave,
    "box": _box,
    "stripes": _stripes,
    "lines": _lines,
    "checkerboard": _checkerboard,
    "repeated vectors": _repeated,
    "blank start": _blank_start,
    "blank": _blank,
    "full": _full,
}
