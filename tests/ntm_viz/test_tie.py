"""Two playheads that move as one, whatever is done to either of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_viz.tie import Tie
from ntm_viz.timeline import Timeline

SHORT, LONG = 5, 9


@pytest.fixture
def pair(qapp):
    one, other = Timeline(), Timeline()
    one.set_run(SHORT)
    other.set_run(LONG)
    tie = Tie(one, other)
    tie.set_tied(True)
    one.tie = tie
    return one, other


def play_to_the_end(*timelines):
    """Let the clocks tick that run, and say which t each timeline has shown."""
    seen = [[line.t] for line in timelines]
    for _ in range(20):
        ticking = [line for line in timelines if line._timer.isActive()]
        assert len(ticking) <= 1, "two clocks would play twice as fast"
        for line in ticking:
            line.tick()
            for shown, each in zip(seen, timelines, strict=True):
                shown.append(each.t)
    return seen


@pytest.mark.parametrize("which", [0, 1])
def test_where_one_goes_the_other_goes_as_far_as_its_run_does(pair, which):
    pair[which].jump(3)
    assert (pair[0].t, pair[1].t) == (3, 3)
    pair[which].to_end()
    assert pair[0].t == SHORT - 1
    assert pair[1].t == (SHORT - 1, LONG - 1)[which]


def test_the_shorter_one_does_not_pull_the_longer_one_back(pair):
    pair[1].jump(7)
    assert (pair[0].t, pair[1].t) == (SHORT - 1, 7)
    pair[1].jump(8)
    assert pair[1].t == 8


@pytest.mark.parametrize("which", [0, 1])
def test_playing_shows_every_timestep_of_both_whoever_was_told_to(pair, which):
    pair[which].play()
    assert pair[0].playing
    assert pair[1].playing
    seen = play_to_the_end(*pair)
    assert sorted(set(seen[0])) == list(range(SHORT))
    assert sorted(set(seen[1])) == list(range(LONG))
    assert not pair[0].playing
    assert not pair[1].playing


@pytest.mark.parametrize("starts", [0, 1])
@pytest.mark.parametrize("stops", [0, 1])
def test_either_one_stops_both(pair, starts, stops):
    pair[starts].toggle()
    pair[stops].toggle()
    assert not pair[0].playing
    assert not pair[1].playing
    assert play_to_the_end(*pair) == [[0], [0]]


def test_the_shorter_one_at_its_end_plays_on_with_the_longer_one(pair):
    pair[1].jump(6)
    pair[0].play()
    assert pair[1].t == 6
    assert play_to_the_end(*pair)[1] == [6, 7, 8]


def test_both_at_their_ends_begin_again(pair):
    pair[1].to_end()
    pair[0].play()
    assert (pair[0].t, pair[1].t) == (0, 0)


def test_both_loop_together(pair):
    pair[0].set_loop(True)
    assert pair[1].loop
    pair[0].play()
    seen = play_to_the_end(*pair)
    assert seen[1][:12] == [0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2]
    assert seen[0][:12] == [0, 1, 2, 3, 4, 4, 4, 4, 4, 0, 1, 2]


def test_they_share_a_speed(pair):
    pair[1].set_speed(30)
    assert pair[0].speed == 30


def test_untied_each_goes_its_own_way_and_tied_again_the_other_comes_along(pair, qtbot):
    tie = pair[0].tie
    pair[0].play()
    with qtbot.waitSignal(tie.tied_changed) as told:
        tie.set_tied(False)
    assert told.args == [False]
    assert not pair[1].playing
    pair[0].jump(1)
    pair[1].jump(7)
    pair[1].set_speed(2)
    assert (pair[0].t, pair[0].speed) == (1, 8)
    tie.set_tied(True)
    assert (pair[1].t, pair[1].speed) == (1, 8)


def test_a_run_that_gets_shorter_leaves_the_other_where_it_is_and_comes_back_to_it(pair):
    pair[1].jump(4)
    pair[0].set_run(3)
    assert (pair[0].t, pair[1].t) == (2, 4)
    pair[0].set_run(SHORT)
    assert (pair[0].t, pair[1].t) == (4, 4)


moves = st.lists(st.tuples(st.integers(0, 1), st.integers(-2, 12), st.integers(1, 12)), max_size=12)


@given(moves)
def test_tied_playheads_differ_only_where_a_run_is_over(qapp, moves):
    pair = Timeline(), Timeline()
    tie = Tie(*pair)
    tie.set_tied(True)
    for which, t, length in moves:
        pair[which].set_run(length)
        pair[which].jump(t)
        assert pair[0].t == pair[1].t or any(line.t == line.length - 1 for line in pair)
