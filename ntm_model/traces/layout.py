"""Which arrays a trace has, how large they are, and what they must hold."""

from __future__ import annotations

import mmap
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ntm_model.traces.meta import TraceError

Array = npt.NDArray[np.float32]

# Dimensions of every array, in the letters of the glossary ("T+1": one more than T).
LAYOUT: dict[str, tuple[str, ...]] = {
    "inputs": ("T", "I"),
    "outputs": ("T", "O"),
    "memory": ("T+1", "N", "M"),
    "initial_weightings": ("H", "N"),
    "content": ("T", "H", "N"),
    "gated": ("T", "H", "N"),
    "shifted": ("T", "H", "N"),
    "weightings": ("T", "H", "N"),
    "shifts": ("T", "H", "S"),
    "keys": ("T", "H", "M"),
    "strength": ("T", "H"),
    "gate": ("T", "H"),
    "sharpness": ("T", "H"),
    "reads": ("T", "R", "M"),
    "erase": ("T", "W", "M"),
    "add": ("T", "W", "M"),
    "targets": ("T", "O"),
    "weights": ("T",),
}
OPTIONAL = frozenset({"targets", "weights"})


def check_shapes(shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Hold the shapes of a trace's arrays against the layout and against one another.

    Raises:
        TraceError: one does not fit; the message says which, and where.
    """
    sizes: dict[str, int] = {}
    for name, letters in LAYOUT.items():
        shape = shapes.get(name)
        if shape is None:
            continue
        wanted = "[" + ", ".join(letters) + "]"
        if len(shape) != len(letters):
            raise TraceError(f"{name} must be {wanted}, found shape {list(shape)}")
        for axis, (letter, size) in enumerate(zip(letters, shape, strict=True)):
            if letter == "T+1":
                letter, size = "T", size - 1
            known = sizes.setdefault(letter, size)
            if size != known:
                raise TraceError(
                    f"{name} must be {wanted} with {letter} = {known}, as the arrays before "
                    f"it have it; found shape {list(shape)}, axis {axis}"
                )
    for letter in ("T", "N", "M", "H", "S", "O"):
        if sizes[letter] < 1:
            raise TraceError(f"a trace needs {letter} of at least 1, found {sizes[letter]}")
    if sizes["H"] != sizes["R"] + sizes["W"]:
        raise TraceError(
            f"H must be R + W (read heads first, then write heads), found "
            f"H = {sizes['H']}, R = {sizes['R']}, W = {sizes['W']}"
        )
    if sizes["S"] % 2 == 0:
        raise TraceError(f"S, the number of shifts, must be odd, found {sizes['S']}")


def frozen(name: str, array: Any) -> Array:
    """A read-only C-contiguous float32 copy (or the array itself where it already is one).

    What is mapped from a file is not read here: ``check_finite`` looks at it piece by piece.

    Raises:
        TraceError: it holds no numbers, or NaN or infinity.
    """
    found = np.asarray(array)
    if found.dtype.kind not in "fiub":
        raise TraceError(f"{name} must hold numbers, found dtype {found.dtype}")
    with np.errstate(over="ignore"):  # what is too large for float32 is told below, by its place
        kept = np.ascontiguousarray(found, dtype=np.float32)
    if kept.ndim != found.ndim:  # ascontiguousarray turns a number into an array of one
        kept = kept.reshape(found.shape)
    if is_mapped(kept):
        return kept
    check_finite(name, kept)
    if kept.flags.writeable:
        kept = kept.copy() if np.shares_memory(kept, found) else kept
        kept.flags.writeable = False
    return kept


def check_finite(name: str, array: Array, begin: int = 0) -> None:
    """See that every value is finite, where ``array`` begins at line ``begin`` of ``name``.

    Raises:
        TraceError: one is not; the message says where.
    """
    if np.isfinite(array).all():
        return
    where = [int(i) for i in np.argwhere(~np.isfinite(array))[0]]
    value = array[tuple(where)]
    if where:
        where[0] += begin
    raise TraceError(f"{name} holds {value} at {where}; every value must be finite")


def is_mapped(array: Any) -> bool:
    """Whether the array's values lie in a file and are read when they are looked at."""
    while array is not None:
        if isinstance(array, mmap.mmap):
            return True
        array = getattr(array, "base", None)
    return False
