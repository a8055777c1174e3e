"""A long run's weighting is the same from near and from far, and nothing in it is lost."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from ntm_model.trace import Trace
from ntm_model.traces.survey import SPANS, levels
from ntm_viz.reading.weightings import FarWeighting
from tests.handmade import copy_trace

EVENT = 57
"""The one step at which the read head is also at slot 60."""


@pytest.fixture(scope="module")
def trace() -> Trace:
    run = copy_trace(length=50, n_slots=64)
    weightings = run.weightings.copy()
    weightings[EVENT, 0, 60] = 0.9
    return dataclasses.replace(run, weightings=weightings)


def test_from_near_it_is_the_run_s_own(trace: Trace) -> None:
    far = FarWeighting(trace, 1, np.array([0, 1, 2, 9]))
    assert far.shape == (4, trace.n_steps)
    shown, begin, span = far.between(10, 20, 1.9)
    assert (begin, span) == (10, 1)
    assert np.array_equal(shown, levels(trace.weightings[10:20, 1, [0, 1, 2, 9]]).T)


@pytest.mark.parametrize("steps_each", [2.0, 5.0, 8.0, 31.0, 32.0, 1_000.0])
def test_from_far_each_column_is_the_strongest_of_its_steps(
    trace: Trace, steps_each: float
) -> None:
    shown, begin, span = FarWeighting(trace, 0, np.arange(64)).between(33, 70, steps_each)
    assert span == max(each for each in SPANS if each <= steps_each)
    # Whole columns, so that what is seen does not change while one pans.
    assert begin % span == 0
    assert begin <= 33
    assert begin + span * shown.shape[1] >= 70
    for column in range(shown.shape[1]):
        steps = trace.weightings[begin + span * column :][:span, 0]
        assert np.array_equal(shown[:, column], levels(steps.max(axis=0)))


def test_one_step_of_thousands_is_seen(trace: Trace) -> None:
    shown, begin, span = FarWeighting(trace, 0, np.arange(64)).between(0, trace.n_steps, 99.0)
    assert shown[60, (EVENT - begin) // span] == levels(np.float32(0.9))
