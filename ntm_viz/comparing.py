"""Comparison: two windows on one drawing, each with a network or a run of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Slot

from ntm_viz.commands import Command
from ntm_viz.messages import Problem
from ntm_viz.tie import Tie

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ntm_viz.app import App


class Comparison(QObject):
    """Opens the second window when it is first wanted, and ties the two while both are open.

    A window that is closed rests behind the other one: it can be had back as it was.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make: Callable[[], App] | None = None
        self._first: App | None = None
        self._second: App | None = None
        self._tie: Tie | None = None
        self._wants_tie = True
        self._asked_for = False
        self._place_before: tuple[QRect, QRect] | None = None

    @property
    def second(self) -> App | None:
        """The second window, open or not; None where it was never wanted."""
        return self._second

    @property
    def both_open(self) -> bool:
        return self._second is not None and all(app.window.isVisible() for app in self._apps)

    def begin(self, first: App, make: Callable[[], App]) -> None:
        """Compare with this window; ``make`` makes the second one, and is called once at most."""
        self._first, self._make = first, make
        self._show_state()

    def begin_beside(self, path: Path) -> None:
        """Open ``path`` in the second window, to be shown when the program starts.

        Raises:
            OpenError: it cannot be opened.
        """
        self._made_second().opener.open_or_raise(path)
        self._asked_for = True

    def show_what_was_asked_for(self) -> None:
        """Show the second window too, where there is something in it to begin with."""
        if self._asked_for:
            self.compare()

    @Slot()
    def compare(self) -> None:
        """Open the other window beside the one that is open; where both are, go to the other."""
        if self.both_open:
            behind = next(app for app in self._apps if not app.window.isActiveWindow())
            behind.window.activateWindow()
            behind.window.raise_()
            return
        self._made_second()
        self._put_side_by_side()
        for app in self._apps:
            app.session.wake()
            app.window.show()
        self._show_state()

    def open_beside(self, here: App, paths: Sequence[Path]) -> None:
        """Open the first of ``paths`` in the other window than ``here``."""
        if not self.both_open:
            self.compare()
        for app in self._apps:
            if app is not here:
                app.opener.open(paths[0])
                if len(paths) > 1:
                    app.presenter.show_problem(_too_many(paths[1:]))

    @Slot(bool)
    def want_tie(self, wanted: bool) -> None:
        """Whether the playheads are to move as one."""
        self._wants_tie = wanted
        self._show_state()

    @Slot()
    def take_closing(self) -> None:
        """One of the windows has been closed: the other goes on alone."""
        for app in self._apps:
            if not app.window.isVisible():
                app.timeline.pause()
                app.session.rest()
        self._give_room_back()
        self._show_state()

    def close(self) -> None:
        """End what the second window has under way."""
        if self._second is not None:
            self._second.end()

    @property
    def _apps(self) -> list[App]:
        return [app for app in (self._first, self._second) if app is not None]

    def _made_second(self) -> App:
        if self._second is None:
            first, make = self._first, self._make
            assert first is not None, "there is a first window from the start"
            assert make is not None, "and with it came how to make another"
            self._second = make()
            self._second.session.begin_like(first.session)
            self._tie = Tie(first.timeline, self._second.timeline, self)
        return self._second

    def _show_state(self) -> None:
        """What the menus of both windows say, and what holds."""
        both = self.both_open
        if self._tie is not None:
            self._tie.set_tied(both and self._wants_tie)
        for app in self._apps:
            tie = app.actions[Command.TIE]
            tie.setChecked(self._wants_tie)
            tie.setEnabled(both)
            compare = app.actions[Command.COMPARE]
            compare.setText("&Go to the other window" if both else "&Compare in a second window")

    def _put_side_by_side(self) -> None:
        """Each window on a half of the screen that the open one is on."""
        first, second = (app.window for app in self._apps)
        shown = first if first.isVisible() or not second.isVisible() else second
        room = shown.screen().availableGeometry()
        half = QRect(room.topLeft(), room.size())
        half.setWidth(room.width() // 2)
        before = shown.geometry()
        for window, left in ((first, room.left()), (second, room.right() + 1 - half.width())):
            window.showNormal() if window.isMaximized() or window.isFullScreen() else None
            frame = window.frameGeometry().size() - window.size()
            size = (half.size() - frame).expandedTo(window.minimumSize())
            window.resize(size)
            # Where a half is too narrow for a window they overlap, and neither leaves the screen.
            window.move(min(left, max(room.right() + 1 - size.width(), room.left())), room.top())
        self._place_before = (before, shown.geometry())

    def _give_room_back(self) -> None:
        """The first window goes back to where it was, unless it was moved since."""
        if self._place_before is None:
            return
        before, given = self._place_before
        self._place_before = None
        for app in self._apps:
            if app.window.isVisible() and app.window.geometry() == given:
                app.window.setGeometry(before)


def _too_many(paths: Sequence[Path]) -> Problem:
    names = ", ".join(path.name for path in paths)
    return Problem("Two can be compared at once", f"{names} was not opened")
