"""Exporting out of the whole window: what is written is what the window shows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QToolButton

from ntm_viz.__main__ import build
from ntm_viz.commands import Command
from ntm_viz.export import ExportOptions, export_frame
from ntm_viz.look.theme import DARK
from ntm_viz.views.export_dialog import ExportDialog
from tests.handmade import copy_trace

TRACE = copy_trace(length=3)


@pytest.fixture
def app(qapp, tmp_path):
    made = build([str(TRACE.save(tmp_path / "run.npz")), "--theme", "dark"])
    made.window.painted.disconnect(made.thread.begin)
    yield made
    assert made.close()
    made.window.deleteLater()
    # At once: a style sheet that is set is given to every window that is still there.
    qapp.sendPostedEvents(made.window, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet("")


def test_the_chosen_head_and_all_slots_reach_the_picture_and_the_dialog(app, tmp_path):
    app.window.addressing.findChild(QToolButton, "head_1").click()
    app.actions[Command.ALL_SLOTS].trigger()
    app.timeline.jump(5)
    shown = ExportOptions(theme=DARK, head=1, all_slots=True)
    app.exporter.export_frame(tmp_path / "now.png")
    same = export_frame(app.session.trace, 5, tmp_path / "same.png", shown)
    assert (tmp_path / "now.png").read_bytes() == same.read_bytes()
    app.exporter.ask()
    assert app.window.findChild(ExportDialog).form.wish.options == shown


def test_the_dialogs_wish_is_carried_out(app, tmp_path, monkeypatch, qtbot):
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getSaveFileName",
        lambda *asked: (str(tmp_path / "run.mp4"), ""),
    )
    app.exporter.ask()
    dialog = app.window.findChild(ExportDialog)
    with qtbot.waitSignal(app.exporter.written, timeout=30_000):
        dialog.export_wanted.emit(dialog.form.wish)
    assert not dialog.isVisible()
    assert (tmp_path / "run.mp4").exists()
