"""Opener: what becomes of a file that a person gives to the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from ntm_model import tasks
from ntm_model.tasks import PatternError, TaskError, written
from ntm_viz import assets, files
from ntm_viz.drawing_files import from_clipboard, read_drawing
from ntm_viz.files import Kind, OpenError
from ntm_viz.messages import Problem
from ntm_viz.session import Origin

if TYPE_CHECKING:
    from pathlib import Path

    from ntm_viz.examples import ExamplePattern
    from ntm_viz.session import Session
    from ntm_viz.views.dialogs import Dialogs


class Opener(QObject):
    """Opens networks, runs, traces and drawings; what cannot be opened changes nothing."""

    problem_found = Signal(object)

    def __init__(self, session: Session, dialogs: Dialogs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._dialogs = dialogs

    def begin(self, path: Path | None) -> None:
        """Show what the program brings along, and over it what the person named.

        Raises:
            OpenError: what the person named cannot be opened.
        """
        try:
            trace = assets.asset(assets.SHIPPED_TRACE)
            self._session.show_trace(files.read_trace(trace), trace, Origin.SHIPPED)
            # Of this and a network that the person named, the thread loads the latter alone.
            self._session.load(assets.asset(assets.SHIPPED_MODEL), run=False)
        except FileNotFoundError as error:
            self.problem_found.emit(
                Problem("The installation is incomplete", str(error), "Install the program again.")
            )
        if path is not None:
            self.open_or_raise(path)

    @Slot(object)
    def open(self, path: Path) -> None:
        try:
            self.open_or_raise(path)
        except OpenError as error:
            self.problem_found.emit(error.problem)

    @Slot()
    def choose_file(self) -> None:
        path = self._dialogs.file_to_open()
        if path is not None:
            self.open(path)

    @Slot()
    def choose_run(self) -> None:
        path = self._dialogs.run_to_open()
        if path is not None:
            self.open(path)

    @Slot(str)
    def choose_task(self, name: str) -> None:
        """Turn to another task, with what was drawn for it."""
        try:
            self._session.set_task(tasks.get(name))
        except TaskError as error:
            self.problem_found.emit(
                Problem(
                    f"The task {name} cannot be shown",
                    str(error),
                    "Mend or remove the package that brings it; the other tasks go on as before.",
                )
            )

    @Slot()
    def bring_network(self) -> None:
        """Load what ran this task's drawings last, or the network that ships for it."""
        session = self._session
        if session.network is not None or session.loading is not None:
            return
        last = session.last_network
        if last is not None:
            session.load(last.path, last.n_slots, run=False)
        else:
            shipped = assets.network_of(session.task.name)
            if shipped is not None:
                session.load(shipped, run=False)

    @Slot(object)
    def choose_network(self, path: Path) -> None:
        """Run drawings by a network that was open before."""
        network = self._session.network
        if path is not None and (network is None or network.path != path):
            self._session.load(path)

    @Slot(int)
    def choose_slots(self, n_slots: int) -> None:
        """Give the network's memory another number of slots."""
        network = self._session.network
        if network is not None and network.n_slots != n_slots:
            self._session.load(network.path, n_slots)

    @Slot(object)
    def draw_example(self, example: ExamplePattern) -> None:
        drawing = self._session.drawing
        drawing.set_pattern(example.draw(drawing.length, self._session.task.bits))

    @Slot()
    def copy(self) -> None:
        session = self._session
        QGuiApplication.clipboard().setText(written.as_text(session.pattern, session.task))

    @Slot()
    def paste(self) -> None:
        session = self._session
        data = QGuiApplication.clipboard().mimeData()
        try:
            session.drawing.set_pattern(from_clipboard(data, session.task, session.pattern))
        except OpenError as error:
            self.problem_found.emit(error.problem)
        except PatternError as error:
            self.problem_found.emit(
                Problem(
                    "The clipboard holds no drawing",
                    files.of_it(str(error)),
                    files.what_draws(session.task),
                )
            )

    def open_or_raise(self, path: Path) -> None:
        """Open what a person named.

        Raises:
            OpenError: it cannot be opened; nothing has changed.
        """
        kind = files.identify(path)
        if kind is Kind.TRACE:
            self._session.show_trace(files.read_trace(path), path)
        elif kind is Kind.PATTERN:
            session = self._session
            session.drawing.set_pattern(read_drawing(path, session.task, session.pattern))
        else:
            self._session.load(path, any_task=True)
