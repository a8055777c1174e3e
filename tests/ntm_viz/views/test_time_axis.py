from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_viz.views.time_axis import TimeAxis

AXIS = TimeAxis.whole(40, left=100, width=400)  # ten pixels a timestep
STEPS = st.integers(1, 1001)


def test_a_timestep_is_where_its_column_is() -> None:
    assert AXIS.column(27) == (370, 380)
    assert [AXIS.step_at(x) for x in (370, 379.9, 380)] == [27, 27, 28]


def test_beyond_the_ends_lie_the_first_and_the_last_timestep() -> None:
    assert (AXIS.step_at(-50), AXIS.step_at(9000)) == (0, 39)


@given(STEPS, st.floats(1.0, 50.0), st.floats(0, 2000), st.floats(-50, 50))
def test_no_zoom_or_pan_leaves_the_run(steps: int, factor: float, x: float, by: float) -> None:
    axis = TimeAxis.whole(steps, 100, 400).zoomed(factor, x).panned(by)
    assert -1e-6 <= axis.first < axis.last <= steps + 1e-6


@given(st.floats(1.0, 5.0), st.floats(100, 500))
def test_what_is_under_the_mouse_stays_there(factor: float, x: float) -> None:
    before = AXIS.first + (x - AXIS.left) / AXIS.column_width
    assert AXIS.zoomed(factor, x).x(before) == pytest.approx(x)


def test_zooming_out_ends_with_the_whole_run() -> None:
    assert AXIS.is_whole
    near = AXIS.zoomed(3.0, 250)
    assert not near.is_whole
    assert near.zoomed(0.01, 300).is_whole


@given(STEPS, st.floats(1.0, 20.0), st.data())
def test_a_view_moves_to_hold_the_playhead(steps: int, factor: float, data: st.DataObject) -> None:
    t = data.draw(st.integers(0, steps - 1))
    axis = TimeAxis.whole(steps, 0, 300).zoomed(factor, data.draw(st.floats(0, 300))).holding(t)
    assert axis.first <= t + 1e-6
    assert t + 1 <= axis.last + 1e-6


def test_a_view_that_holds_the_playhead_stays() -> None:
    near = AXIS.zoomed(4.0, 300)
    assert near.holding(int(near.first) + 3) is near


@given(STEPS, st.integers(20, 80))
def test_numbers_have_room(steps: int, spacing: int) -> None:
    axis = TimeAxis.whole(steps, 0, 500)
    ticks = axis.ticks(spacing)
    assert ticks[0] == 0
    assert ticks[-1] < steps
    assert ticks.step * axis.column_width >= spacing


@pytest.mark.parametrize(("steps", "step"), [(5, 1), (41, 5), (101, 10), (201, 20), (1001, 100)])
def test_numbers_are_round(steps: int, step: int) -> None:
    assert TimeAxis.whole(steps, 0, 500).ticks(40).step == step
