"""Addressing now: how one head decides where to look, in four stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ntm_viz.views.addressing_picture import AddressingPicture
from ntm_viz.views.head_choice import HeadChoice

if TYPE_CHECKING:
    from ntm_viz.look.theme import Theme
    from ntm_viz.reading.frame import Frame


class AddressingView(QWidget):
    """The four stages of a head that the person chooses.

    Signals:
        hovered: the ``CellRef`` under the mouse, or None.
        picked: the ``CellRef`` that was clicked, or None beside all charts.
        head_chosen: the number of the head that is shown now.
    """

    hovered = Signal(object)
    picked = Signal(object)
    head_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = AddressingPicture(theme, names_head=False)
        self._choice = HeadChoice(theme, self)
        self._choice.chosen.connect(self.choose_head)
        self._mouse: QPoint | None = None
        self.setObjectName("addressing_view")
        self.setAccessibleName("Addressing")
        self.setAccessibleDescription(
            "How the chosen head addresses the memory: by content, gate, shift and sharpening"
        )
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(380, 320)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(250, 200)

    def show_frame(self, frame: Frame) -> None:
        self._picture.show_frame(frame)
        self._choice.offer(frame.overview.heads)
        self._choice.show()
        self._place_choice()
        self.update()
        self._tell_hovered()

    def show_nothing(self) -> None:
        """Take the last run away: what is shown now has none."""
        self._picture.show_nothing()
        self._choice.hide()
        self.update()
        self._tell_hovered()

    def set_theme(self, theme: Theme) -> None:
        self._picture.set_theme(theme)
        self._choice.set_theme(theme)
        self.update()

    @Slot(int)
    def choose_head(self, head: int) -> None:
        """Show another head."""
        self._picture.choose_head(head)
        self._choice.mark(head)
        self.update()
        self._tell_hovered()
        self.head_chosen.emit(head)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        self._picture.paint(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._picture.resize(event.size())
        self._place_choice()

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

    def _place_choice(self) -> None:
        self._choice.resize(self._choice.sizeHint())
        self._choice.move(self.width() - self._choice.width(), 0)
