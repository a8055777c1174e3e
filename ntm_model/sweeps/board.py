"""How a sweep stands: told by many threads, shown by one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any


class Board:
    """What is known of each seed.

    Args:
        seeds: all of the sweep.
        show: is given the rows, by seed, whenever they are to be shown.
    """

    def __init__(
        self, seeds: Iterable[int], show: Callable[[dict[int, dict[str, Any]]], None]
    ) -> None:
        self._rows: dict[int, dict[str, Any]] = {seed: {"state": "waiting"} for seed in seeds}
        self._show = show
        self._lock = threading.Lock()
        self.cards: dict[int, dict[str, Any]] = {}
        self.failed: dict[int, str] = {}

    def tell(self, seed: int, news: dict[str, Any]) -> None:
        """Something is new of a seed."""
        with self._lock:
            row = self._rows[seed]
            row["restarts"] = row.get("restarts", 0) + (news.get("state") == "restarted")
            row |= news

    def end(self, seed: int, card: dict[str, Any]) -> None:
        """A seed is done."""
        with self._lock:
            self.cards[seed] = card
            self._rows[seed] |= {"state": "done", "card": card}

    def fail(self, seed: int, said: str) -> None:
        """A seed came to nothing."""
        with self._lock:
            self.failed[seed] = said
            self._rows[seed] |= {"state": "failed", "said": said}

    def show(self) -> None:
        """Show how it stands."""
        with self._lock:
            rows = {seed: dict(row) for seed, row in self._rows.items()}
        self._show(rows)
