"""Keeper: brings back at the start what a person chose the last time, and takes note of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ntm_viz.commands import Command
from ntm_viz.messages import Problem
from ntm_viz.session import Origin
from ntm_viz.timeline import SPEEDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QAction

    from ntm_viz.recent import Recent
    from ntm_viz.session import Session
    from ntm_viz.settings import Settings
    from ntm_viz.timeline import Timeline
    from ntm_viz.views.main_window import MainWindow

_BREATH = 400
"""Milliseconds after a change until it is written: a person who changes one thing changes more."""


class Keeper(QObject):
    """Between the settings and one window."""

    problem_found = Signal(object)

    def __init__(
        self,
        settings: Settings,
        recent: Recent,
        session: Session,
        timeline: Timeline,
        window: MainWindow,
        actions: Mapping[Command, QAction],
        place: str = "window",
        parent: QObject | None = None,
    ) -> None:
        """``place`` is the name under which the window's size and panels are kept, if any."""
        super().__init__(parent)
        self._settings = settings
        self._recent = recent
        self._session = session
        self._timeline = timeline
        self._window = window
        self._actions = actions
        self._place = place
        self._has_failed = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_BREATH)
        self._soon.timeout.connect(self.save)

    def begin(self) -> None:
        """Make the window as it was left."""
        kept = self._settings
        speed = kept.get("speed", self._timeline.speed)
        self._timeline.set_speed(speed if speed in SPEEDS else self._timeline.speed)
        self._timeline.set_loop(kept.get("loop", self._timeline.loop))
        self._actions[Command.ALL_SLOTS].setChecked(kept.get("all_slots", False))
        if self._place:
            self._window.arrange(kept.get(self._place, {}))
        problem, kept.problem = kept.problem, None
        if problem is not None:
            self.problem_found.emit(problem)

    @Slot(int)
    def keep_speed(self, speed: int) -> None:
        self._keep("speed", speed)

    @Slot(bool)
    def keep_loop(self, loop: bool) -> None:
        self._keep("loop", loop)

    @Slot(bool)
    def keep_all_slots(self, all_slots: bool) -> None:
        self._keep("all_slots", all_slots)

    @Slot(str)
    def keep_theme(self, choice: str) -> None:
        self._keep("theme", choice)

    @Slot(str, str)
    def keep_colours(self, memory: str, weighting: str) -> None:
        self._keep("memory_colours", memory)
        self._keep("weighting_colours", weighting)

    @Slot()
    def keep_files(self) -> None:
        """Whatever file the session shows, or has its network from, was opened."""
        session = self._session
        if session.origin is Origin.FILE and session.file is not None:
            self._recent.add(session.file)
        elif session.network is not None:
            self._recent.add(session.network.path)

    @Slot()
    def keep_window(self) -> None:
        """Where the window is and how its panels share it, as it is closed; at once."""
        if self._place:
            self._settings.put(self._place, self._window.arrangement())
        self.save()

    @Slot()
    def save_soon(self) -> None:
        """Write what was changed, once nothing more has for a moment."""
        self._soon.start()

    @Slot()
    def save(self) -> None:
        self._soon.stop()
        try:
            self._settings.save()
        except OSError as error:
            # Once: it would fail at every change, and a person can do no more about it.
            if not self._has_failed:
                self._has_failed = True
                reason = f"{error.strerror}: {error.filename}" if error.filename else str(error)
                self.problem_found.emit(
                    Problem("Your settings cannot be kept", reason, "They hold until you quit.")
                )

    def _keep(self, name: str, value: object) -> None:
        self._settings.put(name, value)
        if self._settings.changed:
            self.save_soon()
