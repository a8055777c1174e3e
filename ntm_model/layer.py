"""NeuralTuringMachine: the layer that goes into a Keras model."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

import keras
from keras import ops

from ntm_model.cell import NTMCell, with_controller

Tensor = Any

_OF_THE_CELL = set(inspect.signature(NTMCell).parameters) - {"kwargs"}


@keras.saving.register_keras_serializable(package="ntm_model")
class NeuralTuringMachine(keras.layers.RNN):
    """A Neural Turing Machine as a recurrent layer: [B, T, I] → [B, units], or [B, T, units].

    Takes the arguments of ``NTMCell``, those beyond ``activation`` by name, and those of
    ``keras.layers.RNN`` (``return_sequences``, ``return_state``, ``go_backwards``,
    ``stateful``, ``unroll``, ``zero_output_for_mask``), also by name. The states that
    ``return_state`` gives, and that ``initial_state`` takes, are those of
    ``NTMCell.state_size``: memory, weightings, reads, then the controller's, all flat;
    ``layer.cell.unflatten`` gives them their shapes.

    A masked timestep leaves every state as it was, and its output is that of the timestep
    before (zeros where there is none, or with ``zero_output_for_mask``).

    Example:
        >>> inputs = keras.Input((None, 9))
        >>> outputs = NeuralTuringMachine(8, n_slots=64, return_sequences=True)(inputs)
        >>> model = keras.Model(inputs, outputs)

    Raises:
        ValueError: as ``NTMCell`` does; or what it is called with has the wrong shape.
    """

    def __init__(
        self,
        units: int,
        n_slots: int = 128,
        m_depth: int = 20,
        shift_range: int = 3,
        controller_model: str | keras.layers.Layer | None = None,
        read_heads: int = 1,
        write_heads: int = 1,
        activation: Any = None,
        **kwargs: Any,
    ) -> None:
        options = {name: kwargs.pop(name) for name in _OF_THE_CELL & kwargs.keys()}
        cell = NTMCell(
            units,
            n_slots,
            m_depth,
            shift_range,
            controller_model,
            read_heads,
            write_heads,
            activation,
            **options,
            dtype=kwargs.get("dtype"),
            name="cell",
        )
        # The cell casts what its controller sees; states keep float32.
        super().__init__(cell, autocast=False, **kwargs)
        self.input_spec = keras.layers.InputSpec(ndim=3)

    @property
    def n_slots(self) -> int:
        """N, slots of the memory."""
        return int(self.cell.n_slots)

    def build(
        self, sequences_shape: tuple[int | None, ...], initial_state_shape: Any = None
    ) -> None:
        super().build(sequences_shape)
        self.input_spec = keras.layers.InputSpec(ndim=3, axes={-1: sequences_shape[-1]})

    def call(
        self,
        sequences: Tensor,
        initial_state: Sequence[Tensor] | None = None,
        mask: Tensor | None = None,
        training: bool | None = False,
    ) -> Any:
        """Run over sequences [B, T, I]."""
        batch_size = self._batch_size(sequences)
        state = self._first_state(batch_size, initial_state)
        with self.cell.sequence(batch_size, training):
            last, outputs, state = self.inner_loop(sequences, state, mask, training)
        if self.stateful:
            for variable, value in zip(self.states, state, strict=True):
                variable.assign(ops.cast(value, variable.dtype))
        told = outputs if self.return_sequences else last
        return (told, *state) if self.return_state else told

    def _batch_size(self, sequences: Tensor) -> Any:
        """B, as a number where it is known."""
        dtype = keras.backend.standardize_dtype(sequences.dtype)
        if "complex" in dtype or dtype == "string":
            raise ValueError(f"inputs of {self.name} must be real numbers, found {dtype}")
        if self.unroll and sequences.shape[1] is None:
            raise ValueError(
                f"unroll=True needs a known number of timesteps, found inputs of the shape "
                f"{tuple(sequences.shape)}: name it in keras.Input, or leave unroll off"
            )
        found = sequences.shape[0]
        if self.stateful and found is not None and found != self.states[0].shape[0]:
            raise ValueError(
                f"a stateful layer keeps its batch size of {self.states[0].shape[0]}, "
                f"found inputs of the shape {tuple(sequences.shape)}"
            )
        return ops.shape(sequences)[0]

    def _first_state(self, batch_size: Any, given: Sequence[Tensor] | None) -> list[Tensor]:
        if given is None:
            state = self.states if self.stateful else self.get_initial_state(batch_size)
        else:
            state = list(given) if isinstance(given, list | tuple) else [given]
            found = [tensor.shape[-1] if len(tensor.shape) == 2 else None for tensor in state]
            if found != self.cell.state_size:
                raise ValueError(
                    f"initial_state must be tensors [batch, width] of the widths "
                    f"{self.cell.state_size}, found {[tuple(tensor.shape) for tensor in state]}"
                )
        return [ops.cast(ops.convert_to_tensor(tensor), "float32") for tensor in state]

    def inner_loop(
        self, sequences: Tensor, initial_state: list[Tensor], mask: Any, training: Any = False
    ) -> tuple[Tensor, Tensor, list[Tensor]]:
        """Last output, all outputs and last states."""
        if mask is None or self.zero_output_for_mask or keras.backend.backend() != "jax":
            found: tuple[Tensor, Tensor, list[Tensor]] = super().inner_loop(
                sequences, initial_state, mask, training
            )
            return found
        # On JAX, Keras takes the first state for the output before a masked timestep
        # (keras/src/backend/jax/rnn.py, "Assume the first state is the previous output").
        # So the loop carries the output there.
        loop = keras.layers.RNN(
            _OutputFirst(self.cell, training),
            return_sequences=self.return_sequences,
            go_backwards=self.go_backwards,
            unroll=self.unroll,
        )
        before = ops.zeros((ops.shape(sequences)[0], self.cell.units), self.cell.output_dtype)
        last, outputs, states = loop.inner_loop(sequences, [before, *initial_state], mask)
        return last, outputs, list(states[1:])

    def reset_state(self) -> None:
        """Back to the start of a sequence.

        Keras sets the states of a stateful layer to zero; a machine starts as
        ``initial_memory`` and ``initial_weighting`` say.
        """
        if self.states is not None:
            batch_size = self.states[0].shape[0]
            for variable, value in zip(
                self.states, self.cell.get_initial_state(batch_size), strict=True
            ):
                variable.assign(ops.cast(value, variable.dtype))

    reset_states = reset_state

    def resized(self, n_slots: int) -> NeuralTuringMachine:
        """The same machine, weights and all, with a memory of ``n_slots`` slots.

        Raises:
            ValueError: ``n_slots`` is out of range, or the machine holds values of its own for
                every slot.
        """
        kept = self.cell.start.slot_states
        if kept and n_slots != self.n_slots:
            raise ValueError(
                f"n_slots cannot be changed: with {' and '.join(kept)} a machine holds values for "
                f"each of its {self.n_slots} slots, found {n_slots!r}"
            )
        copy = type(self).from_config({**self.get_config(), "n_slots": n_slots})
        if self.built:
            copy.build_from_config(self.get_build_config())
            copy.set_weights(self.get_weights())
        return copy

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        del config["cell"]
        cell = self.cell.get_config()
        for key in ("name", "trainable", "dtype"):
            cell.pop(key, None)
        return {**config, **cell}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> NeuralTuringMachine:
        return cls(**with_controller(config))


class _OutputFirst:
    """A cell whose first state is its last output, for a loop that looks for it there."""

    def __init__(self, cell: NTMCell, training: bool | None) -> None:
        self._cell, self._training = cell, training
        self.state_size = [cell.output_size, *cell.state_size]
        self.output_size = cell.output_size

    def call(self, inputs: Tensor, states: Sequence[Tensor]) -> tuple[Tensor, list[Tensor]]:
        outputs, after = self._cell(inputs, list(states[1:]), training=self._training)
        return outputs, [outputs, *after]

    __call__ = call
