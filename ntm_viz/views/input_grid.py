"""InputGrid: the bits that a person draws, painted with the mouse or with the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen

from ntm_viz.views.bit_grid import BitGrid

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtWidgets import QWidget

    from ntm_model.tasks.base import Bits
    from ntm_viz.look.theme import Theme

_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
# Space plays, wherever one is.
_TURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_X)


class InputGrid(BitGrid):
    """Paints by left drag, erases by right drag or with Shift held.

    The mouse does not take the focus, so that Space plays after a drawing was made. With Tab
    the grid takes it; then the arrows move a cursor, Return or X turns a bit, and Escape lets go.
    """

    stroke_began = Signal()
    cells_painted = Signal(object, int)
    """The cells, a list of (time, bit), and the value that they get."""
    stroke_ended = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "write", parent)
        self.setObjectName("input_grid")
        self.setAccessibleName("Input pattern")
        self.setAccessibleDescription(
            "One column per vector, bit 0 on top. Arrow keys move, Return turns a bit."
        )
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._value: int | None = None
        self._button = Qt.MouseButton.NoButton
        self._last = (0, 0)
        self._hovered: tuple[int, int] | None = None
        self._cursor = (0, 0)

    def show_bits(
        self, pattern: Bits, wrong: Bits | None = None, breaks: Collection[int] = ()
    ) -> None:
        super().show_bits(pattern, wrong, breaks)
        # A shorter pattern may have left them outside.
        self._move(0, 0)
        self._hovered = None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            return
        cell = self._cell_at(event.position().toPoint())
        if cell is None or self._value is not None:
            return
        erases = (
            event.button() == Qt.MouseButton.RightButton
            or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        )
        self._value = 0 if erases else 1
        self._button = event.button()
        self._last = cell
        self.stroke_began.emit()
        self.cells_painted.emit([cell], self._value)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        point = event.position().toPoint()
        if self._value is None:
            self._hover(self._cell_at(point))
            return
        self._hover(self.nearest(point))
        self._paint_to(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._value is None or event.button() != self._button:
            return
        self._paint_to(event.position().toPoint())
        self._value = None
        self.stroke_ended.emit()

    @Slot()
    def let_go(self) -> None:
        """Paint no further until a button is pressed anew: something else lies here now."""
        self._value = None

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self._hover(None)
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        # Keys that mean something here must not reach the shortcuts of the window.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
            and event.key() in (*_MOVES, *_TURNS, Qt.Key.Key_Escape)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in _MOVES:
            self._move(*_MOVES[Qt.Key(event.key())])
        elif event.key() in _TURNS:
            self.cells_painted.emit([self._cursor], 1 - self._bit(self._cursor))
        elif event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self._move(0, 0)

    def _paint_to(self, point: QPoint) -> None:
        """Go on with the stroke; the mouse jumps over cells when it is fast, a stroke does not."""
        cell = self.nearest(point)
        if cell != self._last:
            self.cells_painted.emit(self._way(self._last, cell), self._value)
            self._last = cell

    def _move(self, right: int, down: int) -> None:
        """Move the cursor as far as the grid goes, and tell a screen reader where it is."""
        length, bits = self._pattern.shape
        if bits == 1:
            # Up and down lead to the next line.
            right, down = right + down * self.per_line, 0
        time = min(max(self._cursor[0] + right, 0), length - 1)
        bit = min(max(self._cursor[1] + down, 0), bits - 1)
        self._cursor = (time, bit)
        if self.hasFocus():
            value = self._bit(self._cursor)
            self.setAccessibleDescription(f"Vector {time + 1}, bit {bit}: {value}")
        self.update()

    def _bit(self, cell: tuple[int, int]) -> int:
        return int(self._pattern[cell])

    def _hover(self, cell: tuple[int, int] | None) -> None:
        if cell != self._hovered:
            self._hovered = cell
            self.update()

    def _way(self, start: tuple[int, int], end: tuple[int, int]) -> list[tuple[int, int]]:
        """The cells between two, as they lie on the screen: (time, bit) each."""
        length, bits = self._pattern.shape
        (first, top), (last, foot) = divmod(start[0], self.per_line), divmod(end[0], self.per_line)
        spots = line((top, first * bits + start[1]), (foot, last * bits + end[1]))
        cells = (((down // bits) * self.per_line + right, down % bits) for right, down in spots)
        return [(time, bit) for time, bit in cells if time < length]

    def _cell_at(self, point: QPoint) -> tuple[int, int] | None:
        cell = self.nearest(point)
        # The gap after a cell is the cell's.
        return cell if self.cell_rect(*cell).adjusted(0, 0, 1, 1).contains(point) else None

    def _paint_above(self, painter: QPainter) -> None:
        if self._hovered is not None:
            painter.setPen(QPen(QColor(self._theme.muted), 1))
            painter.drawRect(self.cell_rect(*self._hovered).adjusted(0, 0, -1, -1))
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.drawRect(self.cell_rect(*self._cursor).adjusted(1, 1, -1, -1))


def line(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[int, int]]:
    """The cells on the straight way from ``start`` to ``end``, both included."""
    across, down = end[0] - start[0], end[1] - start[1]
    steps = max(abs(across), abs(down), 1)
    return [
        (start[0] + round(across * i / steps), start[1] + round(down * i / steps))
        for i in range(steps + 1)
    ]
