"""The networks that ran last, compiled and ready: whoever turns back to a task does not wait."""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from keras import Model

    from ntm_model.recording import Recorder
    from ntm_model.trace import Array
    from ntm_viz.messages import Network

    Key = tuple[Path, int, int | None]

MOST_KEPT = 8
"""Each goes by two names: the memory that was asked for, and the one that it has."""


@dataclasses.dataclass(frozen=True, eq=False)
class Loaded:
    """A network, whatever its weights are just now."""

    network: Network
    recorder: Recorder
    model: Model
    weights: list[Array]
    """Those in its file."""


class Shelf:
    """Keeps files as they were when they were read; a run folder changes, and is read anew."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Loaded] = OrderedDict()

    def put(self, loaded: Loaded, n_slots: int | None) -> None:
        """Keep a network that was loaded with ``n_slots`` asked for."""
        for asked in {n_slots, loaded.network.n_slots}:
            key = _key(loaded.network.path, asked)
            if key is not None:
                self._kept[key] = loaded
                self._kept.move_to_end(key)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    def take(self, path: Path, n_slots: int | None) -> Loaded | None:
        """The network in ``path`` with its own weights; None where it has to be loaded."""
        key = _key(path, n_slots)
        loaded = None if key is None else self._kept.get(key)
        if loaded is not None and key is not None:
            self._kept.move_to_end(key)
            loaded.model.set_weights(loaded.weights)
        return loaded


def _key(path: Path, n_slots: int | None) -> Key | None:
    try:
        return (path, path.stat().st_mtime_ns, n_slots) if path.is_file() else None
    except OSError:
        return None
