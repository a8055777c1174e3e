"""The letters of the program: bundled, so that every machine shows and exports the same ones."""

from __future__ import annotations

import functools

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics, QGuiApplication

from ntm_viz.look.theme import FONT_FAMILY, font_files

SMALL = 12
"""Pixels: numbers at axes, second lines."""
BODY = 13
"""Pixels: whatever is read."""
TITLE = 14
"""Pixels: the name of a panel."""
BIG = 22
"""Pixels: the timestep, which is read from across a room."""


class FontError(RuntimeError):
    """A bundled font file is missing or damaged."""


def install_fonts(app: QGuiApplication) -> None:
    """Register the bundled fonts and make them the application's own.

    Raises:
        FontError: a font file cannot be read.
    """
    if FONT_FAMILY not in QFontDatabase.families():
        for file in font_files():
            if QFontDatabase.addApplicationFont(str(file)) < 0:
                raise FontError(f"cannot read the font {file}: install the program again")
        # What was measured before was measured in some other font.
        metrics.cache_clear()
        text_width.cache_clear()
    app.setFont(font(BODY))


@functools.cache
def font(pixels: int, *, bold: bool = False) -> QFont:
    """The program's font; a size in pixels, because the layout counts in pixels too.

    Made once, for all: change a copy of it, never itself.
    """
    made = QFont(FONT_FAMILY)
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    # Numbers that change with t must not make their line dance.
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


@functools.cache
def metrics(pixels: int, *, bold: bool = False) -> QFontMetrics:
    """How wide and high the letters of ``font`` are."""
    return QFontMetrics(font(pixels, bold=bold))


@functools.lru_cache(maxsize=4096)
def text_width(text: str, pixels: int, *, bold: bool = False) -> int:
    """Logical pixels that the text takes in one line."""
    return metrics(pixels, bold=bold).horizontalAdvance(text)
