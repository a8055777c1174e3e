"""How fast the window is, as a person feels it: ``python -m tests.benchmarks.window``.

Each launch is a process of its own, timed from outside the moment it is started: to the first
picture painted, to a network that is ready. Then, in a window that is ready, from a painted bit
to the new pictures on screen, and from a moved playhead to the pictures that follow; the same
moves in recorded runs of thousands of steps; and what all of it takes of memory.

What is compiled once and kept is there already, as at every start but the first.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

LONG = ((1_000, 1_024), (10_000, 1_024))
"""Timesteps and slots of the recorded runs."""
LONGEST = (10_000, 16_384)


def main() -> None:
    """Measure, print a table, and write JSON where it is asked for."""
    parser = argparse.ArgumentParser(description="How fast the window is.")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--launches", type=int, default=5, help="processes started (default 5)")
    parser.add_argument(
        "--only",
        nargs="+",
        choices=("launch", "gaps", "memory", "hour", "long", "longest"),
        default=("launch", "gaps", "memory", "long"),
        help="what to measure (default: launch gaps memory long); hour takes minutes, and "
        "longest writes a file of 6 GB",
    )
    given = parser.parse_args()
    figures: dict[str, Any] = {"machine": _machine()}
    with tempfile.TemporaryDirectory() as cache:
        os.environ |= {"NTM_VIZ_SETTINGS": "", "NTM_VIZ_CACHE": cache}
        figures |= _measured(given)
    _print(figures)
    if given.json is not None:
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _measured(given: argparse.Namespace) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    if {"launch", "gaps", "hour"} & set(given.only):
        figures["network ready at the first start, s"] = _live("life")["ready"]
    if "launch" in given.only:
        figures |= _summary([_live("life") for _ in range(given.launches)], _import_alone())
    if "gaps" in given.only:
        gaps = _live("gaps")["gaps"]
        figures["gap while loading, ms, p99"] = _quantile(gaps, 0.99)
        figures["gap while loading, ms, longest"] = max(gaps)
    if "memory" in given.only:
        figures["memory without a network, MB"] = _live("bare")["memory"]
    if "hour" in given.only:
        hour = _live("hour")
        figures["memory with one, MB"] = hour["before"]
        figures["added by a long time, %"] = 100.0 * (hour["after"] / hour["before"] - 1.0)
    sizes = (
        *(LONG if "long" in given.only else ()),
        *((LONGEST,) if "longest" in given.only else ()),
    )
    for steps, slots in sizes:
        figures |= _of_long(steps, slots)
    return figures


def _live(*what: str) -> dict[str, Any]:
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.lives", *what],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={"QT_QPA_PLATFORM": "offscreen", **os.environ},
    )
    figures = dict(json.loads(done.stdout.splitlines()[-1]))
    for name in {"first picture", "ready"} & set(figures):
        # Told as times of the clock on the wall, which both processes read.
        figures[name] -= begun
    return figures


def _import_alone() -> float:
    """Seconds that a Python needs to import TensorFlow and do nothing else; median of three.

    With its bytecode kept, as in the window.
    """
    kept = {**os.environ, "PYTHONPYCACHEPREFIX": f"{os.environ['NTM_VIZ_CACHE']}/alone"}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    seconds = []
    for _ in range(4):
        begun = time.perf_counter()
        command = [sys.executable, "-c", "import tensorflow"]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL, env=kept)
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds[1:])


def _summary(launches: list[dict[str, Any]], import_alone: float) -> dict[str, Any]:
    strokes, far, moves = (
        [1000 * value for launch in launches for value in launch[name]]
        for name in ("bit to picture", "bit to picture, long", "move to picture")
    )
    ready = _median(launches, "ready")
    return {
        "launches": len(launches),
        "first picture, s": _median(launches, "first picture"),
        "network ready, s": ready,
        "import of TensorFlow alone, s": import_alone,
        "ready after that import, s": ready - import_alone,
        "bit to picture, ms, median": statistics.median(strokes),
        "bit to picture, ms, p95": _quantile(strokes, 0.95),
        "the same at length 120, median": statistics.median(far),
        "the same at length 120, p95": _quantile(far, 0.95),
        "move to picture, ms, median": statistics.median(moves),
        "move to picture, ms, p99": _quantile(moves, 0.99),
    }


def _of_long(steps: int, slots: int) -> dict[str, Any]:
    seen = _live("long", str(steps), str(slots))
    run = f"{steps:,} × {slots:,}"
    there, on, zooms = ([1000 * value for value in seen[n]] for n in _LONG_ROWS)
    return {
        f"{run}: file, MB": seen["file"] / 1e6,
        f"{run}: open, s": seen["open"],
        f"{run}: jump, ms, median": statistics.median(there),
        f"{run}: jump, ms, p99": _quantile(there, 0.99),
        f"{run}: step, ms, p99": _quantile(on, 0.99),
        f"{run}: zoom, ms, median": statistics.median(zooms),
        f"{run}: zoom, ms, longest": max(zooms),
        f"{run}: memory, MB": seen["memory"],
    }


_LONG_ROWS = ("here and there", "step by step", "zoom")


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
    rows = {**figures["machine"], **{n: v for n, v in figures.items() if n != "machine"}}
    width = max(map(len, rows))
    for name, value in rows.items():
        print(
            f"{name:>{width}}  {value:.3g}"
            if isinstance(value, float)
            else f"{name:>{width}}  {value}"
        )


if __name__ == "__main__":
    main()
