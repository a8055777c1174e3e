"""Undo and redo as two piles of former values, free of Qt."""

from __future__ import annotations

from collections import deque
from typing import Generic, TypeVar

Value = TypeVar("Value")

# Far more than anybody takes back by hand, and still nothing in memory.
LIMIT = 500


class History(Generic[Value]):
    """What a value was before each change, and what was taken back."""

    def __init__(self) -> None:
        self._past: deque[Value] = deque(maxlen=LIMIT)
        self._future: list[Value] = []

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        return bool(self._future)

    def push(self, before: Value) -> None:
        """Remember ``before`` as the value that a change has just replaced."""
        self._past.append(before)
        self._future.clear()

    def undo(self, now: Value) -> Value:
        """The value before the last change; ``now`` can be had back by ``redo``."""
        self._future.append(now)
        return self._past.pop()

    def redo(self, now: Value) -> Value:
        """The value that the last ``undo`` took back."""
        self._past.append(now)
        return self._future.pop()
