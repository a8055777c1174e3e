"""Thousands of frames must not cost the interpreter its references to None, True and False.

PySide6 6.12.0 under Python 3.11 loses some with every repaint and ends the process
("deallocating None") within about a thousand frames.
"""

from __future__ import annotations

import gc
import sys

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ntm_viz.look.theme import DARK
from ntm_viz.reading.frame import frame_at, resolve
from ntm_viz.views.addressing import AddressingView
from ntm_viz.views.board import Board
from ntm_viz.views.memory import MemoryView
from tests.handmade import copy_trace

FRAMES = 3_000
WARM_UP = 20
"""Frames in which whatever is made only once is made."""
DRIFT = 300
"""A tenth of a reference a frame: the defect loses two to twenty."""


def counts() -> dict[str, int]:
    """Python 3.12 and later never count them: there the numbers stand still by themselves."""
    return {str(value): sys.getrefcount(value) for value in (None, True, False)}


@pytest.fixture
def views(qtbot: QtBot) -> list[Board | MemoryView | AddressingView]:
    made: list[Board | MemoryView | AddressingView] = [
        Board(DARK),
        MemoryView(DARK),
        AddressingView(DARK),
    ]
    for view in made:
        qtbot.addWidget(view)
        view.resize(320, 320)
        view.show()
    return made


def test_three_thousand_frames_leave_the_reference_counts_where_they_were(
    views: list[Board | MemoryView | AddressingView],
) -> None:
    overview = resolve(copy_trace(length=5, n_slots=32))
    before: dict[str, int] = {}
    for number in range(FRAMES):
        if number == WARM_UP:
            # What earlier tests left lying holds references too, and would go midway.
            gc.collect()
            before = counts()
        frame = frame_at(overview, number % overview.n_steps)
        for view in views:
            view.show_frame(frame)
            QWidget.repaint(view)
        # Looked at all along, because the defect ends the process before the last frame.
        if number > WARM_UP and number % 10 == 0:
            after = counts()
            assert all(abs(after[name] - before[name]) <= DRIFT for name in before), number
