"""The course of a training: read from a run folder, its speed, and where its points are drawn."""

from __future__ import annotations

import json

import numpy as np
import pytest

from ntm_model import runs
from ntm_model.config import TrainConfig
from ntm_viz.reading.course import Course, LogScale, Point, thinned


def course(*points, total=1_000, solved_after=None):
    made = Course(total, solved_after)
    made.points = [Point(sequences, seconds, 1.0, 1.0) for sequences, seconds in points]
    return made


@pytest.fixture
def folder(tmp_path):
    (tmp_path / runs.CONFIG).write_text(TrainConfig(sequences=900).to_json())
    (tmp_path / runs.METRICS).write_text(
        "sequences,seconds,cost,wrong_bits,learning_rate\n"
        "100,5.5,70.5,30.25,0.0003\n"
        "200,6.0,60.0,20.0,0.0003\n"
    )
    return tmp_path


def test_it_is_read_from_a_run_folder(folder):
    read = Course.of_run(folder)
    assert read.points == [Point(100, 5.5, 70.5, 30.25), Point(200, 6.0, 60.0, 20.0)]
    assert (read.done, read.total, read.solved_after) == (200, 900, None)


def test_what_the_card_says_of_its_solution_is_taken_over(folder):
    (folder / runs.CARD).write_text(json.dumps({"solved_after_sequences": 150, "beginnings": 2}))
    read = Course.of_run(folder)
    assert (read.solved_after, read.beginnings) == (150, 2)


def test_a_card_from_before_there_were_beginnings_tells_of_one(folder):
    (folder / runs.CARD).write_text(json.dumps({"solved_after_sequences": 150}))
    assert Course.of_run(folder).beginnings == 1


@pytest.mark.parametrize("torn", ["300", "300,7", "300,7,x,1,1"])
def test_a_row_that_is_being_written_hides_nothing_before_it(folder, torn):
    with (folder / runs.METRICS).open("a") as file:
        file.write(torn)
    assert Course.of_run(folder).done == 200


def test_a_folder_that_holds_nothing_has_no_course(tmp_path):
    assert Course.of_run(tmp_path).last is None


def test_the_speed_leaves_compilation_out():
    # The first slice took a minute, those after it half a second each.
    measured = course((100, 60.0), (200, 60.5), (300, 61.0), (400, 61.5))
    assert measured.speed == pytest.approx(200.0)
    assert measured.seconds_left == pytest.approx(3.0)


def test_the_speed_is_that_of_the_last_seconds():
    slow, fast = [(100 * i, 10.0 * i) for i in range(1, 6)], [(1_000, 51.0), (2_000, 52.0)]
    assert course(*slow, *fast).speed == pytest.approx(1_500 / 2)


def test_one_slice_tells_of_no_speed():
    assert course((100, 5.0)).speed is None
    assert course((100, 5.0)).seconds_left is None


def test_many_points_are_gathered_into_columns_without_loss_of_height():
    places, values = np.arange(1_000.0), np.repeat([4.0, 2.0], 500)
    x, y = thinned(values, places, 10)
    assert len(x) == len(y) == 10
    assert np.all(np.diff(x) > 0)
    assert y.tolist() == [4.0] * 5 + [2.0] * 5


def test_few_points_stay_as_they_are():
    places, values = np.array([1.0, 5.0]), np.array([2.0, 3.0])
    assert thinned(values, places, 10)[1] is values


class TestTheAxis:
    def test_spans_whole_decades_and_keeps_a_place_for_zero(self):
        scale = LogScale.over(np.array([0.0, 0.04, 31.0]))
        assert (scale.low, scale.high) == (0.01, 100.0)
        assert scale.decades == pytest.approx((0.01, 0.1, 1.0, 10.0, 100.0))
        shares = scale.share(np.array([0.0, 0.01, 0.1, 100.0]))
        assert shares[0] == 0.0
        assert 0.0 < shares[1] < shares[2] < shares[3] == 1.0

    def test_goes_no_lower_than_a_hundredth(self):
        assert LogScale.over(np.array([1e-6, 20.0])).low == pytest.approx(0.01)

    def test_spans_two_decades_at_the_least(self):
        scale = LogScale.over(np.array([60.0, 40.0]))
        assert scale.high / scale.low == pytest.approx(100.0)
