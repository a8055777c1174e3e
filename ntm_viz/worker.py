"""The one thread that owns Keras: the only place of the program that reaches it.

Keras is imported inside the thread, so the window is on screen long before. Work comes in as
messages and goes out as messages; nothing here is shared, so nothing here is locked.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QMetaObject, QObject, Qt, QThread, Signal, Slot

from ntm_model import backend as backends
from ntm_model import tasks
from ntm_viz import compiled
from ntm_viz.files import network_name, of_it
from ntm_viz.messages import (
    Backend,
    LoadFailure,
    LoadRequest,
    LoadResult,
    Network,
    Problem,
    RunFailure,
    RunRequest,
    RunResult,
)
from ntm_viz.work.shelf import Loaded, Shelf
from ntm_viz.work.weights import Weights
from ntm_viz.work.words import in_words

if TYPE_CHECKING:
    from pathlib import Path

    from keras import Model

    from ntm_model.model import ModelInfo
    from ntm_model.recording import Recorder
    from ntm_model.tasks import Task
    from ntm_model.tasks.base import Drawn
    from ntm_model.trace import Trace
    from ntm_viz.work.apprentice import Apprentice


class UnfitNetworkError(ValueError):
    """The network is whole, but no task of this program can be drawn for it."""


class Runner:
    """Keras at work for whoever waits for the answer: no thread, no signals."""

    def __init__(self) -> None:
        self._recorder: Recorder | None = None
        self._shelf = Shelf()
        self._model: Model | None = None
        self.weights = Weights()

    @property
    def ready(self) -> bool:
        """Whether a network is loaded."""
        return self._recorder is not None

    def start(self, backend: str | None) -> Backend:
        """Import Keras on ``backend``.

        Raises:
            RuntimeError: it is not installed, or another one runs already.
        """
        kept = compiled.folder()
        compiled.keep_programs(kept)
        compiled.keep_bytecode(kept)
        info = backends.start(backend)
        return Backend(info.name, info.version, info.device)

    def load(
        self,
        path: Path,
        n_slots: int | None = None,
        task: str | None = None,
        *,
        any_task: bool = True,
    ) -> Network:
        """Make the network in ``path`` the one that runs, ready to run at once.

        ``n_slots`` gives it a memory of another size; ``task`` is the one that drawings are
        for: it is the network's where its name tells of no other, and has to be unless
        ``any_task``.

        Raises:
            ValueError: it is no network, is damaged or newer, or fits no task.
            OSError: it cannot be read.
        """
        kept = self._shelf.take(path, n_slots)
        if kept is not None and task in (None, kept.network.task):
            self._recorder, self._model = kept.recorder, kept.model
            self.weights.take(kept.model, path)
            return kept.network
        from ntm_model import Recorder, load_model, model_info

        model = load_model(path, n_slots)
        info = model_info(model)
        found = _task_of(info, task)
        if found not in tasks.names() or (task not in (None, found) and not any_task):
            raise UnfitNetworkError(_misfit(info, task))
        # The first run compiles the step. Done here, the first drawing does not wait for it.
        own = tasks.get(found)
        blank = np.zeros((own.lengths[0], own.bits), np.uint8)
        recorder = Recorder(model)
        try:
            recorder.record_pattern(own, blank)
        except Exception:
            # What was compiled at an earlier start and kept may have been damaged since.
            if not compiled.forget_programs(compiled.folder()):
                raise
            recorder = Recorder(model)
            recorder.record_pattern(own, blank)
        self._recorder, self._model = recorder, model
        self.weights.take(model, path)
        network = Network(
            path=path,
            name=network_name(path),
            task=found,
            n_slots=info.n_slots,
            parameters=info.parameters,
            controller=info.controller,
            resizable=info.resizable,
        )
        self._shelf.put(Loaded(network, recorder, model, model.get_weights()), n_slots)
        return network

    def learn(self, path: Path) -> None:
        """Give the network that runs the weights in ``path``, of a network of the same shape.

        Raises:
            RuntimeError: no network is loaded.
            ValueError: the weights are of another shape.
            OSError: they cannot be read.
        """
        if self._model is None:
            raise RuntimeError("no network is loaded")
        self.weights.learn(path)

    def run(self, task: Task, pattern: Drawn, checkpoint: Path | None = None) -> Trace:
        """What the network does with ``pattern``, or did at a checkpoint of its training.

        Raises:
            RuntimeError: no network is loaded.
            ValueError: the task cannot take the pattern, or the checkpoint is of another network.
            OSError: the checkpoint cannot be read.
        """
        if self._recorder is None:
            raise RuntimeError("no network is loaded")
        self.weights.wear(checkpoint)
        return self._recorder.record_pattern(task, pattern)


class Worker(QObject):
    """Loads networks and runs drawings through the one that was loaded last.

    A network that cannot be loaded leaves the one before at work.
    """

    backend_started = Signal(object)
    network_loaded = Signal(object)
    load_failed = Signal(object)
    run_finished = Signal(object)
    run_failed = Signal(object)
    _network_wanted = Signal()
    _run_wanted = Signal()

    def __init__(self, runner: Runner, backend: str | None = None) -> None:
        super().__init__()
        self._runner = runner
        self._backend = backend
        self._why_not: Problem | None = Problem("Keras has not been started yet", "")
        self._newest_load: LoadRequest | None = None
        self._newest_run: RunRequest | None = None
        # Queued: what was asked for in the meantime is taken in before the newest is done.
        self._network_wanted.connect(self._load_newest, Qt.ConnectionType.QueuedConnection)
        self._run_wanted.connect(self._run_newest, Qt.ConnectionType.QueuedConnection)

    @property
    def why_not(self) -> Problem | None:
        """Why Keras does not run; None where it does."""
        return self._why_not

    @property
    def has_work(self) -> bool:
        """Whether something that a person waits for is still to be done."""
        return self._newest_load is not None or self._newest_run is not None

    @property
    def runner(self) -> Runner:
        """What runs the drawings, for others in the same thread."""
        return self._runner

    @property
    def weights(self) -> Weights:
        """What the network that runs the drawings wears."""
        return self._runner.weights

    @Slot()
    def start(self) -> None:
        """Import Keras: seconds of work. Where it fails, every load is told why."""
        try:
            backend = self._runner.start(self._backend)
        except Exception as error:
            self._why_not = Problem(
                f"Keras could not be started on {backends.title(backends.chosen(self._backend))}",
                in_words(error),
                "Recorded runs can still be opened and exported. To try another backend, start "
                f"ntm-viz with --backend {' or '.join(backends.BACKENDS)}.",
            )
            return
        self._why_not = None
        self.backend_started.emit(backend)

    @Slot(object)
    def load(self, request: LoadRequest) -> None:
        """Make the network in ``request.path`` the one that runs, unless a newer is asked for."""
        first = self._newest_load is None
        self._newest_load = request
        if first:
            self._network_wanted.emit()

    @Slot(object)
    def run(self, request: RunRequest) -> None:
        """Run the drawing, unless a newer one comes before its turn."""
        first = self._newest_run is None
        self._newest_run = request
        if first:
            self._run_wanted.emit()

    @Slot()
    def _load_newest(self) -> None:
        request, self._newest_load = self._newest_load, None
        if request is None:
            return
        if self._why_not is not None:
            self.load_failed.emit(LoadFailure(request, self._why_not))
            return
        try:
            network = self._runner.load(
                request.path, request.n_slots, request.task, any_task=request.any_task
            )
        except Exception as error:
            problem = Problem(
                f"{request.path.name} could not be opened",
                of_it(in_words(error).removeprefix(f"{request.path}: ")),
                "Choose a .keras file that ntm-model wrote, or a run folder.",
            )
            self.load_failed.emit(LoadFailure(request, problem))
            return
        self.network_loaded.emit(LoadResult(request, network))

    @Slot()
    def _run_newest(self) -> None:
        request, self._newest_run = self._newest_run, None
        if request is None or not self._runner.ready:
            return
        begun = time.perf_counter()
        try:
            trace = self._runner.run(request.task, request.pattern, request.checkpoint)
        except Exception as error:
            problem = Problem(
                "The network could not run this drawing",
                in_words(error),
                "Change the drawing, or open another network.",
            )
            self.run_failed.emit(RunFailure(request.id, problem))
            return
        self.run_finished.emit(RunResult(request.id, trace, time.perf_counter() - begun))


class WorkerThread(QThread):
    """The thread that a worker lives in, from the start of the program to its end."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.setObjectName("keras")
        self._worker = worker
        self._apprentices: list[Apprentice] = []
        worker.moveToThread(self)

    def run(self) -> None:
        # Written in Python, so that the thread keeps one Python thread state for its whole
        # life. Without it every slot gets one of its own, and TensorFlow, which remembers the
        # first that it saw, ends the process at the second.
        self._worker.start()
        self.exec()
        for apprentice in self._apprentices:
            apprentice.close()

    def employ(self, apprentice: Apprentice) -> None:
        """Have an apprentice live here too; what it is at is saved when the thread ends."""
        self._apprentices.append(apprentice)
        apprentice.moveToThread(self)

    def adopt(self, worker: Worker) -> None:
        """Have another worker live here too: they take turns, and Keras never does two things."""
        worker.moveToThread(self)
        QMetaObject.invokeMethod(worker, "start", Qt.ConnectionType.QueuedConnection)

    @Slot()
    def begin(self) -> None:
        """Start the thread behind everything that a person sees."""
        self.start(QThread.Priority.LowPriority)

    def stop(self, patience: float = 1.5) -> bool:
        """End the thread after the work in hand; False where that takes more than ``patience``
        seconds (an import or a compilation cannot be interrupted)."""
        self.quit()
        return self.wait(round(patience * 1000))


def _task_of(info: ModelInfo, wanted: str | None) -> str:
    """The task that the network is named after, or else ``wanted`` where the widths fit it."""
    if wanted is None or info.name == info.task:
        return info.task
    return tasks.fitting(wanted, info.input_width, info.output_width)


def _misfit(info: ModelInfo, wanted: str | None) -> str:
    widths = f"it takes {info.input_width} inputs and gives {info.output_width} outputs"
    if wanted is None:
        return f"{widths}, which fits no task here"
    if info.task:
        return f"it is a network for the task {info.task}, and the drawing is for {wanted}"
    task = tasks.get(wanted)
    return f"{widths}; {wanted} has {task.input_width} and {task.output_width}"
