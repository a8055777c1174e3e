"""What a timestep does, in words."""

from __future__ import annotations

import dataclasses

import pytest

from ntm_viz.frame import frame_at, resolve
from ntm_viz.story import story
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


def test_without_phases_it_still_says_where_the_heads_are():
    trace = copy_trace(length=5)
    bare = dataclasses.replace(trace, meta=dataclasses.replace(trace.meta, phases=()))
    assert "slot 1" in story(frame_at(resolve(bare), 1))
