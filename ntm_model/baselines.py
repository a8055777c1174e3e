"""Networks without a memory of their own, to hold the Neural Turing Machine against.

``lstm`` can remember, but only in its state, and forgets what is too long for it. ``dense``
cannot remember anything: what it gets right can be had without memory, so it is the floor.
"""

from __future__ import annotations

import keras
import numpy as np
from keras import layers, ops

from ntm_model.trace import Array

LSTM_UNITS = (256, 256)
"""Units of the LSTM's hidden layers; a third layer is as wide as the output."""

DENSE_UNITS = 256
"""Units of the dense network's hidden layer."""

# An LSTM's output lies within ±1, which as a logit would never be surer than 73 %.
_LOGIT_SCALE = 10.0


def lstm(input_width: int, output_width: int, name: str) -> keras.Model:
    """Three layers of LSTM, the last as wide as the output: [B, T, I] → logits [B, T, O].

    The layout of flomlo/ntm_keras: 807,200 parameters for 10 inputs and 8 outputs.
    """
    inputs = keras.Input((None, input_width), name="inputs")
    # Cells in one loop instead of layers: cuDNN's kernels cannot be compiled by XLA.
    cells = [layers.LSTMCell(units) for units in (*LSTM_UNITS, output_width)]
    hidden = layers.RNN(cells, return_sequences=True, name="lstm")(inputs)
    return keras.Model(inputs, layers.Rescaling(_LOGIT_SCALE, name="logits")(hidden), name=name)


def dense(input_width: int, output_width: int, name: str) -> keras.Model:
    """The same dense network at every timestep, with no state: [B, T, I] → logits [B, T, O].

    flomlo/ntm_keras has one layer here; the hidden one is added so that whatever follows from
    one timestep alone can be learned.
    """
    inputs = keras.Input((None, input_width), name="inputs")
    hidden = layers.Dense(DENSE_UNITS, activation="relu", name="hidden")(inputs)
    return keras.Model(inputs, layers.Dense(output_width, name="logits")(hidden), name=name)


class PlainRunner:
    """Runs any network that maps [B, T, I] to [B, T, O], whatever is in it.

    Each new length is compiled, so sequences are filled up with blank timesteps to a power of
    two. That leaves their outputs as they are in every network that does not look ahead.
    """

    def __init__(self, model: keras.Model) -> None:
        self._model = model

    def outputs(self, inputs: Array) -> Array:
        """Inputs [B, T, I] → outputs [B, T, O]."""
        batch, steps, width = inputs.shape
        filled = np.zeros((batch, max(64, 1 << (steps - 1).bit_length()), width), np.float32)
        filled[:, :steps] = inputs
        outputs = ops.convert_to_numpy(self._model.predict_on_batch(filled))
        return np.asarray(outputs[:, :steps], np.float32)
