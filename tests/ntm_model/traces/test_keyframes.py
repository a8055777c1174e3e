"""A memory of keyframes is the memory of the run, at every step and in any order."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from ntm_model.trace import RebuiltMemory, Trace, TraceError
from ntm_model.traces import keyframes
from ntm_model.traces.keyframes import TOLERANCE, Keyframes
from tests.handmade import copy_trace


@pytest.fixture(scope="module")
def whole() -> Trace:
    return copy_trace(length=40, n_slots=64, m_depth=10)


def by_keyframes(trace: Trace, steps: list[int]) -> Trace:
    frames = Keyframes(np.array(steps), trace.memory[steps])
    writing = trace.weightings[:, trace.n_read_heads :]
    return dataclasses.replace(trace, memory=RebuiltMemory(frames, writing, trace.erase, trace.add))


@pytest.fixture(scope="module")
def thin(whole: Trace) -> Trace:
    return by_keyframes(whole, [0, 25, whole.n_steps])


def test_every_step_is_that_of_the_run(whole: Trace, thin: Trace) -> None:
    assert thin.memory.shape == whole.memory.shape
    for t in range(whole.n_steps + 1):
        assert thin.memory[t] == pytest.approx(whole.memory[t], abs=TOLERANCE), t


def test_it_does_not_matter_where_one_was_before(whole: Trace, thin: Trace) -> None:
    for t in np.random.default_rng(0).integers(0, whole.n_steps, 200):
        assert thin.memory[t] == pytest.approx(whole.memory[t], abs=TOLERANCE), t


def test_it_is_read_like_an_array(whole: Trace, thin: Trace) -> None:
    assert np.array_equal(thin.memory[-1], whole.memory[-1])
    assert thin.memory[3, 2, 1] == pytest.approx(whole.memory[3, 2, 1], abs=TOLERANCE)
    few = np.array([5, 0, 7])
    assert thin.memory[3, few] == pytest.approx(whole.memory[3][few], abs=TOLERANCE)
    assert len(list(thin.memory)) == whole.n_steps + 1
    with pytest.raises(IndexError, match="memory 999 of a trace"):
        thin.memory[999]
    with pytest.raises(TypeError, match="one step at a time"):
        thin.memory[2:5]


def test_what_it_gives_cannot_be_written_to(thin: Trace) -> None:
    for t in (0, 7):
        with pytest.raises(ValueError, match="read-only"):
            thin.memory[t][0, 0] = 1.0


def test_several_write_heads_all_erase_before_one_adds() -> None:
    memory = np.array([[2.0], [1.0]], np.float32)
    writing = np.array([[1.0, 0.0], [0.5, 0.5]], np.float32)
    keyframes.write(memory, writing, np.array([[0.5], [1.0]]), np.array([[3.0], [1.0]]))
    # 2 · ½ · ½ + 3 + ½ and 1 · 1 · ½ + 0 + ½
    assert memory[:, 0] == pytest.approx([4.0, 1.0])


def test_it_follows_the_arrays_that_the_trace_has_now(thin: Trace) -> None:
    still = dataclasses.replace(thin, add=np.zeros_like(thin.add), erase=np.zeros_like(thin.erase))
    assert np.array_equal(still.memory[24], thin.memory[0])


def test_a_memory_that_does_not_follow_from_the_heads_is_found_out(whole: Trace) -> None:
    writing = whole.weightings[:, whole.n_read_heads :]
    assert keyframes.follows(whole.memory, writing, whole.erase, whole.add)
    other = whole.memory.copy()
    other[17, 3, 3] += 0.01
    assert not keyframes.follows(other, writing, whole.erase, whole.add)


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ([1, 5], "must rise from step 0"),
        ([0, 5, 5], "must rise from step 0"),
        ([0, 99], "must lie within the 81 timesteps, found 99"),
    ],
)
def test_keyframes_that_are_none_are_refused(whole: Trace, steps: list[int], message: str) -> None:
    frames = Keyframes(np.arange(len(steps)), whole.memory[: len(steps)])
    with pytest.raises(TraceError, match=message):
        RebuiltMemory(
            dataclasses.replace(frames, steps=np.array(steps)),
            whole.weightings[:, 1:],
            whole.erase,
            whole.add,
        )
