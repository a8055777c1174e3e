from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from ntm_viz.exports.side_by_side import AHEAD, results


@pytest.fixture
def others():
    with ThreadPoolExecutor(2) as made:
        yield made


def test_results_come_in_the_order_of_the_pieces(others):
    assert list(results(range(9), lambda piece: piece * piece, others)) == [
        piece * piece for piece in range(9)
    ]


def test_no_more_than_a_few_pieces_are_asked_for_ahead(others):
    asked, done = [], []

    def pieces():
        for piece in range(9):
            # What may be painted over now must have been done with.
            assert len(done) >= piece - AHEAD
            asked.append(piece)
            yield piece

    list(results(pieces(), done.append, others))
    assert asked == sorted(done) == list(range(9))


def test_whoever_is_impatient_gets_control_back_while_the_others_work(others):
    go_on = threading.Event()
    steps = results([1], lambda piece: go_on.wait(10) and piece, others, patience=0.001)
    assert next(steps) is None
    go_on.set()
    assert [step for step in steps if step is not None] == [1]


def test_a_piece_that_takes_more_than_one_turn_is_told_to_the_impatient_alone(others):
    pieces = [None, 1, None, None, 2]
    assert list(results(pieces, float, others)) == [1.0, 2.0]
    assert list(results(pieces, float, others, patience=10.0)).count(None) >= 3


def test_no_more_than_one_piece_is_made_in_a_turn(others):
    made = []

    def pieces():
        for piece in range(9):
            made.append(piece)
            yield piece

    turns = []
    for _ in results(pieces(), float, others, patience=10.0):
        turns.append(len(made))
        made.clear()
    assert max(turns) == 1


def test_a_failure_is_that_of_its_piece(others):
    steps = results([1, 0, 2], lambda piece: 1 // piece, others)
    assert next(steps) == 1
    with pytest.raises(ZeroDivisionError):
        next(steps)


def test_whoever_closes_it_gives_up_what_has_not_begun():
    go_on, begun = threading.Event(), []

    def work(piece):
        begun.append(piece)
        go_on.wait(10)

    with ThreadPoolExecutor(1) as one:
        steps = results(range(9), work, one, patience=0.001)
        assert next(steps) is None
        steps.close()
        go_on.set()
    assert begun == [0]
