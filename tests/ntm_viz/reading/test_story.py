"""What a timestep does, in words."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from ntm_model.trace import Phase
from ntm_viz.reading.frame import frame_at, resolve
from ntm_viz.reading.story import story
from tests.handmade import copy_trace


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
