"""The same loops on torch, step by step: it has no compiler that pays at this size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import torch
from keras import ops

from ntm_model.cell import NTMCell
from ntm_model.engines import Slice, Walk
from ntm_model.engines.loss import cross_entropy, wrong_bits
from ntm_model.engines.told import step_and_tell
from ntm_model.trace import Array

Tensor = Any


def compile_walk(cell: NTMCell, *, recording: bool) -> Walk:
    """See ``ntm_model.engines``."""

    def walk(
        inputs: Array, state: Sequence[Tensor], steps: int
    ) -> tuple[list[Tensor], list[Tensor]]:
        record, now = [], list(state)
        with torch.no_grad():
            for vectors in ops.convert_to_tensor(inputs[:steps]):
                told, now = step_and_tell(cell, vectors, now, recording=recording)
                record.append(told)
            return [torch.stack(tensors) for tensors in zip(*record, strict=True)], now

    return walk


def compile_slice(model: keras.Model, optimizer: keras.optimizers.Optimizer) -> Slice:
    """See ``ntm_model.engines``."""

    def call(
        inputs: Array, targets: Array, weights: Array
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        losses, wrong = [], []
        for batch in zip(inputs, targets, weights, strict=True):
            x, y, w = (ops.convert_to_tensor(array) for array in batch)
            model.zero_grad()
            logits = model(x, training=True)
            loss = cross_entropy(logits, y, w)
            loss.backward()
            variables = model.trainable_variables
            with torch.no_grad():
                optimizer.apply([v.value.grad for v in variables], variables)
                losses.append(float(loss))
                wrong.append(float(wrong_bits(logits, y, w)))
        return np.array(losses, np.float32), np.array(wrong, np.float32)

    return call
