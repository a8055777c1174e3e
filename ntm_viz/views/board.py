"""The board: what went in, what came out and what every head did, over one time axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ntm_viz.views.board_picture import BoardPicture

if TYPE_CHECKING:
    from ntm_viz.look.theme import Theme
    from ntm_viz.reading.frame import Frame
    from ntm_viz.views.time_axis import TimeAxis

_NOTCH = 120.0
"""Eighths of a degree that one click of a mouse wheel turns."""
_ZOOM = 1.25
"""One click of the wheel shows so many times fewer timesteps."""


class Board(QWidget):
    """Click or drag to choose t, turn the wheel to zoom, Shift+drag to pan, double-click for all.

    Signals:
        step_requested: the timestep that the person points at.
        hovered: the ``CellRef`` under the mouse, or None.
        picked: the ``CellRef`` that was clicked, or None beside all rows.
    """

    step_requested = Signal(int)
    hovered = Signal(object)
    picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = BoardPicture(theme)
        self._panning_from: QPoint | None = None
        self._scrubbing = False
        self._mouse: QPoint | None = None
        self.setObjectName("board")
        self.setAccessibleName("Board")
        self.setAccessibleDescription(
            "Input, target, output and what each head does, over the timesteps of the run"
        )
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(720, 700)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(360, 320)

    def show_frame(self, frame: Frame) -> None:
        """Put the playhead at the frame's t; take over its trace where that is a new one."""
        before = self._picture.t
        if self._picture.show_frame(frame):
            self.update()
            self._tell_hovered()
        elif frame.t != before:
            self.update(self._picture.playhead_box(before))
            self.update(self._picture.playhead_box(frame.t))

    def show_nothing(self) -> None:
        """Take the last run away: what is shown now has none."""
        self._picture.show_nothing()
        self.update()
        self._tell_hovered()

    def set_theme(self, theme: Theme) -> None:
        self._picture.set_theme(theme)
        self.update()

    def show_all_steps(self) -> None:
        """Undo all zooming."""
        axis = self._picture.axis
        self._look_at(axis.whole(axis.n_steps, axis.left, axis.width))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        self._picture.paint(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._picture.resize(event.size())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        here = event.position().toPoint()
        pan = event.button() == Qt.MouseButton.MiddleButton or (
            event.button() == Qt.MouseButton.LeftButton
            and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        )
        if pan:
            self._panning_from = here
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.LeftButton and self._picture.covers(here.x()):
            self._scrubbing = True
            self.step_requested.emit(self._picture.axis.step_at(here.x()))
            self.picked.emit(self._picture.cell_at(here))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        here = event.position().toPoint()
        axis = self._picture.axis
        if self._panning_from is not None:
            self._look_at(axis.panned((self._panning_from.x() - here.x()) / axis.column_width))
            self._panning_from = here
        elif self._scrubbing:
            self.step_requested.emit(axis.step_at(here.x()))
        self._mouse = here
        self._tell_hovered()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._panning_from = None
        self._scrubbing = False
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self.show_all_steps()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self._mouse = None
        self.hovered.emit(None)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        axis, turned = self._picture.axis, event.angleDelta()
        sideways = turned.x() or (
            turned.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0
        )
        if sideways:
            self._look_at(axis.panned(-sideways / _NOTCH * (axis.last - axis.first) / 10.0))
        else:
            self._mouse = event.position().toPoint()
            self._look_at(axis.zoomed(_ZOOM ** (turned.y() / _NOTCH), event.position().x()))
        event.accept()

    def _look_at(self, axis: TimeAxis) -> None:
        if axis != self._picture.axis:
            self._picture.look_at(axis)
            self.update()
            self._tell_hovered()

    def _tell_hovered(self) -> None:
        """Say which cell is under the mouse: it may be another without the mouse having moved."""
        if self._mouse is not None:
            self.hovered.emit(self._picture.cell_at(self._mouse))
