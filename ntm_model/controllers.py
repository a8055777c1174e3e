"""The network inside the machine: what turns an input and the last reads into orders.

A controller is a stack of Keras layers and cells, stepped once a timestep. Its output is
linear; the cell squashes each part of it into the range that the paper gives.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import keras
from keras import layers, ops

from ntm_model.controller_parts import non_linear_end, parts_of, width_taken

Tensor = Any

# A forget gate of such a bias lets a four-hundredth of the state through.
_FORGETS = -6.0

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


def built_in(
    name: str, width: int, units: int, dtype: Any = None, *, forgetful: bool = False
) -> list[layers.Layer]:
    """The parts of a built-in controller with ``units`` per hidden layer and a linear output.

    ``dtype`` is that of all parts, or a policy; Keras' own default if not given. LSTM cells
    that are ``forgetful`` begin without recurrence, as ``NTMCell`` tells.

    Raises:
        ValueError: no controller is called ``name``.
    """
    linear = layers.Dense(width, name="linear", dtype=dtype)
    match name:
        case "dense":
            return [linear]
        case "double_dense":
            return [layers.Dense(units, activation="relu", name="hidden", dtype=dtype), linear]
        case "lstm":
            return [_lstm(units, "lstm", dtype, forgetful), linear]
        case "double_lstm":
            return [
                _lstm(units, "lstm_1", dtype, forgetful),
                _lstm(units, "lstm_2", dtype, forgetful),
                linear,
            ]
    raise ValueError(f"controller_model {name!r} is unknown; built in: {', '.join(CONTROLLERS)}")


def _lstm(units: int, name: str, dtype: Any, forgetful: bool) -> layers.LSTMCell:
    # Keras would start the forget gates at a bias of 1, with cells that add up what they see.
    # Such a controller counts timesteps, and is lost among more of them than it was trained on;
    # without the bias the memory is where things are remembered.
    begins: dict[str, Any] = {}
    if forgetful:
        # With the kernel of zeros alone half of a cell's state would be left after a timestep.
        begins = {
            "recurrent_initializer": "zeros",
            "bias_initializer": ForgetBias(_FORGETS),
        }
    return layers.LSTMCell(units, unit_forget_bias=False, name=name, dtype=dtype, **begins)


@keras.saving.register_keras_serializable(package="ntm_model")
class ForgetBias(keras.initializers.Initializer):
    """The biases of a Keras LSTM, [4 × units]: 0, but ``value`` those of its forget gates.

    They lie in the order input, forget, cell, output.
    """

    def __init__(self, value: float) -> None:
        self.value = value

    def __call__(self, shape: tuple[int], dtype: Any = None) -> Tensor:
        units = shape[0] // 4
        zeros = ops.zeros((units,), dtype)
        return ops.concatenate([zeros, zeros + self.value, zeros, zeros])

    def get_config(self) -> dict[str, Any]:
        return {"value": self.value}


def is_cell(layer: layers.Layer) -> bool:
    """Whether a layer is a recurrent cell: it takes (inputs, states) and gives (output, states)."""
    return hasattr(layer, "state_size")


@keras.saving.register_keras_serializable(package="ntm_model")
class Controller(layers.Layer):
    """Layers and recurrent cells in a row, stepped together as one recurrent cell.

    Args:
        parts: what to step, first to last; the last one's output must be linear. Layers that
            run over whole sequences are stepped by their cells.

    Raises:
        ValueError: a part cannot make single steps.
    """

    def __init__(self, parts: Sequence[layers.Layer], **kwargs: Any) -> None:
        # Every part casts for itself; a second cast would cost the states their precision.
        super().__init__(autocast=False, **kwargs)
        self.parts = [step for part in parts for step in parts_of(part)]
        for part in self.parts:
            _state_sizes(part)
        self._widths: list[int] = []

    @property
    def state_size(self) -> list[int]:
        """Widths of the states of all parts, flat."""
        return [size for part in self.parts for size in _state_sizes(part)]

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        shape = tuple(input_shape)
        self._widths = []
        for part in self.parts:
            wanted = int(shape[-1] or 0)
            taken = width_taken(part)
            if taken is not None and taken != wanted:
                raise ValueError(
                    f"controller_model takes {taken} values at {part.name!r}, but {wanted} come "
                    f"there (controller_input_output_shape tells the widths)"
                )
            self._widths.append(wanted)
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

    def initial_state(self, batch_size: Any) -> list[Tensor]:
        """The states of all cells before the first timestep, as the cells themselves say."""
        states: list[Tensor] = []
        for part in filter(is_cell, self.parts):
            if hasattr(part, "get_initial_state"):
                found = part.get_initial_state(batch_size)
                states += list(found) if isinstance(found, list | tuple) else [found]
            else:
                states += [ops.zeros((batch_size, size)) for size in _state_sizes(part)]
        return states

    def draw_dropout(self, batch_size: Any) -> None:
        """Let every cell with dropout draw its masks, once for a whole sequence.

        They would otherwise be drawn, and kept, inside the loop over time, where they cannot
        be used again.
        """
        for part, width in zip(self.parts, self._widths, strict=True):
            if hasattr(part, "get_dropout_mask"):
                states = _state_sizes(part)[0]
                part.get_dropout_mask(ops.ones((batch_size, width), part.compute_dtype))
                part.get_recurrent_dropout_mask(ops.ones((batch_size, states), part.compute_dtype))
            elif keras.backend.backend() == "jax":
                for generator in _generators(part):
                    generator.next()

    def forget_dropout(self) -> None:
        """Let the next sequence draw its own masks."""
        for part in self.parts:
            if hasattr(part, "reset_dropout_mask"):
                part.reset_dropout_mask()
                part.reset_recurrent_dropout_mask()

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


def controller_of(
    model: Any, width: int, units: int, policy: Any, *, forgetful: bool = False
) -> Controller:
    """The controller that a machine's ``controller_model`` means.

    Args:
        model: None, the name of a built-in controller, or a Keras layer or model.
        width: of the output of a built-in controller.
        units: of its hidden layers.
        policy: its dtype policy; any other has its own.
        forgetful: whether the cells of a built-in controller begin without recurrence.

    Raises:
        ValueError: it is something else, an unknown name, or cannot make single steps.
    """
    if model is None or isinstance(model, str):
        name = "dense" if model is None else model
        parts = built_in(name, width, units, policy, forgetful=forgetful)
        return Controller(parts, dtype=policy, name="controller")
    if not isinstance(model, layers.Layer):
        raise ValueError(
            f"controller_model must be None, a name or a Keras layer, found {type(model).__name__}"
        )
    given = model if isinstance(model, Controller) else Controller([model], name="controller")
    bent = non_linear_end(given.parts[-1])
    if bent is not None:
        warnings.warn(
            f"controller_model ends in {bent}; its output must be linear (activation=None), "
            f"because the machine squashes each order into its own range",
            stacklevel=3,
        )
    return given


def _state_sizes(part: layers.Layer) -> list[int]:
    if not is_cell(part):
        return []
    sizes = part.state_size if isinstance(part.state_size, list | tuple) else [part.state_size]
    if not all(isinstance(size, int) for size in sizes):
        raise ValueError(
            f"controller_model holds the cell {part.name!r} ({type(part).__name__}) with states "
            f"of the sizes {sizes}; every state must be a vector"
        )
    return list(sizes)


def _output_width(part: layers.Layer, input_shape: tuple[int | None, ...]) -> int:
    if is_cell(part):
        return int(getattr(part, "output_size", None) or part.units)
    return int(part.compute_output_shape(input_shape)[-1])


def _call(part: layers.Layer, *arguments: Any, training: bool | None) -> Any:
    if not part._call_has_training_arg:
        return part(*arguments)
    if training and keras.backend.backend() == "jax" and not is_cell(part) and _generators(part):
        # A loop on JAX keeps no state but its own. So what is random is drawn from the same
        # numbers at every timestep, and ``draw_dropout`` moves on between the sequences.
        with keras.StatelessScope(state_mapping=[(v, v.value) for v in part.variables]):
            return part(*arguments, training=training)
    return part(*arguments, training=training)


def _generators(part: layers.Layer) -> list[keras.random.SeedGenerator]:
    """What the layers inside draw their random numbers from."""
    inner = part.layers if isinstance(part, keras.Model) else []
    own = getattr(part, "seed_generator", None)
    found = [] if own is None else [own]
    return [*found, *(generator for layer in inner for generator in _generators(layer))]
