"""The memory now: what every slot holds after this step, and which heads are where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ntm_viz.views.memory_picture import MemoryPicture

if TYPE_CHECKING:
    from ntm_viz.look.theme import Theme
    from ntm_viz.reading.frame import Frame


class MemoryView(QWidget):
    """The memory matrix of a frame.

    Signals:
        hovered: the ``CellRef`` under the mouse, or None.
        picked: the ``CellRef`` that was clicked, or None beside all cells.
    """

    hovered = Signal(object)
    picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = MemoryPicture(theme)
        self._mouse: QPoint | None = None
        self.setObjectName("memory_view")
        self.setAccessibleName("Memory")
        self.setAccessibleDescription(
            "The memory matrix after this step, slots by depth, and where each head is"
        )
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(380, 400)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(250, 180)

    def show_frame(self, frame: Frame) -> None:
        self._picture.show_frame(frame)
        self.update()
        self._tell_hovered()

    def show_nothing(self) -> None:
        """Take the last run away: what is shown now has none."""
        self._picture.show_nothing()
        self.update()
        self._tell_hovered()

    def set_theme(self, theme: Theme) -> None:
        self._picture.set_theme(theme)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        self._picture.paint(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._picture.resize(event.size())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._mouse = event.position().toPoint()
        self._tell_hovered()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(self._picture.cell_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self._mouse = None
        self.hovered.emit(None)

    def _tell_hovered(self) -> None:
        """Say what is under the mouse, which need not have moved for it to be something else."""
        if self._mouse is not None:
            self.hovered.emit(self._picture.cell_at(self._mouse))
