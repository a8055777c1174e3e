"""Painting in one thread while what is painted is encoded in others.

Nothing here blocks for longer than it is allowed to: whoever has other things to do gives a
``patience`` and gets control back while the others are still at work.
"""

from __future__ import annotations

import collections
import contextlib
import os
import sys
from concurrent.futures import Executor, Future, wait
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

AHEAD = 2
"""Pieces that may be under way beside the one that is being made."""

_BEHIND = 10
"""Of the niceness of Unix, 0…19: as much as that of the command nice by itself."""

S = TypeVar("S")
T = TypeVar("T")


def results(
    pieces: Iterable[S | None],
    work: Callable[[S], T],
    others: Executor,
    patience: float | None = None,
) -> Generator[T | None]:
    """What ``work`` makes of each piece, in order; it goes on while the next piece is made.

    A piece is done with before the one ``AHEAD + 1`` later is asked for. With a ``patience``, no
    more than one piece is made in a turn: a None is given where that came to no result, for
    each None among the pieces, which says that the next takes more than one turn, and each time
    that so many seconds have been waited for the others. Whoever closes this gives up what has
    not been begun; what has been is ended first.
    """
    under_way: collections.deque[Future[T]] = collections.deque()
    try:
        for piece in pieces:
            if piece is None:
                if patience is not None:
                    yield None
                continue
            under_way.append(others.submit(work, piece))
            if len(under_way) > AHEAD:
                yield from until_done(under_way[0], patience)
                yield under_way.popleft().result()
            elif patience is not None:
                yield None
        while under_way:
            yield from until_done(under_way[0], patience)
            yield under_way.popleft().result()
    finally:
        for waiting in under_way:
            waiting.cancel()


def until_done(task: Future[T], patience: float | None) -> Generator[None]:
    """Wait for ``task``; gives a None each time that ``patience`` seconds have passed."""
    while not wait([task], patience).done:
        yield None


def step_back(other: int = 0) -> None:
    """Let everything else go first, above all a window: this thread, or the process ``other``.

    Only where the system knows of it: elsewhere a thread cannot be set back by itself.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, other, _BEHIND)
