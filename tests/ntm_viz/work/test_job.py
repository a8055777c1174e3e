"""Training in the window's thread: how much of it is done in one call."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any

import pytest

from ntm_model.config import STEPS_OF_A_TURN, TrainConfig
from ntm_viz.work.job import stride_of


def trainer(timesteps: int, **changes: Any) -> Any:
    return SimpleNamespace(
        timesteps=timesteps, config=dataclasses.replace(TrainConfig(), **changes)
    )


class TestAStride:
    @pytest.mark.parametrize(("timesteps", "steps"), [(41, 25), (112, 5), (5_000, 1)])
    def test_is_a_share_of_the_slice_that_takes_a_moment(self, timesteps: int, steps: int) -> None:
        assert stride_of(trainer(timesteps)) == steps

    def test_ends_where_a_turn_with_other_slots_begins(self) -> None:
        assert stride_of(trainer(41, slots_in_turn=(128, None))) == STEPS_OF_A_TURN
        assert stride_of(trainer(41, slots_in_turn=(128, None), slice_steps=25)) == 5
