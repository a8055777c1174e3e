"""Where the keys lead in a picture that only says which cell is where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt

if TYPE_CHECKING:
    from collections.abc import Callable

    from ntm_viz.reading.words import CellRef

    CellAt = Callable[[QPoint], CellRef | None]

MOVES = {
    Qt.Key.Key_Left: QPoint(-1, 0),
    Qt.Key.Key_Right: QPoint(1, 0),
    Qt.Key.Key_Up: QPoint(0, -1),
    Qt.Key.Key_Down: QPoint(0, 1),
}
_COARSE = 6
"""Pixels between the points that are tried for a cell to begin with."""
_NEAR = 8


def extent(cell_at: CellAt, point: QPoint, room: QRect) -> QRect:
    """All that the cell at ``point`` covers, straight up, down and to both sides of it."""
    cell = cell_at(point)
    left, right, top, foot = (
        _last_of(cell_at, cell, point, MOVES[key], room)
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
    )
    return QRect(QPoint(left.x(), top.y()), QPoint(right.x(), foot.y()))


def next_cell(cell_at: CellAt, point: QPoint, move: QPoint, room: QRect) -> QPoint | None:
    """The middle of the next cell from ``point`` in the direction of ``move``, if there is one.

    What lies between two cells is stepped over.
    """
    cell = cell_at(point)
    here = point + move
    while room.contains(here):
        found = cell_at(here)
        if found is not None and found != cell:
            middle = extent(cell_at, here, room).center()
            # Across the way it keeps its place, so that going back leads back.
            return QPoint(middle.x(), point.y()) if move.x() else QPoint(point.x(), middle.y())
        here += move
    return None


def first_cell(cell_at: CellAt, room: QRect) -> QPoint | None:
    """The middle of the first cell from the top, and there from the left."""
    for y in range(room.top(), room.bottom() + 1, _COARSE):
        for x in range(room.left(), room.right() + 1, _COARSE):
            if cell_at(QPoint(x, y)) is not None:
                return extent(cell_at, QPoint(x, y), room).center()
    return None


def nearest(cell_at: CellAt, cell: CellRef, point: QPoint) -> QPoint | None:
    """The point close to ``point`` where ``cell`` is, if it is anywhere there."""
    near = range(-_NEAR, _NEAR + 1)
    points = (point + QPoint(x, y) for y in near for x in near)
    there = [one for one in points if cell_at(one) == cell]
    return min(there, key=lambda one: (one - point).manhattanLength(), default=None)


def _last_of(
    cell_at: CellAt, cell: CellRef | None, point: QPoint, move: QPoint, room: QRect
) -> QPoint:
    while room.contains(point + move) and cell_at(point + move) == cell:
        point = point + move
    return point
