from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter

from ntm_viz.views.ground import Ground

SIZE = QSize(6, 4)

pytestmark = pytest.mark.usefixtures("qapp")


class Content:
    """Paints a dot, and counts how often it is asked to."""

    def __init__(self) -> None:
        self.painted = 0

    def __call__(self, painter: QPainter) -> None:
        self.painted += 1
        painter.fillRect(1, 1, 1, 1, QColor("#ff0000"))


def lay(ground: Ground, content: Content, made_for: str = "a run", ratio: float = 1.0) -> QImage:
    image = QImage(SIZE * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    ground.paint(painter, SIZE, "#0000ff", made_for, content)
    painter.end()
    return image


def test_it_lies_under_what_was_painted_on_it() -> None:
    image = lay(Ground(), Content())
    assert QColor(image.pixel(0, 0)).name() == "#0000ff"
    assert QColor(image.pixel(1, 1)).name() == "#ff0000"


def test_it_is_painted_once_for_the_same_thing() -> None:
    ground, content = Ground(), Content()
    assert lay(ground, content) == lay(ground, content)
    assert content.painted == 1


def test_another_run_has_its_own() -> None:
    ground, content = Ground(), Content()
    lay(ground, content)
    lay(ground, content, made_for="another run")
    assert content.painted == 2


def test_it_is_as_fine_as_what_it_is_laid_on() -> None:
    ground, content = Ground(), Content()
    lay(ground, content)
    image = lay(ground, content, ratio=2.0)
    assert content.painted == 2
    assert [QColor(image.pixel(x, 2)).name() for x in range(1, 5)] == [
        "#0000ff",
        "#ff0000",
        "#ff0000",
        "#0000ff",
    ]
