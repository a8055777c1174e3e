"""Coach: between the training and the panel that shows it; the words and what can be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ntm_model.presets import defaults_for
from ntm_viz.commands import Command
from ntm_viz.reading.training_words import outcome_words, progress_words
from ntm_viz.training import Phase
from ntm_viz.training_settings import SettingsError, config_of, following, settings_of
from ntm_viz.views.training_panel import TrainingState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QAction

    from ntm_viz.session import Session
    from ntm_viz.training import Training
    from ntm_viz.views.training_panel import TrainingPanel

_BREATH = 60
"""Milliseconds between two looks at the curves."""
_HEADLINES = {
    Phase.IDLE: "{}",
    Phase.STARTING: "{} is about to begin…",
    Phase.TRAINING: "{} is learning",
    Phase.PAUSED: "{} is paused",
    Phase.STOPPING: "{} is stopping…",
    Phase.STOPPED: "{} was stopped",
    Phase.FINISHED: "{} is trained to the end",
    Phase.FAILED: "",
}
"""What is going on with which run."""


class Coach(QObject):
    """Shows the training in its panel, and begins one with what the panel says."""

    told = Signal(str)
    """What is being trained, in a few words; empty where nothing is."""

    def __init__(
        self,
        session: Session,
        training: Training,
        panel: TrainingPanel,
        actions: Mapping[Command, QAction],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._training = training
        self._panel = panel
        self._actions = actions
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_BREATH)
        self._soon.timeout.connect(self.show_course)

    def show_all(self) -> None:
        """Everything, once, when the window is made."""
        self.show_task()
        self.show_state()
        self.show_course()
        self.show_checkpoints()

    @Slot()
    def begin(self) -> None:
        """Train what the panel says, or say there why that cannot be."""
        self._actions[Command.TRAINING_PANEL].setChecked(True)
        form = self._panel.form
        try:
            config = config_of(self._session.task.name, form.settings)
        except SettingsError as error:
            self._panel.show_problems(error.problems)
            return
        self._panel.show_problems({})
        self._training.start(config)

    @Slot(str)
    def take_controller(self, before: str) -> None:
        """Another controller was chosen, which may be trained in another way."""
        form = self._panel.form
        form.show_settings(following(self._session.task.name, form.settings, before))

    @Slot()
    def forget_problems(self) -> None:
        """The person is at it already."""
        self._panel.show_problems({})

    @Slot()
    def show_task(self) -> None:
        """Offer to train what is being drawn."""
        task = self._session.task
        self._panel.show_task(task.title, settings_of(defaults_for(task.name)))

    @Slot()
    def show_state(self) -> None:
        training = self._training
        phase = training.phase
        under_way = phase.under_way
        if training.problem is not None:
            # Where it is told, and what can be done about it.
            self._actions[Command.TRAINING_PANEL].setChecked(True)
        self._panel.show_state(
            TrainingState(
                under_way=under_way,
                headline=self._headline(),
                detail=self._detail(),
                progress=self._progress(),
                problem=training.problem,
                folder=training.folder,
                can_go_on=training.can_go_on,
            )
        )
        self._actions[Command.TRAIN].setEnabled(not under_way)
        self._actions[Command.STOP].setEnabled(under_way and phase is not Phase.STOPPING)
        pause = self._actions[Command.PAUSE_TRAINING]
        pause.setEnabled(phase in (Phase.TRAINING, Phase.PAUSED))
        pause.setText("&Resume training" if phase is Phase.PAUSED else "&Pause training")
        pause.setIconText("Resume" if phase is Phase.PAUSED else "Pause")
        self._tell()

    @Slot()
    def show_course_soon(self) -> None:
        """Small networks make many steps a second, and people see a few."""
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    def show_course(self) -> None:
        self._panel.show_course(self._training.course)
        self._panel.show_progress(self._progress())
        self._panel.show_words(self._headline(), self._detail())
        self._tell()

    @Slot()
    def show_checkpoints(self) -> None:
        training = self._training
        numbers = [sequences for sequences, _ in training.checkpoints]
        live = training.phase.under_way and training.is_watched
        self._panel.show_checkpoints(numbers, training.looked_at, live=live)

    @property
    def _is_compiling(self) -> bool:
        return self._training.phase is Phase.TRAINING and self._training.told_course.last is None

    def _progress(self) -> tuple[int, int] | None:
        training = self._training
        if training.looking is not None:
            return training.looking.done, training.looking.total
        if not training.phase.under_way:
            return None
        if training.phase is Phase.STARTING or self._is_compiling:
            return 0, 0
        return training.told_course.done, training.told_course.total

    def _headline(self) -> str:
        """Which run, always: the title above names the task of the drawing, maybe another."""
        training = self._training
        request, folder = training.request, training.folder
        if request is not None and training.phase is not Phase.IDLE:
            folder = request.folder
        if folder is None:
            return ""
        if training.looking is not None:
            return f"Looking at what {folder.name} can do…"
        if self._is_compiling:
            return f"Preparing the first steps of {folder.name}…"
        said = _HEADLINES[training.phase].format(folder.name)
        elsewhere = training.phase in (Phase.TRAINING, Phase.PAUSED) and not training.is_watched
        return f"{said}, in the background" if elsewhere else said

    def _detail(self) -> str:
        training = self._training
        if training.looking is not None:
            return f"{training.looking.done} of {training.looking.total} sizes"
        if training.phase is Phase.STARTING:
            return "As soon as Keras is ready, which takes some seconds"
        if training.phase.under_way:
            return progress_words(training.told_course)
        return outcome_words(training.told_course)

    def _tell(self) -> None:
        training = self._training
        task = "" if training.request is None else training.request.config.model.task
        done = training.told_course.done
        self.told.emit(
            {
                Phase.STARTING: f"{task} begins when Keras is ready",
                Phase.TRAINING: f"{task}, {done:,} sequences",
                Phase.PAUSED: f"{task}, paused at {done:,}",
                Phase.STOPPING: f"{task} stops…",
            }.get(training.phase, "evaluating…" if training.looking is not None else "")
        )
