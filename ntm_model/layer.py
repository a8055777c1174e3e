"""NeuralTuringMachine: the layer that goes into a Keras model."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

from ntm_model.cell import NTMCell, OutputSource


@keras.saving.register_keras_serializable(package="ntm_model")
class NeuralTuringMachine(keras.layers.RNN):
    """A Neural Turing Machine as a recurrent layer: [B, T, I] → [B, units], or [B, T, units].

    Takes the arguments of ``NTMCell`` and, by name, those of ``keras.layers.RNN``
    (``return_sequences``, ``return_state``, ``go_backwards``, ``stateful``, ``unroll``, …).
    Masked timesteps leave every state as it was.

    Example:
        >>> inputs = keras.Input((None, 9))
        >>> outputs = NeuralTuringMachine(8, n_slots=64, return_sequences=True)(inputs)
        >>> model = keras.Model(inputs, outputs)

    Raises:
        ValueError: as ``NTMCell`` does.
    """

    def __init__(
        self,
        units: int,
        n_slots: int = 128,
        m_depth: int = 20,
        shift_range: int = 3,
        controller_model: str | keras.layers.Layer | None = None,
        controller_units: int = 100,
        read_heads: int = 1,
        write_heads: int = 1,
        activation: Any = None,
        output_source: OutputSource = "controller",
        gate_bias: float = -1.0,
        initial_memory: float = 1e-6,
        **kwargs: Any,
    ) -> None:
        dtype = kwargs.get("dtype")
        cell = NTMCell(
            units,
            n_slots=n_slots,
            m_depth=m_depth,
            shift_range=shift_range,
            controller_model=controller_model,
            controller_units=controller_units,
            read_heads=read_heads,
            write_heads=write_heads,
            activation=activation,
            output_source=output_source,
            gate_bias=gate_bias,
            initial_memory=initial_memory,
            dtype=dtype,
            name="cell",
        )
        super().__init__(cell, **kwargs)

    @property
    def n_slots(self) -> int:
        """N, slots of the memory."""
        return int(self.cell.n_slots)

    def reset_state(self) -> None:
        """Back to the start of a sequence.

        Keras sets the states of a stateful layer to zero; a machine starts with its heads on
        slot 0 and its memory as ``initial_memory`` says.
        """
        if self.states is not None:
            batch_size = self.states[0].shape[0]
            for variable, value in zip(
                self.states, self.cell.get_initial_state(batch_size), strict=True
            ):
                variable.assign(ops.cast(value, variable.dtype))

    reset_states = reset_state

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        del config["cell"]
        cell = self.cell.get_config()
        for key in ("name", "trainable", "dtype"):
            cell.pop(key, None)
        return {**config, **cell}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> NeuralTuringMachine:
        config = dict(config)
        if isinstance(config.get("controller_model"), dict):
            config["controller_model"] = keras.saving.deserialize_keras_object(
                config["controller_model"]
            )
        return cls(**config)
