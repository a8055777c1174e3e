"""What a window costs training, and training the window: ``python -m tests.benchmarks.training``.

The same network is trained without a window and in one that runs the drawing again as the network
learns. Then, in the window, while it also plays at 60 timesteps a second and is drawn into. Each is
a process of its own, by turns, so that a machine that slows down slows both.
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

WARM, WATCHED, BUSY = 500, 2_500, 4_000
"""Sequences: after the first ones, which wait for the compiler, training is watched alone; after
those all goes on at once."""
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
                "NTM_VIZ_CACHE": "",
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
            if step.sequences >= WATCHED:
                break
    return {"speed": (WATCHED - WARM) / (time.perf_counter() - begun)}


def _window() -> dict[str, Any]:
    """In the window, with all that it can do at once."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    from ntm_viz.__main__ import build
    from ntm_viz.commands import Command

    app = build([])
    loop, seconds, runs_shown = QEventLoop(), {}, []
    ticks: list[float] = []
    watched: list[float] = []
    frames, strokes = QTimer(), QTimer()
    frames.setTimerType(Qt.TimerType.PreciseTimer)
    frames.setInterval(16)
    frames.timeout.connect(lambda: ticks.append(time.perf_counter()))
    strokes.setInterval(STROKE_EVERY)
    places = itertools.cycle(range(20))
    strokes.timeout.connect(lambda: app.session.drawing.paint([(next(places), 3)], len(ticks) % 2))
    app.timeline.set_loop(True)

    def follow() -> None:
        done = app.training.course.done
        seconds.setdefault(done, time.perf_counter())
        if done == WARM:
            frames.start()
            app.session.trace_changed.connect(runs_shown.append)
        elif done == WATCHED:
            app.session.trace_changed.disconnect(runs_shown.append)
            watched.extend(ticks)
            ticks.clear()
            frames.timeout.connect(app.timeline.tick)
            strokes.start()
        elif done >= BUSY:
            frames.stop()
            loop.quit()

    app.training.course_changed.connect(follow)
    app.window.show()
    app.actions[Command.TRAIN].trigger()
    loop.exec()
    strokes.stop()
    app.close()
    lasted = seconds[WATCHED] - seconds[WARM]
    return {
        "speed": (WATCHED - WARM) / lasted,
        "busy speed": (BUSY - WATCHED) / (seconds[BUSY] - seconds[WATCHED]),
        "gaps": _gaps(watched),
        "busy gaps": _gaps(ticks),
        "runs shown a second": len(runs_shown) / lasted,
    }


def _gaps(ticks: list[float]) -> list[float]:
    return [1000 * (late - early) for early, late in itertools.pairwise(ticks)]


def _summary(rounds: list[dict[str, Any]]) -> dict[str, float]:
    speeds = {kind: [one[kind]["speed"] for one in rounds] for kind in ("alone", "window")}
    shares = [one["window"]["speed"] / one["alone"]["speed"] for one in rounds]
    figures = {
        "sequences a second without a window": statistics.median(speeds["alone"]),
        "sequences a second in the window": statistics.median(speeds["window"]),
        "share of the speed that is left": statistics.median(shares),
        "sequences a second, playing, drawn into": statistics.median(
            one["window"]["busy speed"] for one in rounds
        ),
        "runs of the drawing shown a second": statistics.median(
            one["window"]["runs shown a second"] for one in rounds
        ),
    }
    for name, words in (("gaps", "watched"), ("busy gaps", "playing, drawn into")):
        gaps = sorted(gap for one in rounds for gap in one["window"][name])
        figures[f"gap, ms, {words}, median"] = statistics.median(gaps)
        figures[f"gap, ms, {words}, p99"] = gaps[int(0.99 * (len(gaps) - 1))]
        figures[f"gap, ms, {words}, longest"] = gaps[-1]
    return figures


if __name__ == "__main__":
    main()
