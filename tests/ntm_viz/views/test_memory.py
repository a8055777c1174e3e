from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from ntm_viz.look.fonts import SMALL, text_width
from ntm_viz.look.theme import DARK, LIGHT, Theme
from ntm_viz.reading.frame import Frame, frame_at, resolve
from ntm_viz.reading.words import CellRef, Row
from ntm_viz.views.memory import MemoryView
from ntm_viz.views.memory_layout import arrange, set_apart
from tests.handmade import copy_trace
from tests.ntm_viz.views.mouse import move
from tests.ntm_viz.views.pixels import amount, pixels

OVERVIEW = resolve(copy_trace(length=5, n_slots=32))


@pytest.fixture
def view(qtbot: QtBot) -> MemoryView:
    made = MemoryView(DARK)
    qtbot.addWidget(made)
    made.resize(380, 400)
    made.show_frame(frame_at(OVERVIEW, 8))
    made.show()
    return made


def colour_at(view: MemoryView, point: QPoint) -> str:
    return QColor(view.grab().toImage().pixel(point)).name()


def find(view: MemoryView, wanted: CellRef) -> QPoint:
    """A point well inside the cell: the middle of all points that are told to be it."""
    picture = view._picture
    found = [
        (x, y)
        for x in range(0, view.width(), 4)
        for y in range(0, view.height(), 4)
        if picture.cell_at(QPoint(x, y)) == wanted
    ]
    assert found, wanted
    x, y = np.mean(found, axis=0)
    return QPoint(int(x), int(y))


def expected_colour(frame: Frame, theme: Theme, value: float) -> str:
    level = frame.overview.memory_level
    place = int(np.rint((np.clip(value / level, -1.0, 1.0) + 1.0) * 127.5))
    return QColor(*map(int, theme.memory_map()[place])).name()


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("cell", [(0, 3), (4, 15)])
def test_a_cell_has_the_colour_of_its_value_after_the_step(
    view: MemoryView, theme: Theme, cell: tuple[int, int]
) -> None:
    frame = frame_at(OVERVIEW, 5)
    view.set_theme(theme)
    view.show_frame(frame)
    point = find(view, CellRef(Row.MEMORY, 5, cell[0], column=cell[1])) + QPoint(4, 4)
    assert colour_at(view, point) == expected_colour(frame, theme, frame.memory[cell])


def test_a_colour_means_the_same_at_every_step(view: MemoryView) -> None:
    point = find(view, CellRef(Row.MEMORY, 8, 1, column=3)) + QPoint(4, 4)
    seen = set()
    for t in (5, 6, 7):  # slot 1 was written at step 1 and stands untouched
        view.show_frame(frame_at(OVERVIEW, t))
        seen.add(colour_at(view, point))
    assert len(seen) == 1


def test_beside_it_stand_the_weightings_in_their_heads_colours(view: MemoryView) -> None:
    view.show_frame(frame_at(OVERVIEW, 3))
    for head, slot, colour in ((0, 0, DARK.read), (1, 3, DARK.write)):
        point = find(view, CellRef(Row.WEIGHTING, 3, slot, head=head))
        assert colour_at(view, point) == colour


def test_above_it_stand_the_erase_and_add_vectors(view: MemoryView) -> None:
    view.show_frame(frame_at(OVERVIEW, 3))
    assert find(view, CellRef(Row.ERASE, 3, 4, head=1)).y() < 60
    assert find(view, CellRef(Row.ADD, 3, 4, head=1)).y() < 70


def test_the_slot_that_is_read_and_the_slot_that_is_written_are_outlined(view: MemoryView) -> None:
    view.show_frame(frame_at(OVERVIEW, 3))
    box = view._picture._layout(frame_at(OVERVIEW, 8)).matrix
    height = box.height() // len(OVERVIEW.slots)
    for slot, colour in ((0, DARK.read), (3, DARK.write)):
        assert colour_at(view, QPoint(box.center().x(), box.top() + slot * height)) == colour


def test_changed_cells_are_dotted(view: MemoryView) -> None:
    frame = frame_at(OVERVIEW, 3)
    view.show_frame(frame)
    dotted = pixels(view)
    view.show_frame(dataclasses.replace(frame, changed=np.zeros_like(frame.changed)))
    box = view._picture._layout(frame_at(OVERVIEW, 8)).matrix
    height = box.height() // len(OVERVIEW.slots)
    rows = np.flatnonzero((dotted != pixels(view)).any(axis=1))
    assert set((rows - box.top()) // height) == {3}


@pytest.mark.parametrize(
    "cell",
    [
        CellRef(Row.MEMORY, 8, 7, column=19),
        CellRef(Row.WEIGHTING, 8, 2, head=0),
        CellRef(Row.ADD, 8, 5, head=1),
    ],
    ids=str,
)
def test_the_cell_under_the_mouse_is_told(qtbot: QtBot, view: MemoryView, cell: CellRef) -> None:
    point = find(view, cell)
    with qtbot.waitSignal(view.hovered) as told:
        move(view, point)
    assert told.args == [cell]
    with qtbot.waitSignal(view.picked) as picked:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point)
    assert picked.args == [cell]


def test_another_step_is_told_without_the_mouse_moving(view: MemoryView) -> None:
    told: list[CellRef | None] = []
    move(view, find(view, CellRef(Row.MEMORY, 8, 7, column=19)))
    view.hovered.connect(told.append)
    view.show_frame(frame_at(OVERVIEW, 9))
    view.leaveEvent(QEvent(QEvent.Type.Leave))
    view.show_frame(frame_at(OVERVIEW, 10))
    assert told == [CellRef(Row.MEMORY, 9, 7, column=19), None]


def test_a_memory_of_hundreds_of_slots_fits_too(qtbot: QtBot) -> None:
    overview = resolve(copy_trace(length=300, n_slots=400))
    view = MemoryView(DARK)
    qtbot.addWidget(view)
    view.resize(280, 260)
    view.show_frame(frame_at(overview, 500))
    assert amount(view, DARK.read) > 100


def test_before_there_is_a_run_it_is_empty_ground(qtbot: QtBot) -> None:
    view = MemoryView(LIGHT)
    qtbot.addWidget(view)
    view.resize(300, 200)
    assert colour_at(view, QPoint(150, 100)) == LIGHT.window
    assert view._picture.cell_at(QPoint(150, 100)) is None


def test_it_has_a_name_for_those_who_cannot_see_it(view: MemoryView) -> None:
    assert view.objectName() == "memory_view"
    assert view.accessibleName()


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([], []),
        ([10, 60], [10, 60]),
        ([10, 12, 13], [10, 20, 30]),
        ([90, 99], [90, 100]),
        ([95, 99, 100], [80, 90, 100]),
        ([10, 99, 140], [10, 90, 100]),
    ],
)
def test_names_are_apart_and_stay_beside_the_matrix(places, expected):
    assert set_apart(places, 10, 100) == expected


def test_the_names_of_numbered_heads_do_not_touch(qtbot: QtBot) -> None:
    del qtbot  # text is measured by the application's fonts
    found = arrange(QSize(270, 300), slots=32, heads=4, write_heads=2)
    names = zip(found.letters, ("w1", "w2", "r1", "r2"), strict=True)
    spans = [(box.center().x(), text_width(name, SMALL, bold=True) / 2) for box, name in names]
    for (before, half), (after, other) in itertools.pairwise(spans):
        assert after - other - (before + half) >= 4
