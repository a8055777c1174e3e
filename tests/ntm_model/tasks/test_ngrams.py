"""Dynamic N-grams: the tosses, and the best that anyone can say of them."""

from __future__ import annotations

import numpy as np
import pytest

from ntm_model.tasks import Batch, Uncertain, get, names
from ntm_model.tasks.ngrams import NGramsTask

TASK = NGramsTask()


def test_each_output_predicts_what_the_next_timestep_shows():
    example = TASK.encode([[1], [1], [0]])
    np.testing.assert_array_equal(example.inputs[:, 0], [0, 1, 1, 0])
    np.testing.assert_array_equal(example.targets[:, 0], [1, 1, 0, 0])
    np.testing.assert_array_equal(example.weights, [1, 1, 1, 0])


def test_the_optimal_estimator_counts_what_followed_each_context():
    # Bigrams: the context is the bit before. After 1 came 1, then 0; after 0 came 1.
    bits = np.array([[1, 1, 0, 1, 1]], np.uint8)
    expected = [
        0.5,  # no context
        (0 + 0.5) / (0 + 1),  # after 1: nothing seen
        (1 + 0.5) / (1 + 1),  # after 1: a 1
        (0 + 0.5) / (0 + 1),  # after 0: nothing seen
        (1 + 0.5) / (2 + 1),  # after 1: a 1 and a 0
    ]
    np.testing.assert_allclose(NGramsTask(n=2).optimal(bits)[0], expected)


def test_two_hundred_bits_cost_the_optimal_estimator_the_papers_133():
    batch = TASK.sample(np.random.default_rng(0), 4_000, (200, 200), fair=True)
    # The standard error of this mean is 0.6; the paper's, over 1000 sequences, 1.2.
    assert TASK.least_cost(batch).mean() == pytest.approx(132.3, abs=2.0)


def test_the_first_five_bits_are_fair_tosses_that_cost_a_bit_each():
    batch = TASK.sample(np.random.default_rng(0), 2_000, (5, 5), fair=True)
    np.testing.assert_allclose(TASK.least_cost(batch), 5.0)
    assert batch.targets[:, :5].mean() == pytest.approx(0.5, abs=0.02)


def test_every_sequence_has_a_table_of_its_own():
    batch = TASK.sample(np.random.default_rng(0), 50, (200, 200), fair=True)
    shares = batch.targets[:, :200, 0].mean(axis=1)
    assert shares.std() > 0.1


def test_training_shows_the_same_bits_and_the_odds_they_were_tossed_by():
    fair, unfair = (
        TASK.sample(np.random.default_rng(0), 300, (200, 200), fair=fair) for fair in (True, False)
    )
    np.testing.assert_array_equal(fair.inputs, unfair.inputs)
    np.testing.assert_array_equal(fair.weights, unfair.weights)
    odds, bits = unfair.targets[:, :200, 0], fair.targets[:, :200, 0]
    assert (odds[:, :5] == 0.5).all()
    # Of a sequence, 32 at most and 0.5 for the bits without context.
    assert max(len(np.unique(row)) for row in odds) <= 33
    for low in np.arange(0.0, 1.0, 0.1):
        among = (odds >= low) & (odds < low + 0.1)
        assert bits[among].mean() == pytest.approx(odds[among].mean(), abs=0.03)
    np.testing.assert_array_equal(TASK.least_cost(fair), TASK.least_cost(unfair))


def test_padding_costs_nothing():
    short = TASK.sample(np.random.default_rng(0), 20, (5, 30), fair=True)
    assert (TASK.least_cost(short) < short.weights.sum(axis=1) * 1.5).all()


def test_the_best_predictions_are_what_the_least_cost_is_counted_by():
    bits = np.random.default_rng(0).integers(0, 2, (60, 1), dtype=np.uint8)
    example = TASK.encode(bits)
    best = TASK.best_predictions(example.inputs)
    assert isinstance(TASK, Uncertain)
    assert best.shape == example.targets.shape
    assert best[-1, 0] == 0.5
    right = np.where(example.targets > 0.5, best, 1.0 - best)[:-1]
    batch = Batch(example.inputs[None], example.targets[None], example.weights[None])
    assert -np.log2(right).sum() == pytest.approx(float(TASK.least_cost(batch)[0]), abs=1e-3)


def test_no_other_task_leaves_its_answer_open():
    assert [name for name in names() if isinstance(get(name), Uncertain)] == ["ngrams"]
