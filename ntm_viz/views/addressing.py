"""Addressing now: how one head decides where to look, in four stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal, Slot

from ntm_viz.views.addressing_picture import AddressingPicture
from ntm_viz.views.head_choice import HeadChoice
from ntm_viz.views.picture_view import PictureView

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from ntm_viz.look.theme import Theme
    from ntm_viz.reading.frame import Frame


class AddressingView(PictureView):
    """The four stages of a head that the person chooses.

    Signals:
        head_chosen: the number of the head that is shown now.
    """

    head_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._picture = AddressingPicture(theme, names_head=False)
        what = "How the chosen head addresses the memory: by content, gate, shift and sharpening"
        super().__init__(self._picture, theme, "Addressing", what, parent)
        self.setObjectName("addressing_view")
        self._choice = HeadChoice(theme, self)
        self._choice.chosen.connect(self.choose_head)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(380, 320)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(250, 200)

    def show_frame(self, frame: Frame) -> None:
        self._picture.show_frame(frame)
        # Before it is measured: what is hidden has not been dressed yet.
        self._choice.show()
        self._choice.offer(frame.overview.heads)
        self._place_choice()
        self.update()
        self._tell_hovered()

    def show_nothing(self) -> None:
        super().show_nothing()
        self._choice.hide()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._choice.set_theme(theme)

    @Slot(int)
    def choose_head(self, head: int) -> None:
        """Show another head."""
        self._picture.choose_head(head)
        self._choice.mark(head)
        self.update()
        self._tell_hovered()
        self.head_chosen.emit(head)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place_choice()

    def _place_choice(self) -> None:
        self._choice.resize(self._choice.sizeHint())
        self._choice.move(self.width() - self._choice.width(), 0)
