"""Any Keras layer or model as something that makes single steps.

A controller is stepped once a timestep, so a layer that runs over whole sequences gives its
cell, and a stack of such layers the stack of their cells. The weights stay those of the layer
that was given.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import layers

# Layers that hand on what they get as far as its being linear is concerned.
_PASS_ON = (
    layers.Dropout,
    layers.ActivityRegularization,
    layers.GaussianDropout,
    layers.GaussianNoise,
    layers.Identity,
)
_NON_LINEAR = (layers.ELU, layers.LeakyReLU, layers.PReLU, layers.ReLU, layers.Softmax)


def parts_of(layer: layers.Layer) -> list[layers.Layer]:
    """The layers and cells that make one step of ``layer``, first to last.

    ``LSTM``, ``GRU``, ``SimpleRNN`` and ``RNN`` give their cell, whatever ``return_sequences``
    and ``stateful`` say: the machine tells every timestep, and carries the state itself. Models
    that are a row of layers with such a layer among them, and stacked cells, give the row.

    Raises:
        ValueError: it cannot make single steps.
    """
    if isinstance(layer, layers.RNN):
        if layer.go_backwards:
            raise _no_steps(layer, "runs backwards")
        return parts_of(layer.cell)
    if isinstance(layer, layers.StackedRNNCells):
        return _flat(layer.cells)
    if isinstance(layer, layers.TimeDistributed):
        return parts_of(layer.layer)
    if isinstance(layer, layers.Bidirectional):
        raise _no_steps(layer, "needs the whole sequence before its first step")
    if isinstance(layer, keras.Model) and _runs_over_sequences(layer):
        return _flat(_row(layer))
    return [layer]


def non_linear_end(layer: layers.Layer) -> str | None:
    """What bends the output of a layer or model, in words; None where it is linear."""
    if isinstance(layer, keras.Sequential) or (isinstance(layer, keras.Model) and layer.layers):
        layer = _last(layer)
    if isinstance(layer, keras.Model):
        return non_linear_end(layer)
    steps = parts_of(layer)
    if steps != [layer]:
        return non_linear_end(steps[-1])
    named = f"{type(layer).__name__} {layer.name!r}"
    if isinstance(layer, _NON_LINEAR):
        return named
    activation = getattr(layer, "activation", None)
    if activation is None or activation is keras.activations.linear:
        return None
    return f"{named} with activation {getattr(activation, '__name__', activation)!r}"


def _last(model: keras.Model) -> layers.Layer:
    rest = [layer for layer in model.layers if not isinstance(layer, _PASS_ON)]
    return (rest or model.layers)[-1]


def width_taken(layer: layers.Layer) -> int | None:
    """Width of the input that a layer was built for; None: not built, or it takes any."""
    if not layer.built:
        return None
    if isinstance(layer, keras.Model):
        return _known(getattr(layer, "input_shape", None))
    if hasattr(layer, "state_size") and hasattr(layer, "kernel"):
        return int(layer.kernel.shape[0])
    spec = layer.input_spec
    axes: dict[int, int] = getattr(spec, "axes", None) or {}
    return axes.get(-1)


def _known(shape: Any) -> int | None:
    return None if not shape or shape[-1] is None else int(shape[-1])


def _flat(steps: list[layers.Layer]) -> list[layers.Layer]:
    return [part for step in steps for part in parts_of(step)]


def _runs_over_sequences(model: keras.Model) -> bool:
    """Whether any layer inside wants the axis of time."""
    if len(getattr(model, "input_shape", None) or ()) == 3:
        return True
    return any(
        isinstance(layer, layers.RNN | layers.Bidirectional | layers.TimeDistributed)
        or (isinstance(layer, keras.Model) and _runs_over_sequences(layer))
        for layer in model.layers
    )


def _row(model: keras.Model) -> list[layers.Layer]:
    """The layers of a model, each of which takes what the one before it gives."""
    row = [layer for layer in model.layers if not isinstance(layer, layers.InputLayer)]
    if isinstance(model, keras.Sequential):
        return row
    try:
        ends = [*(layer.input for layer in row[1:]), model.output]
        straight = (
            all(before.output is after for before, after in zip(row, ends, strict=True))
            and row[0].input is model.input
        )
    except (AttributeError, ValueError):  # a layer that is used twice, or never
        straight = False
    if not straight:
        raise _no_steps(model, "is not a plain row of layers, and holds one that runs over time")
    return row


def _no_steps(layer: layers.Layer, why: str) -> ValueError:
    return ValueError(
        f"controller_model {layer.name!r} ({type(layer).__name__}) {why}; a controller makes "
        f"single steps: give a feed-forward model, or LSTM, GRU or SimpleRNN layers or their "
        f"cells one after another"
    )
