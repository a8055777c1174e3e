"""Between numpy and the backend's tensors, and the numbers that laws are tried on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import tensorflow as tf
from hypothesis import strategies as st
from keras import ops

Array = npt.NDArray[Any]


def array(values: Any) -> Array:
    """A list of numbers as float32."""
    return np.array(values, np.float32)


def as_numpy(tensor: Any) -> Array:
    """A tensor's values."""
    found: Array = ops.convert_to_numpy(tensor)
    return found


def gradients(function: Callable[..., Any], *arrays: Array) -> list[Array]:
    """Of the sum of ``function(*arrays)``, with respect to each array."""
    tensors = [tf.constant(a) for a in arrays]
    with tf.GradientTape() as tape:
        for tensor in tensors:
            tape.watch(tensor)
        total = tf.reduce_sum(function(*tensors))
    return [as_numpy(g) for g in tape.gradient(total, tensors)]


def seeds() -> st.SearchStrategy[int]:
    """Seeds of numpy's generator: big arrays are drawn from it, not by hypothesis."""
    return st.integers(0, 2**32 - 1)


def weightings(rng: np.random.Generator, *shape: int) -> Array:
    """Distributions over the last axis, from broad to nearly on one slot."""
    powers = rng.standard_normal(shape) * rng.choice([0.1, 1.0, 10.0])
    raised = np.exp(powers - powers.max(axis=-1, keepdims=True))
    return array(raised / raised.sum(axis=-1, keepdims=True))
