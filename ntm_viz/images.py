"""Drawings as pictures: a pixel for each bit, or a square of pixels.

The rule: a picture is as many pixels high as the task has bits, bit 0 on top, and as wide as the
pattern is long. Or every cell is a square of so many pixels, in both directions. Ink is 1: what is
darker than mid-grey on white paper. Light bits on dark ground are one Invert away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from ntm_model.tasks import Pattern, PatternError

if TYPE_CHECKING:
    from pathlib import Path

    from ntm_model.tasks import Task

_MIDDLE = 127.5


def read_image(path: Path, task: Task) -> Pattern:
    """The drawing for ``task`` in a picture.

    Raises:
        PatternError: it is no picture that can be read, or one of another shape.
    """
    reader = QImageReader(str(path))
    # Many a picture is not what its name says.
    reader.setDecideFormatFromContent(True)
    image = reader.read()
    if image.isNull():
        raise PatternError("is damaged, or no picture at all")
    return pattern_of(image, task)


def pattern_of(image: QImage, task: Task) -> Pattern:
    """The drawing for ``task`` that a picture shows; its numbers and values are left out.

    Raises:
        PatternError: the picture is of another shape.
    """
    width, height = image.width(), image.height()
    cell, left_over = divmod(height, task.bits)
    if cell == 0 or left_over or width % cell or width == 0:
        raise PatternError(
            f"is {width} × {height} pixels; needed are {task.bits} pixels of height (one per bit) "
            "and one of width per vector, or squares of pixels instead"
        )
    ink = _grey(image) < _MIDDLE if cell == 1 else _means(_grey(image), cell) < _MIDDLE
    return Pattern(ink.T.astype(np.uint8))


def _grey(image: QImage) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Brightness of each pixel on white paper, [height, width]."""
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(QColor("white"))
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    grey = paper.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    # The image ends with this function, and its memory with it.
    return rows[:, : grey.width()].copy()


def _means(
    grey: np.ndarray[tuple[int, int], np.dtype[np.uint8]], cell: int
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The mean of each square of pixels."""
    height, width = grey.shape
    squares = grey.reshape(height // cell, cell, width // cell, cell)
    found: np.ndarray[tuple[int, int], np.dtype[np.float64]] = squares.mean(axis=(1, 3))
    return found
