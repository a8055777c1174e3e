"""One picture of everything at one timestep: title, board, memory, addressing, caption.

The same pictures as in the window, arranged without widgets, so that they can be painted
at any size and scale on an image that nobody sees, or on a page of lines.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize

from ntm_viz.look.fonts import BODY, TITLE, text_width
from ntm_viz.reading.task_words import title_of
from ntm_viz.views.addressing_picture import AddressingPicture
from ntm_viz.views.board_picture import BoardPicture
from ntm_viz.views.ground import LayeredPicture
from ntm_viz.views.ink import LEFT, RIGHT, write
from ntm_viz.views.memory_picture import MemoryPicture

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator

    from PySide6.QtGui import QImage, QPainter

    from ntm_viz.look.theme import Theme
    from ntm_viz.reading.frame import Frame

_MARGIN = 24
_HEADING = 28
_CAPTION = 30
_BETWEEN = 24
_Picture = BoardPicture | MemoryPicture | AddressingPicture
_SIDE = (270, 420)
"""Narrowest and widest that memory and addressing get beside the board, in logical pixels."""


class Panel(enum.StrEnum):
    """What a picture can be put together from."""

    BOARD = "board"
    MEMORY = "memory"
    ADDRESSING = "addressing"


class Composition(LayeredPicture):
    """Paints frames of one size and theme; what frames have in common is painted once.

    ``scale`` is device pixels per logical pixel: 2 gives the same picture twice as fine.
    ``title`` stands above, where None names the task and the network; ``caption`` below.
    """

    def __init__(
        self,
        theme: Theme,
        size: QSize,
        scale: float = 1.0,
        *,
        head: int = 0,
        panels: Collection[Panel] = tuple(Panel),
        title: str | None = None,
        caption: str = "",
    ) -> None:
        super().__init__()
        self._theme = theme
        self._size = QSize(size)
        self._scale = scale
        self._title = title
        self._caption = caption
        self._frame: Frame | None = None
        self._remark = ""
        addressing = AddressingPicture(theme, names_head=True)
        addressing.choose_head(head)
        pictures: dict[Panel, _Picture] = {
            Panel.BOARD: BoardPicture(theme),
            Panel.MEMORY: MemoryPicture(theme),
            Panel.ADDRESSING: addressing,
        }
        inside = self._inside()
        self._pictures = [(pictures[panel], box) for panel, box in arrange(inside, panels).items()]
        for picture, box in self._pictures:
            picture.resize(box.size())

    @property
    def size(self) -> QSize:
        return self._size

    @property
    def colour(self) -> str:
        return self._theme.window

    @property
    def made_for(self) -> Hashable:
        if self._frame is None:
            return None
        return tuple(picture.made_for for picture, _ in self._pictures)

    @property
    def heading(self) -> str:
        """The title, or where there is none the task of the shown frame."""
        if self._title is not None or self._frame is None:
            return self._title or ""
        return title_of(self._frame.overview.trace.meta.task) or "Trace"

    def show_frame(self, frame: Frame, remark: str = "") -> None:
        """What ``paint`` paints from now on; ``remark`` stands beside the title."""
        self._frame, self._remark = frame, remark
        for picture, _ in self._pictures:
            picture.show_frame(frame)

    def image_of(self, frame: Frame, remark: str = "", canvas: QImage | None = None) -> QImage:
        """The frame as an image: of its own, or on one of the same composition used again."""
        self.show_frame(frame, remark)
        return self.image(self._scale, canvas)

    def prepare_for(self, frame: Frame) -> Iterator[None]:
        """Paint piece by piece what all images of this run have in common."""
        self.show_frame(frame)
        yield from self.prepare(self._scale)

    def paint_ground(self, painter: QPainter) -> None:
        for picture in self._each(painter):
            picture.paint_ground(painter)
        if self._caption:
            foot = QRect(_MARGIN, self._size.height() - _MARGIN - 16, self._inside().width(), 20)
            write(painter, foot, self._caption, self._theme.muted, BODY, LEFT)

    def paint_now(self, painter: QPainter) -> None:
        assert self._frame is not None
        self._paint_heading(painter, self._frame)
        for picture in self._each(painter):
            picture.paint_now(painter)

    def _each(self, painter: QPainter) -> Iterator[_Picture]:
        """Every picture that has something to show, with the painter in its box meanwhile."""
        for picture, box in self._pictures:
            if picture.made_for is not None:
                painter.save()
                painter.translate(box.topLeft())
                painter.setClipRect(QRect(QPoint(), box.size()))
                yield picture
                painter.restore()

    def _inside(self) -> QRect:
        """What is left for the panels."""
        foot = _MARGIN + (_CAPTION if self._caption else 0)
        whole = QRect(QPoint(), self._size)
        return whole.adjusted(_MARGIN, _MARGIN + _HEADING, -_MARGIN, -foot)

    def _paint_heading(self, painter: QPainter, frame: Frame) -> None:
        """Which task and network this is, and where in the run."""
        meta = frame.overview.trace.meta
        line = QRect(_MARGIN, _MARGIN - 6, self._size.width() - 2 * _MARGIN, 20)
        where = f"t = {frame.t} of {frame.overview.n_steps - 1}"
        where = f"{frame.place}  ·  {where}" if frame.place else where
        write(painter, line, where, self._theme.text, BODY, RIGHT)
        line.setWidth(line.width() - text_width(where, BODY) - _BETWEEN)
        title = self.heading
        write(painter, line, title, self._theme.text, TITLE, LEFT, bold=True)
        told = [meta.model] if self._title is None else []
        told += [self._remark] if self._remark else []
        after = line.adjusted(text_width(title, TITLE, bold=True) + 12, 0, 0, 0)
        if after.width() > 0:
            write(painter, after, "  ·  ".join(told), self._theme.muted, BODY, LEFT)


def arrange(inside: QRect, panels: Collection[Panel]) -> dict[Panel, QRect]:
    """The box of each of these panels: the board at the left, the others beside it in a column.

    Without the board they stand side by side.
    """
    chosen = [panel for panel in Panel if panel in panels]
    side = [panel for panel in chosen if panel is not Panel.BOARD]
    if not side:
        return {Panel.BOARD: inside}
    if Panel.BOARD not in chosen:
        width = (inside.width() - _BETWEEN * (len(side) - 1)) // len(side)
        lefts = [inside.left() + place * (width + _BETWEEN) for place in range(len(side))]
        return {
            panel: QRect(left, inside.top(), width, inside.height())
            for panel, left in zip(side, lefts, strict=True)
        }
    width = min(max(round(0.28 * inside.width()), _SIDE[0]), _SIDE[1])
    column = QRect(inside.left() + inside.width() - width, inside.top(), width, inside.height())
    boxes = {Panel.BOARD: inside.adjusted(0, 0, -width - _BETWEEN, 0)}
    if len(side) == 1:
        return {**boxes, side[0]: column}
    upper = round(0.54 * (inside.height() - _BETWEEN))
    boxes[Panel.MEMORY] = QRect(column.left(), column.top(), width, upper)
    boxes[Panel.ADDRESSING] = column.adjusted(0, upper + _BETWEEN, 0, 0)
    return boxes
