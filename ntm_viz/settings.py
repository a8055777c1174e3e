"""Settings: what a person chose, kept in one file from one start to the next; needs no Qt.

The file is JSON that a person can read and mend. It is written aside and renamed, so that
nobody ever finds half of one, and what this version does not know in it stays there: an older
program beside a newer one takes nothing away.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
from pathlib import Path
from typing import TypeVar

from ntm_viz.messages import Problem

VARIABLE = "NTM_VIZ_SETTINGS"
"""Environment variable that names another file; empty, nothing is read and nothing is kept."""
VERSION = 1
_VERSION_KEY = "version"

Value = TypeVar("Value")


class Settings:
    """Values by name, as they were at the last start and as they are changed since."""

    def __init__(self, path: Path | None) -> None:
        """Read ``path``; None keeps nothing beyond this process."""
        self._path = path
        self._values: dict[str, object] = {}
        self._changed: dict[str, object] = {}
        self.problem: Problem | None = None
        """Why what was kept could not be used, for the person; None where all is well."""
        if path is not None:
            try:
                self._values = _read(path)
            except (OSError, ValueError) as error:
                self.problem = _set_aside(path, error)

    def get(self, name: str, default: Value) -> Value:
        """The value kept under ``name``; ``default`` where there is none of its type."""
        value = self._values.get(name)
        # A bool is an int to Python, and would be a speed of 1.
        return value if type(value) is type(default) else default

    def strings(self, name: str) -> list[str]:
        """The list of texts kept under ``name``; empty where there is none."""
        value = self._values.get(name)
        return [part for part in value if isinstance(part, str)] if type(value) is list else []

    def put(self, name: str, value: object) -> None:
        """Keep ``value``, plain enough for JSON, under ``name`` from the next ``save`` on."""
        if name not in self._values or self._values[name] != value:
            self._values[name] = self._changed[name] = value

    @property
    def changed(self) -> bool:
        """Whether there is anything to save."""
        return bool(self._changed)

    def save(self) -> None:
        """Write what was changed here; what another window of the program wrote stays.

        Raises:
            OSError: the file or its folder cannot be written.
        """
        changed = self._changed
        if self._path is None or not changed:
            return
        try:
            kept = _read(self._path)
        except ValueError as error:
            # It broke while the program ran, or a newer one wrote it: all is kept of both.
            _set_aside(self._path, error)
            kept = {name: value for name, value in self._values.items() if name != _VERSION_KEY}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # A name of this process' own: two that save at once must not write into one file.
        aside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        text = json.dumps({_VERSION_KEY: VERSION, **kept, **changed}, indent=2, ensure_ascii=False)
        try:
            aside.write_text(f"{text}\n", encoding="utf-8")
            aside.replace(self._path)
        except OSError:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
            raise
        # Not sooner: what could not be written is tried again with the next change.
        self._changed = {}


def settings_file() -> Path | None:
    """Where this person's settings lie on this system; None where none are to be kept."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    # The one who knows every system's folders, and nobody that only wants --help waits for it.
    import platformdirs

    return Path(platformdirs.user_config_dir("ntm-viz", appauthor=False)) / "settings.json"


def _read(path: Path) -> dict[str, object]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(values, dict):
        raise ValueError("it holds no table of settings")
    version = values.get(_VERSION_KEY, VERSION)
    if type(version) is not int or version > VERSION:
        raise ValueError(f"it was written by a newer ntm-viz (settings {version})")
    return values


def _set_aside(path: Path, error: OSError | ValueError) -> Problem:
    """Move a file that cannot be used out of the way, and keep it for whoever wants to mend it."""
    reason = {
        json.JSONDecodeError: "it is damaged",
        UnicodeDecodeError: "it is damaged",
    }.get(type(error), getattr(error, "strerror", None) or str(error))
    now = datetime.datetime.now().astimezone()
    aside = path.with_name(f"{path.stem}.broken-{now:%Y%m%d-%H%M%S}{path.suffix}")
    try:
        path.replace(aside)
    except OSError:
        kept = f"{path} cannot be moved out of the way, so settings may not be kept."
    else:
        kept = f"It is kept as {aside}."
    return Problem(
        "Your settings could not be read, and everything is as at the first start",
        reason,
        kept,
    )
