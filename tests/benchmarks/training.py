"""What a window costs training, and training the window: ``python -m tests.benchmarks.training``.

The same network is trained without a window and in one that plays at 60 timesteps a second, runs
the drawing again as the network learns, and is drawn into all the while. Each is a process of
its own, by turns, so that a machine that slows down slows both.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SEQUENCES = 3_000
"""Trained on in each process; the first slices, which wait for the compiler, are left out."""
WARM = 500
STROKE_EVERY = 300
"""Milliseconds between two bits that are painted."""


def main() -> None:
    """Measure, print a table, and write JSON where it is asked for."""
    parser = argparse.ArgumentParser(description="Training with and without a window.")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--rounds", type=int, default=3, help="processes of each kind (default 3)")
    parser.add_argument("--child", choices=("alone", "window"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(_alone() if given.child == "alone" else _window()))
        return
    rounds = [{kind: _launch(kind) for kind in ("alone", "window")} for _ in range(given.rounds)]
    figures = _summary(rounds)
    for name, value in figures.items():
        print(f"{name:>44}  {value:.3g}")
    if given.json is not None:
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _launch(what: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.training", "--child", what],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            env={
                "QT_QPA_PLATFORM": "offscreen",
                **os.environ,
                "NTM_VIZ_RUNS": folder,
                "NTM_VIZ_SETTINGS": "",
            },
        )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _alone() -> dict[str, Any]:
    """As the command line trains, its files among it."""
    from ntm_model import backend, runs
    from ntm_model.presets import defaults_for

    backend.start()
    from ntm_model.keeping import RunKeeper
    from ntm_model.training import Trainer

    config = defaults_for("copy")
    folder = Path(os.environ["NTM_VIZ_RUNS"]) / "alone"
    with runs.RunWriter(folder, None, config) as writer:
        trainer = Trainer(config)
        keeper = RunKeeper(trainer, writer)
        begun = 0.0
        for step in trainer.run():
            keeper.keep(step)
            if step.sequences == WARM:
                begun = time.perf_counter()
            if step.sequences >= SEQUENCES:
                break
    return {"speed": (SEQUENCES - WARM) / (time.perf_counter() - begun)}


def _window() -> dict[str, Any]:
    """In the window, with all that it can do at once."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    from ntm_viz.__main__ import build
    from ntm_viz.commands import Command

    app = build([])
    loop, ticks, seconds, runs_shown = QEventLoop(), [], {}, []
    frames, strokes = QTimer(), QTimer()
    frames.setTimerType(Qt.TimerType.PreciseTimer)
    frames.setInterval(16)
    frames.timeout.connect(lambda: ticks.append(time.perf_counter()))
    frames.timeout.connect(app.timeline.tick)
    strokes.setInterval(STROKE_EVERY)
    places = itertools.cycle(range(20))
    strokes.timeout.connect(lambda: app.session.drawing.paint([(next(places), 3)], len(ticks) % 2))
    app.timeline.set_loop(True)

    def follow() -> None:
        done = app.training.course.done
        seconds.setdefault(done, time.perf_counter())
        if done == WARM:
            frames.start()
            strokes.start()
            app.session.trace_changed.connect(runs_shown.append)
        elif done >= SEQUENCES:
            frames.stop()
            loop.quit()

    app.training.course_changed.connect(follow)
    app.window.show()
    app.actions[Command.TRAIN].trigger()
    loop.exec()
    strokes.stop()
    app.close()
    gaps = [1000 * (late - early) for early, late in itertools.pairwise(ticks)]
    lasted = seconds[SEQUENCES] - seconds[WARM]
    return {
        "speed": (SEQUENCES - WARM) / lasted,
        "gaps": gaps,
        "runs shown a second": len(runs_shown) / lasted,
    }


def _summary(rounds: list[dict[str, Any]]) -> dict[str, float]:
    gaps = sorted(gap for one in rounds for gap in one["window"]["gaps"])
    speeds = {kind: [one[kind]["speed"] for one in rounds] for kind in ("alone", "window")}
    shares = [one["window"]["speed"] / one["alone"]["speed"] for one in rounds]
    return {
        "sequences a second without a window": statistics.median(speeds["alone"]),
        "sequences a second in the window": statistics.median(speeds["window"]),
        "share of the speed that is left, median": statistics.median(shares),
        "runs of the drawing shown a second": statistics.median(
            one["window"]["runs shown a second"] for one in rounds
        ),
        "gap of the event loop, ms, median": statistics.median(gaps),
        "gap of the event loop, ms, p99": gaps[int(0.99 * (len(gaps) - 1))],
        "gap of the event loop, ms, longest": gaps[-1],
    }


if __name__ == "__main__":
    main()
