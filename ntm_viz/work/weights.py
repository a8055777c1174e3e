"""Which weights the network in the window runs with: its own, a training's, a checkpoint's.

The network is compiled once; its weights are changed in place, which takes milliseconds, so
that a person sees what training changes as it changes it.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from keras import Model

    from ntm_model.trace import Array

    Values = list[Array]
    Source = Callable[[], Values]

MOST_KEPT = 128
"""Checkpoints whose weights are kept at hand: a slider comes back to where it was."""


class Weights:
    """Dresses one model at a time."""

    def __init__(self) -> None:
        self._model: Model | None = None
        self._path: Path | None = None
        self._own: Values = []
        self._worn: Values = []
        self._read: OrderedDict[Path, Values] = OrderedDict()
        self._folder: Path | None = None
        self._training: Source | None = None

    def take(self, model: Model, path: Path) -> None:
        """Dress ``model``, which was loaded from ``path``, from now on."""
        self._model, self._path = model, path
        self._own = self._worn = model.get_weights()
        self._read.clear()

    def follow(self, folder: Path, training: Source) -> None:
        """A training writes ``folder``; what was loaded from there goes with its weights."""
        self._folder, self._training = folder, training

    def remember(self, checkpoint: Path) -> None:
        """The training has just saved this one: it need not be read again."""
        if self._training is not None and self._path == self._folder:
            self._keep(checkpoint, self._training())

    def part(self) -> None:
        """Training has ended: what went with it keeps the weights that it had last."""
        if self._training is not None and self._path == self._folder:
            self._own = self._training()
        self._folder = self._training = None

    def wear(self, checkpoint: Path | None) -> None:
        """Put on the weights in ``checkpoint``; None puts on the newest.

        Raises:
            ValueError: the checkpoint is of another network, or is damaged.
            OSError: it cannot be read.
        """
        if self._model is None:
            return
        if checkpoint is not None:
            values = self._values_in(checkpoint)
        elif self._training is not None and self._path == self._folder:
            values = self._training()
        else:
            values = self._own
        if values is not self._worn:
            self._worn = values
            self._model.set_weights(values)

    def learn(self, checkpoint: Path) -> None:
        """Make the weights in ``checkpoint`` the network's own.

        Raises:
            ValueError: the checkpoint is of another network, or is damaged.
            OSError: it cannot be read.
        """
        self._own = self._values_in(checkpoint)
        self.wear(None)

    def _values_in(self, checkpoint: Path) -> Values:
        if checkpoint not in self._read:
            assert self._model is not None
            # One that is damaged breaks off in the middle, and leaves some of its weights there.
            self._worn = []
            self._model.load_weights(checkpoint)
            self._worn = self._model.get_weights()
            self._keep(checkpoint, self._worn)
        self._read.move_to_end(checkpoint)
        return self._read[checkpoint]

    def _keep(self, checkpoint: Path, values: Values) -> None:
        self._read[checkpoint] = values
        while len(self._read) > MOST_KEPT:
            self._read.popitem(last=False)
