"""TrainingPanel: the dock in which a network is trained, and its learning is watched."""

from __future__ import annotations

import contextlib
import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ntm_viz.commands import Command
from ntm_viz.look import icons
from ntm_viz.reading.training_words import figure
from ntm_viz.views.checkpoint_slider import CheckpointSlider
from ntm_viz.views.training_curves import TrainingCurves
from ntm_viz.views.training_form import TrainingForm
from ntm_viz.views.widgets import GAP, MARGIN, button, label, set_role, widen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QAction

    from ntm_viz.look.theme import Theme
    from ntm_viz.messages import Problem
    from ntm_viz.reading.course import Course

WIDTH = 312
_LONGEST = 24
"""Letters of a folder that fit into a line."""


@dataclasses.dataclass(frozen=True)
class TrainingState:
    """What the panel says beside curves and fields."""

    under_way: bool = False
    headline: str = ""
    """What is going on, or what the run that is shown came to."""
    detail: str = ""
    progress: tuple[int, int] | None = None
    """How much is done, and of how much; of 0 where nobody can say, None where nothing is."""
    problem: Problem | None = None
    folder: Path | None = None
    can_go_on: bool = False


class TrainingPanel(QDockWidget):
    """Shows what it is told, and sends what the person wants."""

    checkpoint_wanted = Signal(int)
    folder_wanted = Signal(object)
    go_on_wanted = Signal()
    settings_changed = Signal()
    shown = Signal(bool)

    def __init__(
        self, theme: Theme, actions: Mapping[Command, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__("Training", parent)
        self.setObjectName("training_panel")
        self.setAccessibleName("Training")
        self.setAllowedAreas(
            Qt.DockWidgetArea.RightDockWidgetArea | Qt.DockWidgetArea.LeftDockWidgetArea
        )
        self._folder: Path | None = None
        self.form = TrainingForm(theme)
        self.form.changed.connect(self.settings_changed)
        self.curves = TrainingCurves(theme)
        self.slider = CheckpointSlider(theme)
        self.slider.valueChanged.connect(self._want_checkpoint)
        self._task = label(role="muted")
        self._headline, self._detail = label(role="strong"), label(role="muted")
        for words, name in (
            (self._headline, "training_headline"),
            (self._detail, "training_detail"),
        ):
            words.setObjectName(name)
            words.setWordWrap(True)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Progress of the training")
        self._problem = label(role="wrong")
        self._problem.setObjectName("training_problem")
        self._problem.setWordWrap(True)
        self._wrong = _Figure("wrong bits", "wrong")
        self._cost = _Figure("bits of cost", "muted")
        self._moment = label(role="muted")
        self._moment.setObjectName("checkpoint_words")
        self._moment.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._start = button(actions[Command.TRAIN], "accent", text=True)
        self._pause = button(actions[Command.PAUSE_TRAINING], text=True)
        self._stop = button(actions[Command.STOP], text=True)
        self._settings = QToolButton()
        self._settings.setText("Settings")
        self._settings.setProperty("role", "tool")
        self._settings.setObjectName("settings_button")
        self._settings.setToolTip("What the next training is to be")
        self._settings.setCheckable(True)
        self._settings.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._settings.toggled.connect(self._show_form)
        widen(self._settings, "Settings")
        self._under_way = self._has_course = False
        self._go_on = QPushButton("Continue")
        self._go_on.setObjectName("go_on_button")
        self._go_on.setToolTip("Train this network on, from where it was stopped")
        self._go_on.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._go_on.clicked.connect(self.go_on_wanted)
        self._place = label(role="muted")
        self._place.setObjectName("run_folder")
        self._open = QPushButton("Open folder")
        self._open.setObjectName("open_run_folder")
        self._open.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._open.clicked.connect(self._want_folder)
        self._title = _TitleBar(theme, self._task)
        self._title.closed.connect(self.close)
        keys = actions[Command.TRAINING_PANEL].shortcut().toString()
        self._crowded = label(
            f"Hide this panel ({keys}) to have Memory and Addressing back", "muted"
        )
        self._crowded.setObjectName("training_crowded")
        self._crowded.setWordWrap(True)
        self.setTitleBarWidget(self._title)
        self.setWidget(self._compose())
        self.show_crowded(False)
        self._order_keys()
        self.show_state(TrainingState())
        self.set_theme(theme)

    def show_task(self, title: str, settings: Mapping[str, str]) -> None:
        """Offer to train this task with these settings."""
        self._task.setText(title)
        self.form.show_settings(settings)

    def show_state(self, state: TrainingState) -> None:
        """What is going on, and what can be done about it."""
        if state.under_way and not self._under_way:
            self._settings.setChecked(False)
            self._let_go_of_keys()
        self._under_way = state.under_way
        self._show_form()
        self._start.setVisible(not state.under_way)
        self._pause.setVisible(state.under_way)
        self._stop.setVisible(state.under_way)
        self._go_on.setVisible(state.can_go_on)
        self._name_go_on(state.folder)
        self.show_words(state.headline, state.detail)
        self.show_progress(state.progress)
        problem = state.problem
        parts = () if problem is None else (problem.title, problem.reason, problem.what_to_do)
        self._problem.setText("\n".join(_sentence(part) for part in parts if part))
        self._problem.setVisible(problem is not None)
        self._folder = state.folder
        self._show_folder()

    def show_course(self, course: Course) -> None:
        """Curves, and the values of now."""
        self.curves.show_course(course)
        last = course.last
        self._wrong.show_value(None if last is None else last.wrong_bits)
        self._cost.show_value(None if last is None else last.cost)
        self._has_course = last is not None or course.total > 0
        for part in (self._measures, self.curves, self._checkpoints):
            part.setVisible(self._has_course)
        self._show_form()

    def show_progress(self, progress: tuple[int, int] | None) -> None:
        """How much is done, and of how much; of 0 where nobody can say, None where nothing is."""
        self._progress.setVisible(progress is not None)
        if progress is not None:
            done, total = progress
            # A bar of no length runs to and fro until it is given one.
            self._progress.setRange(0, total)
            self._progress.setValue(min(done, total))

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Say at each of these settings what is wrong with it."""
        if problems:
            self._settings.setChecked(True)
        self.form.show_problems(problems)

    def show_checkpoints(self, sequences: Sequence[int], chosen: int, *, live: bool) -> None:
        """The moments that can be looked at; ``live`` where the newest still learns."""
        self.slider.show_checkpoints(sequences, self.curves.span, chosen)
        newest = chosen >= len(sequences) - 1
        if not sequences:
            self._moment.setText("")
        elif newest:
            self._moment.setText("now, as it learns" if live else "the newest")
        else:
            self._moment.setText(f"after {sequences[chosen]:,} sequences")
        set_role(self._moment, "muted" if newest else "accent")
        self.curves.show_mark(None if newest or not sequences else sequences[chosen])

    def show_words(self, headline: str, detail: str) -> None:
        """What is going on, or what the run that is shown came to."""
        for line, words in ((self._headline, headline), (self._detail, detail)):
            line.setText(words)
            line.setVisible(bool(words))

    @Slot(bool)
    def show_crowded(self, crowded: bool) -> None:
        """Say how to get back what has given way to this panel in a narrow window."""
        self._crowded.setVisible(crowded)

    def set_theme(self, theme: Theme) -> None:
        for part in (self.form, self.curves, self.slider, self._title):
            part.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self.shown.emit(True)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        super().closeEvent(event)
        self.shown.emit(False)

    def _compose(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(MARGIN, 4, MARGIN, GAP)
        column.setSpacing(GAP)
        column.addWidget(self._crowded)
        column.addWidget(self.form)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        for part in (self._start, self._pause, self._stop, self._settings):
            buttons.addWidget(part)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addWidget(self._go_on, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._problem)
        column.addWidget(self._headline)
        column.addWidget(self._detail)
        column.addWidget(self._progress)
        self._measures = _beside(self._wrong, self._cost)
        column.addWidget(self._measures)
        column.addWidget(self.curves, 1)
        self._checkpoints = QWidget()
        below = QVBoxLayout(self._checkpoints)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(2)
        below.addWidget(self.slider)
        line = QHBoxLayout()
        line.addWidget(label("Checkpoint", "muted"))
        line.addWidget(self._moment, 1)
        below.addLayout(line)
        column.addWidget(self._checkpoints)
        self._saved = QWidget()
        foot = QHBoxLayout(self._saved)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self._place, 1)
        foot.addWidget(self._open)
        column.addWidget(self._saved)
        # Where nothing stretches, what there is stays at the top.
        column.addStretch(0)
        scroller = _Scroller()
        scroller.setWidgetResizable(True)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setWidget(inside)
        scroller.setMinimumWidth(WIDTH)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return scroller

    def _let_go_of_keys(self) -> None:
        """Else Qt hands them to some other part of the window when the fields are hidden."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            focused.clearFocus()

    def _order_keys(self) -> None:
        """Tab leads from top to bottom."""
        last = self.form.lead_keys()
        parts = (self._start, self._pause, self._stop, self._settings, self._go_on, self.slider)
        for part in (*parts, self._open):
            self.setTabOrder(last, part)
            last = part

    @Slot()
    def _show_form(self) -> None:
        """The fields, unless the curves of a run need their place."""
        self._settings.setVisible(self._has_course and not self._under_way)
        wanted = self._settings.isChecked() or not self._has_course
        self.form.setVisible(wanted and not self._under_way)

    def _name_go_on(self, folder: Path | None) -> None:
        words = "Continue" if folder is None else f"Continue {folder.name}"
        cut = self._go_on.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideMiddle, WIDTH - 4 * MARGIN
        )
        self._go_on.setText(cut)
        self._go_on.setAccessibleName(words)

    def _show_folder(self) -> None:
        folder = self._folder
        self._saved.setVisible(folder is not None)
        if folder is not None:
            self._place.setToolTip(str(folder))
            self._place.setText(f"Saved in {_short(folder.parent)}/\n{folder.name}")

    @Slot(int)
    def _want_checkpoint(self, index: int) -> None:
        self.checkpoint_wanted.emit(index)

    @Slot()
    def _want_folder(self) -> None:
        self.folder_wanted.emit(self._folder)


class _Scroller(QScrollArea):
    """Asks for no more width than the panel is meant to have."""

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(WIDTH, 560)


class _TitleBar(QWidget):
    """The panel's name, as the other panels have theirs, and a way to close it."""

    closed = Signal()

    def __init__(self, theme: Theme, task: QLabel) -> None:
        super().__init__()
        self._close = QToolButton()
        self._close.setObjectName("training_close")
        self._close.setProperty("role", "plain")
        self._close.setAccessibleName("Hide the training panel")
        self._close.setToolTip("Hide; a training goes on")
        self._close.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, GAP, GAP, 0)
        row.addWidget(label("Training", "title"))
        row.addWidget(task)
        row.addStretch(1)
        row.addWidget(self._close)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._close.setIcon(icons.icon("close", theme.muted))


class _Figure(QWidget):
    """A number that is read from across a room, over what it is."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._value = label("–", "figure")
        self._value.setObjectName(f"training_{name.replace(' ', '_')}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._value)
        column.addWidget(label(f"━ {name}", role))

    def show_value(self, value: float | None) -> None:
        self._value.setText("–" if value is None else figure(value))
        self._value.setAccessibleName(f"{self._value.text()} {self._name} per sequence")


def _beside(*parts: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(3 * GAP)
    for part in parts:
        row.addWidget(part)
    row.addWidget(label("per sequence", "muted"), 1, Qt.AlignmentFlag.AlignRight)
    return made


def _short(path: Path) -> str:
    """A path as people say it, its middle left out where it is long."""
    with contextlib.suppress(ValueError):
        path = Path("~") / path.relative_to(Path.home())
    words = str(path)
    return words if len(words) <= _LONGEST else f"…{words[-_LONGEST:]}"


def _sentence(words: str) -> str:
    words = words[:1].upper() + words[1:]
    return words if words.endswith((".", "!", "?")) else f"{words}."
