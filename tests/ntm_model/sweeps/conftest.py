"""Trainings that take no time: a script in the place of ``ntm-model``, told what to do by files."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ntm_model.sweeps import job

SCRIPT = """
    import json, os, pathlib, signal, sys, time
    words = sys.argv[1:]
    if words[0] == "evaluate":
        folder, sizes = pathlib.Path(words[1]), words[words.index("--sizes") + 1]
        wrong = {size: 0.0 for size in sizes.split(",")}
        print(json.dumps({"models": [{"wrong_bits_by_size": wrong}]}))
        sys.exit()
    resumed = "--resume" in words
    folder = pathlib.Path(words[words.index("--resume" if resumed else "--run") + 1])
    (folder / "checkpoints").mkdir(parents=True, exist_ok=True)
    (folder / "metrics.csv").write_text("sequences,wrong_bits,seconds\\n100,3.5,1.0\\n200,2.5")
    seed = int(folder.name[-3:])
    if seed == 13:
        sys.exit("ntm-model: the cost was nan")
    (folder / "resume.npz").touch()
    if seed == 7 and not resumed:
        os.kill(os.getpid(), signal.SIGKILL)
    if seed == 21:
        end = time.monotonic() + 20.0
        while not (folder / "told").exists() and time.monotonic() < end:
            time.sleep(0.005)
    if seed == 9:
        os.kill(os.getpid(), signal.SIGKILL)
    card = {
        "solved_after_sequences": None if seed == 3 else 1_000 + seed,
        "seconds_until_solved": None if seed == 3 else 10.0 + seed,
        "sequences": 7_000 + seed, "seconds_of_training": 20.0 + seed,
        "wrong_bits_by_size": {"5": 0.0, "20": 4.0 if seed == 3 else 0.0},
        "resumed": resumed,
    }
    (folder / "card.json").write_text(json.dumps(card))
"""


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Any]:
    """Seed 3 learns nothing, 7 is killed once, 9 always, 13 ends with an error.

    Seed 21 does not end before a file ``told`` is in its folder.
    """
    script = tmp_path / "quick.py"
    script.write_text(textwrap.dedent(SCRIPT), encoding="utf-8")
    monkeypatch.setattr(job, "_command", lambda *words: [sys.executable, str(script), *words])
    monkeypatch.setattr(job, "_LOOK_EVERY", 0.01)
    return job.run_job
