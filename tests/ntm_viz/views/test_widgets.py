"""The plain controls that panels are put together from."""

from __future__ import annotations

import pytest

from ntm_viz.look.stylesheet import style_sheet
from ntm_viz.look.theme import DARK
from ntm_viz.views.widgets import ChoiceBox


@pytest.mark.parametrize("entries", [["Copy"], ["8 / s", "120 / s"], ["a", "run of the night"]])
def test_the_list_of_a_choice_shows_every_entry_whole(qapp, qtbot, entries):
    box = ChoiceBox(DARK, "Choice")
    qtbot.addWidget(box)
    qapp.setStyleSheet(style_sheet(DARK))
    try:
        box.addItems(entries)
        box.setFixedWidth(40)
        box.show()
        box.showPopup()
        view = box.view()
        # The style sheet gives every entry 8 pixels of room on either side.
        room = view.viewport().width() - 16
        assert all(view.fontMetrics().horizontalAdvance(words) <= room for words in entries)
        box.hidePopup()
    finally:
        qapp.setStyleSheet("")
