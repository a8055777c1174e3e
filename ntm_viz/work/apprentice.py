"""Apprentice: trains in the thread that owns Keras, a stride at a time.

Between two strides the thread does whatever else was asked of it: a drawing is run, training is
paused or stopped. So nothing here is locked and nobody waits longer than for one stride.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from ntm_model.lock import InUseError
from ntm_viz.messages import Problem
from ntm_viz.training_messages import (
    Ending,
    Looking,
    TrainingEnded,
    TrainingReady,
    TrainingStep,
    TrainRequest,
)
from ntm_viz.work.job import TrainingJob
from ntm_viz.work.words import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ntm_viz.worker import Worker

_FREE_SOME_SPACE = (
    "What was saved before is whole. Free some space, or make the folder writable, and resume."
)


class Apprentice(QObject):
    """Trains one network at a time, beside ``worker``, whose wishes come first."""

    ready = Signal(object)
    stepped = Signal(object)
    stuck = Signal(object)
    """A Problem; training is paused until the word to go on."""
    ended = Signal(object)
    looking = Signal(object)
    """How far the look at a network that was trained to its end has come."""
    _next_wanted = Signal()

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self._job: TrainingJob | None = None
        self._looks: Iterator[tuple[int, int]] | None = None
        self._goes_on = False
        self._rests_since = 0.0
        self._awaited = False
        # Queued: what was asked for during a stride is taken in before the next.
        self._next_wanted.connect(self._do_next, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def begin(self, request: TrainRequest) -> None:
        """Build the network and make its run folder; training waits for ``go_on``."""
        self._looks = None
        if self._job is not None:
            self.stop()
        problem = self._worker.why_not
        if problem is None:
            try:
                self._job = TrainingJob(request)
            except Exception as error:
                what_to_do = (
                    "It can be taken up once it has been stopped there."
                    if isinstance(error, InUseError)
                    else "Change the settings, or make room for the run folder."
                )
                problem = Problem("Training could not begin", in_words(error), what_to_do)
        if self._job is None or problem is not None:
            self.ended.emit(TrainingEnded(request.folder, Ending.FAILED, problem=problem))
            return
        self._goes_on, self._rests_since = False, time.perf_counter()
        self._worker.weights.follow(request.folder, self._job.weights)
        self.ready.emit(TrainingReady(request, self._job.done, self._job.first_checkpoint))

    @Slot()
    def go_on(self) -> None:
        """Train on, after the beginning or a pause."""
        if self._job is not None and not self._goes_on:
            self._goes_on = True
            self._job.rested(time.perf_counter() - self._rests_since)
            self._want_next()

    @Slot()
    def pause(self) -> None:
        """Train no further until ``go_on``."""
        self._goes_on, self._rests_since = False, time.perf_counter()

    @Slot()
    def stop(self) -> None:
        """End the training where it is, saved so that it can be taken up again."""
        self._looks = None
        if self._job is not None:
            self._end(Ending.STOPPED)

    def close(self) -> None:
        """The thread ends: save what there is."""
        self.stop()

    def _want_next(self) -> None:
        if not self._awaited:
            self._awaited = True
            self._next_wanted.emit()

    @Slot()
    def _do_next(self) -> None:
        self._awaited = False
        if self._worker.has_work:
            self._want_next()
        elif self._job is not None and self._goes_on:
            self._train_on(self._job)
        elif self._looks is not None:
            self._look_on(self._looks)

    def _train_on(self, job: TrainingJob) -> None:
        from ntm_model.training import TrainingError

        if job.complete:
            # It was trained to its end and interrupted before it had its card.
            self._finish(job)
            self._want_next()
            return
        try:
            told = job.advance()
        except TrainingError as error:
            seen, _, advice = str(error).partition("; the last checkpoint is good: ")
            advice = f"The network before that is kept. T{advice[1:]}." if advice else ""
            self._end(Ending.FAILED, Problem("Training went astray", seen, advice))
            return
        except Exception as error:
            advice = "Try a smaller memory or batch. What was trained so far is kept."
            self._end(Ending.FAILED, Problem("Training broke off", in_words(error), advice))
            return
        if told is not None:
            checkpoint = self._kept(job)
            if checkpoint is not None:
                self._worker.weights.remember(checkpoint)
            self.stepped.emit(TrainingStep(told, checkpoint))
            if told.finished:
                self._finish(job)
        self._want_next()

    def _kept(self, job: TrainingJob) -> Path | None:
        try:
            return job.keep()
        except OSError as error:
            self.pause()
            title = "Training is paused: it cannot be saved"
            self.stuck.emit(Problem(title, in_words(error), _FREE_SOME_SPACE))
            return None

    def _end(self, how: Ending, problem: Problem | None = None) -> None:
        """Save the last whole slice and let go."""
        job, self._job, self._goes_on = self._job, None, False
        assert job is not None
        saved = None
        try:
            saved = job.stop()
        except OSError as error:
            last = "The last checkpoint in the run folder is whole."
            problem = problem or Problem("The network was not saved", in_words(error), last)
        self._worker.weights.part()
        self.ended.emit(TrainingEnded(job.folder, how, job.done, saved, problem))

    def _finish(self, job: TrainingJob) -> None:
        """Save the network, and begin to find out what it can do."""
        self._job, self._goes_on, problem = None, False, None
        try:
            job.finish()
            self._looks = job.look()
        except OSError as error:
            last = "The last checkpoint in the run folder is whole."
            problem = Problem("The network was not saved", in_words(error), last)
        self._worker.weights.part()
        self._folder = job.folder
        self.ended.emit(TrainingEnded(job.folder, Ending.FINISHED, job.done, problem=problem))

    def _look_on(self, looks: Iterator[tuple[int, int]]) -> None:
        try:
            done, total = next(looks)
        except StopIteration:
            self._looks = None
            self.looking.emit(Looking(self._folder, 1, 1))
        except Exception:
            # The network is saved, and its card says all but this.
            self._looks = None
            self.looking.emit(Looking(self._folder, 0, 0))
        else:
            self.looking.emit(Looking(self._folder, done, total))
            self._want_next()
