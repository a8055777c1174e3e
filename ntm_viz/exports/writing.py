"""Files that appear whole or not at all, and plain words where they cannot."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from ntm_viz.exports.options import ExportError, ExportFailedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@contextlib.contextmanager
def aside(target: Path) -> Iterator[Path]:
    """A path beside ``target``; what is written there takes its name once all has gone well.

    Raises:
        ExportFailedError: it could not be written; nothing is left behind.
    """
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        try:
            yield part
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except ExportFailedError:
        raise
    except OSError as error:
        raise failed(target, error) from error


def write(content: bytes, target: Path) -> Path:
    """Write a whole file.

    Raises:
        ExportFailedError: it could not be written.
    """
    with aside(target) as part:
        part.write_bytes(content)
    return target


def refuse_existing(paths: Sequence[Path]) -> None:
    """Raise ExportError where one of the files exists."""
    existing = [path for path in paths if path.exists()]
    if existing:
        more = f" and {len(existing) - 1} more" if len(existing) > 1 else ""
        raise ExportError(f"{existing[0]}{more} exists already")


def failed(path: Path, error: OSError) -> ExportFailedError:
    """The error in words, with the file's name."""
    return ExportFailedError(f"cannot write {path}: {error.strerror or error}")
