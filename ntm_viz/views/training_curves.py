"""TrainingCurves: cost and wrong bits per sequence as training goes on, on one logarithmic axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ntm_viz.look.fonts import SMALL, text_width
from ntm_viz.reading.course import Course, LogScale, thinned
from ntm_viz.views.ink import CENTRE, LEFT, RIGHT, write

if TYPE_CHECKING:
    from ntm_viz.look.theme import Theme
    from ntm_viz.reading.course import Numbers

LEFT_MARGIN, RIGHT_MARGIN = 36, 12
"""Pixels beside the picture; a slider below that keeps them stands on the same axis."""
_TOP, _FOOT = 8, 20
_SMALLEST_SPAN = 100
_NONE = np.empty((3, 0))
"""Sequences, cost and wrong bits of no point."""


class TrainingCurves(QWidget):
    """Sequences run right; the upper end of each curve is bad, the foot of the axis is zero."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._course, self._numbers = Course(), _NONE
        self._marked: int | None = None
        self.setObjectName("training_curves")
        self.setAccessibleName("Cost and wrong bits over training")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(110)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(260, 190)

    @property
    def span(self) -> int:
        """Sequences from the left end of the axis to its right end."""
        return max(self._course.done, _SMALLEST_SPAN)

    def show_course(self, course: Course) -> None:
        """Show ``course`` as it is now."""
        if course is not self._course:
            self._course, self._numbers = course, _NONE
        self._read_on()
        last = course.last
        if last is not None:
            self.setAccessibleDescription(
                f"After {last.sequences:,} sequences: {last.wrong_bits:.2f} wrong bits and a "
                f"cost of {last.cost:.2f} bits per sequence"
            )
        self.update()

    def show_mark(self, sequences: int | None) -> None:
        """Mark the moment that is looked at; None marks nothing."""
        if sequences != self._marked:
            self._marked = sequences
            self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        box = self.rect().adjusted(LEFT_MARGIN, _TOP, -RIGHT_MARGIN, -_FOOT)
        painter.fillRect(box, QColor(self._theme.well))
        places, cost, wrong = self._numbers
        scale = LogScale.over(np.concatenate([cost, wrong, [50.0]]))
        self._paint_axes(painter, box, scale)
        if len(places):
            self._paint_solved(painter, box)
            for values, colour, width in (
                (cost, self._theme.muted, 1.25),
                (wrong, self._theme.error, 1.75),
            ):
                self._paint_curve(
                    painter, box, scale.share(values), places, QPen(QColor(colour), width)
                )
        self._paint_mark(painter, box)

    def _read_on(self) -> None:
        """Take over the points that have come since; a long training has thousands."""
        new = self._course.points[self._numbers.shape[1] :]
        if new:
            rows = [(point.sequences, point.cost, point.wrong_bits) for point in new]
            self._numbers = np.hstack([self._numbers, np.array(rows, np.float64).T])

    def _x(self, box: QRect, sequences: float) -> float:
        return box.left() + sequences / self.span * box.width()

    def _paint_axes(self, painter: QPainter, box: QRect, scale: LogScale) -> None:
        line, words = QColor(self._theme.line), self._theme.muted
        shares = scale.share(np.array(scale.decades)).tolist()
        levels = zip((0.0, *shares), (0.0, *scale.decades), strict=True)
        for share, level in levels:
            y = box.bottom() - round(share * (box.height() - 1))
            painter.fillRect(box.left(), y, box.width(), 1, line)
            beside = QRect(0, y - 8, LEFT_MARGIN - 6, 16)
            write(painter, beside, f"{level:g}", words, SMALL, RIGHT)
        below = QRect(box.left(), box.bottom() + 4, box.width(), 16)
        write(painter, below, "0", words, SMALL, LEFT)
        write(painter, below, "sequences", words, SMALL, CENTRE)
        if self._course.points:
            write(painter, below, f"{self.span:,}", words, SMALL, RIGHT)

    def _paint_curve(
        self, painter: QPainter, box: QRect, shares: Numbers, places: Numbers, pen: QPen
    ) -> None:
        places, shares = thinned(shares, places, max(box.width() // 2, 1))
        x = box.left() + places / self.span * box.width()
        y = box.bottom() - shares * (box.height() - 1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(
            QPolygonF([QPointF(*p) for p in zip(x.tolist(), y.tolist(), strict=True)])
        )
        painter.restore()

    def _paint_solved(self, painter: QPainter, box: QRect) -> None:
        """Where the task was solved, and the word for it on the side that has room."""
        solved = self._course.solved_after
        if solved is None:
            return
        x = round(self._x(box, solved))
        pen = QPen(QColor(self._theme.accent), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(x, box.top(), x, box.bottom())
        text = f"solved at {solved:,}"
        width = text_width(text, SMALL) + 2
        fits = x + 5 + width <= box.right()
        # Where the curves are not: behind its solution they are low, before it they are high.
        line = QRect(x + 5, box.top() + 2, width, 16)
        if not fits:
            line.moveTopLeft(QPoint(x - 5 - width, box.bottom() - 22))
        write(painter, line, text, self._theme.accent, SMALL, LEFT)

    def _paint_mark(self, painter: QPainter, box: QRect) -> None:
        if self._marked is not None:
            x = round(self._x(box, min(self._marked, self.span)))
            painter.fillRect(x - 1, box.top(), 2, box.height() + 4, QColor(self._theme.playhead))
