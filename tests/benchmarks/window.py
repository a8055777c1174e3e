"""How fast the window is, as a person feels it: ``python -m tests.benchmarks.window``.

Each launch is a process of its own, timed from outside the moment it is started: to the first
picture painted, to a network that is ready. Then, in a window that is ready, from a painted bit
to the new pictures on screen, and from a moved playhead to the pictures that follow.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

STROKES = 60
"""Painted bits that are timed; each is one run of the network at length 20."""
MOVES = 400
"""Moves of the playhead that are timed."""


def main() -> None:
    """Measure, print a table, and write JSON where it is asked for."""
    parser = argparse.ArgumentParser(description="How fast the window is.")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--launches", type=int, default=5, help="processes started (default 5)")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(_measure_here()))
        return
    figures = {"machine": _machine(), **_summary([_launch() for _ in range(given.launches)])}
    _print(figures)
    if given.json is not None:
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _launch() -> dict[str, Any]:
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.window", "--child"],
        capture_output=True,
        text=True,
        check=True,
        env={"QT_QPA_PLATFORM": "offscreen", **os.environ},
    )
    figures = json.loads(done.stdout.splitlines()[-1])
    for name in ("first picture", "ready"):
        figures[name] -= begun
    return dict(figures)


def _measure_here() -> dict[str, Any]:
    """One life of the window. Times of the clock on the wall, as the process outside reads it."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtTest import QTest

    from ntm_viz.__main__ import build

    app = build([])
    seen: dict[str, Any] = {}
    app.window.painted.connect(lambda: seen.setdefault("first picture", time.time()))
    gaps: list[float] = []
    app.window.show()
    last = time.perf_counter()
    while app.session.network is None:
        app.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        now = time.perf_counter()
        gaps.append(now - last)
        last = now
        time.sleep(0.001)
    seen["ready"] = time.time()
    seen["longest gap while loading"] = max(gaps)
    QTest.qWait(500)
    seen["bit to picture"] = _strokes(app)
    seen["move to picture"] = _moves(app)
    app.close()
    return seen


def _strokes(app: Any) -> list[float]:
    """Seconds from the press of the mouse to the end of the repaint that shows its run."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    grid = app.window.input_panel.grid
    app.session.drawing.set_length(20)
    seconds = []
    for stroke in range(STROKES):
        cell = grid.cell_rect(stroke % 20, stroke // 20).center()
        erases = bool(app.session.pattern[stroke % 20, stroke // 20])
        button = Qt.MouseButton.RightButton if erases else Qt.MouseButton.LeftButton
        begun = time.perf_counter()
        QTest.mouseClick(grid, button, pos=cell)
        while app.session.running:
            app.application.processEvents()
        _repaint(app)
        seconds.append(time.perf_counter() - begun)
    return seconds


def _moves(app: Any) -> list[float]:
    """Seconds from a moved playhead to the end of the repaint."""
    seconds = []
    for move in range(MOVES):
        begun = time.perf_counter()
        app.timeline.set_t(move % app.timeline.length)
        _repaint(app)
        seconds.append(time.perf_counter() - begun)
    return seconds


def _repaint(app: Any) -> None:
    # What is to be painted is painted by the events that are waiting now.
    app.application.processEvents()


def _summary(launches: list[dict[str, Any]]) -> dict[str, Any]:
    strokes = [value for launch in launches for value in launch["bit to picture"]]
    moves = [value for launch in launches for value in launch["move to picture"]]
    return {
        "launches": len(launches),
        "first picture, s": _median(launches, "first picture"),
        "network ready, s": _median(launches, "ready"),
        "longest gap while loading, ms": 1000 * _median(launches, "longest gap while loading"),
        "bit to picture, ms, median": 1000 * statistics.median(strokes),
        "bit to picture, ms, p95": 1000 * _quantile(strokes, 0.95),
        "move to picture, ms, median": 1000 * statistics.median(moves),
        "move to picture, ms, p99": 1000 * _quantile(moves, 0.99),
    }


def _median(launches: list[dict[str, Any]], name: str) -> float:
    return float(statistics.median(launch[name] for launch in launches))


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(round(share * len(values)), len(values) - 1)]


def _machine() -> dict[str, Any]:
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load at the start": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if "model name" in line)
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _print(figures: dict[str, Any]) -> None:
    for name, value in figures["machine"].items():
        print(f"{name:>32}  {value}")
    for name, value in figures.items():
        if name != "machine":
            print(
                f"{name:>32}  {value:.3g}" if isinstance(value, float) else f"{name:>32}  {value}"
            )


if __name__ == "__main__":
    main()
