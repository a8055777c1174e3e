"""The playhead: bounded, never skipping, and in the hand of whoever takes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_model.trace import Phase
from ntm_viz.timeline import DEFAULT_SPEED, Timeline

COPY_OF_THREE = (Phase("write", 0, 3), Phase("delimiter", 3, 4), Phase("recall", 4, 7))


@pytest.fixture
def timeline(qapp):
    made = Timeline()
    made.set_run(7, COPY_OF_THREE)
    return made


@pytest.fixture
def seen(timeline):
    """Every t that is announced, in order."""
    steps = []
    timeline.t_changed.connect(steps.append)
    return steps


@given(length=st.integers(1, 50), t=st.integers(-100, 100))
def test_t_always_lies_within_the_run(qapp, length, t):
    timeline = Timeline()
    timeline.set_run(length)
    timeline.set_t(t)
    assert timeline.t == min(max(t, 0), length - 1)


def test_a_run_needs_a_timestep(timeline):
    with pytest.raises(ValueError, match="at least one"):
        timeline.set_run(0)


def test_setting_the_t_that_is_there_announces_nothing(timeline, seen):
    timeline.set_t(3)
    timeline.set_t(3)
    assert seen == [3]


def test_a_shorter_run_takes_t_along_before_its_length_is_announced(timeline):
    timeline.set_t(6)
    at_announcement = []
    timeline.length_changed.connect(lambda length: at_announcement.append((length, timeline.t)))
    timeline.set_run(3)
    assert at_announcement == [(3, 2)]


def test_a_longer_run_leaves_t_where_it_is(timeline, seen):
    timeline.set_t(5)
    timeline.set_run(41)
    assert timeline.t == 5
    assert seen == [5]


def test_playing_shows_every_timestep_and_stops_at_the_end(timeline, seen):
    timeline.play()
    for _ in range(20):
        timeline.tick()
    assert seen == [1, 2, 3, 4, 5, 6]
    assert not timeline.playing


def test_playing_from_the_end_begins_at_the_start(timeline):
    timeline.to_end()
    timeline.play()
    assert (timeline.t, timeline.playing) == (0, True)


def test_a_loop_begins_again_after_the_last_timestep_was_shown(timeline, seen):
    timeline.set_loop(True)
    timeline.set_t(5)
    timeline.play()
    for _ in range(3):
        timeline.tick()
    assert seen == [5, 6, 0, 1]
    assert timeline.playing


def test_a_run_of_one_timestep_can_be_played(timeline):
    timeline.set_run(1)
    timeline.play()
    timeline.tick()
    assert (timeline.t, timeline.playing) == (0, False)


def test_the_clock_plays_by_itself(timeline, qtbot):
    timeline.set_speed(60)
    with qtbot.waitSignal(timeline.playing_changed, check_params_cb=lambda playing: not playing):
        timeline.play()
    assert timeline.t == 6


def test_stepping_by_hand_stops_playing(timeline):
    timeline.play()
    timeline.step_forward()
    assert (timeline.t, timeline.playing) == (1, False)


def test_toggle_plays_and_pauses(timeline):
    timeline.toggle()
    assert timeline.playing
    timeline.toggle()
    assert not timeline.playing


@pytest.mark.parametrize(("t", "after"), [(0, 3), (2, 3), (3, 4), (4, 6), (6, 6)])
def test_the_next_phase_begins_after_t_and_the_last_one_leads_to_the_end(timeline, t, after):
    timeline.set_t(t)
    timeline.next_phase()
    assert timeline.t == after


@pytest.mark.parametrize(("t", "before"), [(6, 4), (4, 3), (3, 0), (2, 0), (0, 0)])
def test_the_previous_phase_is_the_start_of_this_one_first(timeline, t, before):
    timeline.set_t(t)
    timeline.previous_phase()
    assert timeline.t == before


def test_home_and_end(timeline):
    timeline.to_end()
    assert timeline.t == 6
    timeline.to_start()
    assert timeline.t == 0


def test_the_speed_is_announced_once_and_is_at_least_one(timeline):
    speeds = []
    timeline.speed_changed.connect(speeds.append)
    timeline.set_speed(DEFAULT_SPEED)
    timeline.set_speed(30)
    assert speeds == [30]
    with pytest.raises(ValueError, match="at least 1"):
        timeline.set_speed(0)
