"""The network inside the machine: what turns an input and the last reads into orders.

A controller is a stack of Keras layers and cells, stepped once a timestep. Its output is
linear; the cell squashes each part of it into the range that the paper gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
from keras import layers

Tensor = Any

CONTROLLERS = ("dense", "double_dense", "lstm", "double_lstm")
"""Controllers that are built in; ``dense`` is a single layer, the others have hidden ones."""


def controller_input_output_shape(
    input_dim: int,
    output_dim: int,
    m_depth: int,
    n_slots: int,
    shift_range: int,
    read_heads: int,
    write_heads: int,
) -> tuple[int, int]:
    """The widths that a controller needs: (of its input, of its output).

    The input is the timestep's vector and what each read head saw a step earlier. The output
    is the machine's output, then for every head key (M), strength, gate, shift (S) and
    sharpness, then for every write head erase (M) and add (M). ``n_slots`` takes no part: the
    controller never sees how large the memory is. Convention of flomlo/ntm_keras.

    >>> controller_input_output_shape(10, 8, 20, 128, 3, 1, 1)
    (30, 100)
    """
    del n_slots
    heads = read_heads + write_heads
    per_head = m_depth + 1 + 1 + shift_range + 1
    return (
        input_dim + read_heads * m_depth,
        output_dim + heads * per_head + write_heads * 2 * m_depth,
    )


def built_in(name: str, width: int, units: int) -> list[layers.Layer]:
    """The parts of a built-in controller with ``units`` per hidden layer and a linear output.

    Raises:
        ValueError: no controller is called ``name``.
    """
    linear = layers.Dense(width, name="linear")
    match name:
        case "dense":
            return [linear]
        case "double_dense":
            return [layers.Dense(units, activation="relu", name="hidden"), linear]
        case "lstm":
            return [layers.LSTMCell(units, name="lstm"), linear]
        case "double_lstm":
            return [
                layers.LSTMCell(units, name="lstm_1"),
                layers.LSTMCell(units, name="lstm_2"),
                linear,
            ]
    raise ValueError(f"controller_model {name!r} is unknown; built in: {', '.join(CONTROLLERS)}")


def is_cell(layer: layers.Layer) -> bool:
    """Whether a layer is a recurrent cell: it takes (inputs, states) and gives (output, states)."""
    return hasattr(layer, "state_size")


@keras.saving.register_keras_serializable(package="ntm_model")
class Controller(layers.Layer):
    """Layers and recurrent cells in a row, stepped together as one recurrent cell.

    Args:
        parts: what to step, first to last; the last one's output must be linear.
    """

    def __init__(self, parts: Sequence[layers.Layer], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for part in parts:
            if isinstance(part, layers.RNN):
                raise ValueError(
                    f"controller_model holds the layer {part.name!r} ({type(part).__name__}), "
                    f"which runs over whole sequences; a controller makes single steps, so give "
                    f"its cell (for example keras.layers.LSTMCell)"
                )
        self.parts = list(parts)

    @property
    def state_size(self) -> list[int]:
        """Widths of the states of all parts, flat."""
        return [size for part in self.parts for size in _state_sizes(part)]

    @property
    def stateful_parts(self) -> bool:
        """Whether any part carries a state from step to step."""
        return any(is_cell(part) for part in self.parts)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        shape = tuple(input_shape)
        for part in self.parts:
            if not part.built:
                part.build(shape)
            shape = (shape[0], _output_width(part, shape))
        self.built = True

    def output_width(self, input_width: int) -> int:
        """Width of the last part's output."""
        width = input_width
        for part in self.parts:
            width = _output_width(part, (None, width))
        return width

    def call(
        self, inputs: Tensor, states: Sequence[Tensor], training: bool | None = None
    ) -> tuple[Tensor, list[Tensor]]:
        """One step: [B, input width] → [B, output width], and the new states."""
        values, left, new_states = inputs, list(states), []
        for part in self.parts:
            if is_cell(part):
                count = len(_state_sizes(part))
                own, left = left[:count], left[count:]
                values, own = _call(part, values, own, training=training)
                new_states += list(own) if isinstance(own, list | tuple) else [own]
            else:
                values = _call(part, values, training=training)
        return values, new_states

    def get_config(self) -> dict[str, Any]:
        parts = [keras.saving.serialize_keras_object(part) for part in self.parts]
        return {**super().get_config(), "parts": parts}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Controller:
        parts = [keras.saving.deserialize_keras_object(part) for part in config.pop("parts")]
        return cls(parts, **config)


def _state_sizes(part: layers.Layer) -> list[int]:
    if not is_cell(part):
        return []
    sizes = part.state_size
    return [int(size) for size in (sizes if isinstance(sizes, list | tuple) else [sizes])]


def _output_width(part: layers.Layer, input_shape: tuple[int | None, ...]) -> int:
    if is_cell(part):
        return int(getattr(part, "output_size", None) or part.units)
    return int(part.compute_output_shape(input_shape)[-1])


def _call(part: layers.Layer, *arguments: Any, training: bool | None) -> Any:
    if part._call_has_training_arg:
        return part(*arguments, training=training)
    return part(*arguments)
