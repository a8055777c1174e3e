"""A matrix as cells that begin and end on whole device pixels.

The image is made in the very size that it is shown in, so nothing is scaled afterwards:
edges stay sharp at every zoom and density. Where cells are smaller than a pixel, the
strongest one is shown, because a mean would let a one-slot diagonal fade away. On a page of
lines (SVG, PDF) large enough cells stay shapes, at the very same places.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from ntm_viz.views.ink import draws_lines

if TYPE_CHECKING:
    from ntm_viz.look.theme import LookupTable

Levels = npt.NDArray[np.uint8]
Edges = npt.NDArray[np.int64]
Colours = npt.NDArray[np.uint32]

SMALLEST_WITH_GAP = 8
"""Device pixels: cells below this size stand without gaps between them."""


def quantise(values: npt.NDArray[np.float32], low: float, high: float) -> Levels:
    """Values as places 0…255 in a table of colours that reaches from ``low`` to ``high``."""
    scaled = (values - low) * (255.0 / (high - low))
    return np.ascontiguousarray(np.rint(np.clip(scaled, 0.0, 255.0)), dtype=np.uint8)


@dataclasses.dataclass(frozen=True)
class Span:
    """A stretch of cells, possibly cut at both ends, laid over whole device pixels."""

    first: float
    last: float
    pixels: int

    @property
    def pixels_per_cell(self) -> float:
        return self.pixels / (self.last - self.first)

    def edges(self, cells: npt.NDArray[np.int64]) -> Edges:
        """The pixel at which each of these cells begins, cut to the span."""
        at = np.floor((cells - self.first) * self.pixels_per_cell + 0.5)
        edges: Edges = np.clip(at, 0, self.pixels).astype(np.int64)
        return edges

    def cells(self) -> npt.NDArray[np.int64]:
        """Numbers of the cells that the span shows at least a part of."""
        return np.arange(int(np.floor(self.first)), int(np.ceil(self.last)))


def whole(count: int, pixels: int) -> Span:
    """All of ``count`` cells over so many pixels."""
    return Span(0.0, float(count), pixels)


@dataclasses.dataclass(frozen=True, eq=False)
class Palette:
    """Colours of a matrix, ready to be looked up."""

    colours: Colours
    gap: int
    """Colour of the hairline between large cells."""
    middle: int = 0
    """The place of the table that means nothing at all; the farther from it, the stronger."""


def palette(table: LookupTable, gap: str, *, middle: int = 0) -> Palette:
    """The colours of ``table`` with gaps in ``gap``."""
    red, green, blue = table.astype(np.uint32).T
    colours = (np.uint32(0xFF) << 24) | (red << 16) | (green << 8) | blue
    return Palette(colours, QColor(gap).rgb(), middle)


def cell_image(levels: Levels, palette: Palette, across: Span, down: Span) -> QImage:
    """``levels`` [rows, columns] as an image of ``across.pixels`` by ``down.pixels``."""
    # The image reads the array's memory, which ends with this function: hence the copy.
    return _image(_pixels(levels, palette, across, down)).copy()


def paint_cells(
    painter: QPainter, box: QRect, levels: Levels, palette: Palette, across: Span, down: Span
) -> None:
    """Paint the matrix into ``box``; the spans are in the device pixels of what is painted on."""
    if draws_lines(painter) and min(across.pixels_per_cell, down.pixels_per_cell) >= 1.0:
        _paint_shapes(painter, box.topLeft(), levels, palette, across, down)
        return
    pixels = _pixels(levels, palette, across, down)
    image = _image(pixels)
    image.setDevicePixelRatio(painter.device().devicePixelRatioF())
    painter.drawImage(box.topLeft(), image)


def _pixels(levels: Levels, palette: Palette, across: Span, down: Span) -> Colours:
    """The colour of each pixel, [down.pixels, across.pixels]."""
    shown = _strongest(_strongest(levels, down, palette.middle).T, across, palette.middle).T
    has_gaps = min(across.pixels_per_cell, down.pixels_per_cell) >= SMALLEST_WITH_GAP
    # Looked up for cells, which are few, and then made as large as they are shown.
    pixels = palette.colours[shown].take(_cell_of_pixel(across), axis=1)
    if has_gaps:
        pixels[:, _gaps(across)] = palette.gap
    pixels = pixels.take(_cell_of_pixel(down), axis=0)
    if has_gaps:
        pixels[_gaps(down)] = palette.gap
    return pixels


def _image(pixels: Colours) -> QImage:
    """An image that reads the memory of ``pixels``, and must not outlive them."""
    height, width = pixels.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)


def _paint_shapes(
    painter: QPainter, corner: QPoint, levels: Levels, palette: Palette, across: Span, down: Span
) -> None:
    """One rectangle for each run of equal cells in a row, and the gaps over them."""
    rows, columns = down.cells(), across.cells()
    tops = down.edges(np.append(rows, rows[-1] + 1)) + corner.y()
    lefts = across.edges(np.append(columns, columns[-1] + 1)) + corner.x()
    shown = levels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    # What most cells have lies under all: an empty matrix is one shape.
    common = int(np.bincount(shown.ravel(), minlength=256).argmax())
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    whole_box = QRect(corner.x(), corner.y(), across.pixels, down.pixels)
    painter.fillRect(whole_box, QColor(int(palette.colours[common])))
    for level in np.unique(shown):
        if level != common:
            painter.setBrush(QColor(int(palette.colours[level])))
            painter.drawRects(
                [
                    QRect(lefts[first], tops[row], lefts[last] - lefts[first], height)
                    for row, height in enumerate(np.diff(tops))
                    for first, last in runs(shown[row] == level)
                ]
            )
    if min(across.pixels_per_cell, down.pixels_per_cell) >= SMALLEST_WITH_GAP:
        painter.setBrush(QColor(palette.gap))
        upright = [QRect(x, corner.y(), 1, down.pixels) for x in lefts[1:-1]]
        level_lines = [QRect(corner.x(), y, across.pixels, 1) for y in tops[1:-1]]
        painter.drawRects([*upright, *level_lines])
    painter.restore()


def runs(mask: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Stretches of neighbouring True, first included and last not."""
    ends = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [(int(first), int(last)) for first, last in ends.reshape(-1, 2)]


def _strongest(levels: Levels, span: Span, middle: int) -> Levels:
    """Where rows of ``levels`` share pixels, one row a pixel: the strongest that falls on it."""
    if span.pixels_per_cell >= 1.0:
        return levels
    starts = span.first + np.arange(span.pixels) / span.pixels_per_cell
    stop = int(np.ceil(span.last))
    begin = np.floor(starts).astype(np.int64)
    high = np.maximum.reduceat(levels[:stop], begin, axis=0)
    if middle == 0:
        return high
    low = np.minimum.reduceat(levels[:stop], begin, axis=0)
    return np.where(high.astype(np.int16) - middle >= middle - low.astype(np.int16), high, low)


@functools.lru_cache(maxsize=256)
def _cell_of_pixel(span: Span) -> Edges:
    """Which cell each pixel shows, of those that ``_strongest`` leaves."""
    if span.pixels_per_cell < 1.0:
        return np.arange(span.pixels)
    cells = span.cells()
    return np.repeat(cells, np.diff(span.edges(np.append(cells, cells[-1] + 1))))


@functools.lru_cache(maxsize=256)
def _gaps(span: Span) -> Edges:
    """The pixels between one cell and the next."""
    begins = span.edges(span.cells()[1:])
    return begins[(begins > 0) & (begins < span.pixels)]
