"""Messages inside the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from ntm_viz.look.theme import DARK
from ntm_viz.messages import Problem
from ntm_viz.views.notice import Notice


@pytest.fixture
def notice(qtbot):
    made = Notice(DARK)
    qtbot.addWidget(made)
    return made


def text(notice):
    return notice.findChild(QLabel, "notice_text").text()


def test_it_is_hidden_until_there_is_something_to_say(notice):
    assert notice.isHidden()


def test_a_problem_tells_what_why_and_what_to_do(notice):
    notice.show_problem(Problem("x.npz could not be opened", "it is damaged", "Save it again"))
    assert notice.findChild(QLabel, "notice_title").text() == "x.npz could not be opened"
    assert text(notice) == "It is damaged. Save it again."
    assert "It is damaged" in notice.accessibleName()


def test_it_can_be_dismissed(notice, qtbot):
    notice.show_news("Saved")
    qtbot.mouseClick(notice.findChild(QToolButton, "dismiss_button"), Qt.MouseButton.LeftButton)
    assert notice.isHidden()


def test_a_problem_goes_when_what_comes_after_it_succeeds(notice):
    notice.show_problem(Problem("x.npz could not be opened", "it is damaged"))
    notice.dismiss_problem()
    assert notice.isHidden()


def test_news_and_work_under_way_stay_then(notice):
    notice.show_problem(Problem("x.npz could not be opened", "it is damaged"))
    notice.show_progress("Exporting pictures", 3, 41)
    notice.dismiss_problem()
    assert notice.in_work


def test_long_work_can_be_cancelled_but_not_dismissed(notice, qtbot):
    notice.show_progress("Exporting pictures", 3, 41)
    assert notice.in_work
    assert text(notice) == "3 of 41"
    assert notice.findChild(QToolButton, "dismiss_button").isHidden()
    with qtbot.waitSignal(notice.cancelled):
        qtbot.mouseClick(notice.findChild(QPushButton, "cancel_button"), Qt.MouseButton.LeftButton)


def test_what_comes_after_the_work_can_be_dismissed_again(notice):
    notice.show_progress("Exporting pictures", 41, 41)
    notice.show_news("Exported 41 pictures", "/tmp")
    assert not notice.in_work


def test_a_folder_is_offered_until_there_is_other_news(notice, qtbot):
    notice.show_news("Saved run.mp4", "/tmp")
    notice.offer_folder("/tmp")
    button = notice.findChild(QPushButton, "open_folder_button")
    with qtbot.waitSignal(notice.folder_wanted) as wanted:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wanted.args == ["/tmp"]
    notice.show_news("Something else")
    assert button.isHidden()


def test_long_words_do_not_make_the_window_wider(notice):
    notice.show_progress("now.png could not be written: " + "no space is left " * 20, 1, 2)
    assert notice.minimumSizeHint().width() < 600
