"""The board: what went in, what came out and what every head did, over one time axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from ntm_viz.views.board_picture import BoardPicture
from ntm_viz.views.picture_view import PictureView

if TYPE_CHECKING:
    from ntm_viz.look.theme import Theme
    from ntm_viz.reading.frame import Frame
    from ntm_viz.views.time_axis import TimeAxis

_NOTCH = 120.0
"""Eighths of a degree that one click of a mouse wheel turns."""
_ZOOM = 1.25
"""One click of the wheel shows so many times fewer timesteps."""


class Board(PictureView):
    """Click or drag to choose t, turn the wheel to zoom, Shift+drag to pan, double-click for all.

    Signals:
        step_requested: the timestep that the person points at.
    """

    step_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._picture = BoardPicture(theme)
        what = "Input, target, output and what each head does, over the timesteps of the run"
        super().__init__(self._picture, theme, "Board", what, parent)
        self.setObjectName("board")
        self._panning_from: QPoint | None = None
        self._scrubbing = False

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

    def show_all_steps(self) -> None:
        """Undo all zooming."""
        axis = self._picture.axis
        self._look_at(axis.whole(axis.n_steps, axis.left, axis.width))

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
            self._pick(here)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        here = event.position().toPoint()
        axis = self._picture.axis
        if self._panning_from is not None:
            self._look_at(axis.panned((self._panning_from.x() - here.x()) / axis.column_width))
            self._panning_from = here
        elif self._scrubbing:
            self.step_requested.emit(axis.step_at(here.x()))
        self._point = here
        self._tell_hovered()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._panning_from = None
        self._scrubbing = False
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self.show_all_steps()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        axis, turned = self._picture.axis, event.angleDelta()
        sideways = turned.x() or (
            turned.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0
        )
        if sideways:
            self._look_at(axis.panned(-sideways / _NOTCH * (axis.last - axis.first) / 10.0))
        else:
            self._point = event.position().toPoint()
            self._look_at(axis.zoomed(_ZOOM ** (turned.y() / _NOTCH), event.position().x()))
        event.accept()

    def _look_at(self, axis: TimeAxis) -> None:
        if axis != self._picture.axis:
            self._picture.look_at(axis)
            self.update()
            self._tell_hovered()

    def _pick(self, point: QPoint) -> None:
        self.step_requested.emit(self._picture.axis.step_at(point.x()))
        super()._pick(point)

    def _first_point(self) -> QPoint | None:
        """In the first row, at the playhead."""
        first = super()._first_point()
        start, stop = self._picture.axis.column(self._picture.t)
        at_playhead = None if first is None else QPoint((start + stop) // 2, first.y())
        covered = at_playhead is not None and self._picture.covers(at_playhead.x())
        return at_playhead if covered else first
