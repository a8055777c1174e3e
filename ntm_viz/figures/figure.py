"""A figure: something of a size that can be painted, and written as SVG, PDF or PNG."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from ntm_viz.exports import pages
from ntm_viz.exports.formats import PICTURES, Format, format_of
from ntm_viz.exports.options import ExportError
from ntm_viz.exports.png import encode
from ntm_viz.exports.writing import refuse_existing, write
from ntm_viz.look.fonts import SMALL
from ntm_viz.views.cells import Levels, Palette, paint_cells, whole
from ntm_viz.views.ink import CENTRE
from ntm_viz.views.ink import write as write_text

if TYPE_CHECKING:
    from ntm_viz.look.theme import Theme

MARGIN = 24
LABELS = 104
"""Width of the words at the left of a row."""
AXIS = 20


class Figure(Protocol):
    """What can be written as a figure."""

    @property
    def title(self) -> str: ...

    @property
    def theme(self) -> Theme: ...

    @property
    def size(self) -> QSize:
        """In logical pixels."""
        ...

    def paint(self, painter: QPainter) -> None: ...


def save(figure: Figure, path: Path, scale: float = 1.0, *, overwrite: bool = False) -> Path:
    """Write the figure as SVG, PDF or PNG, as the ending of ``path`` says.

    Raises:
        ExportError: another ending, or the file exists already.
        ExportFailedError: it cannot be written.
    """
    kind = format_of(path)
    if kind not in PICTURES:
        endings = ", ".join(f".{picture}" for picture in PICTURES)
        raise ExportError(f"{path.name}: a figure ends in one of {endings}")
    if not overwrite:
        refuse_existing([path])
    return write(_content(figure, kind, scale), path)


def _content(figure: Figure, kind: Format, scale: float) -> bytes:
    def paint(painter: QPainter) -> None:
        painter.fillRect(QRect(QPoint(), figure.size), QColor(figure.theme.window))
        figure.paint(painter)

    if kind is Format.SVG:
        return pages.svg(paint, figure.size, scale, figure.title)
    if kind is Format.PDF:
        return pages.pdf(paint, figure.size, scale, figure.title)
    size = QSize(round(figure.size.width() * scale), round(figure.size.height() * scale))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return encode(image)


def paint_matrix(painter: QPainter, box: QRect, levels: Levels, colours: Palette) -> None:
    """A matrix [rows, columns] that fills ``box``."""
    ratio = painter.device().devicePixelRatioF()
    rows, columns = levels.shape
    across = whole(columns, round(box.width() * ratio))
    paint_cells(painter, box, levels, colours, across, whole(rows, round(box.height() * ratio)))


def paint_steps(painter: QPainter, box: QRect, count: int, every: int, theme: Theme) -> None:
    """Numbers 0 … ``count`` under a matrix of so many columns, one at every ``every``."""
    for step in range(0, count, every):
        middle = box.left() + round((step + 0.5) * box.width() / count)
        below = QRect(middle - 20, box.bottom() + 3, 40, AXIS - 4)
        write_text(painter, below, str(step), theme.muted, SMALL, CENTRE)


def steps_between(count: int, width: int, apart: int = 44) -> int:
    """How many columns lie between two numbers that are to stand ``apart`` pixels from another."""
    return round_step(apart * count / max(width, 1))


def round_step(wanted: float) -> int:
    """The next of 1, 2, 5, 10, 20, 50, …"""
    step, factors = 1, itertools.cycle((2.0, 2.5, 2.0))
    while step < wanted:
        step = round(step * next(factors))
    return step
