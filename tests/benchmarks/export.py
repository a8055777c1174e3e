"""How fast exporting is: ``python -m tests.benchmarks.export``.

Movies and pictures of the shipped run at 1440 × 900, each timed on the wall and in processor
time: the first tells what a person waits, and the second what the machine had to do, however
busy it was with other things. matplotlib's animation writer draws the same panels for
comparison, where matplotlib is installed. Last, how long the window is deaf at a time while it
exports: the longest gap between two turns of its event loop.
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import itertools
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ntm_model.trace import Trace
from ntm_viz import assets
from ntm_viz.export import (
    ExportOptions,
    Format,
    MovieOptions,
    export_movie,
    export_pictures,
    offscreen_application,
    run_reel,
)
from ntm_viz.look.theme import DARK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WIDTH, HEIGHT = 1440, 900
MATPLOTLIB_FRAMES = 6
MOVIES = ("mp4", "gif", "webp", "apng")
SCALES = (1.0, 4.0)
"""At which the window exports while its gaps are measured."""
CORES = 2
"""That the aims are given for."""


def main() -> None:
    """Measure, print a table, and write JSON where it is asked for."""
    parser = argparse.ArgumentParser(description="How fast exporting is.")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--repeat", type=int, default=2, help="times over the run (default 2)")
    parser.add_argument("--child", type=float, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(_gaps(given.child)))
        return
    application = offscreen_application()
    trace = Trace.load(assets.asset(assets.SHIPPED_TRACE))
    figures: dict[str, Any] = {"machine": f"{platform.machine()}, {os.cpu_count()} cores"}
    with tempfile.TemporaryDirectory() as folder:
        figures |= _exports(trace, Path(folder), given.repeat)
        figures["one frame, process start included"] = _one_frame(Path(folder))
    figures["matplotlib"] = _matplotlib(trace)
    for scale in SCALES:
        figures[f"window while exporting at scale {scale:g}"] = _window(scale)
    del application
    _print(figures)
    if given.json is not None:
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _exports(trace: Trace, folder: Path, repeat: int) -> dict[str, Any]:
    # The same run several times, for the work of starting to be a small part of it.
    reel = run_reel(trace) * repeat
    numbered = [dataclasses.replace(shot, number=number) for number, shot in enumerate(reel)]
    options = ExportOptions(width=WIDTH, height=HEIGHT, overwrite=True)
    found = {"png sequence": _timed(lambda: export_pictures(numbered, folder, options), len(reel))}
    for kind in MOVIES:
        path = folder / f"run.{kind}"
        found[kind] = _timed(functools.partial(export_movie, reel, path, options), len(reel))
        found[kind]["bytes"] = path.stat().st_size
    return found


def _timed(work: Callable[[], Iterable[object]], frames: int) -> dict[str, float]:
    wall, processor = time.perf_counter(), _processor()
    for _ in work():
        pass
    wall, processor = time.perf_counter() - wall, _processor() - processor
    return {
        "frames a second": frames / wall,
        "processor ms a frame": 1000 * processor / frames,
        "frames a second on two free cores": CORES * frames / processor,
    }


def _processor() -> float:
    """Seconds of processor time of this process and of those that it has started and ended."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, kinds))


def _window(scale: float) -> dict[str, float]:
    """The gaps, from a process of its own: a window needs another kind of application."""
    command = [sys.executable, "-m", "tests.benchmarks.export", "--child", str(scale)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _gaps(scale: float) -> dict[str, float]:
    """The longest gaps of a window that plays and exports its run, as numbered pictures and MP4."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtTest import QTest

    from ntm_viz.__main__ import build
    from ntm_viz.exports.wish import Wish

    app = build([str(assets.asset(assets.SHIPPED_TRACE))])
    # The import of Keras has gaps of its own.
    app.window.painted.disconnect(app.thread.begin)
    app.window.show()
    QTest.qWait(500)
    ticks: list[float] = []
    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    app.timeline.set_loop(True)
    app.timeline.play()
    options = ExportOptions(width=WIDTH, height=HEIGHT, scale=scale, overwrite=True)
    found = {}
    trace = app.session.trace
    last = trace.n_steps - 1
    with tempfile.TemporaryDirectory() as folder:
        for kind, name in ((Format.FRAMES, "frames"), (Format.MP4, "run.mp4")):
            ended = QEventLoop()
            app.exporter.finished.connect(ended.quit)
            wish = Wish(trace, kind, 0, last, options, MovieOptions())
            ticks.clear()
            timer.start()
            app.exporter.begin(wish, Path(folder, name))
            ended.exec()
            timer.stop()
            gaps = sorted(1000 * (late - early) for early, late in itertools.pairwise(ticks))
            found[f"{kind} longest gap, ms"] = gaps[-1]
            found[f"{kind} frames a second"] = trace.n_steps / (ticks[-1] - ticks[0])
    app.close()
    return found


def _one_frame(folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "ntm_viz", "export"]
    command += [str(assets.asset(assets.SHIPPED_TRACE)), "-o", str(folder / "one.png")]
    seconds = []
    for _ in range(5):
        begun = time.perf_counter()
        subprocess.run([*command, "--overwrite"], check=True, capture_output=True)
        seconds.append(time.perf_counter() - begun)
    return {"seconds, median": statistics.median(seconds), "seconds, least": min(seconds)}


def _matplotlib(trace: Trace) -> dict[str, float] | str:
    """The same panels through matplotlib's animation writer, into an MP4 too."""
    try:
        import matplotlib as mpl
        from matplotlib.animation import FFMpegWriter
    except ImportError:
        return "not installed, so there is no comparison: uv pip install matplotlib"
    import imageio_ffmpeg

    mpl.use("Agg")
    mpl.rcParams["animation.ffmpeg_path"] = imageio_ffmpeg.get_ffmpeg_exe()
    figure, show = _panels(trace)
    writer = FFMpegWriter(fps=8)

    def work() -> Iterable[None]:
        with (
            tempfile.TemporaryDirectory() as folder,
            writer.saving(figure, f"{folder}/run.mp4", dpi=100),
        ):
            for t in range(MATPLOTLIB_FRAMES):
                show(t)
                writer.grab_frame()
                yield

    return _timed(work, MATPLOTLIB_FRAMES)


def _panels(trace: Trace) -> tuple[Any, Callable[[int], None]]:
    """A figure of the board, the memory and the four stages; and what moves it to timestep t."""
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(WIDTH / 100, HEIGHT / 100), facecolor=DARK.window)
    grid = figure.add_gridspec(40, 3)
    heads = trace.weightings.swapaxes(0, 2)
    matrices = [trace.inputs.T, trace.targets.T, trace.predictions.T]  # type: ignore[union-attr]
    matrices += [heads[:42, 1], heads[:42, 0]]
    matrices += [trace.shifts[:, head].T for head in (1, 0)]
    axes = [figure.add_subplot(grid[4 * row : 4 * row + 3, :2]) for row in range(10)]
    for axis, values in zip(axes, matrices, strict=False):
        axis.imshow(values, aspect="auto", vmin=0, vmax=1, interpolation="nearest")
    for axis, values in zip(axes[7:], (trace.gate, trace.strength, trace.sharpness), strict=True):
        axis.step(np.arange(trace.n_steps), values)
    lines = [line for axis in axes for line in (axis.axvline(0), axis.axvline(1))]
    memory = figure.add_subplot(grid[:20, 2]).imshow(
        trace.memory[0, :42], aspect="auto", vmin=-1, vmax=1, interpolation="nearest"
    )
    stages = (trace.content, trace.gated, trace.shifted, trace.weightings)
    bars = [
        figure.add_subplot(grid[21 + 5 * row : min(25 + 5 * row, 40), 2], ylim=(0, 1)).bar(
            np.arange(42), stage[0, 0, :42]
        )
        for row, stage in enumerate(stages)
    ]
    title = figure.suptitle("t = 0", color=DARK.text)

    def show(t: int) -> None:
        for number, line in enumerate(lines):
            line.set_xdata([t - 0.5 + number % 2] * 2)
        memory.set_data(trace.memory[t + 1, :42])
        for one, stage in zip(bars, stages, strict=True):
            for bar, height in zip(one, stage[t, 0, :42], strict=True):
                bar.set_height(height)
        title.set_text(f"t = {t}")

    return figure, show


def _print(figures: dict[str, Any]) -> None:
    for name, found in figures.items():
        if isinstance(found, str):
            print(f"{name}: {found}")
            continue
        print(f"{name}: " + ", ".join(f"{number:,.1f} {what}" for what, number in found.items()))
    other = figures["matplotlib"]
    if not isinstance(other, str):
        for name in ("png sequence", "mp4"):
            what = "processor ms a frame"
            times = other[what] / figures[name][what]
            faster = figures[name]["frames a second"] / other["frames a second"]
            print(
                f"{name}: {faster:.0f} times as fast as matplotlib's writer by the clock, "
                f"with {times:.0f} times less processor time"
            )


if __name__ == "__main__":
    main()
