"""The composition root: builds every object and makes every connection between objects."""

from __future__ import annotations

import dataclasses
import sys
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from PySide6.QtWidgets import QApplication

from ntm_model import tasks
from ntm_viz.bulletin import Bulletin
from ntm_viz.command_line.options import THEME_CHOICES
from ntm_viz.commands import Command, make_actions, make_groups
from ntm_viz.connections import connect
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
from ntm_viz.pointer import Pointer
from ntm_viz.presenter import Presenter
from ntm_viz.recent import Recent
from ntm_viz.session import Session
from ntm_viz.settings import Settings, settings_file
from ntm_viz.timeline import Timeline
from ntm_viz.title import WindowTitle
from ntm_viz.views.addressing import AddressingView
from ntm_viz.views.board import Board
from ntm_viz.views.dialogs import Dialogs
from ntm_viz.views.main_window import MainWindow
from ntm_viz.views.memory import MemoryView
from ntm_viz.worker import Runner, Worker, WorkerThread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QAction, QActionGroup

    from ntm_viz.command_line.options import ThemeChoice, WindowOptions

Known = TypeVar("Known")

FIRST_TASK = "copy"
"""The task that the window begins with, and whose run it shows before Keras is there."""


@dataclasses.dataclass(frozen=True, eq=False)
class App:
    """Every object of the program that lives as long as it does."""

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
    exporter: Exporter
    title: WindowTitle
    recent: Recent
    keeper: Keeper
    palette: Palette

    def run(self) -> int:
        """Show the window until it is closed; the exit code."""
        self.window.show()
        return self.application.exec()

    def close(self) -> bool:
        """End all that is under way; False where the thread could not be ended in time."""
        self.timeline.pause()
        self.exporter.cancel()
        self.window.close()
        self.keeper.save()
        return self.thread.stop()


def build(options: WindowOptions) -> App:
    """Everything, connected, with the first picture in the window but not on screen yet.

    Raises:
        OpenError: the file to begin with cannot be opened.
    """
    application = _application()
    settings = Settings(settings_file())
    appearance = _appearance(application, settings, options.theme)
    task = tasks.get(FIRST_TASK)
    session = Session(task, Drawing(task, first_pattern(task), np.random.default_rng()))
    timeline = Timeline()
    pointer = Pointer()
    actions = make_actions(application)
    groups = make_groups(actions, application)
    theme = appearance.theme
    window = MainWindow(
        theme, actions, groups, Board(theme), MemoryView(theme), AddressingView(theme)
    )
    dialogs = Dialogs(window)
    worker = Worker(Runner(), options.backend)
    recent = Recent(settings)
    opener = Opener(session, dialogs)
    app = App(
        application=application,
        window=window,
        session=session,
        timeline=timeline,
        worker=worker,
        thread=WorkerThread(worker),
        actions=actions,
        groups=groups,
        appearance=appearance,
        presenter=Presenter(session, timeline, pointer, appearance, window, actions),
        bulletin=Bulletin(session, window.header, window.status, options.backend),
        pointer=pointer,
        opener=opener,
        exporter=Exporter(session, timeline, appearance, dialogs),
        title=WindowTitle(session, window),
        recent=recent,
        keeper=Keeper(settings, recent, session, timeline, window, actions),
        palette=Palette(actions, window, recent, opener, appearance, dialogs),
    )
    connect(app, dialogs)
    app.presenter.show_all()
    app.opener.begin(options.file)
    app.presenter.look_into_recall()
    app.recent.look()
    app.keeper.begin()
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
