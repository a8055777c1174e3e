"""Cost over training for one or more runs, as in figure 3 of the paper: bits per sequence."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ntm_model import runs
from ntm_viz.figures.figure import AXIS, MARGIN, round_step
from ntm_viz.look.fonts import BODY, SMALL, TITLE, text_width
from ntm_viz.views.board_rows import round_up
from ntm_viz.views.ink import CENTRE, LEFT, RIGHT, write

if TYPE_CHECKING:
    from ntm_viz.look.theme import Theme

Numbers = npt.NDArray[np.float64]

_HEIGHT = 520
_HEADING = 34
_NUMBERS = 56
_LINES = 5
_LEGEND = 20
# Okabe and Ito's colours for the colour-blind, without the yellow that is none on white.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#8a8f98")


@dataclasses.dataclass(frozen=True, eq=False)
class Curve:
    """The cost of one training, in bits per sequence, after so many sequences."""

    name: str
    sequences: Numbers
    cost: Numbers


def read_curve(folder: Path) -> Curve:
    """The curve of the run in ``folder``.

    Raises:
        ValueError: it is no run, or wrote nothing down yet; the message names it.
        OSError: it cannot be read.
    """
    if not runs.is_run(folder):
        raise ValueError(f"{folder}: is no run folder (it has no {runs.CONFIG})")
    with (folder / runs.METRICS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    try:
        sequences = np.array([float(row["sequences"]) for row in rows])
        cost = np.array([float(row["cost"]) for row in rows])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{folder / runs.METRICS}: is damaged ({error})") from None
    if not len(rows):
        raise ValueError(f"{folder}: this run wrote nothing down yet")
    return Curve(folder.name, sequences, cost)


class LearningCurves:
    """One line a run over shared axes."""

    title = "Cost over training"

    def __init__(self, curves: list[Curve], theme: Theme, width: int) -> None:
        self.theme = theme
        self._curves = curves
        self._size = QSize(width, _HEIGHT)
        self._highest = round_up(max(float(curve.cost.max()) for curve in curves))
        self._longest = max(1.0, *(float(curve.sequences.max()) for curve in curves))

    @property
    def size(self) -> QSize:
        return self._size

    def paint(self, painter: QPainter) -> None:
        box = QRect(0, 0, self._size.width(), self._size.height()).adjusted(
            MARGIN + _NUMBERS, MARGIN + _HEADING, -MARGIN, -MARGIN - AXIS - 20
        )
        heading = QRect(MARGIN, MARGIN - 4, self._size.width() - 2 * MARGIN, 20)
        write(painter, heading, self.title, self.theme.text, TITLE, LEFT, bold=True)
        write(painter, heading, "bits per sequence", self.theme.muted, BODY, RIGHT)
        painter.fillRect(box, QColor(self.theme.well))
        self._paint_axes(painter, box)
        for curve, colour in zip(self._curves, self._colours(), strict=True):
            self._paint_curve(painter, curve, colour, box)
        self._paint_legend(painter, box)

    def _colours(self) -> list[str]:
        return [_COLOURS[number % len(_COLOURS)] for number in range(len(self._curves))]

    def _paint_axes(self, painter: QPainter, box: QRect) -> None:
        for line in range(_LINES + 1):
            share = line / _LINES
            y = box.bottom() - round(share * box.height())
            painter.fillRect(box.left(), y, box.width(), 1, QColor(self.theme.line))
            beside = QRect(MARGIN, y - 8, _NUMBERS - 10, 16)
            write(painter, beside, f"{share * self._highest:g}", self.theme.muted, SMALL, RIGHT)
        step = round_step(self._longest / _LINES)
        for sequences in range(0, round(self._longest) + 1, step):
            middle = box.left() + round(sequences / self._longest * box.width())
            below = QRect(min(middle, box.right() - 20) - 40, box.bottom() + 6, 80, 16)
            write(painter, below, f"{sequences:,}", self.theme.muted, SMALL, CENTRE)
        middle_line = QRect(box.left(), box.bottom() + AXIS + 4, box.width(), 16)
        write(painter, middle_line, "sequences", self.theme.muted, SMALL, CENTRE)

    def _paint_curve(self, painter: QPainter, curve: Curve, colour: str, box: QRect) -> None:
        x = box.left() + curve.sequences / self._longest * box.width()
        y = box.bottom() - curve.cost / self._highest * box.height()
        points = [QPointF(*point) for point in zip(x.tolist(), y.tolist(), strict=True)]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(colour), 1.75)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points))
        painter.restore()

    def _paint_legend(self, painter: QPainter, box: QRect) -> None:
        width = max(text_width(curve.name, BODY) for curve in self._curves)
        left, top = box.right() - width - 16, box.top() + 12
        for curve, colour in zip(self._curves, self._colours(), strict=True):
            painter.fillRect(left - 26, top + 8, 18, 2, QColor(colour))
            line = QRect(left, top, width + 4, 18)
            write(painter, line, curve.name, self.theme.text, BODY, LEFT)
            top += _LEGEND
