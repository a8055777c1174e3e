"""SVG and PDF: pages on which text stays text and lines stay lines.

The bytes of an SVG depend on the painting alone; in a PDF, whose date and identity Qt takes
from the clock and from chance, both are replaced.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSize, QSizeF, QUuid
from PySide6.QtGui import QFont, QFontMetricsF, QPageSize, QPainter, QPdfWriter

from ntm_viz.look.fonts import font
from ntm_viz.look.theme import FONT_FAMILY

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtSvg import QSvgGenerator

_PER_INCH = 96
"""Logical pixels, as on a screen."""
_POINTS = 72 / _PER_INCH
# Who reads the page may lack the program's font. Every text keeps its width in these.
_FONTS = f"{FONT_FAMILY}, Source Sans 3, Segoe UI, Helvetica Neue, Arial, sans-serif"
_TEXT = re.compile(
    r'<text [^>]*font-size="(?P<size>\d+)" font-weight="(?P<weight>\d+)"[^>]*>'
    r"(?P<text>[^<]*)</text>"
)
_METADATA = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"/>'
    b'<?xpacket end="w"?>'
)
_NO_DATE = b"D:19800101000000"
_NO_CHANCE = QUuid(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def svg(paint: Callable[[QPainter], None], size: QSize, scale: float, title: str) -> bytes:
    """An SVG document of ``size`` logical pixels, shown ``scale`` times as large."""
    # Imported here: a PNG does not need it.
    from PySide6.QtSvg import QSvgGenerator

    buffer = _buffer()
    # Not Tiny, which knows no clipping.
    page = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    page.setOutputDevice(buffer)
    page.setResolution(_PER_INCH)
    page.setSize(size)
    page.setViewBox(QRect(0, 0, size.width(), size.height()))
    page.setTitle(title)
    page.setDescription("Drawn by ntm-viz")
    _paint(page, paint)
    text = bytes(buffer.data().data()).decode()
    width, height = size.width() * scale, size.height() * scale
    text = re.sub(
        r'<svg width="[^"]*" height="[^"]*"', f'<svg width="{width:g}" height="{height:g}"', text
    )
    text = _TEXT.sub(_measured, text)
    text = text.replace(f'font-family="{FONT_FAMILY}"', f'font-family="{_FONTS}"')
    return text.replace("<image ", '<image style="image-rendering: pixelated" ').encode()


def _measured(found: re.Match[str]) -> str:
    """The element with the width that its text has in the program's font, whatever is read in."""
    letters = font(int(found["size"]), bold=int(found["weight"]) > QFont.Weight.Medium.value)
    width = QFontMetricsF(letters).horizontalAdvance(html.unescape(found["text"]))
    attributes = f'<text textLength="{width:g}" lengthAdjust="spacingAndGlyphs" '
    return found[0].replace("<text ", attributes, 1)


def pdf(paint: Callable[[QPainter], None], size: QSize, scale: float, title: str) -> bytes:
    """A PDF document of one page, as large as the picture is on a screen."""
    buffer = _buffer()
    page = QPdfWriter(buffer)
    page.setResolution(_PER_INCH)
    points = QSizeF(size.width() * scale * _POINTS, size.height() * scale * _POINTS)
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    page.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", exact))
    page.setPageMargins(QMarginsF(0, 0, 0, 0))
    page.setTitle(title)
    page.setCreator("ntm-viz")
    page.setDocumentId(_NO_CHANCE)
    # Qt's own would repeat the date and the identity.
    page.setDocumentXmpMetadata(QByteArray(_METADATA))
    _paint(page, paint, scale)
    return re.sub(rb"D:\d{14}", _NO_DATE, bytes(buffer.data().data()))


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _paint(
    page: QSvgGenerator | QPdfWriter, paint: Callable[[QPainter], None], scale: float = 1.0
) -> None:
    painter = QPainter(page)
    painter.scale(scale, scale)
    paint(painter)
    painter.end()
