"""Presenter: what the session and the timeline hold, resolved and pushed into the window.

It decides what is shown and in which words; the views only show it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAction

from ntm_model import tasks
from ntm_model.trace import TraceError
from ntm_viz.commands import Command
from ntm_viz.examples import FIRST_LENGTH, examples_of
from ntm_viz.messages import Problem
from ntm_viz.reading.frame import Overview, frame_at, resolve
from ntm_viz.reading.phases import Role
from ntm_viz.reading.plan import plan_of, wait_for
from ntm_viz.reading.recall import Recall, is_run_of, recall_of
from ntm_viz.reading.story import story
from ntm_viz.reading.task_words import answer_remark, answer_title, drawing_hint, verdict
from ntm_viz.session import Origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ntm_model.tasks import Pattern, Task
    from ntm_model.trace import Trace
    from ntm_viz.look.appearance import Appearance
    from ntm_viz.pointer import Pointer
    from ntm_viz.session import Session
    from ntm_viz.timeline import Timeline
    from ntm_viz.views.main_window import MainWindow

FIRST_LOOK = 6
"""Vectors that are recited already when the program starts: a picture that shows something."""
_OF_DAMAGE = "The file is damaged or was written wrongly. All other steps can be looked at."

PATIENCE = 250
"""Milliseconds after which a run that is under way is told of."""


class Presenter(QObject):
    """Resolves each change once and pushes it to the views that show it."""

    def __init__(
        self,
        session: Session,
        timeline: Timeline,
        pointer: Pointer,
        appearance: Appearance,
        window: MainWindow,
        actions: Mapping[Command, QAction],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._timeline = timeline
        self._pointer = pointer
        self._appearance = appearance
        self._window = window
        self._actions = actions
        self._overview: Overview | None = None
        self._recall: Recall | None = None
        self._all_slots = False
        self._tells_of_file = False
        # What is shown at once needs no word that it comes. The window's, and gone with it.
        self._patience = QTimer(window, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self.show_verdict)

    @property
    def overview(self) -> Overview | None:
        """What holds for every t of the run that is shown."""
        return self._overview

    def show_all(self) -> None:
        """Everything, once, when the program starts."""
        self.show_speed(self._timeline.speed)
        self.show_theme_choice(self._appearance.choice)
        self.show_colours(self._appearance.memory_colours, self._appearance.weighting_colours)
        self.show_task(self._session.task)
        self.show_history()

    @Slot(object)
    def show_task(self, task: Task) -> None:
        """The task, among all that there are, and what is drawn for it."""
        self._window.header.show_tasks(_titles(), task.name)
        self.show_pattern(self._session.pattern)

    @Slot()
    def show_network(self) -> None:
        """What the network's memory means for the drawing."""
        network = self._session.network
        grows = network is not None and network.n_slots < network.sizes[-1]
        self._window.input_panel.set_growable(grows)

    @Slot()
    def show_no_trace(self) -> None:
        """Of this task there is no run yet."""
        self._overview = self._recall = None
        self._pointer.set_overview(None)
        self._timeline.pause()
        self._timeline.set_run(1)
        self._window.input_panel.show_no_recall(answer_title(self._session.task))
        self._window.input_panel.show_now(None, None, -1)
        self._window.show_no_run()
        if self._tells_of_file:
            self._window.notice.dismiss()
            self._tells_of_file = False
        self._show_plan()

    def _show_plan(self) -> None:
        """Where there is no run yet: what the network will see, and what is waited for."""
        session = self._session
        if session.trace is not None:
            return
        loading = session.loading is not None
        wait = wait_for(session.task, loading=loading, running=session.running)
        self._window.plan.show_plan(plan_of(session.task, session.pattern), wait)
        self._window.input_panel.show_story(f"{wait.title}.")

    @Slot(object)
    def show_trace(self, trace: Trace) -> None:
        self._overview = resolve(trace, all_slots=self._all_slots)
        self._recall = recall_of(self._overview, self._session.task)
        self._pointer.set_overview(self._overview)
        # It may move t, and whoever hears of that must find the new run.
        self._timeline.set_run(trace.n_steps, trace.meta.phases)
        phases, error = self._overview.phases, self._overview.error
        self._window.transport.show_run(trace.n_steps, phases, error)
        if self._recall is None:
            self._window.input_panel.show_no_recall(answer_title(self._session.task))
        else:
            recall, task = self._recall, self._session.task
            self._window.input_panel.show_recall(
                answer_title(task),
                recall.answer,
                recall.wrong,
                recall.breaks,
                answer_remark(task),
            )
        self.show_t(self._timeline.t)
        self._show_origin()

    @Slot(int)
    def show_t(self, t: int) -> None:
        if self._overview is None:
            return
        try:
            frame = frame_at(self._overview, t)
        except TraceError as error:
            # Of a long run's file each step is read, and checked, when it is looked at.
            self.show_problem(Problem(f"Step {t} cannot be shown", f"{error}", _OF_DAMAGE))
            return
        self._window.show_frame(frame)
        # The columns of a drawing mean nothing in the run of another task.
        written, recalled, reached = self._recall.columns(t) if self._recall else (None, None, -1)
        self._window.input_panel.show_now(written, recalled, reached)
        self._window.input_panel.show_story(story(frame))

    @Slot(bool)
    def show_all_slots(self, all_slots: bool) -> None:
        self._all_slots = all_slots
        if self._session.trace is not None:
            self.show_trace(self._session.trace)

    @Slot(object)
    def show_pattern(self, pattern: Pattern) -> None:
        task, panel = self._session.task, self._window.input_panel
        # A drawing of another task comes before the news of that task.
        usual = max(FIRST_LENGTH, *(largest for _, largest in task.training_sizes))
        panel.set_task(
            task.lengths, usual, examples_of(task), drawing_hint(task), stores=task.bits > 1
        )
        panel.show_pattern(pattern, task.form(len(pattern.bits)))
        self._show_plan()

    @Slot()
    def show_history(self) -> None:
        self._actions[Command.UNDO].setEnabled(self._session.drawing.can_undo)
        self._actions[Command.REDO].setEnabled(self._session.drawing.can_redo)

    @Slot()
    def show_verdict(self) -> None:
        """How many bits came out wrong, or why nobody can say."""
        if not self._session.running:
            self._patience.stop()
        elif not self._patience.isActive() and self.sender() is not self._patience:
            self._patience.start()
        words, wrong = self._verdict()
        self._window.input_panel.show_verdict(words, wrong=wrong)
        self._show_plan()

    @Slot(object)
    def show_problem(self, problem: Problem) -> None:
        self._tells_of_file = False
        self._window.notice.show_problem(problem)

    @Slot(int)
    def show_speed(self, speed: int) -> None:
        self._window.transport.show_speed(speed)
        self._mark_choice(speed)

    @Slot(str)
    def show_theme_choice(self, choice: str) -> None:
        self._mark_choice(choice)

    @Slot(str, str)
    def show_colours(self, memory: str, weighting: str) -> None:
        self._mark_choice(memory)
        self._mark_choice(weighting)

    @Slot(QAction)
    def choose_colours(self, action: QAction) -> None:
        self._appearance.choose_colours(action.data())

    @Slot(QAction)
    def choose_speed(self, action: QAction) -> None:
        self._timeline.set_speed(action.data())

    @Slot(QAction)
    def choose_theme(self, action: QAction) -> None:
        self._appearance.choose(action.data())

    def _mark_choice(self, data: object) -> None:
        for command, action in self._actions.items():
            if command.value.choice and command.value.data == data:
                action.setChecked(True)

    @Slot()
    def look_into_recall(self) -> None:
        """Put the playhead where a newcomer sees most: into the recitation."""
        phases = () if self._overview is None else self._overview.phases
        answers = [phase for phase in phases if phase.role is Role.ANSWER]
        if answers:
            answer = max(answers, key=lambda phase: phase.stop - phase.start)
            self._timeline.set_t(min(answer.start + FIRST_LOOK, answer.stop - 1))

    def _verdict(self) -> tuple[str, bool]:
        session, overview = self._session, self._overview
        if session.waiting:
            waits = session.loading is not None
            return "waits for the network" if waits else "no network: open or train one", False
        if overview is None:
            return "", False
        if session.running and not self._patience.isActive():
            return "the run before; the new one is on its way", False
        if self._recall is None and not is_run_of(overview, session.task):
            return f"this run is not of the {session.task.title} task", False
        return verdict(overview)

    def _show_origin(self) -> None:
        session = self._session
        if session.origin is Origin.FILE and session.file is not None:
            about = "It was read from the file."
            if self._recall is None and self._overview is not None:
                title = session.task.title
                about = f"It is not a run of the {title} task, so the drawing is not its input."
                if is_run_of(self._overview, session.task):
                    about = "Its input is longer than can be drawn here, so the drawing is another."
            self._window.notice.show_news(
                f"Recorded run: {session.file.name}",
                f"{about} As soon as you draw, the network runs again.",
            )
            self._tells_of_file = True
        elif self._tells_of_file:
            self._window.notice.dismiss()
            self._tells_of_file = False


def _titles() -> list[tuple[str, str]]:
    """Every task, (name, title) each; one that cannot be used is left out."""
    found = []
    for name in tasks.names():
        try:
            found.append((name, tasks.get(name).title))
        except tasks.TaskError:
            continue
    return found
