"""The composition root: builds every object and makes every connection between objects.

What there is once is ``Shared``; what every window has for itself is an ``App``.
"""

from __future__ import annotations

import dataclasses
import functools
import sys
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from PySide6.QtWidgets import QApplication

from ntm_model import tasks
from ntm_viz.bulletin import Bulletin
from ntm_viz.closing import Closing
from ntm_viz.coach import Coach
from ntm_viz.command_line.options import THEME_CHOICES
from ntm_viz.commands import Command, make_actions, make_groups
from ntm_viz.comparing import Comparison
from ntm_viz.connections import connect, connect_beside
from ntm_viz.drawing import Drawing
from ntm_viz.examples import first_pattern
from ntm_viz.exporting import Exporter
from ntm_viz.keeping import Keeper
from ntm_viz.look import icons
from ntm_viz.look.appearance import Appearance
from ntm_viz.look.colour_maps import MEMORY_MAPS, WEIGHTING_MAPS
from ntm_viz.look.fonts import install_fonts
from ntm_viz.look.theme import DARK
from ntm_viz.opening import Opener
from ntm_viz.palette import Palette
from ntm_viz.places import runs_folder
from ntm_viz.pointer import Pointer
from ntm_viz.presenter import Presenter
from ntm_viz.recent import Recent
from ntm_viz.rehearsing import Rehearsing
from ntm_viz.session import Session
from ntm_viz.settings import Settings, settings_file
from ntm_viz.showing import Showing
from ntm_viz.timeline import Timeline
from ntm_viz.title import WindowTitle
from ntm_viz.training import Training
from ntm_viz.views.addressing import AddressingView
from ntm_viz.views.board import Board
from ntm_viz.views.dialogs import Dialogs
from ntm_viz.views.main_window import MainWindow
from ntm_viz.views.memory import MemoryView
from ntm_viz.work.apprentice import Apprentice
from ntm_viz.work.rehearser import Rehearser
from ntm_viz.worker import Runner, Worker, WorkerThread

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QAction, QActionGroup

    from ntm_viz.command_line.options import ThemeChoice, WindowOptions
    from ntm_viz.messages import Network

Known = TypeVar("Known")

FIRST_TASK = "copy"
"""The task that the window begins with, and whose run it shows before Keras is there."""


@dataclasses.dataclass(frozen=True, eq=False)
class Shared:
    """What all windows have in common, the drawing among it."""

    application: QApplication
    settings: Settings
    appearance: Appearance
    recent: Recent
    drawing: Drawing
    thread: WorkerThread
    comparison: Comparison
    backend: str | None
    known: dict[Path, Network]
    """Networks that were opened in any window, and can be chosen in each."""


@dataclasses.dataclass(frozen=True, eq=False)
class App:
    """Every object behind one window, and what it shares with the other."""

    application: QApplication
    window: MainWindow
    session: Session
    timeline: Timeline
    worker: Worker
    thread: WorkerThread
    actions: dict[Command, QAction]
    groups: dict[str, QActionGroup]
    appearance: Appearance
    presenter: Presenter
    bulletin: Bulletin
    pointer: Pointer
    opener: Opener
    showing: Showing
    exporter: Exporter
    rehearsing: Rehearsing
    rehearser: Rehearser
    title: WindowTitle
    recent: Recent
    keeper: Keeper
    palette: Palette
    comparison: Comparison
    apprentice: Apprentice
    training: Training
    coach: Coach
    closing: Closing

    def run(self) -> int:
        """Show the window, or both, until they are closed; the exit code."""
        self.window.show()
        self.comparison.show_what_was_asked_for()
        return self.application.exec()

    def open_beside(self, paths: Sequence[Path]) -> None:
        """Open files in the other window."""
        self.comparison.open_beside(self, paths)

    def end(self) -> None:
        """End all that this window has under way."""
        self.timeline.pause()
        self.exporter.cancel()
        # Whoever ends the program has asked already.
        self.window.removeEventFilter(self.closing)
        self.window.close()
        self.keeper.save()

    def close(self) -> bool:
        """End the program; False where the thread could not be ended in time."""
        self.comparison.close()
        self.end()
        return self.thread.stop()


def build(options: WindowOptions) -> App:
    """Everything, connected, with the first picture in the window but not on screen yet.

    Raises:
        OpenError: the file to begin with cannot be opened.
    """
    application = _application()
    settings = Settings(settings_file())
    task = tasks.get(FIRST_TASK)
    worker = Worker(Runner(), options.backend)
    shared = Shared(
        application=application,
        settings=settings,
        appearance=_appearance(application, settings, options.theme),
        recent=Recent(settings),
        drawing=Drawing(task, first_pattern(task), np.random.default_rng()),
        thread=WorkerThread(worker),
        comparison=Comparison(),
        backend=options.backend,
        known={},
    )
    app = _window(shared, worker, "window")
    app.opener.begin(options.file)
    app.presenter.look_into_recall()
    app.keeper.begin()
    shared.comparison.begin(app, functools.partial(_second_window, shared, app))
    if options.beside is not None:
        shared.comparison.begin_beside(options.beside)
    return app


def _second_window(shared: Shared, first: App) -> App:
    """Another window on the same drawing, whose network takes turns with the first one's."""
    worker = Worker(Runner(), shared.backend)
    app = _window(shared, worker, "")
    connect_beside(first, app)
    shared.thread.adopt(worker)
    app.keeper.begin()
    return app


def _window(shared: Shared, worker: Worker, place: str) -> App:
    """A window with all that is behind it, connected; its place is kept under this name."""
    application, appearance, drawing = shared.application, shared.appearance, shared.drawing
    session, timeline, pointer = Session(drawing.task, drawing), Timeline(), Pointer()
    actions = make_actions(application)
    groups = make_groups(actions, application)
    theme = appearance.theme
    window = MainWindow(
        theme, actions, groups, Board(theme), MemoryView(theme), AddressingView(theme)
    )
    dialogs = Dialogs(window)
    opener = Opener(session, dialogs)
    apprentice, training = Apprentice(worker), Training(session, runs_folder())
    shared.thread.employ(apprentice)
    showing = Showing(session, timeline, appearance)
    rehearsing, rehearser = Rehearsing(), Rehearser(worker.runner)
    rehearser.moveToThread(shared.thread)
    app = App(
        application=application,
        window=window,
        session=session,
        timeline=timeline,
        worker=worker,
        thread=shared.thread,
        actions=actions,
        groups=groups,
        appearance=appearance,
        presenter=Presenter(session, timeline, pointer, appearance, window, actions),
        bulletin=Bulletin(
            session, window.header, window.status, shared.backend, shared.known, window
        ),
        pointer=pointer,
        opener=opener,
        showing=showing,
        exporter=Exporter(showing, dialogs, rehearsing),
        rehearsing=rehearsing,
        rehearser=rehearser,
        title=WindowTitle(session, window),
        recent=shared.recent,
        keeper=Keeper(shared.settings, shared.recent, session, timeline, window, actions, place),
        palette=Palette(actions, window, shared.recent, opener, appearance, dialogs),
        comparison=shared.comparison,
        apprentice=apprentice,
        training=training,
        coach=Coach(session, training, window.training_panel, actions),
        closing=Closing(training, dialogs),
    )
    connect(app, dialogs)
    app.presenter.show_all()
    app.coach.show_all()
    app.recent.look()
    return app


def _appearance(
    application: QApplication, settings: Settings, choice: ThemeChoice | None
) -> Appearance:
    """As the command line says, or else as it was chosen in the window the last time."""

    def kept(name: str, known: Iterable[Known], usual: Known) -> Known:
        return next((one for one in known if one == settings.get(name, usual)), usual)

    usual: ThemeChoice = "system"
    theme: ThemeChoice = kept("theme", THEME_CHOICES, usual) if choice is None else choice
    memory = kept("memory_colours", MEMORY_MAPS, DARK.memory_colours)
    weighting = kept("weighting_colours", WEIGHTING_MAPS, DARK.weighting_colours)
    return Appearance(application, theme, memory, weighting)


def _application() -> QApplication:
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication([sys.argv[0]])
    application.setApplicationName("ntm-viz")
    application.setApplicationDisplayName("ntm-viz")
    application.setWindowIcon(icons.program())
    # The same controls everywhere; the style sheet dresses them.
    application.setStyle("Fusion")
    install_fonts(application)
    return application
