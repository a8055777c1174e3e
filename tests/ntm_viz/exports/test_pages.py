"""SVG and PDF: text as text, shapes as shapes, the same bytes each time."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from ntm_viz.export import ExportOptions, export_frame, run_reel
from ntm_viz.look.theme import DARK
from ntm_viz.views.composition import Panel
from tests.handmade import copy_trace

RUN = copy_trace(length=3, n_slots=16)
LOOK = ExportOptions(width=640, height=480)
SVG = "{http://www.w3.org/2000/svg}"

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def svg(tmp_path):
    def drawn(t=2, **changes):
        options = ExportOptions(**{"width": 800, "height": 600, **changes})
        return export_frame(RUN, t, tmp_path / "step.svg", options).read_text(encoding="utf-8")

    return drawn


def texts(document):
    return [
        "".join(element.itertext()).strip()
        for element in ET.fromstring(document).iter(f"{SVG}text")
    ]


def test_text_stays_text(svg):
    found = texts(svg())
    assert {"Copy", "Memory", "Addressing", "Write weighting", "timestep t"} <= set(found)


def test_words_keep_their_width_where_the_font_is_missing(svg):
    for element in ET.fromstring(svg()).iter(f"{SVG}text"):
        assert float(element.get("textLength")) > 0
        assert element.get("font-family").startswith("Source Sans Pro, ")


def test_cells_stay_shapes_in_the_theme_s_own_colours(svg):
    fills = {
        group.get("fill")
        for group in ET.fromstring(svg()).iter(f"{SVG}g")
        if group.find(f"{SVG}rect") is not None
    }
    red, green, blue = DARK.weighting_map("write")[255]
    assert f"#{red:02x}{green:02x}{blue:02x}" in fills
    assert DARK.window in fills


def test_lines_stay_lines(svg):
    document = ET.fromstring(svg())
    assert len(list(document.iter(f"{SVG}polyline"))) == 6  # three rows of curves, two heads


def test_the_only_pixels_are_those_of_the_scale_of_colours(svg):
    assert len(list(ET.fromstring(svg()).iter(f"{SVG}image"))) == 1
    assert "image-rendering: pixelated" in svg(overwrite=True)


def test_the_page_has_the_size_that_was_asked_for(svg):
    root = ET.fromstring(svg(scale=2.0))
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == (
        "1600",
        "1200",
        "0 0 800 600",
    )


def test_it_can_show_some_panels_with_a_title_and_a_caption(svg):
    found = texts(svg(panels=(Panel.MEMORY,), title="What it holds", caption="Figure 1"))
    assert {"What it holds", "Figure 1", "Memory"} <= set(found)
    assert "Addressing" not in found
    assert "Input" not in found


def test_the_same_run_and_options_give_the_same_bytes(svg):
    assert svg() == svg(overwrite=True)
    assert svg(overwrite=True) != svg(3, overwrite=True)


def test_neither_the_day_nor_chance_is_in_it(svg):
    assert not re.search(r"20\d\d-\d\d|uuid", svg())


def test_a_pdf_has_text_with_its_letters_and_no_date(tmp_path):
    content = export_frame(RUN, 2, tmp_path / "step.pdf", LOOK).read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert b"/ToUnicode" in content
    assert b"SourceSansPro" in content
    assert set(re.findall(rb"D:(\d{8})", content)) == {b"19800101"}
    # 640 × 480 pixels at 96 to the inch are 480 × 360 points.
    assert re.search(rb"/MediaBox \[0 0 480\.?0* 360\.?0*\]", content)


def test_a_pdf_of_the_same_run_has_the_same_bytes(tmp_path):
    one, other = (
        export_frame(RUN, 2, tmp_path / name, LOOK).read_bytes() for name in ("a.pdf", "b.pdf")
    )
    assert one == other


def test_a_page_shows_a_run_of_any_length(tmp_path):
    """Where cells are smaller than a pixel there is no shape for each of them."""
    long = copy_trace(length=600, n_slots=16)
    assert len(run_reel(long)) == 1201
    page = export_frame(long, 700, tmp_path / "long.svg", LOOK).read_text(encoding="utf-8")
    assert len(page) < 3_000_000
