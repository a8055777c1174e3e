"""Lives of the window, each in a process of its own that ``tests.benchmarks.window`` starts.

``python -m tests.benchmarks.lives NAME`` lives one and prints its figures as one line of JSON.
"""

from __future__ import annotations

import itertools
import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

STROKES = 60
"""Painted bits that are timed; each is one run of the network."""
MOVES = 400
"""Moves of the playhead that are timed."""
WARM_UP = 200
"""Strokes, and moves, after which whatever is made only once has been made."""
PLAYED, DRAWN = 12_000, 2_000
"""Moves and strokes of a long life."""


def life() -> dict[str, Any]:
    """From the start to a network that is ready, and work with it."""
    from PySide6.QtTest import QTest

    app, seen = _build(), {}
    app.window.painted.connect(lambda: seen.setdefault("first picture", time.time()))
    app.window.show()
    _wait_for_network(app)
    seen["ready"] = time.time()
    QTest.qWait(500)
    seen["bit to picture"] = _strokes(app, 20, STROKES)
    seen["bit to picture, long"] = _strokes(app, 120, STROKES)
    _set_length(app, 20)
    seen["move to picture"] = _moves(app, _steps(app, MOVES))
    app.close()
    return seen


def gaps() -> dict[str, Any]:
    """How long the window is deaf while the network is loaded, played at 60 frames a second."""
    from PySide6.QtCore import QTimer

    app = _build()
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
    found = [1000 * (late - early) for early, late in itertools.pairwise(ticks)]
    app.close()
    return {"gaps": found}


def bare() -> dict[str, Any]:
    """The window on the recorded run that comes along, before any network."""
    app = _without_network()
    _moves(app, _steps(app, WARM_UP))
    return {"memory": _memory()}


def hour() -> dict[str, Any]:
    """A long time of playing and drawing: what it adds to the memory."""
    app = _build()
    app.window.show()
    _wait_for_network(app)
    _strokes(app, 20, WARM_UP)
    _moves(app, _steps(app, WARM_UP))
    before = _memory()
    for _ in range(4):
        _strokes(app, 20, DRAWN // 4)
        _moves(app, _steps(app, PLAYED // 4))
    after = _memory()
    app.close()
    return {"before": before, "after": after}


def long(steps: int, n_slots: int) -> dict[str, Any]:
    """A recorded run of so many steps and slots: opened, and looked at here and there."""
    from tests.long_runs import write_long_run

    app = _without_network()
    with tempfile.TemporaryDirectory() as folder:
        path = write_long_run(Path(folder) / "run.npz", steps=steps, n_slots=n_slots)
        size, before = path.stat().st_size, _memory()
        repaint = _repaint_after(app, app.session.trace_changed)
        begun = time.perf_counter()
        app.opener.open(path)
        repaint()
        seen = {"open": time.perf_counter() - begun, "file": size}
        random = np.random.default_rng(0)
        seen["here and there"] = _moves(app, random.integers(0, steps, MOVES).tolist())
        seen["step by step"] = _moves(app, _steps(app, MOVES))
        seen["zoom"] = _zooms(app)
        seen["memory"] = _memory() - before
    return seen


def _build() -> Any:
    from ntm_viz.__main__ import build

    return build([])


def _without_network() -> Any:
    app = _build()
    app.thread.start = lambda *_: None
    app.window.show()
    for _ in range(50):
        app.application.processEvents()
    return app


def _wait_for_network(app: Any) -> None:
    """Wait in an event loop: polling would take the interpreter from the import."""
    from PySide6.QtCore import QEventLoop

    loop = QEventLoop()
    app.session.network_changed.connect(loop.quit)
    app.session.problem_found.connect(loop.quit)
    loop.exec()
    if app.session.network is None:
        raise SystemExit(app.window.notice.accessibleName())


def _strokes(app: Any, length: int, count: int) -> list[float]:
    """Seconds from the press of the mouse to the end of the repaint that shows its run."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    grid = app.window.input_panel.grid
    _set_length(app, length)
    repaint = _repaint_after(app, app.session.trace_changed)
    seconds = []
    for stroke in range(count):
        column, bit = stroke % 20, stroke // 20 % 8
        erases = bool(app.session.bits[column, bit])
        button = Qt.MouseButton.RightButton if erases else Qt.MouseButton.LeftButton
        begun = time.perf_counter()
        QTest.mouseClick(grid, button, pos=grid.cell_rect(column, bit).center())
        repaint()
        seconds.append(time.perf_counter() - begun)
    return seconds


def _set_length(app: Any, length: int) -> None:
    """Draw so many vectors, and wait for their run: it may move the playhead."""
    if app.session.drawing.length != length:
        repaint = _repaint_after(app, app.session.trace_changed)
        app.session.drawing.set_length(length)
        repaint()


def _steps(app: Any, count: int) -> Iterable[int]:
    """So many moves forwards, one to three steps each."""
    t, length = app.timeline.t, app.timeline.length
    return ((t + 1 + 2 * move + move % 3) % length for move in range(count))


def _moves(app: Any, places: Iterable[int]) -> list[float]:
    """Seconds from a moved playhead to the end of the repaint."""
    repaint = _repaint_after(app, app.timeline.t_changed)
    seconds = []
    for t in places:
        if t == app.timeline.t:
            continue
        begun = time.perf_counter()
        app.timeline.jump(t)
        repaint()
        seconds.append(time.perf_counter() - begun)
    return seconds


def _zooms(app: Any) -> list[float]:
    """Seconds from a turned wheel to the end of the board's repaint, all the way in and out."""
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtGui import QWheelEvent

    board, seconds = app.window.board, []
    for turned in (*[120] * 20, *[-120] * 20):
        begun = time.perf_counter()
        place = QPointF(board.width() / 2, board.height() / 2)
        event = QWheelEvent(
            place,
            board.mapToGlobal(place),
            QPoint(),
            QPoint(0, turned),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        app.application.sendEvent(board, event)
        board.repaint()
        seconds.append(time.perf_counter() - begun)
    return seconds


def _repaint_after(app: Any, change: Any) -> Callable[[], None]:
    """A function that returns when what the next ``change`` brought has been painted.

    Qt gathers changes for some milliseconds before it paints; those count too.
    """
    from PySide6.QtCore import QEvent, QEventLoop, QObject

    class Watch(QObject):
        changed = painted = False
        loop = QEventLoop()

        def note(self) -> None:
            self.changed = True

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if self.changed and event.type() == QEvent.Type.Paint:
                self.painted = True
                # It ends when this event, and so the painting, is over.
                self.loop.quit()
            return False

    watch = Watch(app.window)
    change.connect(watch.note)
    # Of the three pictures it is the one that changes with every t.
    app.window.memory.installEventFilter(watch)

    def repaint() -> None:
        # Not by polling, which would keep the interpreter from the thread that is waited for.
        while not watch.painted:
            watch.loop.exec()
        watch.changed = watch.painted = False

    return repaint


def _memory() -> float:
    """Megabytes that the process holds now: its own, and files that it has in memory."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize() / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


LIVES = {"life": life, "gaps": gaps, "bare": bare, "hour": hour, "long": long}

if __name__ == "__main__":
    print(json.dumps(LIVES[sys.argv[1]](*map(int, sys.argv[2:]))))
