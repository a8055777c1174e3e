from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from ntm_viz.look.theme import DARK
from ntm_viz.views.cells import Levels, Palette, Span, cell_image, palette, quantise, runs, whole

RAMP = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
GREYS = palette(RAMP, "#ff0000")


def shown(levels: Levels, across: Span, down: Span, colours: Palette = GREYS) -> np.ndarray:
    """The red channel of the image, [pixels down, pixels across]."""
    image = cell_image(levels, colours, across, down)
    assert (image.width(), image.height()) == (across.pixels, down.pixels)
    return np.array(
        [
            [QColor(image.pixel(x, y)).red() for x in range(image.width())]
            for y in range(image.height())
        ]
    )


def test_values_beyond_the_levels_take_the_outermost_colours() -> None:
    values = np.array([[-2.0, -1.0, 0.0, 1.0, 2.0]], np.float32)
    np.testing.assert_array_equal(quantise(values, -1.0, 1.0), [[0, 0, 128, 255, 255]])


def test_every_cell_fills_its_own_pixels() -> None:
    levels = np.array([[10, 20], [30, 40]], np.uint8)
    expected = np.repeat(np.repeat(levels, 2, axis=0), 3, axis=1)
    np.testing.assert_array_equal(shown(levels, whole(2, 6), whole(2, 4)), expected)


@given(st.integers(1, 12), st.integers(1, 60))
def test_a_picture_has_exactly_the_size_that_was_asked_for(cells: int, pixels: int) -> None:
    levels = np.zeros((cells, cells), np.uint8)
    image = cell_image(levels, GREYS, whole(cells, pixels), whole(cells, pixels + 1))
    assert (image.width(), image.height()) == (pixels, pixels + 1)


@given(st.integers(2, 400), st.integers(1, 50), st.data())
def test_one_bright_cell_among_many_is_never_lost(
    count: int, pixels: int, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, count - 1))
    levels = np.zeros((1, count), np.uint8)
    levels[0, place] = 200
    pixels = min(pixels, count)
    assert 200 in shown(levels, whole(count, pixels), whole(1, 1))


def test_of_several_cells_in_a_pixel_the_one_farthest_from_nothing_is_shown() -> None:
    colours = palette(
        np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, 1), "#000000", middle=128
    )
    levels = np.array([[128, 20, 140, 128], [128, 130, 250, 100]], np.uint8).reshape(1, 8)
    np.testing.assert_array_equal(shown(levels, whole(8, 2), whole(1, 1), colours), [[20, 250]])


def test_large_cells_stand_apart_by_one_pixel() -> None:
    row = shown(np.full((2, 3), 90, np.uint8), whole(3, 30), whole(2, 20))[5]
    np.testing.assert_array_equal(np.flatnonzero(row == 255), [10, 20])


def test_small_cells_touch() -> None:
    assert (shown(np.full((2, 6), 90, np.uint8), whole(6, 30), whole(2, 20)) == 90).all()


def test_a_cut_shows_its_own_cells_alone() -> None:
    levels = np.arange(10, dtype=np.uint8)[None] * 10
    row = shown(levels, Span(2.5, 5.5, 6), whole(1, 1))[0]
    np.testing.assert_array_equal(row, [20, 30, 30, 40, 40, 50])


def test_a_table_keeps_its_colours() -> None:
    table = DARK.weighting_map("write")
    image = cell_image(
        np.array([[0, 255]], np.uint8), palette(table, "#000000"), whole(2, 2), whole(1, 1)
    )
    assert QColor(image.pixel(0, 0)).name() == DARK.well
    assert QColor(image.pixel(1, 0)).name() == DARK.write


@pytest.mark.parametrize(
    ("mask", "stretches"),
    [([], []), ([0, 0], []), ([1, 1, 0, 1], [(0, 2), (3, 4)]), ([0, 1, 1], [(1, 3)])],
)
def test_runs_are_found_from_edge_to_edge(
    mask: list[int], stretches: list[tuple[int, int]]
) -> None:
    assert runs(np.array(mask, bool)) == stretches
