from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from ntm_viz.look.fonts import BODY, SMALL, text_width
from ntm_viz.look.theme import DARK, LIGHT
from ntm_viz.reading.frame import frame_at, resolve
from ntm_viz.reading.words import CellRef, Row
from ntm_viz.views import addressing_painter
from ntm_viz.views.addressing import AddressingView
from ntm_viz.views.addressing_layout import arrange, clear_place
from ntm_viz.views.addressing_painter import AddressingGroundPainter
from ntm_viz.views.stages import TITLES, stages_of
from tests.handmade import copy_trace
from tests.ntm_viz.views.mouse import move
from tests.ntm_viz.views.pixels import pixels

OVERVIEW = resolve(copy_trace(length=5, n_slots=32))
READ, WRITE = 0, 1
DELIMITER = 5


@pytest.fixture
def view(qtbot: QtBot) -> AddressingView:
    made = AddressingView(DARK)
    qtbot.addWidget(made)
    made.resize(380, 330)
    made.show_frame(frame_at(OVERVIEW, DELIMITER))
    made.show()
    return made


def button(view: AddressingView, head: int) -> QToolButton:
    found = view.findChild(QToolButton, f"head_{head}")
    assert isinstance(found, QToolButton)
    return found


def bars(view: AddressingView, colour: str) -> int:
    """How many pixels below the buttons have exactly this colour."""
    return int((pixels(view)[30:] == QColor(colour).rgb()).sum())


class TestStages:
    def test_they_are_the_papers_in_its_order(self) -> None:
        stages = stages_of(frame_at(OVERVIEW, DELIMITER).heads[READ], 32)
        assert [stage.row for stage in stages] == [
            Row.CONTENT,
            Row.GATED,
            Row.SHIFTED,
            Row.WEIGHTING,
        ]

    def test_each_starts_from_what_the_one_before_ended_with(self) -> None:
        head = frame_at(OVERVIEW, 3).heads[WRITE]
        content, gated, shifted, sharpened = stages_of(head, 32)
        assert content.before is None
        np.testing.assert_array_equal(gated.before, head.previous)
        np.testing.assert_array_equal(shifted.before, head.gated)
        np.testing.assert_array_equal(sharpened.before, head.shifted)

    def test_a_key_that_fits_one_slot_points_at_it(self) -> None:
        content = stages_of(frame_at(OVERVIEW, DELIMITER).heads[READ], 32)[0]
        assert content.peak_in_words.endswith("at slot 0")

    def test_a_key_that_fits_none_points_nowhere(self) -> None:
        content = stages_of(frame_at(OVERVIEW, 1).heads[READ], 32)[0]
        assert content.peak_in_words == "no slot stands out"

    def test_a_memory_of_two_slots_can_be_pointed_at(self) -> None:
        overview = resolve(copy_trace(length=1, n_slots=2))
        last = stages_of(frame_at(overview, 0).heads[WRITE], 2)[3]
        assert last.stands_out


@pytest.mark.parametrize("width", [275, 380])
def test_what_each_stage_does_stands_beside_its_name_even_in_a_small_window(
    view: AddressingView, width: int
) -> None:
    view.resize(width, 220)
    room = arrange(view.size())[0].title.width()
    for title, meanings in TITLES:
        beside = room - text_width(f"1 {title}", BODY) - 12
        assert any(text_width(words, SMALL) <= beside for words in meanings), title
    painted = pixels(view)
    for box, (title, _) in zip(arrange(view.size()), TITLES, strict=True):
        rest = box.title.adjusted(14 + text_width(title, BODY) + 8, 0, 0, 0)
        words = painted[rest.top() : rest.bottom() + 1, rest.left() : rest.right() + 1]
        assert (words != QColor(DARK.window).rgb()).any(), title


@pytest.mark.parametrize("first", [0, 100, 232])
@pytest.mark.parametrize("width", range(150, 400, 31))
def test_slot_numbers_stand_apart(
    monkeypatch: pytest.MonkeyPatch, qapp: object, first: int, width: int
) -> None:
    """The first one as well, which stays within the chart."""
    written: list[QRect] = []
    monkeypatch.setattr(addressing_painter, "write", lambda _, box, text, *__: written.append(box))
    chart, overview = QRect(20, 0, width, 40), replace(OVERVIEW, slots=(first, *range(1, 144)))
    image = QImage(500, 300, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        ground = AddressingGroundPainter(painter, DARK, arrange(image.size()))
        ground._paint_slots(overview, chart)
    numbers = written[:-1]
    assert len(numbers) > 2
    assert numbers[0].left() >= chart.left()
    assert all(a.right() + 2 < b.left() for a, b in pairwise(numbers))


def test_the_chosen_head_gives_the_bars_their_colour(view: AddressingView) -> None:
    assert bars(view, DARK.read) > 100
    assert bars(view, DARK.write) == 0
    view.choose_head(WRITE)
    assert bars(view, DARK.write) > 100
    assert bars(view, DARK.read) == 0


def test_a_button_chooses_its_head(qtbot: QtBot, view: AddressingView) -> None:
    with qtbot.waitSignal(view.head_chosen) as chosen:
        qtbot.mouseClick(button(view, WRITE), Qt.MouseButton.LeftButton)
    assert chosen.args == [WRITE]
    assert button(view, WRITE).isChecked()
    assert not button(view, READ).isChecked()


def test_the_choice_outlives_the_next_frame_and_theme(view: AddressingView) -> None:
    view.choose_head(WRITE)
    view.show_frame(frame_at(resolve(copy_trace(length=4, n_slots=32)), 2))
    view.set_theme(LIGHT)
    assert button(view, WRITE).isChecked()
    assert bars(view, LIGHT.write) > 100


@pytest.mark.parametrize("row", [Row.CONTENT, Row.GATED, Row.SHIFTED, Row.WEIGHTING])
def test_the_slot_under_the_mouse_is_told(qtbot: QtBot, view: AddressingView, row: Row) -> None:
    cell = CellRef(row, DELIMITER, 4, head=READ)
    point = next(
        QPoint(x, y)
        for y in range(0, view.height(), 5)
        for x in range(0, view.width(), 5)
        if view._picture.cell_at(QPoint(x, y)) == cell
    )
    with qtbot.waitSignal(view.hovered) as told:
        move(view, point)
    assert told.args == [cell]


def test_another_step_is_told_without_the_mouse_moving(view: AddressingView) -> None:
    told: list[CellRef | None] = []
    move(view, arrange(view.size())[0].chart.center())
    view.hovered.connect(told.append)
    view.show_frame(frame_at(OVERVIEW, DELIMITER + 1))
    view.leaveEvent(QEvent(QEvent.Type.Leave))
    view.show_frame(frame_at(OVERVIEW, DELIMITER + 2))
    cell, after = told
    assert cell is not None
    assert (cell.row, cell.t) == (Row.CONTENT, DELIMITER + 1)
    assert after is None


class TestClearPlace:
    """Words of 60 pixels on a chart of 20 bars, each 10 pixels wide."""

    CHART = QRect(0, 0, 200, 20)

    def bars(self, **heights: float) -> npt.NDArray[np.float32]:
        made = np.zeros(20, np.float32)
        for name, height in heights.items():
            made[int(name[1:])] = height
        return made

    def test_is_right_of_the_bar_they_are_about(self) -> None:
        assert clear_place(self.CHART, self.bars(_5=1.0), 60, near=5) in (68, 69, 70)

    def test_is_left_of_it_where_the_right_has_no_room(self) -> None:
        left = clear_place(self.CHART, self.bars(_17=1.0), 60, near=17)
        assert 160 - 8 <= left + 60 + 8 <= 170

    def test_is_where_no_other_bar_rises_to_them(self) -> None:
        bars = self.bars(_3=0.5, _5=0.4, _7=0.4, _9=0.4)
        assert clear_place(self.CHART, bars, 60, near=3) >= 100 + 7

    def test_a_low_bar_does_not_drive_them_away(self) -> None:
        assert clear_place(self.CHART, self.bars(_5=1.0, _8=0.1), 60, near=5) < 75

    def test_is_where_bars_reach_up_least_if_they_do_everywhere(self) -> None:
        bars = np.full(20, 0.9, np.float32)
        bars[10:] = 0.5
        assert clear_place(self.CHART, bars, 60, near=3) >= 100 + 7


def test_a_higher_share_is_a_higher_bar(view: AddressingView) -> None:
    content = arrange(view.size())[0].chart
    width = content.width() // len(OVERVIEW.slots)
    at_slot = pixels(view)[content.top() : content.bottom(), content.left() :][:, ::width]
    filled = (at_slot == QColor(DARK.read).rgb()).sum(axis=0) / content.height()
    assert filled[0] > 0.9  # all attention is on slot 0
    assert filled[1] < 0.1


def test_hundreds_of_slots_share_the_width(qtbot: QtBot) -> None:
    overview = resolve(copy_trace(length=300, n_slots=400))
    view = AddressingView(DARK)
    qtbot.addWidget(view)
    view.resize(280, 240)
    view.show_frame(frame_at(overview, 450))
    assert bars(view, DARK.read) > 20


def test_heads_can_be_chosen_at_once_when_a_run_comes_back(view: AddressingView) -> None:
    view.show_nothing()
    assert not button(view, READ).isVisible()
    view.show_frame(frame_at(OVERVIEW, DELIMITER))
    place = button(view, WRITE)
    assert place.isVisible()
    assert view.rect().contains(place.parentWidget().geometry())
    assert place.parentWidget().width() > place.sizeHint().width()


def test_before_there_is_a_run_it_is_empty_ground(qtbot: QtBot) -> None:
    view = AddressingView(LIGHT)
    qtbot.addWidget(view)
    view.resize(300, 240)
    assert QColor(view.grab().toImage().pixel(150, 100)).name() == LIGHT.window


def test_it_has_a_name_for_those_who_cannot_see_it(view: AddressingView) -> None:
    assert view.objectName() == "addressing_view"
    assert view.accessibleName()
    assert button(view, READ).accessibleName()
