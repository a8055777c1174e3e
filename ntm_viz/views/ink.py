"""Strokes that all pictures draw in the same way: text in a box, faded colours, crisp boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen

from ntm_viz.look.fonts import SMALL, TITLE, font, metrics, text_width

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from ntm_viz.look.theme import Theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter

_OF_LINES = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)


def draws_lines(painter: QPainter) -> bool:
    """Whether what is painted on keeps shapes as shapes (SVG, PDF) and has no pixels."""
    engine = painter.paintEngine()
    return engine is not None and engine.type() in _OF_LINES


def faded(colour: str, share: float) -> QColor:
    """``colour`` with so much of what lies under it covered, 0…1."""
    made = QColor(colour)
    made.setAlphaF(share)
    return made


def write(
    painter: QPainter,
    box: QRect,
    text: str,
    colour: str | QColor,
    pixels: int,
    align: Qt.AlignmentFlag = LEFT,
    *,
    bold: bool = False,
) -> None:
    """One line of text; what does not fit ends in an ellipsis."""
    if text_width(text, pixels, bold=bold) > box.width():
        cut = Qt.TextElideMode.ElideRight
        text = metrics(pixels, bold=bold).elidedText(text, cut, box.width())
    painter.setFont(font(pixels, bold=bold))
    painter.setPen(QColor(colour))
    painter.drawText(box, int(align), text)


def outline(painter: QPainter, box: QRect, colour: str | QColor, width: int = 1) -> None:
    """A frame of ``width`` whole pixels just inside ``box``."""
    pen = QPen(QColor(colour), width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = width / 2.0
    painter.drawRect(QRectF(box).adjusted(half, half, -half, -half))


def badge(
    painter: QPainter, centre: QPoint, text: str, ground: str, colour: str, pixels: int
) -> None:
    """A number on a rounded ground, as wide as it needs."""
    width, height = text_width(text, pixels, bold=True) + 12, pixels + 6
    box = QRect(centre.x() - width // 2, centre.y() - height // 2, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(box, 4, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    write(painter, box, text, colour, pixels, CENTRE, bold=True)


def heading(painter: QPainter, box: QRect, title: str, theme: Theme) -> None:
    """The name of a panel."""
    write(painter, box, title, theme.text, TITLE, LEFT, bold=True)


def note(painter: QPainter, box: QRect, title: str, text: str, theme: Theme) -> None:
    """At the right of a panel's name, what it shows just now."""
    rest = box.adjusted(text_width(title, TITLE, bold=True) + 16, 0, 0, 0)
    write(painter, rest, text, theme.muted, SMALL, RIGHT)
