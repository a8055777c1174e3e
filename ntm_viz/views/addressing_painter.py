"""Paints the parts of the addressing picture that stay while t changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor

from ntm_viz.look.fonts import BODY, SMALL, text_width
from ntm_viz.reading.words import signed
from ntm_viz.views.addressing_layout import MOVES, StageBoxes
from ntm_viz.views.ink import CENTRE, LEFT, heading, note, write
from ntm_viz.views.stages import TITLES

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from ntm_viz.look.theme import Theme
    from ntm_viz.reading.overview import Overview

NAME = "Addressing"
_NUMBER = 14
"""Width of a stage's number."""
_MEANING_APART = 8
_NUMBERS_APART = 26
_NUMBERS_GAP = 3
_MOVES_APART = 18


class AddressingGroundPainter:
    """One painting of the ground, for one run, size and theme."""

    def __init__(self, painter: QPainter, theme: Theme, boxes: tuple[StageBoxes, ...]) -> None:
        self._painter = painter
        self._theme = theme
        self._boxes = boxes

    def paint(self, overview: Overview, line: QRect, remark: str) -> None:
        """``remark`` stands at the right of the heading in ``line``."""
        heading(self._painter, line, NAME, self._theme)
        note(self._painter, line, NAME, remark, self._theme)
        for number, boxes in enumerate(self._boxes, 1):
            self._paint_title(number, boxes.title)
            self._paint_well(boxes.chart)
        self._paint_moves(overview.trace.shift_range, self._boxes[2].control)
        self._paint_slots(overview, self._boxes[-1].chart)

    def _paint_title(self, number: int, box: QRect) -> None:
        title, meanings = TITLES[number - 1]
        write(self._painter, box, f"{number}", self._theme.muted, BODY, LEFT)
        name = box.adjusted(_NUMBER, 0, 0, 0)
        write(self._painter, name, title, self._theme.text, BODY, LEFT)
        rest = name.adjusted(text_width(title, BODY) + _MEANING_APART, 0, 0, 0)
        # Whole or not at all: half of an explanation explains nothing.
        fitting = [words for words in meanings if text_width(words, SMALL) <= rest.width()]
        write(self._painter, rest, "".join(fitting[:1]), self._theme.muted, SMALL, LEFT)

    def _paint_well(self, box: QRect) -> None:
        self._painter.fillRect(box, QColor(self._theme.well))
        foot = QRect(box.left(), box.bottom(), box.width(), 1)
        self._painter.fillRect(foot, QColor(self._theme.line))

    def _paint_moves(self, count: int, control: QRect) -> None:
        """The ground of the shift distribution, and the names of its moves."""
        chart = control.adjusted(0, 0, 0, -MOVES)
        self._paint_well(chart)
        width = chart.width() / count
        named = range(count) if width >= _MOVES_APART else (0, count // 2, count - 1)
        for index in named:
            middle = chart.left() + round((index + 0.5) * width)
            below = QRect(middle - 12, chart.bottom() + 1, 24, MOVES)
            move = signed(index - count // 2)
            write(self._painter, below, move, self._theme.muted, SMALL, CENTRE)

    def _paint_slots(self, overview: Overview, chart: QRect) -> None:
        slots = overview.slots
        width = chart.width() / len(slots)
        every = 1
        while every * width < _NUMBERS_APART:
            every *= 2
        free = chart.left()
        for place in range(0, len(slots), every):
            middle = chart.left() + round((place + 0.5) * width)
            text = str(slots[place])
            room = text_width(text, SMALL) + 2
            left = max(middle - room // 2, chart.left())
            # The first number may not begin before the chart, and so can come near the second.
            if left < free:
                continue
            free = left + room + _NUMBERS_GAP
            below = QRect(left, chart.bottom() + 2, room, 14)
            write(self._painter, below, text, self._theme.muted, SMALL, CENTRE)
        symbol = self._boxes[-1].symbol
        beside = QRect(symbol.left(), chart.bottom() + 2, symbol.width(), 14)
        write(self._painter, beside, "slot", self._theme.muted, SMALL, LEFT)
