"""What is compiled at one start and used again at the next, in the user's cache folder; no Qt.

TensorFlow and Keras are some thousand Python files. Python keeps their bytecode beside them, but
not where it is forbidden to write there, as in most containers, and then compiles all of it
anew: eight seconds at every start, in which the window stands still time and again. And XLA
takes one or two seconds for a network's step, which it can keep as well.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys
from pathlib import Path

VARIABLE = "NTM_VIZ_CACHE"
"""Environment variable that names another folder; empty, nothing is kept."""
_XLA_VARIABLE = "TF_XLA_FLAGS"
_MOST_PROGRAMS = 40
"""Of XLA's; half a megabyte each. The ones that are oldest go."""
_LEAST_FREE = 200 * 2**20
"""Bytes that must be free on the disk for any to be kept."""


def folder() -> Path | None:
    """Where it is kept; None where nothing is."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    import platformdirs

    return Path(platformdirs.user_cache_dir("ntm-viz", appauthor=False))


def keep_bytecode(where: Path | None, package: str = "tensorflow") -> None:
    """From now on: where Python may keep no bytecode beside ``package``, have it keep it here.

    A Python that keeps it there, or has it there, is left alone.
    """
    if where is not None and _is_forbidden(package):
        sys.pycache_prefix, sys.dont_write_bytecode = str(where / "bytecode"), False


def keep_programs(where: Path | None) -> None:
    """Have XLA keep what it compiles for this processor; before TensorFlow is imported."""
    # Tried on Linux alone; elsewhere XLA compiles at every start, as it always did.
    if where is None or sys.platform != "linux" or "persistent_cache" in _xla_flags():
        return
    programs = _programs(where)
    try:
        programs.mkdir(parents=True, exist_ok=True)
        found = sorted(programs.iterdir(), key=lambda file: file.stat().st_mtime)
        for file in found[:-_MOST_PROGRAMS]:
            file.unlink()
        # XLA takes it for an error when it can keep nothing.
        if shutil.disk_usage(programs).free < _LEAST_FREE or not os.access(programs, os.W_OK):
            return
    except OSError:
        return
    wish = f"--tf_xla_persistent_cache_directory={programs}"
    os.environ[_XLA_VARIABLE] = f"{_xla_flags()} {wish}".strip()
    # Told to prefer some instructions, XLA warns at every load that this is no feature of the
    # processor. What really goes wrong comes as an exception.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def forget_programs(where: Path | None) -> bool:
    """Take away what XLA has kept, which may be damaged; whether there was anything."""
    found = [] if where is None else list(_programs(where).glob("*"))
    for file in found:
        with contextlib.suppress(OSError):
            file.unlink()
    return bool(found)


def _programs(where: Path) -> Path:
    return where / "xla" / _machine()


def _is_forbidden(package: str) -> bool:
    """Whether this Python finds no bytecode of the package and may write none."""
    spec = importlib.util.find_spec(package)
    if sys.pycache_prefix is not None or spec is None or not spec.cached or not spec.origin:
        return False
    if Path(spec.cached).exists():
        return False
    return sys.dont_write_bytecode or not os.access(Path(spec.origin).parent, os.W_OK)


def _xla_flags() -> str:
    return os.environ.get(_XLA_VARIABLE, "")


def _machine() -> str:
    """A name for what a program is compiled for: this processor and this TensorFlow."""
    parts = [platform.machine(), platform.processor()]
    with contextlib.suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
        parts += [line for line in lines if line.startswith(("flags", "Features"))][:1]
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        parts.append(importlib.metadata.version("tensorflow"))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
