"""PlanView: what a network will see, in the board's place until one has run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ntm_viz.look.fonts import BODY, SMALL, TITLE, font
from ntm_viz.views.board_layout import AXIS, arrange
from ntm_viz.views.board_painter import BoardPainter
from ntm_viz.views.board_rows import input_rows, target_row
from ntm_viz.views.ink import CENTRE, write
from ntm_viz.views.time_axis import NUMBERS_APART, TimeAxis

if TYPE_CHECKING:
    from ntm_viz.look.theme import Theme
    from ntm_viz.reading.plan import Plan, Wait

_ROW = 96
"""Logical pixels that each row gets; the rest is for the words."""
_GAP = 28
_WIDEST = 460


class PlanView(QWidget):
    """The rows that are known already, and under them why the others are not there."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plan: Plan | None = None
        self._wait: Wait | None = None
        self.setObjectName("plan_view")
        self.setAccessibleName("What the network will see")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(720, 700)

    def show_plan(self, plan: Plan, wait: Wait) -> None:
        """What will go in and is due, and what is waited for."""
        self._plan, self._wait = plan, wait
        self.setAccessibleDescription(f"{wait.title}. {wait.words}")
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.window))
        if self._plan is not None and self._wait is not None:
            self._paint_words(painter, self._wait, self._paint_rows(painter, self._plan))
        painter.end()

    def _paint_rows(self, painter: QPainter, plan: Plan) -> QRect:
        """The rows; the box of what is left below them, as wide as their pictures."""
        rows = (
            *input_rows(plan.inputs, plan.input_names),
            target_row(plan.targets, plan.counts),
        )
        height = min(len(rows) * _ROW + 2 * AXIS, self.height() // 2)
        layout = arrange(rows, QSize(self.width(), height), phases=bool(plan.phases))
        axis = TimeAxis.whole(plan.n_steps, layout.left, layout.width)
        BoardPainter(painter, self._theme, layout, axis).paint(plan)
        for t in axis.ticks(NUMBERS_APART):
            first, last = axis.column(t)
            number = QRect((first + last) // 2 - 24, layout.axis.top() + 4, 48, 14)
            write(painter, number, str(t), self._theme.muted, SMALL, CENTRE)
        top = layout.axis.bottom() + _GAP
        return QRect(layout.left, top, layout.width, self.height() - top)

    def _paint_words(self, painter: QPainter, wait: Wait, box: QRect) -> None:
        wraps = int(Qt.TextFlag.TextWordWrap)
        room = QRect(box.left(), box.top(), min(box.width(), _WIDEST), box.height())
        painter.setFont(font(TITLE + 3, bold=True))
        painter.setPen(QColor(self._theme.text))
        title = painter.boundingRect(room, wraps, wait.title)
        painter.drawText(room, wraps, wait.title)
        painter.setFont(font(BODY))
        painter.setPen(QColor(self._theme.muted))
        room.setTop(title.bottom() + 10)
        painter.drawText(room, wraps, wait.words)
