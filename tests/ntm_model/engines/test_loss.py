"""The cost of training and the count of wrong bits, worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ntm_model.engines.loss import cross_entropy, wrong_bits
from tests.ntm_model.numbers import array, as_numpy, gradients


def test_a_network_that_does_not_know_leaves_one_bit_open_for_every_bit() -> None:
    nothing_known = np.zeros((2, 3, 4), np.float32)
    found = cross_entropy(nothing_known, nothing_known + 1, np.ones((2, 3), np.float32))
    assert float(as_numpy(found)) / math.log(2) == pytest.approx(3 * 4)


def test_it_is_the_logarithm_of_the_probability_given_to_the_right_answer() -> None:
    logits, targets = array([[[2, -1]]]), array([[[1, 1]]])
    expected = -math.log(1 / (1 + math.exp(-2))) - math.log(1 / (1 + math.exp(1)))
    found = cross_entropy(logits, targets, array([[1]]))
    assert float(as_numpy(found)) == pytest.approx(expected)


def test_timesteps_of_weight_0_cost_nothing() -> None:
    logits, targets = array([[[5], [-5]]]), array([[[0], [0]]])
    assert float(as_numpy(cross_entropy(logits, targets, array([[0, 1]])))) < 0.01
    assert float(as_numpy(cross_entropy(logits, targets, array([[1, 0]])))) > 5.0


def test_certainty_is_finite_and_so_is_its_gradient() -> None:
    logits, targets = array([[[1e30, -1e30]]]), array([[[0, 1]]])
    found = cross_entropy(logits, targets, array([[1]]))
    (slope, *_) = gradients(lambda x: cross_entropy(x, targets, array([[1]])), logits)
    assert np.isfinite(as_numpy(found))
    assert slope.ravel().tolist() == [1.0, -1.0]


def test_wrong_bits_are_counted_for_each_sequence_where_they_count() -> None:
    logits = array([[[3, -3], [1, 1]], [[-2, 2], [1, -1]]])
    targets = array([[[0, 0], [0, 0]], [[1, 0], [1, 0]]])
    weights = array([[1, 0], [1, 1]])
    # One wrong bit in the first sequence, whose second step does not count, and two in the other.
    assert float(as_numpy(wrong_bits(logits, targets, weights))) == 1.5


def test_where_the_target_is_the_odds_they_are_the_wrong_bits_to_be_expected() -> None:
    logits, odds = array([[[3, -3, -1]]]), array([[[0.75, 0.75, 0.1]]])
    found = wrong_bits(logits, odds, array([[1]]))
    assert float(as_numpy(found)) == pytest.approx(0.25 + 0.75 + 0.1)
