"""The buttons that choose a head stand beside the heading of their picture."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ntm_viz.look.fonts import TITLE, text_width
from ntm_viz.look.theme import DARK, HeadKind, Shade
from ntm_viz.reading.overview import Head
from ntm_viz.views.addressing_painter import NAME
from ntm_viz.views.head_choice import HeadChoice

# Of the addressing picture in a window of 1440 × 900 with the training dock open.
WIDTH = 302


def heads(each: int) -> tuple[Head, ...]:
    kinds: tuple[HeadKind, ...] = ("read", "write")
    return tuple(
        Head(place + each * k, f"{kind} {place + 1}", kind, Shade(kind, place, each))
        for k, kind in enumerate(kinds)
        for place in range(each)
    )


@pytest.mark.parametrize("each", [1, 2, 3, 4])
def test_it_leaves_room_for_the_heading(qtbot: QtBot, each: int) -> None:
    choice = HeadChoice(DARK)
    qtbot.addWidget(choice)
    choice.show()
    choice.offer(heads(each))
    assert choice.sizeHint().width() + text_width(NAME, TITLE, bold=True) < WIDTH
