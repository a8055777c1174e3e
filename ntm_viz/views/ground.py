"""What stays of a picture while t changes, painted once and kept as an image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from ntm_viz.views.ink import draws_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable


class Ground:
    """The kept image, and what it was painted for."""

    def __init__(self) -> None:
        self._image: QImage | None = None
        self._made_for: Hashable = None

    def paint(
        self,
        painter: QPainter,
        size: QSize,
        colour: str,
        made_for: Hashable,
        content: Callable[[QPainter], None],
    ) -> None:
        """Lay the ground; ``content`` is painted anew only where ``made_for`` is not as before.

        The image is made in the device pixels of what ``painter`` paints on; a page of lines
        has none, and takes the content itself.
        """
        if draws_lines(painter):
            painter.save()
            painter.fillRect(QRect(QPoint(), size), QColor(colour))
            content(painter)
            painter.restore()
            return
        ratio = painter.device().devicePixelRatioF()
        made_for = (made_for, size.width(), size.height(), colour, ratio)
        if self._image is None or made_for != self._made_for:
            pixels = QSize(round(size.width() * ratio), round(size.height() * ratio))
            image = QImage(pixels, QImage.Format.Format_RGB32)
            image.setDevicePixelRatio(ratio)
            image.fill(QColor(colour))
            inner = QPainter(image)
            content(inner)
            inner.end()
            self._image, self._made_for = image, made_for
        painter.drawImage(QPoint(), self._image)
