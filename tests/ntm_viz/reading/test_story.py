"""What a timestep does, in words."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from ntm_model.tasks import Pattern, get
from ntm_model.trace import Phase
from ntm_viz.reading.frame import frame_at, resolve
from ntm_viz.reading.story import story
from tests.handmade import copy_trace, run_of


@pytest.fixture(scope="module")
def overview():
    return resolve(copy_trace(length=5))


def test_while_writing_it_names_the_vector_and_the_slot_it_goes_to(overview):
    words = story(frame_at(overview, 2))
    assert words.startswith("Vector 3 of 5 goes in.")
    assert "stores it in slot 2" in words


def test_the_delimiter_ends_the_pattern(overview):
    assert "complete" in story(frame_at(overview, 5))


def test_while_recalling_it_names_the_slot_that_is_read_and_the_verdict(overview):
    words = story(frame_at(overview, 7))
    assert "reads slot 1" in words
    assert "vector 2 of 5, every bit right" in words


def test_wrong_bits_are_counted():
    trace = copy_trace(length=5)
    outputs = trace.outputs.copy()
    outputs[7, :1] *= -1.0
    outputs[8, :2] *= -1.0
    wrong = resolve(dataclasses.replace(trace, outputs=outputs))
    assert "1 bit wrong" in story(frame_at(wrong, 7))
    assert "2 bits wrong" in story(frame_at(wrong, 8))


def with_phases(*names_and_stops):
    """A copy run whose phases are called and cut as another task would."""
    trace = copy_trace(length=5)
    starts = (0, *(stop for _, stop in names_and_stops))
    phases = tuple(
        Phase(name, start, stop)
        for start, (name, stop) in zip(starts, names_and_stops, strict=False)
    )
    meta = dataclasses.replace(trace.meta, phases=phases)
    return resolve(dataclasses.replace(trace, meta=meta))


def test_phases_of_other_names_are_told_by_what_they_are_for():
    items = with_phases(("item 1", 2), ("item 2", 4), ("query", 6), ("answer", 11))
    assert story(frame_at(items, 3)).startswith("Vector 2 of 2 of item 2 goes in.")
    assert story(frame_at(items, 4)).startswith("The query tells what is asked for, in vector 1 of")
    assert "answers with vector 2 of 5, every bit right" in story(frame_at(items, 7))


def test_several_recitals_are_told_apart():
    repeats = with_phases(("write", 5), ("delimiter", 6), ("recall 1", 8), ("recall 2", 11))
    assert "vector 1 of 3 of recall 2" in story(frame_at(repeats, 8))


def test_an_answer_while_something_is_seen_is_not_said_to_have_no_input():
    one = with_phases(("predict", 11))
    counted = dataclasses.replace(one.trace, weights=np.ones(11, np.float32))
    assert story(frame_at(resolve(counted), 1)).startswith("The read head")


def test_without_phases_it_still_says_where_the_heads_are():
    trace = copy_trace(length=5)
    bare = dataclasses.replace(trace, meta=dataclasses.replace(trace.meta, phases=()))
    assert "slot 1" in story(frame_at(resolve(bare), 1))


def told(name, pattern, t):
    """The story of one step, without where the heads are."""
    return story(frame_at(resolve(run_of(get(name), pattern)), t))


class TestEveryTask:
    def test_items_begin_with_a_delimiter_that_is_no_vector(self):
        items = np.ones((9, 6), np.uint8)
        assert told("associative-recall", items, 4).startswith("A delimiter: item 2 begins.")
        assert told("associative-recall", items, 5).startswith("Vector 1 of 3 of item 2 goes in.")

    def test_a_query_is_delimited_on_both_sides(self):
        items = np.ones((6, 6), np.uint8)
        assert told("associative-recall", items, 8).startswith("A delimiter: the query begins.")
        assert "in vector 3 of 3" in told("associative-recall", items, 11)
        assert "the query is over" in told("associative-recall", items, 12)

    def test_repeats_are_counted_and_the_end_marker_is_told(self):
        twice = Pattern(np.ones((2, 8), np.uint8), {"repeats": 2})
        assert "is to be recited 2 times" in told("repeat-copy", twice, 2)
        assert "vector 1 of 2 of recall 2" in told("repeat-copy", twice, 5)
        assert told("repeat-copy", twice, 7).endswith("the network sets it.")

    def test_a_prediction_is_held_against_the_best_that_can_be_said(self):
        always = np.ones((9, 1), np.uint8)
        assert told("ngrams", always, 0).startswith("No bit has come yet.")
        words = told("ngrams", always, 6)
        assert "Bit 6 comes in, a 1." in words
        assert "a chance of 100% to be a 1; at best one could say 75%." in words
        assert "It is a 1, which costs 0.00 bits." in words
        assert "nothing is left to predict" in told("ngrams", always, 9)

    @pytest.mark.parametrize(
        ("word", "says"),
        [
            ([0, 0], "opens a bracket: 2 are open, so the word is not balanced yet"),
            ([0, 1], "closes a bracket: all that were opened are closed, so the word is balanced"),
            ([0, 1, 1], "the word can never be balanced"),
        ],
    )
    def test_brackets_are_counted(self, word, says):
        words = told("dyck-words", np.array(word, np.uint8)[:, None], len(word) - 1)
        assert says in words
        assert ", right." in words

    def test_several_heads_of_a_kind_are_told_together(self):
        trace = copy_trace(length=5)
        twice = {
            name: np.concatenate([getattr(trace, name)[:, :1], getattr(trace, name)], 1)
            for name in (
                "content",
                "gated",
                "shifted",
                "weightings",
                "shifts",
                "keys",
                "strength",
                "gate",
                "sharpness",
            )
        }
        heads = np.concatenate([trace.initial_weightings[:1], trace.initial_weightings])
        meta = dataclasses.replace(trace.meta, head_names=("read 1", "read 2", "write"))
        both = dataclasses.replace(
            trace, initial_weightings=heads, reads=np.repeat(trace.reads, 2, 1), meta=meta, **twice
        )
        assert "The read heads read slot 1, and" in story(frame_at(resolve(both), 7))
