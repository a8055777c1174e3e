"""A window that trains asks before it closes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ntm_viz.closing import Closing
from ntm_viz.training import Phase


class Scripted(QObject):
    """A training in a phase, and a person who answers."""

    def __init__(self, phase, answer=None):
        super().__init__()
        self.phase, self.answer = phase, answer
        self.stopped = self.asked = False

    def stop(self):
        self.stopped = True

    def may_stop_training(self):
        self.asked = True
        return self.answer


@pytest.fixture
def close(qapp, qtbot):
    windows = []

    def close(scripted):
        window, closing = QWidget(), Closing(scripted, scripted)
        windows.append((window, closing))
        qtbot.addWidget(window, before_close_func=lambda w: w.removeEventFilter(closing))
        window.installEventFilter(closing)
        window.show()
        return window.close()

    return close


def test_nothing_is_asked_where_nothing_is_trained(close):
    scripted = Scripted(Phase.FINISHED)
    assert close(scripted)
    assert not scripted.asked


@pytest.mark.parametrize("phase", [Phase.STARTING, Phase.TRAINING, Phase.PAUSED])
def test_whoever_wants_to_keep_training_keeps_the_window(close, phase):
    scripted = Scripted(phase, answer=False)
    assert not close(scripted)
    assert not scripted.stopped


def test_whoever_wants_to_stop_has_it_stopped_and_closed(close):
    scripted = Scripted(Phase.TRAINING, answer=True)
    assert close(scripted)
    assert scripted.stopped
