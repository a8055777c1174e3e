"""The dialogs that are the program's own, and what the system's are asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QWidget

from ntm_viz.exports.formats import Format
from ntm_viz.views.dialogs import Dialogs, KeysDialog


@pytest.fixture
def dialogs(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    return Dialogs(parent)


def test_numbered_pictures_can_go_into_a_folder_that_is_not_there_yet(dialogs, monkeypatch):
    asked = []

    def answer(parent, title, name, kinds):
        asked.append(name)
        return "/somewhere/new", kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    assert dialogs.place_to_export(Format.FRAMES, "night") == Path("/somewhere/new")
    assert asked == ["night"]


def test_the_next_export_begins_where_the_last_one_went(dialogs, monkeypatch, tmp_path):
    asked = []

    def answer(parent, title, name, kinds):
        asked.append(Path(name))
        return str(tmp_path / "first.png"), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    dialogs.picture_to_save("first.png")
    dialogs.place_to_export(Format.MP4, "second")
    dialogs.trace_to_save("third.npz")
    assert asked == [Path("first.png"), tmp_path / "second.mp4", tmp_path / "third.npz"]


def test_a_dialog_that_is_cancelled_names_no_place(dialogs, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    assert dialogs.folder_for_pictures() is None


def test_the_keys_close_by_a_word_without_an_icon_of_another_theme(qtbot):
    dialog = KeysDialog()
    qtbot.addWidget(dialog)
    close = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Close)
    assert close.text()
    assert close.icon().isNull()
