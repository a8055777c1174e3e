"""What training makes small: the bits that the outputs leave open."""

from __future__ import annotations

from typing import Any

from keras import ops

Tensor = Any


def cross_entropy(logits: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Binary cross-entropy per sequence, in nats: [B, T, O] twice, [B, T] → scalar.

    The sum over a sequence's counted bits, as in the paper, not their mean: the limit that
    gradients are clipped to is meant for it. From logits, because the logarithm of a
    probability that has rounded to 0 is infinite.
    """
    entropy = ops.maximum(logits, 0.0) - logits * targets + ops.softplus(-ops.abs(logits))
    return ops.sum(entropy * weights[..., None]) / logits.shape[0]


def wrong_bits(logits: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Wrong bits per sequence of a batch, a scalar; to be expected where a target is the odds."""
    wrong = ops.where(logits > 0.0, 1.0 - targets, targets)
    return ops.sum(wrong * weights[..., None]) / logits.shape[0]
