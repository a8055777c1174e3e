"""A line of any number of steps shows each that stands out, in no more strokes than pixels."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from ntm_viz.views.curves import Curve

BOX = QRect(10, 0, 100, 50)
COLOUR = "#ff0000"


def painted(heights: np.ndarray, first: float, last: float, *, level: bool = True) -> np.ndarray:
    """Where there is ink, [50, 120]."""
    image = QImage(120, 50, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    Curve(heights, first, last, BOX, level=level).paint(painter, COLOUR)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(50, 120)
    return (pixels & 0xFF0000) > 0x400000


@pytest.mark.parametrize("steps", [100, 1_000, 100_000])
@pytest.mark.parametrize("level", [True, False])
@pytest.mark.usefixtures("qapp")
def test_one_step_that_stands_out_is_seen(steps: int, level: bool) -> None:
    heights = np.full(steps, 40.0, np.float32)
    heights[3 * steps // 4] = 10.0
    ink = painted(heights, 0.0, float(steps), level=level)
    assert ink[38:42, 10:110].any(axis=0).all()
    high = np.flatnonzero(ink[9:12].any(axis=0))
    assert len(high)
    assert abs(high.mean() - 85) <= 2


@pytest.mark.usefixtures("qapp")
def test_what_rises_slowly_is_one_line() -> None:
    ink = painted(np.linspace(45.0, 5.0, 1_000, dtype=np.float32), 0.0, 1_000.0)
    heights = [np.flatnonzero(column) for column in ink[:, 10:110].T]
    for before, after in itertools.pairwise(heights):
        assert before.min() <= after.max() + 1


@pytest.mark.usefixtures("qapp")
def test_only_what_is_in_view_is_drawn() -> None:
    heights = np.where(np.arange(5_000) < 2_500, 10.0, 40.0).astype(np.float32)
    assert not painted(heights, 2_600.5, 4_000.25)[5:15].any()
    assert not painted(heights, 2_510.0, 2_520.0)[5:15].any()
