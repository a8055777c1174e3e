"""Nothing that a head did, even at one step alone, is lost when it is seen from afar."""

from __future__ import annotations

import numpy as np
import pytest

from ntm_model.trace import TraceError
from ntm_model.traces.survey import SPANS, levels, survey


def weightings(steps: int = 100) -> np.ndarray:
    shares = np.zeros((steps, 2, 5), np.float32)
    shares[:, :, 0] = 1.0
    shares[71, 1] = [0.2, 0.0, 0.8, 0.0, 0.0]
    return shares


def test_one_step_alone_is_seen_in_every_pool() -> None:
    seen = survey(weightings())
    assert seen.strongest[1].tolist() == pytest.approx([1.0, 0.0, 0.8, 0.0, 0.0])
    assert seen.strongest[0, 2] == 0.0
    for span in SPANS:
        pool = seen.pools[span]
        assert pool.shape == (-(-100 // span), 2, 5)
        assert np.flatnonzero(pool[:, 1, 2]).tolist() == [71 // span]
        assert pool[71 // span, 1, 2] == levels(np.float32(0.8)) == 204


def test_what_is_no_number_is_told_with_its_place() -> None:
    shares = weightings()
    shares[93, 1, 4] = np.nan
    with pytest.raises(TraceError, match=r"weightings holds nan at \[93, 1, 4\]"):
        survey(shares)
