"""ValueRow: a number for each column of a drawing, as bars that are dragged up and down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ntm_viz.look.fonts import SMALL, text_width
from ntm_viz.look.stylesheet import mixed
from ntm_viz.views.ink import CENTRE, faded, write

if TYPE_CHECKING:
    from ntm_model.tasks import ValueRow as Asked
    from ntm_model.trace import Array
    from ntm_viz.look.theme import Theme

HEIGHT = 60
_ABOVE = 5
"""Pixels between the grid and the row."""
_STEPS = 20
"""Key presses from the smallest value to the largest."""


class ValueRow(QWidget):
    """Bars from the middle of the scale; drag over several to give each its own.

    Signals:
        stroke_began, stroke_ended: around all that one drag changes.
        values_wanted: a dict of vector, counted from 0, to its new value.
    """

    stroke_began = Signal()
    values_wanted = Signal(object)
    stroke_ended = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cell = 1
        self._asked: Asked | None = None
        self._values: Array | None = None
        self._now: int | None = None
        self._hovered: int | None = None
        self._cursor = 0
        self._last: tuple[int, float] | None = None
        self.setObjectName("value_row")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Values")
        self.hide()

    def show_values(self, asked: Asked, values: Array) -> None:
        """The values [length], and what they are."""
        self._asked, self._values = asked, values
        self._cursor = min(self._cursor, len(values) - 1)
        self.setAccessibleName(asked.title)
        self._describe()
        self._fit()
        self.update()

    def show_now(self, column: int | None) -> None:
        """Tell the value of this column, unless the mouse is over another."""
        if column != self._now:
            self._now = column
            self.update()

    def set_cell(self, cell: int) -> None:
        self._cell = cell
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def y_of(self, value: float) -> int:
        """The height at which a bar of this value ends."""
        asked = self._asked
        assert asked is not None
        share = (value - asked.smallest) / (asked.largest - asked.smallest)
        return round(HEIGHT - 1 - share * (HEIGHT - 1 - _ABOVE))

    def bar(self, column: int) -> QRect:
        """The column's bar, from the middle of the scale to its value."""
        assert self._values is not None
        ends = sorted((self.y_of(self._middle), self.y_of(float(self._values[column]))))
        return QRect(column * self._cell, ends[0], self._cell - 1, max(ends[1] - ends[0], 2))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if self._values is None:
            return
        painter, theme = QPainter(self), self._theme
        told = self._hovered if self._hovered is not None else self._now
        empty = QColor(mixed(theme.window, theme.text, 0.07))
        first = max(event.rect().left() // self._cell, 0)
        last = min(event.rect().right() // self._cell, len(self._values) - 1)
        for column in range(first, last + 1):
            ground = QRect(column * self._cell, _ABOVE, self._cell - 1, HEIGHT - _ABOVE)
            painter.fillRect(ground, empty)
            colour = QColor(theme.text) if column == told else QColor(theme.muted)
            painter.fillRect(self.bar(column), colour)
        middle = self.y_of(self._middle)
        painter.fillRect(0, middle, self.width(), 1, faded(theme.muted, 0.7))
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            place = QRect(self._cursor * self._cell, _ABOVE, self._cell - 1, HEIGHT - _ABOVE)
            painter.drawRect(place.adjusted(1, 1, -1, -1))
            told = self._cursor if told is None else told
        if told is not None and told < len(self._values):
            self._paint_number(painter, told)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton and self._values is not None:
            self._last = self._spot(event.position().toPoint())
            self.stroke_began.emit()
            self.values_wanted.emit(dict([self._last]))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._values is None:
            return
        column, value = self._spot(event.position().toPoint())
        self._hovered = column
        if self._last is not None:
            # The mouse jumps over columns when it is fast; a stroke does not.
            before, started = self._last
            step = 1 if column >= before else -1
            count = max(abs(column - before), 1)
            changes = {
                before + step * i: started + (value - started) * i / count for i in range(count + 1)
            }
            if column != before:
                changes.pop(before)
            else:
                changes = {column: value}
            self._last = (column, value)
            self.values_wanted.emit(changes)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._last is not None and event.button() == Qt.MouseButton.LeftButton:
            self._last = None
            self.stroke_ended.emit()

    @Slot()
    def let_go(self) -> None:
        """Change no further value until the button is pressed anew: other values lie here now."""
        self._last = None

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self._hovered = None
        self.update()
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        # Keys that mean something here must not reach the shortcuts of the window.
        keys = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
            and event.key() in (*keys, Qt.Key.Key_Escape)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        asked, values, key = self._asked, self._values, event.key()
        if asked is None or values is None:
            return
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            move = 1 if key == Qt.Key.Key_Right else -1
            self._cursor = min(max(self._cursor + move, 0), len(values) - 1)
            self._describe()
            self.update()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = (asked.largest - asked.smallest) / _STEPS
            change = step if key == Qt.Key.Key_Up else -step
            self.values_wanted.emit({self._cursor: float(values[self._cursor]) + change})
        elif key == Qt.Key.Key_Escape:
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.update()

    @property
    def _middle(self) -> float:
        """Where bars begin: at 0 where the scale holds it, else at the smallest value."""
        assert self._asked is not None
        return 0.0 if self._asked.smallest <= 0.0 <= self._asked.largest else self._asked.smallest

    def _spot(self, point: QPoint) -> tuple[int, float]:
        """The column under the point, and the value that its height stands for."""
        assert self._asked is not None
        assert self._values is not None
        column = min(max(point.x() // self._cell, 0), len(self._values) - 1)
        share = (HEIGHT - 1 - point.y()) / (HEIGHT - 1 - _ABOVE)
        span = self._asked.largest - self._asked.smallest
        return column, self._asked.smallest + min(max(share, 0.0), 1.0) * span

    def _paint_number(self, painter: QPainter, column: int) -> None:
        """The column's value on a ground of its own, where it hides least."""
        assert self._values is not None
        value = float(self._values[column])
        words = f"{value:.2f}".replace("-", "−")
        width = text_width(words, SMALL, bold=True) + 8
        left = min(max(column * self._cell + self._cell // 2 - width // 2, 0), self.width() - width)
        # Beyond the middle line, where this column has no bar.
        top = self.y_of(self._middle) + 3 if value >= self._middle else _ABOVE
        box = QRect(left, min(top, HEIGHT - 16), width, 15)
        painter.fillRect(box, QColor(self._theme.panel))
        write(painter, box, words, self._theme.text, SMALL, CENTRE, bold=True)

    def _describe(self) -> None:
        if self._values is not None:
            self.setAccessibleDescription(
                f"Vector {self._cursor + 1}: {float(self._values[self._cursor]):.2f}"
            )

    def _fit(self) -> None:
        length = 1 if self._values is None else len(self._values)
        self.setFixedWidth(length * self._cell)
