"""The letters of the program: bundled, so that every machine shows and exports the same ones."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

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
    app.setFont(font(BODY))


def font(pixels: int, *, bold: bool = False) -> QFont:
    """The program's font; a size in pixels, because the layout counts in pixels too."""
    made = QFont(FONT_FAMILY)
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    # Numbers that change with t must not make their line dance.
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
