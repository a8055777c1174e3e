"""What is said of a training."""

from __future__ import annotations

import pytest

from ntm_viz.reading.course import Course, Point
from ntm_viz.reading.training_words import duration, figure, outcome_words, progress_words


def course(solved_after=None):
    made = Course(40_000, solved_after)
    made.points = [Point(3_300, 20.0, 1.0, 1.0), Point(3_400, 20.5, 1.0, 1.0)]
    return made


def test_before_it_is_solved_the_end_can_only_come_sooner():
    assert progress_words(course()) == (
        "3,400 of at most 40,000 sequences\n200 a second · at most 3:03 min left"
    )


def test_another_beginning_is_told():
    begun_again = course()
    begun_again.beginnings = 2
    assert progress_words(begun_again) == (
        "3,400 of at most 40,000 sequences\n200 a second · at most 3:03 min left\n"
        "not learned, or unlearned: begun again"
    )


def test_after_that_it_is_known():
    assert progress_words(course(2_000)).startswith("3,400 of 40,000 sequences")


def test_what_a_run_came_to():
    assert outcome_words(course(2_000)) == "3,400 sequences · solved at 2,000 · trained for 20 s"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (59.4, "59 s"), (160, "2:40 min"), (11_100, "3:05 h")]
)
def test_durations(seconds, words):
    assert duration(seconds) == words


def test_small_numbers_have_two_places():
    assert [figure(0.118), figure(23.46)] == ["0.12", "23.5"]
