"""How fast the window is, as a person feels it: ``python -m tests.benchmarks.window``.

Each launch is a process of its own, timed from outside the moment it is started: to the first
picture painted, to a network that is ready. Then, in a window that is ready, from a painted bit
to the new pictures on screen, and from a moved playhead to the pictures that follow.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

STROKES = 60
"""Painted bits that are timed; each is one run of the network at length 20."""
MOVES = 400
"""Moves of the playhead that are timed."""


def main() -> None:
    """Measure, print a table, and write JSON where it is asked for."""
    parser = argparse.ArgumentParser(description="How fast the window is.")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--launches", type=int, default=5, help="processes started (default 5)")
    parser.add_argument("--child", choices=("life", "gaps"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(_life() if given.child == "life" else _gaps()))
        return
    machine = _machine()
    lives = [_launch("life") for _ in range(given.launches)]
    figures = {"machine": machine, **_summary(lives), **_launch("gaps")}
    _print(figures)
    if given.json is not None:
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _launch(what: str) -> dict[str, Any]:
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.window", "--child", what],
        capture_output=True,
        text=True,
        check=True,
        env={"QT_QPA_PLATFORM": "offscreen", **os.environ, "NTM_VIZ_SETTINGS": ""},
    )
    figures = dict(json.loads(done.stdout.splitlines()[-1]))
    for name in {"first picture", "ready"} & set(figures):
        # Told as times of the clock on the wall, which both processes read.
        figures[name] -= begun
    return figures


def _life() -> dict[str, Any]:
    """One life of the window."""
    from PySide6.QtTest import QTest

    from ntm_viz.__main__ import build

    app = build([])
    seen: dict[str, Any] = {}
    app.window.painted.connect(lambda: seen.setdefault("first picture", time.time()))
    app.window.show()
    _wait_for_network(app)
    seen["ready"] = time.time()
    QTest.qWait(500)
    seen["bit to picture"] = _strokes(app)
    seen["move to picture"] = _moves(app)
    app.close()
    return seen


def _gaps() -> dict[str, Any]:
    """How long the window is deaf while the network is loaded, played at 60 frames a second."""
    from PySide6.QtCore import QTimer

    from ntm_viz.__main__ import build

    app = build([])
    ticks: list[float] = []
    timer = QTimer()
    timer.setInterval(16)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.timeout.connect(app.timeline.tick)
    app.timeline.set_loop(True)
    app.window.painted.connect(timer.start)
    app.window.show()
    _wait_for_network(app)
    timer.stop()
    gaps = [1000 * (late - early) for early, late in itertools.pairwise(ticks)]
    app.close()
    return {
        "gap while loading, ms, p99": _quantile(gaps, 0.99),
        "gap while loading, ms, longest": max(gaps),
    }


def _wait_for_network(app: Any) -> None:
    """Wait in an event loop: polling would take the interpreter from the import."""
    from PySide6.QtCore import QEventLoop

    loop = QEventLoop()
    app.session.network_changed.connect(loop.quit)
    app.session.problem_found.connect(loop.quit)
    loop.exec()
    if app.session.network is None:
        raise SystemExit(app.window.notice.accessibleName())


def _strokes(app: Any) -> list[float]:
    """Seconds from the press of the mouse to the end of the repaint that shows its run."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    grid = app.window.input_panel.grid
    app.session.drawing.set_length(20)
    repaint = _repaint_after(app, app.session.trace_changed)
    seconds = []
    for stroke in range(STROKES):
        cell = grid.cell_rect(stroke % 20, stroke // 20).center()
        erases = bool(app.session.bits[stroke % 20, stroke // 20])
        button = Qt.MouseButton.RightButton if erases else Qt.MouseButton.LeftButton
        begun = time.perf_counter()
        QTest.mouseClick(grid, button, pos=cell)
        repaint()
        seconds.append(time.perf_counter() - begun)
    return seconds


def _moves(app: Any) -> list[float]:
    """Seconds from a moved playhead to the end of the repaint."""
    repaint = _repaint_after(app, app.timeline.t_changed)
    seconds = []
    for move in range(MOVES):
        begun = time.perf_counter()
        app.timeline.jump((app.timeline.t + 1 + move % 3) % app.timeline.length)
        repaint()
        seconds.append(time.perf_counter() - begun)
    return seconds


def _repaint_after(app: Any, change: Any) -> Callable[[], None]:
    """A function that returns when what the next ``change`` brought has been painted.

    Qt gathers changes for some milliseconds before it paints; those count too.
    """
    from PySide6.QtCore import QEvent, QObject

    class Watch(QObject):
        changed = painted = False

        def note(self) -> None:
            self.changed = True

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            self.painted |= self.changed and event.type() == QEvent.Type.Paint
            return False

    watch = Watch(app.window)
    change.connect(watch.note)
    # Of the three pictures it is the one that changes with every t.
    app.window.memory.installEventFilter(watch)

    def repaint() -> None:
        while not watch.painted:
            app.application.processEvents()
        watch.changed = watch.painted = False

    return repaint


def _summary(launches: list[dict[str, Any]]) -> dict[str, Any]:
    strokes = [value for launch in launches for value in launch["bit to picture"]]
    moves = [value for launch in launches for value in launch["move to picture"]]
    return {
        "launches": len(launches),
        "first picture, s": _median(launches, "first picture"),
        "network ready, s": _median(launches, "ready"),
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
