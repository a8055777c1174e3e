"""TimelineSlider: the playhead over this run's error and the task's phases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
)
from PySide6.QtWidgets import QSlider, QWidget

from ntm_viz.look import fonts
from ntm_viz.look.stylesheet import mixed
from ntm_viz.reading.phases import names_by_room
from ntm_viz.views.curves import Curve
from ntm_viz.views.ground import Ground

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ntm_model.trace import Array
    from ntm_viz.look.theme import Theme
    from ntm_viz.reading.phases import TaskPhase

_STRIP = 20
"""Height of the named phases, in pixels."""
_SIDE = 8
"""Room left and right for the playhead's knob."""
_KNOB = 6
_AIR = 3
"""Between words and the playhead's line."""


class TimelineSlider(QSlider):
    """A slider with one column per timestep. Its value is t."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._phases: tuple[TaskPhase, ...] = ()
        self._error: Array | None = None
        self._ground = Ground()
        self._runs = 0
        """Counted, because runs can be told apart by no other plain value."""
        self._words = QRegion()
        self.setObjectName("timeline_slider")
        self.setAccessibleName("Timestep")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(160)
        self.setToolTip("Drag to move through the run")

    def show_run(self, length: int, phases: Sequence[TaskPhase], error: Array | None) -> None:
        """A run of ``length`` timesteps; ``error`` [length] in bits, None where nobody knows."""
        self._phases, self._error = tuple(phases), error
        self._runs += 1
        self.setRange(0, length - 1)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(480, 64)

    def x_of(self, t: float) -> float:
        """Where timestep ``t`` begins, in pixels."""
        steps = self.maximum() - self.minimum() + 1
        return _SIDE + (self.width() - 2 * _SIDE) * t / steps

    def t_at(self, x: float) -> int:
        """The timestep whose column is at ``x``."""
        steps = self.maximum() - self.minimum() + 1
        t = int((x - _SIDE) * steps // max(self.width() - 2 * _SIDE, 1))
        return min(max(t, self.minimum()), self.maximum())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setValue(self.t_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self.isSliderDown():
            self.setValue(self.t_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        # All but the playhead belongs to the run; its curve alone can have thousands of points.
        made_for = (self._runs, self.maximum(), self._theme)
        ground = self._ground
        ground.paint(painter, self.size(), self._theme.panel, made_for, self._paint_ground)
        if self.isEnabled():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_playhead(painter)

    def _paint_ground(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(fonts.font(fonts.SMALL, bold=True))
        self._words = self._paint_phases(painter)
        painter.setFont(fonts.font(fonts.SMALL))
        self._words += self._paint_error(painter)

    def _paint_phases(self, painter: QPainter) -> QRegion:
        """Where the words are that it has written."""
        words = QRegion()
        top = self.height() - _STRIP - 2
        if not self._phases:
            whole = QRectF(_SIDE, top, self.width() - 2 * _SIDE, _STRIP)
            painter.fillRect(whole, QColor(self._theme.line))
        for phase in self._phases:
            left, right = self.x_of(phase.start), self.x_of(phase.stop)
            colour = self._theme.phase(phase.role.head)
            rect = QRectF(left, top, max(right - left - 1, 1), _STRIP)
            painter.fillRect(rect, QColor(mixed(self._theme.panel, colour, 0.22)))
            room = rect.adjusted(8, 0, -4, 0)
            name, short = names_by_room(phase.name)
            painter.setPen(QColor(colour))
            if painter.fontMetrics().horizontalAdvance(name) <= room.width():
                words += _write(painter, room.toRect(), Qt.AlignmentFlag.AlignVCenter, name)
            elif painter.fontMetrics().horizontalAdvance(short) + 2 <= rect.width():
                words += _write(painter, rect.toRect(), Qt.AlignmentFlag.AlignCenter, short)
        return words

    def _paint_error(self, painter: QPainter) -> QRegion:
        """Where the words are that it has written."""
        room = QRect(_SIDE, 10, self.width() - 2 * _SIDE, self.height() - _STRIP - 18)
        # Below the playhead's knob, which must not touch them.
        line = room.adjusted(0, 2 * _KNOB - 7, 0, 0)
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        painter.setPen(QColor(self._theme.muted))
        if self._error is None or not self._error.size:
            why = "no target known" if self.maximum() > 0 else "no run yet"
            return _write(painter, line, Qt.AlignmentFlag.AlignTop, why)
        # A flawless run stays flat: the curve is never stretched to less than one bit.
        top = max(1.0, float(self._error.max()))
        scale = f"error, 0–{top:.0f} bits" if top < 9.5 else f"error, 0–{round(top)} bits"
        words = _write(painter, line, Qt.AlignmentFlag.AlignTop, scale)
        colour = self._theme.error if top > 1.0 else self._theme.muted
        heights = room.bottom() - np.clip(self._error / top, 0.0, 1.0) * room.height()
        Curve(heights, 0.0, len(heights), room, level=False).paint(painter, colour)
        return words

    def _paint_playhead(self, painter: QPainter) -> None:
        """Its line leaves a gap where it would cross the ground's words."""
        x = self.x_of(self.value() + 0.5)
        painter.setClipRegion(QRegion(self.rect()).subtracted(self._words))
        painter.setPen(QPen(QColor(self._theme.playhead), 2))
        painter.drawLine(QPointF(x, _KNOB + 1), QPointF(x, self.height()))
        painter.setBrush(QColor(self._theme.playhead))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QPointF(x, _KNOB + 1), _KNOB, _KNOB)


def _write(painter: QPainter, box: QRect, align: Qt.AlignmentFlag, words: str) -> QRegion:
    """Write at the left of ``box``, and give the room that the words need for themselves."""
    painter.drawText(box, align, words)
    taken = painter.fontMetrics().boundingRect(box, align, words)
    return QRegion(taken.adjusted(-_AIR, 0, _AIR, 0))
