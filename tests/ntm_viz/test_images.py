"""Drawings as pictures: a pixel for each bit, or a square of pixels, ink on white paper."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from ntm_model.tasks import CopyTask, PatternError, get
from ntm_viz.images import pattern_of, read_image

TASK = CopyTask()
BITS = np.random.default_rng(0).integers(0, 2, (11, 8), dtype=np.uint8)


def picture(bits, cell=1, ink="black", paper="white"):
    image = QImage(cell * bits.shape[0], cell * bits.shape[1], QImage.Format.Format_ARGB32)
    for x in range(image.width()):
        for y in range(image.height()):
            image.setPixelColor(x, y, QColor(ink if bits[x // cell, y // cell] else paper))
    return image


@pytest.mark.parametrize("ending", ["png", "bmp"])
@pytest.mark.parametrize("cell", [1, 3, 16])
def test_ink_is_a_bit_and_a_cell_may_be_a_square_of_pixels(qapp, tmp_path, ending, cell):
    path = tmp_path / f"drawing.{ending}"
    assert picture(BITS, cell).save(str(path))
    assert np.array_equal(read_image(path, TASK).bits, BITS)


def test_what_a_jpg_blurs_is_still_told_apart(qapp, tmp_path):
    path = tmp_path / "drawing.jpg"
    assert picture(BITS, 16).save(str(path), quality=40)
    assert np.array_equal(read_image(path, TASK).bits, BITS)


def test_what_can_be_seen_through_is_paper(qapp):
    assert np.array_equal(pattern_of(picture(BITS, 2, paper="transparent"), TASK).bits, BITS)


def test_any_dark_colour_is_ink(qapp):
    assert np.array_equal(pattern_of(picture(BITS, 2, "darkred", "lightyellow"), TASK).bits, BITS)


def test_a_task_of_one_bit_takes_a_row_of_pixels(qapp):
    row = BITS[:, :1]
    assert np.array_equal(pattern_of(picture(row), get("ngrams")).bits, row)


@pytest.mark.parametrize(("width", "height"), [(20, 9), (20, 7), (21, 16)])
def test_a_picture_of_another_shape_is_refused_with_what_is_needed(qapp, width, height):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    with pytest.raises(PatternError, match=f"is {width} × {height} pixels; needed are 8 pixels"):
        pattern_of(image, TASK)


def test_what_only_calls_itself_a_picture_is_refused(qapp, tmp_path):
    path = tmp_path / "torn.png"
    path.write_bytes(b"\x89PNG but not really")
    with pytest.raises(PatternError, match="damaged, or no picture at all"):
        read_image(path, TASK)
