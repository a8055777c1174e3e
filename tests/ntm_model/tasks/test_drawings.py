"""What people draw: of any length, of any width, and recognisably itself."""

from __future__ import annotations

import numpy as np
import pytest

from ntm_model.tasks import drawings


@pytest.mark.parametrize("name", drawings.names())
@pytest.mark.parametrize("length", [*range(1, 21), 100])
def test_every_drawing_is_a_pattern_of_its_length(name: str, length: int) -> None:
    pattern = drawings.draw(name, length)
    assert pattern.shape == (length, 8)
    assert pattern.dtype == np.uint8
    assert set(np.unique(pattern)) <= {0, 1}
    assert np.array_equal(pattern, drawings.draw(name, length))


@pytest.mark.parametrize("name", drawings.names())
@pytest.mark.parametrize("bits", [1, 2, 5, 12])
def test_every_drawing_fits_other_widths(name: str, bits: int) -> None:
    assert drawings.draw(name, 9, bits).shape == (9, bits)


def test_no_two_drawings_are_alike() -> None:
    drawn = [drawings.draw(name, 20).tobytes() for name in drawings.names()]
    assert len(set(drawn)) == len(drawn)


def test_letters_can_be_read() -> None:
    shown = ["".join(".#"[bit] for bit in row) for row in drawings.text("T", 7).T]
    assert shown[:3] == [".#####.", "...#...", "...#..."]


@pytest.mark.parametrize(
    ("name", "ones"), [("blank", 0), ("full", 160), ("one dot", 1), ("first dot", 1)]
)
def test_simple_ones_have_as_many_ones_as_their_name_says(name: str, ones: int) -> None:
    assert drawings.draw(name, 20).sum() == ones


def test_a_blank_start_is_blank_in_its_first_half_and_not_after_it() -> None:
    pattern = drawings.draw("blank start", 20)
    assert not pattern[:10].any()
    assert pattern[10:].any()


def test_an_unknown_drawing_is_told_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="unknown drawing 'a house'; known: letters NTM, "):
        drawings.draw("a house", 5)
