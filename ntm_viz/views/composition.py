"""One picture of everything at one timestep: caption, board, memory and addressing together.

The same pictures as in the window, arranged without widgets, so that they can be painted
at any size and scale on an image that nobody sees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from ntm_viz.fonts import BODY, TITLE
from ntm_viz.views.addressing_picture import AddressingPicture
from ntm_viz.views.board_picture import BoardPicture
from ntm_viz.views.ink import LEFT, RIGHT, text_width, write
from ntm_viz.views.memory_picture import MemoryPicture

if TYPE_CHECKING:
    from ntm_viz.frame import Frame
    from ntm_viz.theme import Theme

_MARGIN = 24
_CAPTION = 28
_BETWEEN = 24
_SIDE = (270, 420)
"""Narrowest and widest that memory and addressing get, in logical pixels."""


class Composition:
    """Paints frames of one size and theme; what frames have in common is painted once.

    ``scale`` is device pixels per logical pixel: 2 gives the same picture twice as fine.
    """

    def __init__(self, theme: Theme, size: QSize, scale: float = 1.0, *, head: int = 0) -> None:
        self._theme = theme
        self._size = QSize(size)
        self._scale = scale
        self._board = BoardPicture(theme)
        self._memory = MemoryPicture(theme)
        self._addressing = AddressingPicture(theme, names_head=True)
        self._addressing.choose_head(head)
        self._arrange()

    def image(self, frame: Frame) -> QImage:
        """The frame as an image of its own."""
        self._board.show_frame(frame)
        self._memory.show_frame(frame)
        self._addressing.show_frame(frame)
        image = QImage(
            round(self._size.width() * self._scale),
            round(self._size.height() * self._scale),
            QImage.Format.Format_RGB32,
        )
        image.setDevicePixelRatio(self._scale)
        image.fill(QColor(self._theme.window))
        painter = QPainter(image)
        self._paint_caption(painter, frame)
        for picture, box in (
            (self._board, self._board_box),
            (self._memory, self._memory_box),
            (self._addressing, self._addressing_box),
        ):
            painter.save()
            painter.translate(box.topLeft())
            painter.setClipRect(QRect(QPoint(), box.size()))
            picture.paint(painter)
            painter.restore()
        painter.end()
        return image

    def _arrange(self) -> None:
        width = self._size.width() - 2 * _MARGIN
        height = self._size.height() - 2 * _MARGIN - _CAPTION
        side = min(max(round(0.28 * width), _SIDE[0]), _SIDE[1])
        top = _MARGIN + _CAPTION
        left = self._size.width() - _MARGIN - side
        upper = round(0.54 * (height - _BETWEEN))
        self._board_box = QRect(_MARGIN, top, width - side - _BETWEEN, height)
        self._memory_box = QRect(left, top, side, upper)
        self._addressing_box = QRect(left, top + upper + _BETWEEN, side, height - upper - _BETWEEN)
        self._board.resize(self._board_box.size())
        self._memory.resize(self._memory_box.size())
        self._addressing.resize(self._addressing_box.size())

    def _paint_caption(self, painter: QPainter, frame: Frame) -> None:
        """Which task and network this is, and where in the run."""
        meta = frame.overview.trace.meta
        line = QRect(_MARGIN, _MARGIN - 6, self._size.width() - 2 * _MARGIN, 20)
        title = meta.task.replace("-", " ").capitalize() or "Trace"
        write(painter, line, title, self._theme.text, TITLE, LEFT, bold=True)
        after = line.adjusted(text_width(title, TITLE, bold=True) + 12, 0, -240, 0)
        write(painter, after, meta.model, self._theme.muted, BODY, LEFT)
        where = f"t = {frame.t} of {frame.overview.n_steps - 1}"
        text = f"{frame.place}  ·  {where}" if frame.place else where
        write(painter, line, text, self._theme.text, BODY, RIGHT)
