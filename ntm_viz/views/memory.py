"""The memory now: what every slot holds after this step, and which heads are where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

from ntm_viz.views.memory_picture import MemoryPicture
from ntm_viz.views.picture_view import PictureView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ntm_viz.look.theme import Theme
    from ntm_viz.reading.frame import Frame


class MemoryView(PictureView):
    """The memory matrix of a frame."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._picture = MemoryPicture(theme)
        what = "The memory matrix after this step, slots by depth, and where each head is"
        super().__init__(self._picture, theme, "Memory", what, parent)
        self.setObjectName("memory_view")

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(380, 400)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(250, 180)

    def show_frame(self, frame: Frame) -> None:
        self._picture.show_frame(frame)
        self.update()
        self._tell_hovered()
