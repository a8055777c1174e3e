"""One training at a time in a run folder, of all processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ntm_model import lock, runs
from ntm_model.config import TrainConfig

CONFIG = TrainConfig(sequences=400)
HOLD = """
import pathlib, sys
from ntm_model.lock import FolderLock
held = FolderLock(pathlib.Path(sys.argv[1]))
held.acquire()
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_training_is_refused_in_words_until_the_first_has_ended(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    with runs.RunWriter(folder, None, CONFIG):
        late = f"{folder.name}: is being trained already"
        with pytest.raises(lock.InUseError, match=late):
            runs.RunWriter(folder, None, CONFIG, resumed_after=0)
    with runs.RunWriter(folder, None, CONFIG, resumed_after=0):
        assert lock.in_use(folder)
    assert not lock.in_use(folder)


def test_of_two_that_were_ready_at_once_one_begins(tmp_path: Path) -> None:
    first, second = (runs.RunWriter(tmp_path / "run", None, CONFIG) for _ in range(2))
    with first, pytest.raises(lock.InUseError), second:
        pass


def test_a_training_that_cannot_begin_locks_nobody_out(tmp_path: Path) -> None:
    (tmp_path / runs.METRICS).mkdir()
    writer = runs.RunWriter(tmp_path, None, CONFIG, resumed_after=0)
    with pytest.raises(OSError, match=runs.METRICS), writer:
        pass
    assert not lock.in_use(tmp_path)


def test_another_process_holds_it_until_it_dies(tmp_path: Path) -> None:
    words = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert lock.in_use(tmp_path)
        other.kill()
    assert not lock.in_use(tmp_path)
    lock.check_free(tmp_path)


def test_nobody_is_at_work_where_nobody_ever_was(tmp_path: Path) -> None:
    assert not lock.in_use(tmp_path)
    assert not lock.in_use(tmp_path / "nowhere")
