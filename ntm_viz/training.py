"""Training: what is trained, how far it is, and which moment of it the window looks at.

It knows neither widgets nor Keras. Wishes go out to the thread as signals, news comes back as
messages; what the window shows of a training, or of a run on the disk, is read from here.
"""

from __future__ import annotations

import datetime
import enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, Signal, Slot

from ntm_model import lock, runs
from ntm_viz.messages import Problem
from ntm_viz.places import new_run
from ntm_viz.reading.course import Course
from ntm_viz.session import Origin
from ntm_viz.training_messages import Ending, TrainRequest

if TYPE_CHECKING:
    from pathlib import Path

    from ntm_model.config import TrainConfig
    from ntm_viz.session import Session
    from ntm_viz.training_messages import Looking, TrainingEnded, TrainingReady, TrainingStep

Checkpoints = list[tuple[int, "Path"]]

AGAIN = 500
"""Milliseconds after which the drawing is run again while the network learns."""


class Phase(enum.Enum):
    """How far a training is."""

    IDLE = "idle"
    STARTING = "starting"
    TRAINING = "training"
    PAUSED = "paused"
    STOPPING = "stopping"
    STOPPED = "stopped"
    FINISHED = "finished"
    FAILED = "failed"

    @property
    def under_way(self) -> bool:
        """Whether a training has begun and not yet ended."""
        return self in (Phase.STARTING, Phase.TRAINING, Phase.PAUSED, Phase.STOPPING)


_ENDINGS = {
    Ending.FINISHED: Phase.FINISHED,
    Ending.STOPPED: Phase.STOPPED,
    Ending.FAILED: Phase.FAILED,
}


class Training(QObject):
    """Owner of the training that is under way, and of the course and checkpoints of one run.

    That is the run of the training, as long as its network runs the drawings or none other has
    a run; else it is the run of whichever network does.
    """

    changed = Signal()
    """The phase, the problem, or what is told of them."""
    course_changed = Signal()
    checkpoints_changed = Signal()
    """There are more, others, or another one is looked at."""
    begin_wanted = Signal(object)
    go_on_wanted = Signal()
    pause_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, session: Session, home: Path, parent: QObject | None = None) -> None:
        """``home`` is where new runs go."""
        super().__init__(parent)
        self._session = session
        self._home = home
        self._phase = Phase.IDLE
        self._problem: Problem | None = None
        self._request: TrainRequest | None = None
        self._looking: Looking | None = None
        self._folder: Path | None = None
        self._course = Course()
        self._checkpoints: Checkpoints = []
        self._own_course = self._course
        self._own_checkpoints = self._checkpoints
        self._wanted: tuple[Path, Path | None] | None = None
        self._since_run = QElapsedTimer()

    @property
    def phase(self) -> Phase:
        return self._phase

    @property
    def problem(self) -> Problem | None:
        """What went wrong last; None where nothing did."""
        return self._problem

    @property
    def request(self) -> TrainRequest | None:
        """What is trained, or was last."""
        return self._request

    @property
    def looking(self) -> Looking | None:
        """How far the look at what the trained network can do is; None where there is none."""
        return self._looking

    @property
    def folder(self) -> Path | None:
        """The run folder whose course and checkpoints are shown."""
        return self._folder

    @property
    def course(self) -> Course:
        return self._course

    @property
    def told_course(self) -> Course:
        """The course that the phase is of: of what is trained, else of the run that is shown."""
        own = self._request is not None and self._phase is not Phase.IDLE
        return self._own_course if own else self._course

    @property
    def checkpoints(self) -> Checkpoints:
        """Of the run that is shown: (sequences, file) each, in order. The newest is shown live."""
        return self._checkpoints

    @property
    def is_watched(self) -> bool:
        """Whether the network that learns is the one that runs the drawings."""
        network, request = self._session.network, self._request
        return network is not None and request is not None and network.path == request.folder

    @property
    def can_go_on(self) -> bool:
        """Whether the run that is shown was interrupted and can be taken up again."""
        folder = self._folder
        return (
            not self._phase.under_way
            and folder is not None
            and not lock.in_use(folder)
            and (folder / runs.RESUME).is_file()
            and not (folder / runs.CARD).exists()
        )

    def start(self, config: TrainConfig) -> None:
        """Train a new network; as soon as Keras has been loaded, where it is not yet."""
        if not self._phase.under_way:
            folder = new_run(self._home, config.model.task, datetime.datetime.now().astimezone())
            self._show_run(folder, Course(total=config.sequences), [])
            self._begin(TrainRequest(folder, config))

    def take_up(self) -> None:
        """Go on with the interrupted training that is shown, or say why that cannot be."""
        folder = self._folder
        if folder is None or self._phase.under_way or (folder / runs.CARD).exists():
            return
        try:
            lock.check_free(folder)
            config = runs.read_config(folder)
        except lock.InUseError as error:
            self._refuse(str(error), "It can be taken up once it has been stopped there.")
        except (OSError, ValueError) as error:
            self._refuse(str(error), "Its networks are kept, and can be opened.")
        else:
            self._begin(TrainRequest(folder, config, resumed=True))

    def _refuse(self, reason: str, what_to_do: str) -> None:
        """The run that is shown cannot be taken up."""
        self._request, self._looking, self._phase = None, None, Phase.FAILED
        self._problem = Problem("Training cannot go on", reason, what_to_do)
        self.changed.emit()

    def _begin(self, request: TrainRequest) -> None:
        """Train what ``request`` says, and what is shown is its course from now on."""
        self._request, self._problem, self._looking = request, None, None
        self._own_course, self._own_checkpoints = self._course, self._checkpoints
        self._phase = Phase.STARTING
        self.changed.emit()
        self.begin_wanted.emit(request)

    @Slot()
    def toggle_pause(self) -> None:
        """Pause, or train on."""
        if self._phase is Phase.TRAINING:
            self._phase = Phase.PAUSED
            self.pause_wanted.emit()
        elif self._phase is Phase.PAUSED:
            self._phase, self._problem = Phase.TRAINING, None
            self.go_on_wanted.emit()
        else:
            return
        self.changed.emit()

    @Slot()
    def stop(self) -> None:
        """End the training and keep what it came to."""
        if self._phase.under_way and self._phase is not Phase.STOPPING:
            self._phase = Phase.STOPPING
            self.stop_wanted.emit()
            self.changed.emit()

    @Slot(int)
    def look_at(self, index: int) -> None:
        """Run the drawing as one of ``checkpoints`` would; the last is the newest network."""
        session, folder = self._session, self._folder
        if folder is None or session.network is None:
            return
        newest = index >= len(self._checkpoints) - 1
        checkpoint = None if newest else self._checkpoints[index][1]
        if session.network.path not in (folder, folder / runs.MODEL):
            # Another network is in the window; this run's, of whatever task, must come first.
            self._wanted = (folder, checkpoint)
            if session.loading is None or session.loading.path != folder:
                session.load(folder, run=False, any_task=True)
            return
        if checkpoint != session.checkpoint:
            session.choose_checkpoint(checkpoint)
            self.checkpoints_changed.emit()

    @property
    def looked_at(self) -> int:
        """Which of ``checkpoints`` runs the drawing: its index, the last where it is the newest."""
        chosen = self._session.checkpoint
        files = [file for _, file in self._checkpoints]
        return files.index(chosen) if chosen in files else len(files) - 1

    @Slot(object)
    def take_ready(self, ready: TrainingReady) -> None:
        """Have the network that is about to learn run the drawings, then let it learn."""
        request = ready.request
        if request != self._request or self._phase is not Phase.STARTING:
            return
        if ready.checkpoint is not None:
            self._own_checkpoints.append((ready.done, ready.checkpoint))
        if request.config.model.task == self._session.task.name:
            self._session.load(request.folder)
        self._phase = Phase.TRAINING
        # After the network was asked for: its first picture is of how it begins.
        self.go_on_wanted.emit()
        self.changed.emit()
        self.checkpoints_changed.emit()

    @Slot(object)
    def take_step(self, step: TrainingStep) -> None:
        """Tell how far it is, and run the drawing again where its network does."""
        self._own_course.add(step.progress)
        self.course_changed.emit()
        if step.checkpoint is not None:
            self._own_checkpoints.append((step.progress.sequences, step.checkpoint))
            self.checkpoints_changed.emit()
        self._run_again()

    def _run_again(self) -> None:
        """Show what the network would do now, unless the person looks at something else."""
        session = self._session
        due = not self._since_run.isValid() or self._since_run.elapsed() >= AGAIN
        live = session.checkpoint is None and session.origin is Origin.NETWORK
        if due and live and self.is_watched and not session.running:
            self._since_run.start()
            session.run()

    @Slot(object)
    def take_stuck(self, problem: Problem) -> None:
        """It waits, because it cannot be saved."""
        if self._phase is Phase.TRAINING:
            self._phase, self._problem = Phase.PAUSED, problem
            self.changed.emit()

    @Slot(object)
    def take_end(self, ended: TrainingEnded) -> None:
        """Show what it came to."""
        if self._request is None or ended.folder != self._request.folder:
            return
        begun = bool(self._own_checkpoints)
        if not begun:
            # There is no run; whichever was shown before is shown again.
            self._phase, self._request = Phase.IDLE, None
            self.follow_network()
        self._phase, self._problem = _ENDINGS[ended.how], ended.problem
        saved = (ended.done, ended.checkpoint)
        if ended.checkpoint is not None and saved not in self._own_checkpoints:
            self._own_checkpoints.append((ended.done, ended.checkpoint))
        self.changed.emit()
        self.checkpoints_changed.emit()
        live = self._session.checkpoint is None and self._session.origin is Origin.NETWORK
        if self.is_watched and live:
            self._session.run()

    @Slot(object)
    def take_looking(self, looking: Looking) -> None:
        if self._request is not None and looking.folder == self._request.folder:
            self._looking = looking if looking.done < looking.total else None
            self.changed.emit()

    @Slot()
    def follow_network(self) -> None:
        """Show the run that the network in the window comes from, where it comes from one."""
        self._show_network_run()
        self._look_at_wanted()

    def _look_at_wanted(self) -> None:
        """Run the drawing as was wanted before the network was there."""
        network = self._session.network
        if network is None or self._wanted is None:
            return
        (folder, checkpoint), self._wanted = self._wanted, None
        if network.path != folder:
            return
        if checkpoint is None:
            self._session.run()
        else:
            self._session.choose_checkpoint(checkpoint)
            self.checkpoints_changed.emit()

    def _show_network_run(self) -> None:
        network = self._session.network
        folder = None if network is None else run_of(network.path)
        if self._phase.under_way and (folder is None or self.is_watched):
            folder = None if self._request is None else self._request.folder
        if folder == self._folder:
            self.checkpoints_changed.emit()
            return
        if self._request is not None and folder == self._request.folder:
            self._show_run(folder, self._own_course, self._own_checkpoints)
        elif folder is None:
            self._show_run(None, Course(), [])
        else:
            self._show_run(folder, Course.of_run(folder), runs.checkpoints(folder))
        if not self._phase.under_way:
            self._phase, self._problem = Phase.IDLE, None
            self.changed.emit()

    def _show_run(self, folder: Path | None, course: Course, checkpoints: Checkpoints) -> None:
        self._folder, self._course, self._checkpoints = folder, course, checkpoints
        self.course_changed.emit()
        self.checkpoints_changed.emit()


def run_of(path: Path) -> Path | None:
    """The run folder that a network belongs to; None where it belongs to none."""
    candidates = (path, path.parent) if path.name == runs.MODEL else (path,)
    return next((folder for folder in candidates if runs.is_run(folder)), None)
