"""MainWindow: puts the panels together, the menus above them, and takes files that are dropped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QHideEvent,
    QKeyEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ntm_viz.commands import OF_A_RUN, RECENT_MENU, Command, Menu
from ntm_viz.look import icons
from ntm_viz.look.stylesheet import faded
from ntm_viz.views import arrangement
from ntm_viz.views.dock_room import DockRoom
from ntm_viz.views.header import Header
from ntm_viz.views.input_panel import InputPanel
from ntm_viz.views.notice import Notice
from ntm_viz.views.panels import Panels, stacked
from ntm_viz.views.plan_view import PlanView
from ntm_viz.views.readout import Readout
from ntm_viz.views.recent_menu import RecentMenu
from ntm_viz.views.scroll_column import ScrollColumn
from ntm_viz.views.status import StatusBar
from ntm_viz.views.training_panel import TrainingPanel
from ntm_viz.views.transport import Transport
from ntm_viz.views.widgets import GAP, MARGIN, name_menu, rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ntm_viz.look.theme import Theme
    from ntm_viz.reading.frame import Frame
    from ntm_viz.views.addressing import AddressingView
    from ntm_viz.views.board import Board
    from ntm_viz.views.memory import MemoryView

DEFAULT_SIZE = QSize(1440, 900)
SMALLEST_SIZE = QSize(940, 640)
"""Two windows fit beside each other on a screen of 1920 pixels."""
LOWEST_INPUT = 300
"""Pixels; in a low window, or while a notice is shown, the rest of it is scrolled to."""


class MainWindow(QMainWindow):
    """Composes the views and decides nothing."""

    file_dropped = Signal(object)
    """A Path."""
    more_dropped = Signal(object)
    """Of several files that were dropped at once, all but the first: a list of Paths."""
    closing = Signal()
    gone = Signal()
    """It has been closed, and is not on screen any more."""
    painted = Signal()
    """Once, when the first picture is on screen."""
    _painting = Signal()

    def __init__(
        self,
        theme: Theme,
        actions: Mapping[Command, QAction],
        groups: Mapping[str, QActionGroup],
        board: Board,
        memory: MemoryView,
        addressing: AddressingView,
    ) -> None:
        super().__init__()
        self.setWindowTitle("ntm-viz")
        self.setAcceptDrops(True)
        self.setMinimumSize(SMALLEST_SIZE)
        self.resize(DEFAULT_SIZE)
        self._actions = actions
        self._theme = theme
        self._playing = False
        self._first_picture_due = True
        # Queued: the panels are painted later in this same turn of the event loop.
        self._painting.connect(self.painted, Qt.ConnectionType.QueuedConnection)
        self.board, self.memory, self.addressing = board, memory, addressing
        self.plan = PlanView(theme)
        self._centre = QStackedWidget()
        self.header = Header(theme, actions)
        self.notice = Notice(theme)
        self.input_panel = InputPanel(theme, actions)
        self.readout = Readout()
        self.transport = Transport(theme, actions)
        self.status = StatusBar()
        self.training_panel = TrainingPanel(theme, actions)
        self.recent_menu = RecentMenu(RECENT_MENU, actions[Command.CLEAR_RECENT], self)
        self._make_menus(groups)
        self.setCentralWidget(self._compose())
        self.set_theme(theme)
        # Nothing has the focus until the person gives it: Space plays, nothing glows.
        self.setFocus()

    def show_frame(self, frame: Frame) -> None:
        """Push what is to be seen at one timestep into every picture."""
        self._centre.setCurrentWidget(self.board)
        self._offer_run(True)
        self.board.show_frame(frame)
        self.memory.show_frame(frame)
        self.addressing.show_frame(frame)
        self.transport.show_t(frame.t, frame.place)

    def show_no_run(self) -> None:
        """Take the last run out of every picture: of this task there is none yet."""
        self._centre.setCurrentWidget(self.plan)
        self.board.show_nothing()
        self.memory.show_nothing()
        self.addressing.show_nothing()
        self._offer_run(False)
        self.transport.show_no_run()

    def show_playing(self, playing: bool) -> None:
        """Make the play button what it would do next."""
        self._playing = playing
        action = self._actions[Command.PLAY]
        name, theme = "pause" if playing else "play", self._theme
        action.setIcon(icons.icon(name, theme.on_accent, faded(theme), size=20))
        action.setText("&Pause" if playing else "&Play")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for command, action in self._actions.items():
            name = command.value.icon
            if name:
                action.setIcon(icons.icon(name, theme.text, faded(theme)))
        self.show_playing(self._playing)
        for view in (
            self.board,
            self.plan,
            self.memory,
            self.addressing,
            self.header,
            self.notice,
            self.input_panel,
            self.transport,
            self.training_panel,
        ):
            view.set_theme(theme)

    def arrangement(self) -> dict[str, str]:
        """Where it is and how its panels share it, to be kept."""
        return arrangement.arrangement(self)

    def arrange(self, kept: Mapping[str, object]) -> None:
        """As an ``arrangement`` says."""
        arrangement.arrange(self, kept)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self.closing.emit()
        super().closeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        # A window that is only minimised is hidden by the system, and comes back.
        if not event.spontaneous():
            self.gone.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if self._first_picture_due:
            self._first_picture_due = False
            self._painting.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        # Space belongs to play wherever one is, so Return presses the button that has the focus.
        focused = QApplication.focusWidget()
        pressed = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if pressed and isinstance(focused, QAbstractButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.file_dropped.emit(Path(paths[0]))
        if len(paths) > 1:
            self.more_dropped.emit([Path(path) for path in paths[1:]])

    def _offer_run(self, there: bool) -> None:
        """Whether there is a run to move through and to export."""
        self.transport.setEnabled(there)
        for command in OF_A_RUN:
            self._actions[command].setEnabled(there)
        self.header.offer_export(there)

    def _compose(self) -> QWidget:
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        board = QVBoxLayout()
        board.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        for picture in (self.board, self.plan):
            self._centre.addWidget(picture)
        board.addWidget(self._centre)
        column.addLayout(board, 1)
        column.addWidget(rule())
        column.addWidget(self.readout)
        panels = Panels(
            ScrollColumn(self.input_panel, LOWEST_INPUT),
            centre,
            stacked(self.memory, self.addressing),
        )
        panels.crowded.connect(self.training_panel.show_crowded)

        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.header)
        rows.addWidget(rule())
        rows.addWidget(self.notice)
        rows.addWidget(DockRoom(panels, self.training_panel), 1)
        for bar in (self.transport, self.status):
            rows.addWidget(rule())
            rows.addWidget(bar)
        return whole

    def _make_menus(self, groups: Mapping[str, QActionGroup]) -> None:
        bar = self.menuBar()
        menus = {menu: name_menu(bar.addMenu(menu.value), menu.value) for menu in Menu}
        name_menu(self.recent_menu, RECENT_MENU)
        submenus: dict[str, QMenu] = {}
        for command, action in self._actions.items():
            spec = command.value
            menu = menus[spec.menu]
            if spec.starts_group:
                menu.addSeparator()
            if spec.submenu == RECENT_MENU:
                menu.addMenu(self.recent_menu)
            elif spec.choice and spec.choice not in submenus:
                submenus[spec.choice] = name_menu(menu.addMenu(spec.choice), spec.choice)
                submenus[spec.choice].addActions(groups[spec.choice].actions())
            elif not spec.choice:
                menu.addAction(action)
            # In the window too, so that its shortcut works while the menu is closed, and that
            # a script that asks the window for it finds it there.
            self.addAction(action)
            action.setParent(self)
