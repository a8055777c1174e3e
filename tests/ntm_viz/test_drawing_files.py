"""Drawings from outside: every way in, and each refusal with name, reason and a way out."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from ntm_model.tasks import CopyTask, Pattern, PatternError, get
from ntm_viz.drawing_files import from_clipboard, read_drawing
from ntm_viz.files import Kind, OpenError, identify

TASK, SORT = CopyTask(), get("priority-sort")
PRESENT = Pattern(np.zeros((2, 8), np.uint8))


def white(width, height):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    return image


def refusal(path, task=TASK):
    with pytest.raises(OpenError) as caught:
        read_drawing(path, task)
    return caught.value.problem


@pytest.mark.parametrize("ending", ["csv", "txt"])
def test_a_text_is_read(tmp_path, ending):
    path = tmp_path / f"i.{ending}"
    path.write_text("1,0,1\n" * 8)
    assert identify(path) is Kind.PATTERN
    assert read_drawing(path, TASK).bits[:, 0].tolist() == [1, 0, 1]


def test_a_table_may_bring_values(tmp_path):
    path = tmp_path / "i.csv"
    path.write_text("priority,0.5,-0.5\n" + "1,0\n" * 8)
    assert read_drawing(path, SORT).values.tolist() == [0.5, -0.5]


def test_a_picture_is_read(qapp, tmp_path):
    path = tmp_path / "i.png"
    white(5, 8).save(str(path))
    assert identify(path) is Kind.PATTERN
    assert read_drawing(path, TASK).bits.shape == (5, 8)


def test_a_picture_of_the_wrong_shape_is_refused(qapp, tmp_path):
    path = tmp_path / "photo.png"
    white(30, 20).save(str(path))
    problem = refusal(path)
    assert problem.title == "photo.png could not be opened"
    assert problem.reason.startswith("it is 30 × 20 pixels")
    assert "a picture, 8 pixels high" in problem.what_to_do


def test_a_table_of_words_is_refused(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("name,age\nJohn,7\n")
    problem = refusal(path)
    assert problem.reason == "it holds 'n'; bits are written 0 1, or . #"
    assert "8 lines, one per bit" in problem.what_to_do


def test_a_drawing_that_is_too_long_is_refused(tmp_path):
    path = tmp_path / "long.txt"
    path.write_text(("#" * 2001 + "\n") * 8)
    assert "1 to 2000 vectors, found 2001" in refusal(path).reason


def test_values_that_cannot_be_are_refused(tmp_path):
    path = tmp_path / "i.csv"
    path.write_text("priority,0.5,-7\n" + "1,0\n" * 8)
    problem = refusal(path, SORT)
    assert "priorities from -1 to 1, found -7" in problem.reason
    assert "a line of numbers for the priority" in problem.what_to_do


class TestFromClipboard:
    def test_a_text(self):
        data = QMimeData()
        data.setText("10\n" * 8)
        assert from_clipboard(data, TASK, PRESENT).bits.tolist() == [[1] * 8, [0] * 8]

    def test_a_picture(self, qapp):
        data = QMimeData()
        data.setImageData(white(3, 8))
        assert from_clipboard(data, TASK, PRESENT).bits.shape == (3, 8)

    def test_a_file(self, tmp_path):
        path = tmp_path / "i.txt"
        path.write_text("#.#\n" * 8)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        assert from_clipboard(data, TASK, PRESENT).bits.shape == (3, 8)

    def test_anything_else_is_refused(self):
        data = QMimeData()
        data.setText("good morning")
        with pytest.raises(PatternError, match="holds 'g'"):
            from_clipboard(data, TASK, PRESENT)
