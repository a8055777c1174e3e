"""Checks of what a person passes in: messages name the argument, what it was and may be."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from numbers import Integral, Real
from typing import Any

import keras


def size(name: str, value: Any) -> int:
    """A whole number from 1 up.

    Raises:
        ValueError: it is something else.
    """
    if not isinstance(value, Integral) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{name} must be a whole number from 1 up, found {value!r}")
    return int(value)


def shift_range(value: Any, n_slots: int) -> int:
    """An odd number of shifts that the slots have room for.

    Raises:
        ValueError: it is even, below 1, or more than the slots.
    """
    width = size("shift_range", value)
    if width % 2 == 0:
        raise ValueError(f"shift_range must be odd, so that one shift stays, found {width}")
    if width > n_slots:
        raise ValueError(f"shift_range must be at most n_slots = {n_slots}, found {width}")
    return width


def flag(name: str, value: Any) -> bool:
    """True or False.

    Raises:
        ValueError: it is something else.
    """
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be True or False, found {value!r}")
    return value


def number(name: str, value: Any) -> float:
    """A finite number.

    Raises:
        ValueError: it is something else.
    """
    if not isinstance(value, Real) or isinstance(value, bool) or not math.isfinite(value):
        raise ValueError(f"{name} must be a finite number, found {value!r}")
    return float(value)


def limit(name: str, value: Any) -> float | None:
    """A finite number above 0, or None for no limit.

    Raises:
        ValueError: it is something else.
    """
    if value is None:
        return None
    found = number(name, value)
    if not found > 0.0:
        raise ValueError(f"{name} must be above 0, or None for no limit, found {value!r}")
    return found


def rate(name: str, value: Any) -> float:
    """A share of what may be dropped, from 0 to below 1.

    Raises:
        ValueError: it is something else.
    """
    found = number(name, value)
    if not 0.0 <= found < 1.0:
        raise ValueError(f"{name} must be from 0 to below 1, found {value!r}")
    return found


def choice(name: str, value: Any, allowed: Sequence[str]) -> str:
    """One of a few names.

    Raises:
        ValueError: it is none of them.
    """
    if value not in allowed:
        names = " or ".join(repr(one) for one in allowed)
        raise ValueError(f"{name} must be {names}, found {value!r}")
    return str(value)


def number_or_choice(name: str, value: Any, allowed: Sequence[str]) -> float | str:
    """A finite number, or one of a few names.

    Raises:
        ValueError: it is neither.
    """
    if isinstance(value, str):
        if value not in allowed:
            names = " or ".join(repr(one) for one in allowed)
            raise ValueError(f"{name} must be a number, {names}, found {value!r}")
        return value
    return number(name, value)


def activation(name: str, value: Any) -> Callable[[Any], Any]:
    """An activation function, from its Keras name or itself.

    Raises:
        ValueError: Keras knows none of that name.
    """
    try:
        found: Callable[[Any], Any] = keras.activations.get(value)
    except (ValueError, TypeError):
        raise ValueError(
            f"{name} must be the name of a Keras activation, such as 'tanh', or a function, "
            f"found {value!r}"
        ) from None
    return found
