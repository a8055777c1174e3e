"""The four stages in which a head decides where to look (arXiv 1410.5401, section 3.3).

Pure functions of ``keras.ops``. Dimensions are those of ``ntm_model.trace``: B sequences,
H heads, N slots, M depth, S shifts. Everything is float32, under mixed precision too: a
weighting is a distribution over many slots, which half precision cannot hold.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from keras import ops

Tensor = Any
"""A tensor of whichever backend Keras runs on."""

# Inside the square root, so that the similarity with an empty slot has a gradient: at a
# row of zeros the norm itself has none. Its root, 0.1, is the size below which a vector
# counts as empty. Where it was 1e-3, some copy networks learned to find the start of a sequence
# by the faint trace that writing had left in the slot before, and lost it among other patterns
# and in larger memories.
SIMILARITY_EPSILON = 1e-2

# What a weighting of 0 counts as under the logarithm of the sharpening. Its sharpened
# weight is below 1e-20, and its gradient stays finite.
WEIGHTING_FLOOR = 1e-20


class HeadParameters(NamedTuple):
    """What the controller tells the heads; already squashed into its range."""

    keys: Tensor
    """k, [B, H, M]."""
    strength: Tensor
    """β ≥ 0, [B, H]."""
    gate: Tensor
    """g in 0…1, [B, H]."""
    shifts: Tensor
    """s, a distribution over the S shifts, [B, H, S]."""
    sharpness: Tensor
    """γ ≥ 1, [B, H]."""


class Addressing(NamedTuple):
    """The weighting after each stage, all [B, H, N]; the last is the one that heads use."""

    content: Tensor
    gated: Tensor
    shifted: Tensor
    weightings: Tensor


def address(memory: Tensor, previous: Tensor, parameters: HeadParameters) -> Addressing:
    """All four stages: memory [B, N, M], previous weightings [B, H, N]."""
    content = content_weighting(memory, parameters.keys, parameters.strength)
    gated = interpolate(content, previous, parameters.gate)
    shifted = circular_shift(gated, parameters.shifts)
    return Addressing(content, gated, shifted, sharpen(shifted, parameters.sharpness))


def cosine_similarity(memory: Tensor, keys: Tensor) -> Tensor:
    """Similarity of every key with every slot, eq. 6: [B, N, M], [B, H, M] → [B, H, N]."""
    # With the slots last, as the machine carries them; the transposition costs nothing compiled.
    rows = ops.transpose(memory, (0, 2, 1))
    # A sum of products, which is compiled into one pass; a matrix product of this size is not.
    products = ops.sum(rows[:, None] * keys[..., None], axis=-2)
    slot_norms = ops.sqrt(ops.sum(ops.square(rows), axis=-2) + SIMILARITY_EPSILON)
    key_norms = ops.sqrt(ops.sum(ops.square(keys), axis=-1) + SIMILARITY_EPSILON)
    return products / (slot_norms[:, None, :] * key_norms[:, :, None])


def content_weighting(memory: Tensor, keys: Tensor, strength: Tensor) -> Tensor:
    """Focus by content, eq. 5: [B, N, M], [B, H, M], [B, H] → [B, H, N]."""
    return ops.softmax(strength[..., None] * cosine_similarity(memory, keys), axis=-1)


def interpolate(content: Tensor, previous: Tensor, gate: Tensor) -> Tensor:
    """Choose between content and the last weighting, eq. 7: [B, H, N] twice, [B, H] → [B, H, N]."""
    gate = gate[..., None]
    return gate * content + (1.0 - gate) * previous


def circular_shift(weightings: Tensor, shifts: Tensor) -> Tensor:
    """Move each weighting along the slots, eq. 8: [B, H, N], [B, H, S] → [B, H, N].

    Shift s moves by s - S // 2 slots; what leaves at one end comes in at the other.
    """
    width = shifts.shape[-1]
    moved = [
        ops.roll(weightings, s - width // 2, axis=-1) * shifts[..., s : s + 1] for s in range(width)
    ]
    return sum(moved[1:], start=moved[0])


def sharpen(weightings: Tensor, sharpness: Tensor) -> Tensor:
    """Undo the blur of shifting, eq. 9: w^γ / Σ w^γ, [B, H, N], [B, H] → [B, H, N].

    As a softmax of γ log w, because the sum of w^γ underflows for a broad w and a large γ.
    """
    logarithms = ops.log(ops.maximum(weightings, WEIGHTING_FLOOR))
    return ops.softmax(sharpness[..., None] * logarithms, axis=-1)
