"""Pictures in two layers: a ground that stays while t changes, and what is now.

The ground is painted once and kept as an image; with each t it is laid again, and only what
changes is painted on it. This is the one place that keeps anything painted, and it serves the
window and the export alike: a whole composition is such a picture, of such pictures.
"""

from __future__ import annotations

import abc
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from ntm_viz.views.ink import draws_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator


class Ground:
    """The kept image, and what it was painted for."""

    def __init__(self) -> None:
        self._image = QImage()
        self._made_for: Hashable = None

    def image(
        self,
        size: QSize,
        ratio: float,
        colour: str,
        made_for: Hashable,
        content: Callable[[QPainter], None],
    ) -> QImage:
        """The ground, ``ratio`` device pixels to a logical one.

        ``content`` is painted anew only where ``made_for`` is not as before.
        """
        for _ in self.pieces(size, ratio, colour, made_for, content):
            pass
        return self._image

    def pieces(
        self,
        size: QSize,
        ratio: float,
        colour: str,
        made_for: Hashable,
        content: Callable[[QPainter], None],
    ) -> Iterator[None]:
        """Make the ground ready in pieces of work: all of a large one takes a tenth of a second."""
        made_for = (made_for, size.width(), size.height(), colour, ratio)
        if made_for == self._made_for:
            return
        self._made_for = None
        pixels = QSize(round(size.width() * ratio), round(size.height() * ratio))
        if pixels != self._image.size():
            self._image = QImage(pixels, QImage.Format.Format_RGB32)
        self._image.setDevicePixelRatio(ratio)
        self._image.fill(QColor(colour))
        yield
        inner = QPainter(self._image)
        content(inner)
        inner.end()
        self._made_for = made_for
        yield

    def paint(
        self,
        painter: QPainter,
        size: QSize,
        colour: str,
        made_for: Hashable,
        content: Callable[[QPainter], None],
    ) -> None:
        """Lay the ground, made in the device pixels of what ``painter`` paints on.

        A page of lines has none, and takes the content itself.
        """
        if draws_lines(painter):
            painter.save()
            painter.fillRect(QRect(QPoint(), size), QColor(colour))
            content(painter)
            painter.restore()
            return
        ratio = painter.device().devicePixelRatioF()
        painter.drawImage(QPoint(), self.image(size, ratio, colour, made_for, content))


class LayeredPicture(abc.ABC):
    """A picture whose ground is kept. Its parts say what they are made for and how."""

    def __init__(self) -> None:
        self._ground = Ground()

    @property
    @abc.abstractmethod
    def size(self) -> QSize:
        """In logical pixels."""

    @property
    @abc.abstractmethod
    def colour(self) -> str:
        """What lies under all."""

    @property
    @abc.abstractmethod
    def made_for(self) -> Hashable:
        """All that the ground shows, its size excepted; None while there is nothing to show."""

    @abc.abstractmethod
    def paint_ground(self, painter: QPainter) -> None:
        """Paint what stays as long as ``made_for`` and the size do."""

    @abc.abstractmethod
    def paint_now(self, painter: QPainter) -> None:
        """Paint on the ground what changes with t."""

    def paint_nothing(self, painter: QPainter) -> None:
        """Paint on the bare ground while there is nothing to show; as a rule nothing."""
        del painter

    def paint(self, painter: QPainter) -> None:
        """The whole picture."""
        made_for = self.made_for
        if made_for is None:
            painter.fillRect(QRect(QPoint(), self.size), QColor(self.colour))
            self.paint_nothing(painter)
            return
        self._ground.paint(painter, self.size, self.colour, made_for, self.paint_ground)
        self.paint_now(painter)

    def prepare(self, ratio: float) -> Iterator[None]:
        """Make the ground ready piece by piece, for whoever has other things to do between."""
        yield from self._ground.pieces(
            self.size, ratio, self.colour, self.made_for, self.paint_ground
        )

    def image(self, ratio: float, canvas: QImage | None = None) -> QImage:
        """The whole picture as an image, ``ratio`` device pixels to a logical one.

        ``canvas``, one that this made before and nobody looks at any more, is used again.
        """
        ground = self._ground.image(self.size, ratio, self.colour, self.made_for, self.paint_ground)
        # Copied as one piece of memory, which is less work than to be painted.
        image = ground.copy() if canvas is None else canvas
        painter = QPainter(image)
        if canvas is not None:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.drawImage(QPoint(), ground)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        self.paint_now(painter)
        painter.end()
        return image
