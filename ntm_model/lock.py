"""A lock on a run folder: two trainings that write into one would leave neither.

The system holds it for the process, so that what a process that died has locked is free again.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILE = ".lock"
"""Stays in the folder: to remove it would take it away from whoever is just opening it."""


_BLINK = 0.05
"""Seconds."""


class InUseError(RuntimeError):
    """Something else is at work in the folder; the message says so."""


class FolderLock:
    """At most one for a folder holds it at a time, of all processes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: int | None = None

    def acquire(self) -> None:
        """Take it, or raise at once; where the file system knows no locks, go without.

        Raises:
            InUseError: somebody else has it.
            OSError: the folder cannot be written.
        """
        held = os.open(self._folder / FILE, os.O_RDWR | os.O_CREAT, 0o666)
        # Whoever only asks holds it for a blink: that must refuse nobody.
        if not (_taken(held) or _taken_after(held, _BLINK)):
            os.close(held)
            raise InUseError(_words(self._folder))
        self._held = held

    def release(self) -> None:
        """Let others in; does nothing where it is not held."""
        held, self._held = self._held, None
        if held is not None:
            os.close(held)


def check_free(folder: Path) -> None:
    """Say early what ``acquire`` would say.

    Raises:
        InUseError: somebody is at work in the folder.
    """
    if in_use(folder):
        raise InUseError(_words(folder))


def in_use(folder: Path) -> bool:
    """Whether somebody holds the lock of ``folder`` now, in this process or in another."""
    try:
        probe = os.open(folder / FILE, os.O_RDWR)
    except OSError:
        return False
    free = _taken(probe)
    os.close(probe)
    return not free


def _taken_after(file: int, seconds: float) -> bool:
    time.sleep(seconds)
    return _taken(file)


def _words(folder: Path) -> str:
    return f"{folder}: is being trained already, by another window or command"


if sys.platform == "win32":
    import msvcrt

    def _taken(file: int) -> bool:
        with contextlib.suppress(PermissionError):
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
            return True
        return False

else:
    import fcntl

    def _taken(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # No lock is kept on this file system; training alone is what people do.
            return True
        return True
