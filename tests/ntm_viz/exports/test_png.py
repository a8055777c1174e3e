from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage

from ntm_viz.exports.png import encode


def drawn(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    for x in range(width):
        for y in range(height):
            image.setPixelColor(x, y, QColor(x * 37 % 256, y * 59 % 256, (x + y) * 11 % 256))
    return image


@given(st.integers(1, 9), st.integers(1, 9))
def test_another_decoder_reads_back_the_same_pixels(width: int, height: int) -> None:
    image = drawn(width, height)
    read = QImage.fromData(encode(image), "PNG")
    assert read.convertToFormat(image.format()) == image


def test_a_picture_of_many_bands_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ntm_viz.exports.png._BAND", 500)
    image = drawn(30, 20)
    read = QImage.fromData(encode(image), "PNG")
    assert read.convertToFormat(image.format()) == image


def test_the_same_pixels_give_the_same_bytes() -> None:
    assert encode(drawn(20, 30)) == encode(drawn(20, 30))


@pytest.mark.parametrize(("scale", "density"), [(1.0, 3780), (2.0, 7560)])
def test_a_finer_picture_says_so(scale: float, density: int) -> None:
    image = drawn(4, 4)
    image.setDevicePixelRatio(scale)
    content = encode(image)
    place = content.index(b"pHYs") + 4
    assert struct.unpack(">IIB", content[place : place + 9]) == (density, density, 1)


def test_flat_areas_make_small_files() -> None:
    image = QImage(1440, 900, QImage.Format.Format_RGB32)
    image.fill(QColor("#15171c"))
    assert len(encode(image)) < 30_000
