"""Session: the task, what a person drew for it, what the network made of it, what is under way.

It knows neither widgets nor Keras. Wishes come in as calls, news goes out as signals; a
drawing that cannot run yet waits here and is never lost.
"""

from __future__ import annotations

import dataclasses
import enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ntm_model import tasks
from ntm_viz.examples import first_pattern
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

    from ntm_model.tasks import Pattern, Task
    from ntm_model.tasks.base import Bits
    from ntm_model.trace import Trace
    from ntm_viz.drawing import Drawing


class Origin(enum.Enum):
    """Where the run that is shown comes from."""

    SHIPPED = "shipped"
    FILE = "file"
    NETWORK = "network"


@dataclasses.dataclass
class _Shown:
    """What the window shows for one task, kept while another task is looked at."""

    trace: Trace | None = None
    origin: Origin = Origin.SHIPPED
    file: Path | None = None
    run_seconds: float | None = None
    network: Network | None = None
    """The network that ran the drawings."""
    is_old: bool = False
    """Whether the drawing has changed since the trace was made."""


class Session(QObject):
    """Owner of the task, the drawing, the trace that is shown and the runs under way.

    Every change of the drawing makes a request with a higher id; an answer counts only while
    its id is the newest.
    """

    task_changed = Signal(object)
    """The new task. The drawing is there already; what is shown of it follows."""
    trace_changed = Signal(object)
    trace_gone = Signal()
    """Another task was chosen, and no run of it is there yet."""
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
        self._shown = _Shown()
        self._all_shown = {task.name: self._shown}
        self._network: Network | None = None
        self._network_id = 0
        self._loading: LoadRequest | None = None
        self._given_up: list[LoadRequest] = []
        self._last_load_id = 0
        self._opened_after_load = 0
        self._last_id = 0
        self._awaited: int | None = None
        self._waiting = False
        self._checkpoint: Path | None = None
        self._opening = False
        self._resting = False
        self._missed_a_change = False
        drawing.changed.connect(self._take_drawing)

    @property
    def task(self) -> Task:
        return self._task

    @property
    def drawing(self) -> Drawing:
        return self._drawing

    @property
    def pattern(self) -> Pattern:
        """What is drawn; its arrays are read-only."""
        return self._drawing.pattern

    @property
    def bits(self) -> Bits:
        """The bits of what is drawn, [length, bits], read-only."""
        return self._drawing.bits

    @property
    def trace(self) -> Trace | None:
        """The run that is shown; None where there is none of this task yet."""
        return self._shown.trace

    @property
    def origin(self) -> Origin:
        """Where ``trace`` comes from."""
        return self._shown.origin

    @property
    def file(self) -> Path | None:
        """The file that ``trace`` was read from; None where a network has just made it."""
        return self._shown.file

    @property
    def network(self) -> Network | None:
        """The network that runs the drawings; None until one for this task is loaded."""
        return self._network

    @property
    def last_network(self) -> Network | None:
        """The network that ran this task's drawings when it was last looked at."""
        return self._shown.network

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
    def checkpoint(self) -> Path | None:
        """The moment of the network's training that runs the drawings; None for the newest."""
        return self._checkpoint

    @property
    def _is_of_checkpoint(self) -> bool:
        """Whether the run that is shown is not what the newest network would do."""
        return self._checkpoint is not None and self._shown.origin is Origin.NETWORK

    def choose_checkpoint(self, checkpoint: Path | None) -> None:
        """Run the drawing as the network was at ``checkpoint``, and all after it."""
        if checkpoint != self._checkpoint:
            self._checkpoint = checkpoint
            self.run()

    @property
    def run_seconds(self) -> float | None:
        """How long the run that is shown took; None where it was not run here."""
        return self._shown.run_seconds

    def set_task(self, task: Task) -> None:
        """Turn to another task: its last drawing and run, or a first drawing that waits."""
        if task == self._task:
            return
        self._turn_to(task)
        self.task_changed.emit(task)
        self._show_again()

    def _turn_to(self, task: Task) -> None:
        """The task and its drawing; nothing that was under way for the one before counts."""
        self._shown.is_old = (
            self._awaited is not None
            or self._waiting
            or self._missed_a_change
            or self._is_of_checkpoint
        )
        self._missed_a_change = False
        self._task = task
        self._shown = self._all_shown.setdefault(task.name, _Shown(is_old=True))
        self._network, self._loading, self._awaited = None, None, None
        self._checkpoint = None
        self._network_id = self._last_load_id + 1
        self._given_up.clear()
        self._waiting = self._shown.is_old
        if self._drawing.task != task:
            self._opening = True
            first = self._drawing.pattern if self._drawing.knows(task) else first_pattern(task)
            self._drawing.take_up(task, first)
            self._opening = False

    def _show_again(self) -> None:
        """The run of this task that was shown last."""
        if self._shown.trace is None:
            self.trace_gone.emit()
        else:
            self.trace_changed.emit(self._shown.trace)
        self.network_changed.emit()
        self.activity_changed.emit()

    @Slot(object)
    def _take_drawing(self, _pattern: Pattern) -> None:
        if self._opening:
            return
        if self._drawing.task != self._task:
            # The drawing is another session's too, which has turned to another task.
            self.set_task(self._drawing.task)
        elif not self._drawing.shows_run or self._shown.origin is not Origin.FILE:
            self.run()

    def rest(self) -> None:
        """Run no drawing, because nobody looks, until ``wake``."""
        self._resting = True

    def wake(self) -> None:
        """Run drawings again, and at once what was drawn in the meantime."""
        missed = self._missed_a_change
        self._resting = self._missed_a_change = False
        if missed:
            self.run()

    def begin_like(self, other: Session) -> None:
        """Show what ``other`` shows, and ask for the network that it has."""
        if other.trace is not None:
            self._show(other.trace, other.origin, other.file, other.run_seconds)
        if other.network is not None:
            run = other.trace is None or other.running or other.waiting
            self.load(other.network.path, other.network.n_slots, run=run)
        elif other.loading is not None:
            self.load(other.loading.path, other.loading.n_slots, run=other.loading.run)

    @Slot()
    def run(self) -> None:
        """Have the network run the drawing, at once or as soon as there is one."""
        if self._resting:
            self._missed_a_change = True
        elif self._network is None:
            self._waiting = True
        else:
            self._last_id += 1
            self._awaited = self._last_id
            self.request_made.emit(
                RunRequest(self._last_id, self._task, self.pattern, self._checkpoint)
            )
        self.activity_changed.emit()

    @Slot(object)
    def take_result(self, result: RunResult) -> None:
        """Show a run, unless the drawing has changed since it was asked for."""
        if result.id != self._awaited:
            return
        self._awaited = None
        self._show(result.trace, Origin.NETWORK, None, result.seconds)

    @Slot(object)
    def take_run_failure(self, failure: RunFailure) -> None:
        if failure.id != self._awaited:
            return
        self._awaited = None
        self.activity_changed.emit()
        self.problem_found.emit(failure.problem)

    def show_trace(self, trace: Trace, path: Path, origin: Origin = Origin.FILE) -> None:
        """Show a recorded run, and the pattern that was drawn for it where that can be told.

        A run of another task turns to that task.
        """
        task = task_of(trace, self._task)
        turned = task != self._task
        if turned:
            self._turn_to(task)
        self._draw_opened(trace, origin)
        # Whatever is still under way was asked for before this run was opened.
        self._awaited = None
        self._waiting = False
        self._opened_after_load = self._last_load_id
        if turned:
            self.task_changed.emit(task)
            self.network_changed.emit()
        self._show(trace, origin, path, None)

    def _draw_opened(self, trace: Trace, origin: Origin) -> None:
        """Draw what a run was of, without sending it to the network: it has its run already."""
        drawn = self._task.drawn(trace.inputs)
        if drawn is None:
            return
        self._opening = True
        with self._drawing.of_a_run():
            if origin is Origin.SHIPPED:
                self._drawing.start_with(drawn)
            else:
                self._drawing.set_pattern(drawn)
        self._opening = False

    def _show(self, trace: Trace, origin: Origin, path: Path | None, seconds: float | None) -> None:
        self._shown.trace, self._shown.origin, self._shown.file = trace, origin, path
        self._shown.run_seconds = seconds
        self.trace_changed.emit(trace)
        self.activity_changed.emit()

    def load(
        self, path: Path, n_slots: int | None = None, *, run: bool = True, any_task: bool = False
    ) -> None:
        """Ask for the network in ``path``; the one that is there runs on until it has come.

        ``run`` has the new network run the drawing as soon as it has come; with ``any_task`` a
        network of another task is as welcome, and turns to that task. Where there is no
        network yet, what was being loaded is taken up again should this one fail.
        """
        if self._loading is not None and self._network is None:
            self._given_up.append(self._loading)
        self._last_load_id += 1
        self._loading = LoadRequest(
            self._last_load_id, path, n_slots, self._task.name, run, any_task
        )
        self.load_requested.emit(self._loading)
        self.activity_changed.emit()

    @Slot(object)
    def take_network(self, result: LoadResult) -> None:
        """Run drawings by this network from now on, and this one at once where that is wanted.

        A network counts even while a newer one is still being loaded: that may fail, and
        whatever came last is what runs the drawings. What is older than that does not count,
        nor what was asked for before the person turned to another task.
        """
        request, network = result.request, result.network
        turns = network.task != self._task.name
        if request.id < self._network_id or (turns and request != self._loading):
            return
        if turns:
            self._turn_to(tasks.get(network.task))
        self._network, self._network_id = network, request.id
        of_checkpoint = self._is_of_checkpoint
        self._shown.network, self._checkpoint = network, None
        self._given_up.clear()
        if request == self._loading:
            self._loading = None
        wanted = request.run and request.id > self._opened_after_load
        run = self._waiting or of_checkpoint or wanted
        self._waiting = False
        if turns:
            self.task_changed.emit(self._task)
            self._show_again()
        else:
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
            self.load(before.path, before.n_slots, run=run, any_task=before.any_task)
        else:
            self.activity_changed.emit()


def task_of(trace: Trace, present: Task) -> Task:
    """The task that a run is of: the one that it names, or else ``present``."""
    named = trace.meta.task
    if named in ("", present.name):
        return present
    try:
        task = tasks.get(named)
    except tasks.TaskError:
        return present
    fits = trace.outputs.shape[1] == task.output_width and task.drawn(trace.inputs) is not None
    return task if fits else present
