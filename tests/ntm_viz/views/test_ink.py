"""Text and lines as all pictures draw them."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from ntm_viz.look.fonts import SMALL, text_width
from ntm_viz.views.ink import RIGHT, write

TEXT = "slots 243–255, 0–22"
WIDE = 200


def written(room: int) -> QImage:
    """The text at the right end of so many pixels, on white."""
    image = QImage(WIDE, 20, QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)
    write(painter, QRect(WIDE - room, 0, room, 20), TEXT, "black", SMALL, RIGHT)
    painter.end()
    return image


class TestWrite:
    def test_leaves_whole_what_just_fits(self, qtbot: QtBot) -> None:
        del qtbot  # text is measured by the application's fonts
        assert written(text_width(TEXT, SMALL)) == written(WIDE)

    def test_cuts_what_does_not_fit(self, qtbot: QtBot) -> None:
        del qtbot
        assert written(text_width(TEXT, SMALL) - 1) != written(WIDE)
