"""What the command palette offers: one line of it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclasses.dataclass(frozen=True, eq=False)
class PaletteEntry:
    """Something that can be done, and how it is shown."""

    title: str
    group: str
    """Where else it is found, such as the name of a menu."""
    do: Callable[[], object]
    tip: str = ""
    """What it does, in words; looked through too."""
    keys: str = ""
    icon: str = ""
    checked: bool = False
    enabled: bool = True
    note: str = ""
    """Small words after the title, such as why it cannot be used."""
