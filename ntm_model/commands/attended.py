"""A process that ends with whoever started it, however that one ended."""

from __future__ import annotations

import os
import threading

_STANDARD_INPUT = 0


def end_with_parent() -> None:
    """End this process at once when its standard input does.

    Whoever starts it gives it a pipe and holds the other end. The system closes that also when
    its holder is killed, which can tell nobody. A training can be ended so at any moment: it goes
    on from its last checkpoint.
    """
    threading.Thread(target=_wait_and_end, name="end with parent", daemon=True).start()


def _wait_and_end() -> None:
    # Not through sys.stdin, whose lock a thread that waits would hold when Python ends.
    while os.read(_STANDARD_INPUT, 1024):
        pass
    os._exit(1)
