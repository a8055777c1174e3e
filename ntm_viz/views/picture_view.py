"""PictureView: a picture of a run in the window, pointed at with the mouse or with the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ntm_viz.views.cell_cursor import MOVES, extent, first_cell, nearest, next_cell
from ntm_viz.views.ink import outline

if TYPE_CHECKING:
    from ntm_viz.look.theme import Theme
    from ntm_viz.reading.words import CellRef

_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_BY_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_KEYS = (*MOVES, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class Picture(Protocol):
    """What is painted, in a window as for export."""

    def paint(self, painter: QPainter) -> None:
        """Paint all of it."""

    def resize(self, size: QSize) -> None:
        """Fill this much room from now on."""

    def set_theme(self, theme: Theme) -> None:
        """Wear these colours from now on."""

    def show_nothing(self) -> None:
        """Take the last run away."""

    def cell_at(self, point: QPoint) -> CellRef | None:
        """The cell under the point."""


class PictureView(QWidget):
    """With Tab it takes the focus: arrows move a frame from cell to cell, Return keeps one.

    Signals:
        hovered: the ``CellRef`` under the mouse or in the frame, or None.
        picked: the ``CellRef`` that was clicked, or None beside all cells.
    """

    hovered = Signal(object)
    picked = Signal(object)

    def __init__(
        self, picture: Picture, theme: Theme, name: str, description: str, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._shown = picture
        self._theme = theme
        self._description = description
        self._point: QPoint | None = None
        """Where the mouse is, or else the frame."""
        self._cursor: QPoint | None = None
        """Where the keys have led."""
        self._is_framed = False
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_nothing(self) -> None:
        """Take the last run away: what is shown now has none."""
        self._shown.show_nothing()
        self._cursor = None
        self.update()
        self._tell_hovered()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._shown.set_theme(theme)
        self.update()

    @Slot(str)
    def say(self, words: str) -> None:
        """What a screen reader is to hear while the keys are in here."""
        if self._is_framed and words:
            self.setAccessibleDescription(words)
            # Not an assertive one: it waits for what is being said.
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        self._shown.paint(painter)
        if self._is_framed and self._cursor is not None:
            box = extent(self._shown.cell_at, self._cursor, self.rect()).adjusted(-2, -2, 2, 2)
            outline(painter, box.adjusted(-1, -1, 1, 1), self._theme.window, 1)
            outline(painter, box, self._theme.accent, 2)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        cell = None if self._cursor is None else self._shown.cell_at(self._cursor)
        self._shown.resize(event.size())
        before, now = event.oldSize(), event.size()
        if self._cursor is not None and cell is not None and not before.isEmpty():
            # The picture has been stretched as the room has, so it is about there.
            about = QPoint(
                self._cursor.x() * now.width() // before.width(),
                self._cursor.y() * now.height() // before.height(),
            )
            self._cursor = nearest(self._shown.cell_at, cell, about)
        if self._is_framed:
            self._enter()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._point_at(event.position().toPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self._pick(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self._point_at(self._cursor if self._is_framed else None)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        # Not where a window only gives its focus to whoever is first in it.
        if event.reason() in _BY_KEYS:
            self._enter()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        if self._is_framed:
            self._is_framed = False
            self.setAccessibleDescription(self._description)
            self._point_at(None)
            self.update()

    def event(self, event: QEvent) -> bool:
        # Keys that mean something here must not reach the shortcuts of the window.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.modifiers() in (Qt.KeyboardModifier.NoModifier, _KEYPAD)
            and event.key() in _KEYS
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        key = Qt.Key(event.key())
        if key in MOVES:
            self._move(MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cursor is not None:
            self._pick(self._cursor)
        elif key == Qt.Key.Key_Escape:
            self.picked.emit(None)
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def _pick(self, point: QPoint) -> None:
        """What a click does, or Return in the frame."""
        self.picked.emit(self._shown.cell_at(point))

    def _first_point(self) -> QPoint | None:
        """Where the frame begins."""
        return first_cell(self._shown.cell_at, self.rect())

    def _enter(self) -> None:
        """Frame the cell where the keys were last, or one to begin with."""
        if self._cursor is None or self._shown.cell_at(self._cursor) is None:
            self._cursor = self._first_point()
        self._is_framed = True
        self._point_at(self._cursor)
        self.update()

    def _move(self, move: QPoint) -> None:
        if not self._is_framed or self._cursor is None:
            self._enter()
            return
        found = next_cell(self._shown.cell_at, self._cursor, move, self.rect())
        if found is not None:
            self._cursor = found
            self._point_at(found)
            self.update()

    def _point_at(self, point: QPoint | None) -> None:
        self._point = point
        self.hovered.emit(None if point is None else self._shown.cell_at(point))

    def _tell_hovered(self) -> None:
        """Say which cell is pointed at: it may be another without anything having moved."""
        if self._point is not None:
            self.hovered.emit(self._shown.cell_at(self._point))
