"""How a sequence starts: what is in the memory, and where the heads are.

Published machines differ in it, and it decides what is learned at all. Dimensions are those of
``ntm_model.trace``.
"""

from __future__ import annotations

from typing import Any, Literal

import keras
from keras import ops

from ntm_model import arguments

Tensor = Any
InitialMemory = float | Literal["random", "learned"]
InitialWeighting = Literal["one_slot", "uniform", "learned"]

_OF_THE_SLOTS = ("random", "learned")
_WEIGHTINGS = ("one_slot", "uniform", "learned")


class Start(keras.layers.Layer):
    """The first memory and the first weightings, with the weights that they may need.

    Args:
        heads: H.
        n_slots: N.
        m_depth: M.
        initial_memory: as ``NTMCell`` has it.
        initial_weighting: as ``NTMCell`` has it.

    Raises:
        ValueError: one of the last two is out of its range.
    """

    def __init__(
        self,
        heads: int,
        n_slots: int,
        m_depth: int,
        initial_memory: InitialMemory,
        initial_weighting: InitialWeighting,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.heads, self.n_slots, self.m_depth = heads, n_slots, m_depth
        self.initial_memory = arguments.number_or_choice(
            "initial_memory", initial_memory, _OF_THE_SLOTS
        )
        self.initial_weighting = arguments.choice(
            "initial_weighting", initial_weighting, _WEIGHTINGS
        )

    @property
    def slot_states(self) -> list[str]:
        """The arguments by which the machine holds values of its own for every slot."""
        kept = {name: getattr(self, name) for name in ("initial_memory", "initial_weighting")}
        return [f"{name}={value!r}" for name, value in kept.items() if value in _OF_THE_SLOTS]

    def build(self, input_shape: Any = None) -> None:
        # Mixed precision leaves both in full.
        if self.initial_memory in _OF_THE_SLOTS:
            bound = (self.n_slots + self.m_depth) ** -0.5
            self.rows = self.add_weight(
                shape=(self.n_slots, self.m_depth),
                initializer=keras.initializers.RandomUniform(-bound, bound),
                trainable=self.initial_memory == "learned",
                autocast=False,
                name="initial_memory",
            )
        if self.initial_weighting == "learned":
            self.logits = self.add_weight(
                shape=(self.heads, self.n_slots),
                # Not zeros: were all slots alike, no gradient would tell one from another.
                initializer=keras.initializers.RandomNormal(stddev=1.0),
                autocast=False,
                name="initial_weighting",
            )
        self.built = True

    def memory(self, batch_size: Any) -> Tensor:
        """[B, N, M]."""
        if isinstance(self.initial_memory, float):
            shape = (batch_size, self.n_slots, self.m_depth)
            return ops.full(shape, self.initial_memory, dtype="float32")
        return ops.tile(ops.cast(self.rows, "float32")[None], (batch_size, 1, 1))

    def weightings(self, batch_size: Any) -> Tensor:
        """[B, H, N]."""
        if self.initial_weighting == "one_slot":
            one = ops.one_hot(ops.zeros((self.heads,), "int32"), self.n_slots, dtype="float32")
        elif self.initial_weighting == "uniform":
            one = ops.full((self.heads, self.n_slots), 1.0 / self.n_slots, dtype="float32")
        else:
            one = ops.softmax(ops.cast(self.logits, "float32"), axis=-1)
        return ops.tile(one[None], (batch_size, 1, 1))
