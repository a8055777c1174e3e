from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_model.trace import Trace
from ntm_viz.reading.frame import frame_at, resolve
from tests.handmade import copy_trace

RUN = copy_trace(length=5, n_slots=32)
READ, WRITE = 0, 1


def without_targets() -> Trace:
    return dataclasses.replace(RUN, targets=None, weights=None)


def with_wrong_bit(t: int, bit: int) -> Trace:
    outputs = RUN.outputs.copy()
    outputs[t, bit] = -outputs[t, bit]
    return dataclasses.replace(RUN, outputs=outputs)


class TestSlots:
    def test_those_in_use_are_shown(self) -> None:
        overview = resolve(RUN)
        used = np.flatnonzero(RUN.weightings.max(axis=(0, 1)) >= 0.05)
        assert len(used) >= 8
        np.testing.assert_array_equal(overview.slots, used)
        assert overview.used_slots == len(used)

    def test_a_few_more_are_shown_where_hardly_any_is_used(self) -> None:
        overview = resolve(copy_trace(length=1, n_slots=32))
        np.testing.assert_array_equal(overview.slots, np.arange(8))
        assert overview.used_slots < 8

    def test_no_more_are_shown_than_there_are(self) -> None:
        np.testing.assert_array_equal(resolve(copy_trace(length=1, n_slots=3)).slots, [0, 1, 2])

    def test_all_can_be_shown(self) -> None:
        np.testing.assert_array_equal(resolve(RUN, all_slots=True).slots, np.arange(32))

    def test_a_head_that_walks_past_the_last_slot_stays_in_one_line(self) -> None:
        far = {
            name: np.roll(getattr(RUN, name), -2, axis=-1)
            for name in ("content", "gated", "shifted", "weightings")
        }
        slots = resolve(dataclasses.replace(RUN, **far)).slots
        np.testing.assert_array_equal(slots, [30, 31, 0, 1, 2, 3, 4, 5, 6, 7, 8])

    def test_those_that_are_added_stand_in_the_ring_too(self) -> None:
        overview = resolve(copy_trace(length=1, n_slots=32))
        shifted = np.roll(overview.trace.weightings, -1, axis=-1)
        slots = resolve(dataclasses.replace(overview.trace, weightings=shifted)).slots
        np.testing.assert_array_equal(slots, [31, 0, 1, 2, 3, 4, 5, 6])


class TestMemoryLevel:
    def test_nearly_all_cells_stay_below_it(self) -> None:
        level = resolve(RUN).memory_level
        assert (np.abs(RUN.memory) <= level).mean() > 0.99

    @pytest.mark.parametrize("n_slots", [32, 512, 2048])
    @pytest.mark.parametrize("length", [3, 20])
    def test_it_is_the_same_whichever_slots_are_shown(self, length: int, n_slots: int) -> None:
        run = copy_trace(length=length, n_slots=n_slots)
        assert resolve(run).memory_level == resolve(run, all_slots=True).memory_level

    def test_it_does_not_depend_on_how_many_slots_lie_idle(self) -> None:
        small, large = (copy_trace(length=3, n_slots=n) for n in (32, 2048))
        assert resolve(small).memory_level == pytest.approx(resolve(large).memory_level, rel=0.1)

    def test_one_outlier_does_not_darken_all_the_rest(self) -> None:
        memory = RUN.memory.copy()
        memory[3, 2, 2] = 1e4
        assert resolve(dataclasses.replace(RUN, memory=memory)).memory_level < 2.0

    def test_a_memory_that_nothing_was_written_to_has_one_too(self) -> None:
        memory = np.full_like(RUN.memory, 1e-6)
        blank = dataclasses.replace(RUN, memory=memory, reads=np.full_like(RUN.reads, 1e-6))
        assert resolve(blank).memory_level == 1.0

    def test_a_slot_that_overflows_does_not_darken_the_others(self) -> None:
        memory = RUN.memory.copy()
        memory[-1, resolve(RUN).slots[-1]] *= 50.0
        grown = dataclasses.replace(RUN, memory=memory)
        assert resolve(grown).memory_level == resolve(RUN).memory_level

    def test_without_reads_that_count_it_follows_what_is_stored(self) -> None:
        deaf = dataclasses.replace(RUN, reads=np.zeros_like(RUN.reads))
        assert 0.5 < resolve(deaf).memory_level < 1.0


class TestErrors:
    def test_a_right_answer_has_none(self) -> None:
        overview = resolve(RUN)
        assert (overview.wrong_bits, overview.counted_bits) == (0, 40)

    def test_a_wrong_bit_is_found_where_it_is(self) -> None:
        overview = resolve(with_wrong_bit(8, 3))
        assert overview.wrong is not None
        np.testing.assert_array_equal(np.argwhere(overview.wrong), [[8, 3]])

    def test_what_is_put_out_while_nobody_asks_is_not_wrong(self) -> None:
        overview = resolve(with_wrong_bit(2, 3))
        assert overview.wrong_bits == 0
        assert overview.error is not None
        assert not overview.error[:6].any()

    def test_the_error_is_cross_entropy_in_bits(self) -> None:
        outputs = np.zeros_like(RUN.outputs)  # a probability of one half everywhere
        error = resolve(dataclasses.replace(RUN, outputs=outputs)).error
        assert error is not None
        np.testing.assert_allclose(error, [0.0] * 6 + [8.0] * 5)

    def test_a_confident_wrong_bit_stays_finite(self) -> None:
        error = resolve(dataclasses.replace(RUN, outputs=RUN.outputs * -1e6)).error
        assert error is not None
        assert np.isfinite(error).all()

    def test_without_targets_nobody_knows(self) -> None:
        overview = resolve(without_targets())
        assert overview.error is None
        assert overview.wrong is None
        assert overview.wrong_bits is None
        assert overview.counted_bits is None

    def test_plain_values_are_neither_right_nor_wrong(self) -> None:
        meta = dataclasses.replace(RUN.meta, outputs_are="values")
        assert resolve(dataclasses.replace(RUN, meta=meta)).wrong is None


class TestFrame:
    @given(st.integers(0, 10))
    def test_it_holds_the_trace_at_its_timestep(self, t: int) -> None:
        overview = resolve(RUN)
        frame = frame_at(overview, t)
        slots = overview.slots
        np.testing.assert_array_equal(frame.memory, RUN.memory[t + 1][slots])
        np.testing.assert_array_equal(frame.memory_before, RUN.memory[t][slots])
        for head in frame.heads:
            h = head.head.index
            np.testing.assert_array_equal(head.content, RUN.content[t, h, slots])
            np.testing.assert_array_equal(head.gated, RUN.gated[t, h, slots])
            np.testing.assert_array_equal(head.shifted, RUN.shifted[t, h, slots])
            np.testing.assert_array_equal(head.weighting, RUN.weightings[t, h, slots])
            np.testing.assert_array_equal(head.shift, RUN.shifts[t, h])
            assert head.gate == RUN.gate[t, h]
            assert head.strength == RUN.strength[t, h]
            assert head.sharpness == RUN.sharpness[t, h]

    def test_heads_keep_their_name_and_kind(self) -> None:
        heads = frame_at(resolve(RUN), 0).heads
        assert [(h.head.name, h.head.kind) for h in heads] == [("read", "read"), ("write", "write")]

    def test_the_write_head_walks_down_the_slots(self) -> None:
        overview = resolve(RUN)
        walked = [frame_at(overview, t).heads[WRITE].peak.slot for t in range(5)]
        assert walked == [0, 1, 2, 3, 4]

    def test_the_read_head_is_back_at_the_first_slot_when_it_recites(self) -> None:
        overview = resolve(RUN)
        walked = [frame_at(overview, t).heads[READ].peak.slot for t in range(6, 11)]
        assert walked == [0, 1, 2, 3, 4]

    def test_a_peak_is_sought_among_all_slots_not_only_the_shown_ones(self) -> None:
        content = RUN.content.copy()
        content[2, READ] = 0.0
        content[2, READ, 30] = 1.0
        overview = resolve(dataclasses.replace(RUN, content=content))
        assert 30 not in overview.slots
        assert frame_at(overview, 2).heads[READ].peaks[0].slot == 30

    def test_before_the_first_step_stands_the_initial_weighting(self) -> None:
        head = frame_at(resolve(RUN), 0).heads[WRITE]
        np.testing.assert_array_equal(head.previous, RUN.initial_weightings[WRITE][:11])

    def test_later_the_weighting_of_the_step_before(self) -> None:
        overview = resolve(RUN)
        before, now = frame_at(overview, 3), frame_at(overview, 4)
        np.testing.assert_array_equal(now.heads[READ].previous, before.heads[READ].weighting)

    def test_the_cells_that_a_step_changed_are_those_of_the_slot_it_wrote(self) -> None:
        frame = frame_at(resolve(RUN), 2)
        assert set(np.argwhere(frame.changed)[:, 0]) == {2}
        assert frame.changed[2].mean() > 0.8

    @pytest.mark.parametrize(
        ("t", "place"),
        [
            (0, "write · vector 1"),
            (4, "write · vector 5"),
            (5, "delimiter"),
            (8, "recall · vector 3"),
        ],
    )
    def test_it_says_where_in_the_task_it_is(self, t: int, place: str) -> None:
        assert frame_at(resolve(RUN), t).place == place

    def test_a_task_without_phases_has_no_place(self) -> None:
        meta = dataclasses.replace(RUN.meta, phases=())
        assert frame_at(resolve(dataclasses.replace(RUN, meta=meta)), 3).place == ""

    @pytest.mark.parametrize("t", [-1, 11])
    def test_there_is_none_beyond_the_run(self, t: int) -> None:
        with pytest.raises(IndexError, match="11 steps, 0 to 10"):
            frame_at(resolve(RUN), t)
