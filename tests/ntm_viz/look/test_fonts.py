from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase, QFontInfo, QFontMetrics, QGuiApplication

from ntm_viz.look import fonts
from ntm_viz.look.theme import FONT_FAMILY


def test_the_bundled_letters_are_the_applications_own(qapp: QGuiApplication) -> None:
    assert qapp.font().family() == FONT_FAMILY
    assert QFontInfo(fonts.font(fonts.BODY)).family() == FONT_FAMILY


@pytest.mark.usefixtures("qapp")
def test_numbers_do_not_dance() -> None:
    metrics = QFontMetrics(fonts.font(fonts.BODY))
    assert len({metrics.horizontalAdvance(digit * 4) for digit in "0123456789"}) == 1


def test_a_missing_font_is_named(qapp: QGuiApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFontDatabase, "families", list)
    monkeypatch.setattr(fonts, "font_files", lambda: [Path("/nowhere/letters.ttf")])
    with pytest.raises(fonts.FontError, match=r"cannot read the font /nowhere/letters\.ttf"):
        fonts.install_fonts(qapp)
