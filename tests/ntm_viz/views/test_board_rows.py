from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from ntm_model.tasks import Pattern, get
from ntm_viz.look.theme import Shade
from ntm_viz.reading.overview import resolve
from ntm_viz.reading.words import Row
from ntm_viz.views.board_rows import channels, round_up, rows_of
from ntm_viz.views.cells import Span
from ntm_viz.views.row_kinds import CellRow, CurveRow, SeriesRow
from tests.handmade import copy_trace, run_of

RUN = copy_trace(length=5, n_slots=32)
OVERVIEW = resolve(RUN)


def cell_row(row: Row, head: int | None = None) -> CellRow:
    return next(
        r for r in rows_of(OVERVIEW) if isinstance(r, CellRow) and (r.row, r.head) == (row, head)
    )


def test_the_rows_tell_the_story_from_input_to_sharpness() -> None:
    assert [row.label.title for row in rows_of(OVERVIEW)] == [
        "Input",
        "Target",
        "Output",
        "Write weighting",
        "Read weighting",
        "Write shift",
        "Read shift",
        "Gate g",
        "Key strength β",
        "Sharpness γ",
    ]


def test_without_targets_there_is_no_row_for_them_and_no_verdict() -> None:
    bare = rows_of(resolve(dataclasses.replace(RUN, targets=None, weights=None)))
    assert [row.label.title for row in bare][:3] == ["Input", "Output", "Write weighting"]
    assert bare[1].label.subtitle == "8 channels"


def test_one_channel_is_no_channels() -> None:
    assert [channels(count) for count in (1, 8)] == ["1 channel", "8 channels"]


def test_the_target_is_blank_where_any_answer_will_do() -> None:
    blank = cell_row(Row.TARGET).blank
    assert blank is not None
    np.testing.assert_array_equal(np.flatnonzero(~blank), [6, 7, 8, 9, 10])


def test_an_output_that_nobody_asks_for_is_faint() -> None:
    faint = cell_row(Row.OUTPUT).faint
    assert faint is not None
    np.testing.assert_array_equal(np.flatnonzero(faint), [0, 1, 2, 3, 4, 5])


def test_wrong_bits_are_marked_counted_and_alarming() -> None:
    outputs = RUN.outputs.copy()
    outputs[8, 3] *= -1
    row = rows_of(resolve(dataclasses.replace(RUN, outputs=outputs)))[2]
    assert isinstance(row, CellRow)
    assert row.marked is not None
    np.testing.assert_array_equal(np.argwhere(row.marked), [[3, 8]])
    assert (row.label.subtitle, row.label.alarming) == ("1 of 40 wrong", True)


def test_a_right_answer_alarms_nobody() -> None:
    assert not cell_row(Row.OUTPUT).label.alarming


def test_a_weighting_has_a_cell_for_every_shown_slot_and_calls_it_by_its_number() -> None:
    row = cell_row(Row.WEIGHTING, head=1)
    assert row.names == tuple(OVERVIEW.slots)
    assert row.levels.shape == (len(OVERVIEW.slots), 11)
    np.testing.assert_array_equal(row.levels.argmax(axis=0)[:5], [0, 1, 2, 3, 4])
    assert (row.colouring, row.label.shade) == (Shade("write"), Shade("write"))


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (np.arange(11), "slots 0–10"),
        (np.array([0, 1, 30, 31]), "4 of 32 slots"),
        (np.array([29, 30, 31, 0, 1]), "slots 29–31, 0–1"),
        (np.array([31, 0]), "slots 31, 0"),
        (np.arange(32), "all 32 slots"),
    ],
)
def test_which_slots_are_shown_is_said(shown: np.ndarray, words: str) -> None:
    rows = rows_of(dataclasses.replace(OVERVIEW, slots=shown))
    assert rows[3].label.subtitle == words


def test_shifts_are_numbered_from_back_to_forward() -> None:
    assert [tick.text for tick in cell_row(Row.SHIFT, head=0).ticks] == ["−1", "0", "+1"]


def test_a_curve_has_a_line_for_every_head_within_its_row() -> None:
    for row in rows_of(OVERVIEW)[-3:]:
        assert isinstance(row, CurveRow)
        assert row.heights.shape == (2, 11)
        assert row.heights.min() >= 0.0
        assert row.heights.max() <= 1.0


def test_the_gate_always_reaches_from_0_to_1() -> None:
    gate = rows_of(OVERVIEW)[-3]
    assert [tick.text for tick in gate.ticks] == ["1", "0"]
    assert isinstance(gate, CurveRow)
    np.testing.assert_allclose(gate.heights, RUN.gate.T, atol=1e-6)


@pytest.mark.parametrize(
    ("value", "end"), [(0.0, 1.0), (0.7, 0.8), (1.0, 1.0), (1.1, 2.0), (24.0, 30.0), (90.0, 100.0)]
)
def test_an_axis_ends_at_a_calm_number(value: float, end: float) -> None:
    assert round_up(value) == pytest.approx(end)


class TestALongRun:
    LONG = resolve(copy_trace(length=1_500, n_slots=1_024, m_depth=9))

    def test_its_weightings_are_read_where_they_are_looked_at(self) -> None:
        rows = [row for row in rows_of(self.LONG) if row.row is Row.WEIGHTING]
        far = next(row for row in rows if isinstance(row, CellRow) and row.head == 1)
        assert far.cells == len(self.LONG.slots)
        shown, span = far.in_view(Span(0.0, 3_001.0, 500))
        assert shown.shape[1] <= 4 * 500
        assert (span.first, span.last, span.pixels) == (0.0, 1_500.5, 500)
        near, span = far.in_view(Span(100.0, 150.0, 500))
        assert (near.shape[1], span.first, span.last) == (50, 0.0, 50.0)
        # In each step of these the write head is at the slot of the same number.
        assert near.argmax(axis=0).tolist() == list(range(100, 150))

    def test_bits_that_share_a_pixel_are_neither_a_wall_nor_lost(self) -> None:
        row = rows_of(self.LONG)[0]
        assert isinstance(row, CellRow)
        shown, span = row.in_view(Span(0.0, 3_001.0, 300))
        assert shown.shape == (9, 300) == (9, span.pixels)
        vectors = shown[:8, 10:140]
        assert 128 < vectors[vectors > 0].mean() < 240
        # The delimiter is on at one step alone.
        assert shown[8].max() >= 128
        assert np.count_nonzero(shown[8]) == 1


def rows_for(name, pattern):
    return rows_of(resolve(run_of(get(name), pattern)))


def test_priorities_stand_in_a_row_of_their_own_about_zero():
    pattern = Pattern(np.ones((3, 8), np.uint8), values=np.array([0.5, -1.0, 0.0], np.float32))
    bits, priority, *_ = rows_for("priority-sort", pattern)
    assert bits.names == (0, 1, 2, 3, 4, 5, 6, 7, 9)
    assert isinstance(priority, SeriesRow)
    assert (priority.label.title, priority.index, priority.base) == ("Priority", 8, 0.5)
    (series,) = priority.series
    assert series.heights[:3].tolist() == [0.75, 0.0, 0.5]


def test_a_number_that_is_given_once_stays_a_cell_that_can_be_seen():
    bits, *_ = rows_for("repeat-copy", Pattern(np.ones((2, 8), np.uint8), {"repeats": 2}))
    assert bits.levels[9].tolist() == [0, 0, 255, 0, 0, 0, 0, 0]


def test_a_chance_is_drawn_over_the_best_possible_one_and_both_are_named():
    rows = rows_for("ngrams", np.ones((9, 1), np.uint8))
    (output,) = [row for row in rows if row.row is Row.OUTPUT]
    assert [(series.name, series.style) for series in output.series] == [
        ("best possible", "area"),
        ("network", "line"),
    ]
    assert output.has_legend
    best, network = output.series
    assert best.heights[[0, 6]].tolist() == [0.5, 0.75]
    assert network.heights[0] > 0.99
    assert not network.shown[-1]
