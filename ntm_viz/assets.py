"""Where the files that the program brings along lie, in a checkout and in a wheel."""

from __future__ import annotations

from pathlib import Path

SHIPPED_TRACE = "models/copy.npz"
SHIPPED_MODEL = "models/copy.keras"

_PACKAGE = Path(__file__).resolve().parent
FOLDERS = (_PACKAGE / "assets", _PACKAGE.parent / "assets")


def network_of(task: str) -> Path | None:
    """The network that ships for the task of this name; None where none does."""
    try:
        return asset(f"models/{task}.keras")
    except FileNotFoundError:
        return None


def asset(name: str) -> Path:
    """The shipped file ``name``.

    Raises:
        FileNotFoundError: the installation lacks it; the message names where it was sought.
    """
    for folder in FOLDERS:
        path = folder / name
        if path.exists():
            return path
    places = " or ".join(str(folder) for folder in FOLDERS)
    raise FileNotFoundError(f"the installation lacks {name}: it should be in {places}")
