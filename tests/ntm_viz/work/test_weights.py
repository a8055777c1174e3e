"""Which weights the network wears, and that a checkpoint that breaks off leaves nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ntm_viz.work.weights import Weights

OWN, DAMAGED = Path("run"), Path("damaged.keras")


class HalfRead:
    """A network of two weights, whose checkpoints break off after the first."""

    def __init__(self):
        self.values = [1, 2]

    def get_weights(self):
        return list(self.values)

    def set_weights(self, values):
        self.values = list(values)

    def load_weights(self, _path):
        self.values[0] = 9
        raise ValueError("damaged")


def test_after_a_damaged_checkpoint_its_own_weights_are_whole_again():
    model, weights = HalfRead(), Weights()
    weights.take(model, OWN)
    with pytest.raises(ValueError, match="damaged"):
        weights.wear(DAMAGED)
    weights.wear(None)
    assert model.values == [1, 2]
