"""The table of commands: complete, and without two commands on one key."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from ntm_viz.command_line.options import THEME_CHOICES
from ntm_viz.commands import SPEED_MENU, THEME_MENU, Command, Menu, make_actions, make_groups
from ntm_viz.timeline import SPEEDS


@pytest.fixture
def actions(qapp):
    parent = QObject()
    yield make_actions(parent)
    parent.deleteLater()


def test_no_two_commands_answer_to_the_same_key(qapp):
    keys = Counter(
        QKeySequence(keys).toString() for command in Command for keys in command.value.shortcuts
    )
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_shortcut_is_a_key_that_qt_knows(qapp):
    for command in Command:
        for keys in command.value.shortcuts:
            assert QKeySequence(keys).toString(), f"{command}: {keys}"


def test_no_two_commands_of_a_menu_have_the_same_mnemonic():
    for menu in Menu:
        letters = Counter(
            command.value.text.partition("&")[2][:1].lower()
            for command in Command
            if command.value.menu is menu and not command.value.choice
        )
        assert [letter for letter, count in letters.items() if count > 1] == [], menu


def test_every_command_tells_what_it_does():
    assert [command for command in Command if not command.value.tip] == []


@pytest.mark.parametrize(
    "name",
    [
        "open",
        "play",
        "step_forward",
        "step_back",
        "export",
        "export_sequence",
        "random",
        "clear",
        "undo",
        "redo",
    ],
)
def test_scripts_find_the_actions_by_name(actions, name):
    assert f"action_{name}" in [action.objectName() for action in actions.values()]


def test_the_number_keys_set_the_speeds_in_order(actions):
    speeds = {
        action.shortcut().toString(): action.data()
        for command, action in actions.items()
        if command.value.choice == SPEED_MENU
    }
    assert speeds == {str(key): speed for key, speed in enumerate(SPEEDS, start=1)}


def test_of_a_submenu_one_command_is_chosen(actions):
    groups = make_groups(actions, next(iter(actions.values())).parent())
    assert groups[THEME_MENU].isExclusive()
    assert {action.data() for action in groups[THEME_MENU].actions()} == set(THEME_CHOICES)
