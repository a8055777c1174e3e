"""What heads do to the memory once they know where (arXiv 1410.5401, sections 3.1 and 3.2).

Pure functions of ``keras.ops``; dimensions are those of ``ntm_model.trace``.
"""

from __future__ import annotations

from typing import Any

from keras import ops

Tensor = Any


def read(memory: Tensor, weightings: Tensor) -> Tensor:
    """What the heads see, eq. 2: [B, N, M], [B, R, N] → [B, R, M]."""
    return ops.einsum("brn,bnm->brm", weightings, memory)


def write(memory: Tensor, weightings: Tensor, erase: Tensor, add: Tensor) -> Tensor:
    """The memory after all write heads, eqs. 3 and 4.

    [B, N, M], [B, W, N], [B, W, M], [B, W, M] → [B, N, M]. Every head erases before any
    head adds, so the order of the heads does not matter.
    """
    # With the slots last, as the machine carries them; the transpositions cost nothing compiled.
    rows = ops.transpose(memory, (0, 2, 1))
    for head in range(erase.shape[1]):
        rows = rows * (1.0 - ops.einsum("bn,bm->bmn", weightings[:, head], erase[:, head]))
    return ops.transpose(rows + ops.einsum("bwn,bwm->bmn", weightings, add), (0, 2, 1))
