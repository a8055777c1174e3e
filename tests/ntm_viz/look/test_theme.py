from __future__ import annotations

import itertools

import numpy as np
import pytest

from ntm_viz.look.colour_maps import MEMORY_MAPS, WEIGHTING_MAPS
from ntm_viz.look.theme import DARK, LIGHT, HeadKind, Shade, Theme, font_files, rgb

BOTH = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)


def luminance(colour: str) -> float:
    """As WCAG 2 defines it for contrast."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@BOTH
@pytest.mark.parametrize("name", ["text", "muted", "read", "write", "error", "warning"])
def test_words_can_be_read_on_every_ground(theme: Theme, name: str) -> None:
    for ground in (theme.window, theme.panel, theme.well):
        assert contrast(getattr(theme, name), ground) >= 4.5


@BOTH
@pytest.mark.parametrize("kind", ["read", "write"])
def test_a_weighting_runs_from_the_empty_well_to_its_heads_colour(
    theme: Theme, kind: HeadKind
) -> None:
    table = theme.weighting_map(kind) / 255.0
    np.testing.assert_allclose(table[0], rgb(theme.well), atol=0.005)
    np.testing.assert_allclose(table[-1], rgb(theme.head(kind)), atol=0.005)


@BOTH
@pytest.mark.parametrize("kind", ["read", "write"])
def test_more_weight_is_never_fainter(theme: Theme, kind: HeadKind) -> None:
    grey = theme.weighting_map(kind).astype(float) @ (0.2126, 0.7152, 0.0722)
    steps = np.diff(grey) if theme is DARK else -np.diff(grey)
    assert (steps >= -1.0).all()  # a rounding step of one channel at most


@BOTH
def test_empty_memory_shows_the_empty_well(theme: Theme) -> None:
    np.testing.assert_allclose(
        theme.memory_map()[127:129] / 255.0, [rgb(theme.well)] * 2, atol=0.05
    )


@BOTH
def test_positive_and_negative_memory_can_be_told_apart(theme: Theme) -> None:
    low, high = theme.memory_map()[[0, -1]].astype(int)
    assert low[2] > low[0] + 60  # blue
    assert high[0] > high[2] + 60  # red


@BOTH
def test_tables_cannot_be_changed(theme: Theme) -> None:
    for table in (theme.memory_map(), theme.bit_map(), theme.weighting_map("read")):
        assert table.shape == (256, 3)
        assert not table.flags.writeable


def test_the_heads_work_colours_their_phases() -> None:
    assert DARK.phase("write") == DARK.write
    assert DARK.phase("read") == DARK.read
    assert DARK.phase(None) == DARK.muted


def test_the_fonts_come_along() -> None:
    # Plain, half bold and bold.
    assert len(font_files()) == 3
    assert all(file.is_file() for file in font_files())


MAPS = [(memory, weighting) for memory in MEMORY_MAPS for weighting in WEIGHTING_MAPS]


@BOTH
@pytest.mark.parametrize(("memory", "weighting"), MAPS)
@pytest.mark.parametrize("kind", ["read", "write"])
def test_with_every_map_nothing_looks_empty_and_more_is_further_from_it(
    theme: Theme, memory: str, weighting: str, kind: HeadKind
) -> None:
    chosen = theme.coloured(memory, weighting)
    table = chosen.weighting_map(kind) / 255.0
    np.testing.assert_allclose(table[0], rgb(theme.well), atol=0.005)
    grey = table @ (0.2126, 0.7152, 0.0722)
    steps = np.diff(grey) if theme is DARK else -np.diff(grey)
    assert (steps >= -0.006).all()
    assert abs(grey[-1] - grey[0]) > 0.4
    middle = chosen.memory_map()[127:129] / 255.0
    np.testing.assert_allclose(middle, [rgb(theme.well)] * 2, atol=0.05)
    low, high = chosen.memory_map()[[0, -1]].astype(int)
    assert np.abs(low - high).sum() > 100


def test_a_theme_with_its_own_maps_is_itself() -> None:
    assert DARK.coloured("blue-red", "heads") is DARK
    assert DARK.coloured("blue-green", "heads").window == DARK.window


@BOTH
@pytest.mark.parametrize("kind", ["read", "write"])
@pytest.mark.parametrize("count", [2, 4, 5])
def test_several_heads_of_a_kind_have_shades_of_its_colour_that_can_be_read(
    theme: Theme, kind: HeadKind, count: int
) -> None:
    colours = [theme.head(Shade(kind, place, count)) for place in range(count)]
    assert len(set(colours)) == count
    for colour in colours:
        red, _, blue = rgb(colour)
        assert blue > red if kind == "read" else red > blue
        for ground in (theme.window, theme.panel, theme.well):
            assert contrast(colour, ground) >= 4.3
    for one, next_one in itertools.pairwise(colours):
        assert np.abs(rgb(one) - rgb(next_one)).max() > 0.08
        # Eyes that tell no hues apart see one lighter than the other.
        assert contrast(one, next_one) > 1.15


def test_a_head_alone_has_the_colour_of_its_kind() -> None:
    assert DARK.head(Shade("read")) == DARK.head("read") == DARK.read
