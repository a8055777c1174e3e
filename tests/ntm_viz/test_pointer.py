"""The readout speaks of the cell under the mouse, or of the one that was kept."""

from __future__ import annotations

import pytest

from ntm_viz.pointer import Pointer
from ntm_viz.reading.frame import resolve
from ntm_viz.reading.words import CellRef, Row
from tests.handmade import copy_trace

HERE = CellRef(Row.INPUT, t=1, index=2)
THERE = CellRef(Row.INPUT, t=3, index=4)


@pytest.fixture
def pointer(qapp):
    made = Pointer()
    made.set_overview(resolve(copy_trace(length=5)))
    return made


@pytest.fixture
def said(pointer):
    sentences = []
    pointer.said.connect(lambda words, kept: sentences.append((words[:16], kept)))
    return sentences


def test_it_follows_the_mouse(pointer, said):
    pointer.hover(HERE)
    pointer.hover(THERE)
    pointer.hover(None)
    assert said == [("Input, bit 2, t ", False), ("Input, bit 4, t ", False), ("", False)]


def test_a_click_keeps_the_cell(pointer, said):
    pointer.pick(HERE)
    pointer.hover(THERE)
    assert said == [("Input, bit 2, t ", True)]


def test_a_second_click_on_the_cell_releases_it(pointer, said):
    pointer.hover(HERE)
    pointer.pick(HERE)
    pointer.pick(HERE)
    assert said[-1] == ("Input, bit 2, t ", False)


def test_letting_go_returns_to_the_cell_under_the_mouse(pointer, said):
    pointer.pick(HERE)
    pointer.hover(THERE)
    pointer.release()
    assert said[-1] == ("Input, bit 4, t ", False)


def test_another_run_forgets_what_was_kept(pointer, said):
    pointer.pick(HERE)
    pointer.set_overview(resolve(copy_trace(length=3)))
    assert said[-1] == ("", False)
