"""A run that is too long to be held is the same run, in a file, by keyframes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import keras
import numpy as np
import pytest

from ntm_model import Recorder, long_recording
from ntm_model.engines import WALK_STEPS
from ntm_model.trace import LAYOUT, RebuiltMemory, Trace, TraceError
from tests.ntm_model.test_recording import INPUT_WIDTH, between_layers, sequence

STEPS = 2 * WALK_STEPS + 7


@pytest.fixture(scope="module")
def recorder() -> Recorder:
    keras.utils.set_random_seed(0)
    return Recorder(between_layers())


@pytest.fixture(scope="module")
def held(recorder: Recorder) -> Trace:
    return recorder.record(sequence(STEPS))


@pytest.fixture
def anything_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_recording, "LONG", 0)


@pytest.mark.usefixtures("anything_is_long")
class TestALongRun:
    def test_is_what_a_short_one_would_be(
        self, recorder: Recorder, held: Trace, tmp_path: Path
    ) -> None:
        told: list[int] = []
        path = tmp_path / "long.npz"
        found = recorder.record(sequence(STEPS), into=path, progress=told.append)
        assert told == [WALK_STEPS, 2 * WALK_STEPS, STEPS]
        for trace in (found, Trace.load(path)):
            assert isinstance(trace.memory, RebuiltMemory)
            assert trace.meta == held.meta
            for name in set(LAYOUT) - {"memory", "targets", "weights"}:
                assert np.array_equal(getattr(trace, name), getattr(held, name)), name
            for t in range(STEPS + 1):
                assert trace.memory[t] == pytest.approx(held.memory[t], abs=1e-5), t

    def test_needs_no_file_of_its_own(
        self, recorder: Recorder, held: Trace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        found = recorder.record(sequence(STEPS))
        assert list(tmp_path.iterdir()) == []
        assert np.array_equal(found.weightings, held.weightings)
        assert found.memory[STEPS] == pytest.approx(held.memory[STEPS], abs=1e-5)

    def test_that_fails_midway_leaves_nothing_behind(
        self, recorder: Recorder, tmp_path: Path
    ) -> None:
        def stop(_done: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            recorder.record(sequence(STEPS), into=tmp_path / "long.npz", progress=stop)
        assert list(tmp_path.iterdir()) == []

    def test_for_which_there_is_no_room_says_so(
        self, recorder: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_folder: Path) -> object:
            return type("Usage", (), {"free": 1_000})

        monkeypatch.setattr(long_recording.shutil, "disk_usage", full)
        with pytest.raises(TraceError, match=r"a run of 135 timesteps over 9 slots takes .* has 0"):
            recorder.record(sequence(STEPS), into=tmp_path / "long.npz")


def test_a_short_run_is_written_as_its_trace_is_saved(recorder: Recorder, tmp_path: Path) -> None:
    trace = recorder.record(sequence(5, INPUT_WIDTH), into=tmp_path / "now.npz")
    saved = trace.save(tmp_path / "later.npz")
    assert (tmp_path / "now.npz").read_bytes() == saved.read_bytes()
