"""Session: what a person drew, what the network made of it, and what is still under way.

It knows neither widgets nor Keras. Wishes come in as calls, news goes out as signals; a
drawing that cannot run yet waits here and is never lost.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ntm_viz.messages import (
    LoadFailure,
    LoadRequest,
    LoadResult,
    Network,
    RunFailure,
    RunRequest,
    RunResult,
)

if TYPE_CHECKING:
    from pathlib import Path

    from ntm_model.tasks import Task
    from ntm_model.tasks.base import Bits
    from ntm_model.trace import Trace
    from ntm_viz.drawing import Drawing


class Origin(enum.Enum):
    """Where the run that is shown comes from."""

    SHIPPED = "shipped"
    FILE = "file"
    NETWORK = "network"


class Session(QObject):
    """Owner of the task, the drawing, the trace that is shown and the runs under way.

    Every change of the drawing makes a request with a higher id; an answer counts only while
    its id is the newest.
    """

    trace_changed = Signal(object)
    network_changed = Signal()
    activity_changed = Signal()
    """Something began or ended: a run, a wait, the loading of a network."""
    request_made = Signal(object)
    load_requested = Signal(object)
    problem_found = Signal(object)

    def __init__(self, task: Task, drawing: Drawing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task = task
        self._drawing = drawing
        self._trace: Trace | None = None
        self._origin = Origin.SHIPPED
        self._file: Path | None = None
        self._network: Network | None = None
        self._network_id = 0
        self._loading: LoadRequest | None = None
        self._given_up: list[LoadRequest] = []
        self._last_load_id = 0
        self._opened_after_load = 0
        self._last_id = 0
        self._awaited: int | None = None
        self._waiting = False
        self._run_seconds: float | None = None
        self._opening = False
        drawing.changed.connect(self._take_drawing)

    @property
    def task(self) -> Task:
        return self._task

    @property
    def drawing(self) -> Drawing:
        return self._drawing

    @property
    def pattern(self) -> Bits:
        """What is drawn, [length, bits], read-only."""
        return self._drawing.pattern

    @property
    def trace(self) -> Trace | None:
        return self._trace

    @property
    def origin(self) -> Origin:
        """Where ``trace`` comes from."""
        return self._origin

    @property
    def file(self) -> Path | None:
        """The file that ``trace`` was read from; None where a network has just made it."""
        return self._file

    @property
    def network(self) -> Network | None:
        """The network that runs the drawings; None until the first one is loaded."""
        return self._network

    @property
    def loading(self) -> LoadRequest | None:
        """The network that is being loaded: of several, the one that was asked for last."""
        return self._loading

    @property
    def running(self) -> bool:
        """Whether the network is at work on the drawing."""
        return self._awaited is not None

    @property
    def waiting(self) -> bool:
        """Whether the drawing waits for a network to be loaded."""
        return self._waiting

    @property
    def run_seconds(self) -> float | None:
        """How long the run that is shown took; None where it was not run here."""
        return self._run_seconds

    @Slot(object)
    def _take_drawing(self, _pattern: Bits) -> None:
        if not self._opening:
            self.run()

    @Slot()
    def run(self) -> None:
        """Have the network run the drawing, at once or as soon as there is one."""
        if self._network is None:
            self._waiting = True
        else:
            self._last_id += 1
            self._awaited = self._last_id
            self.request_made.emit(RunRequest(self._last_id, self._task, self.pattern))
        self.activity_changed.emit()

    @Slot(object)
    def take_result(self, result: RunResult) -> None:
        """Show a run, unless the drawing has changed since it was asked for."""
        if result.id != self._awaited:
            return
        self._awaited = None
        self._run_seconds = result.seconds
        self._show(result.trace, Origin.NETWORK, None)

    @Slot(object)
    def take_run_failure(self, failure: RunFailure) -> None:
        if failure.id != self._awaited:
            return
        self._awaited = None
        self.activity_changed.emit()
        self.problem_found.emit(failure.problem)

    def show_trace(self, trace: Trace, path: Path, origin: Origin = Origin.FILE) -> None:
        """Show a recorded run, and the pattern that was drawn for it where that can be told."""
        drawn = self._task.drawn(trace.inputs)
        if drawn is not None:
            # This pattern has its run already: it must not be sent to the network.
            self._opening = True
            if origin is Origin.SHIPPED:
                self._drawing.start_with(drawn.bits)
            else:
                self._drawing.set_pattern(drawn.bits)
            self._opening = False
        # Whatever is still under way was asked for before this run was opened.
        self._awaited = None
        self._waiting = False
        self._opened_after_load = self._last_load_id
        self._run_seconds = None
        self._show(trace, origin, path)

    def _show(self, trace: Trace, origin: Origin, path: Path | None) -> None:
        self._trace, self._origin, self._file = trace, origin, path
        self.trace_changed.emit(trace)
        self.activity_changed.emit()

    def load(self, path: Path, n_slots: int | None = None, *, run: bool = True) -> None:
        """Ask for the network in ``path``; the one that is there runs on until it has come.

        ``run`` has the new network run the drawing as soon as it has come. Where there is no
        network yet, what was being loaded is taken up again should this one fail.
        """
        if self._loading is not None and self._network is None:
            self._given_up.append(self._loading)
        self._last_load_id += 1
        self._loading = LoadRequest(self._last_load_id, path, n_slots, self._task.name, run)
        self.load_requested.emit(self._loading)
        self.activity_changed.emit()

    @Slot(object)
    def take_network(self, result: LoadResult) -> None:
        """Run drawings by this network from now on, and this one at once where that is wanted.

        A network counts even while a newer one is still being loaded: that may fail, and
        whatever came last is what runs the drawings. What is older than that does not count.
        """
        request = result.request
        if request.id < self._network_id:
            return
        self._network, self._network_id = result.network, request.id
        self._given_up.clear()
        if request == self._loading:
            self._loading = None
        run = self._waiting or (request.run and request.id > self._opened_after_load)
        self._waiting = False
        self.network_changed.emit()
        if run:
            self.run()
        else:
            self.activity_changed.emit()

    @Slot(object)
    def take_load_failure(self, failure: LoadFailure) -> None:
        """Say why the network that is waited for did not come, and keep the one before."""
        if failure.request in self._given_up:
            self._given_up.remove(failure.request)
        if failure.request != self._loading:
            return
        self._loading = None
        self.problem_found.emit(failure.problem)
        if self._given_up:
            before = self._given_up.pop()
            run = before.run and before.id > self._opened_after_load
            self.load(before.path, before.n_slots, run=run)
        else:
            self.activity_changed.emit()
