"""What the machine lacks is told in one line, before Qt ends the process without one."""

from __future__ import annotations

import sys

import pytest

from ntm_viz import system
from ntm_viz.system import UnfitMachineError

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 and Wayland")


@pytest.fixture
def screens(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def told(check):
    with pytest.raises(UnfitMachineError) as caught:
        check()
    line = str(caught.value)
    assert "\n" not in line
    return line


@linux
def test_no_screen(screens):
    line = told(system.check_screen)
    assert "DISPLAY" in line
    assert "ntm-viz export" in line


@linux
def test_a_screen_that_does_not_answer(screens, tmp_path):
    screens.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    screens.setenv("WAYLAND_DISPLAY", "wayland-77")
    assert "wayland-77" in told(system.check_screen)


@linux
def test_an_x_server_that_does_not_answer_or_a_library_that_is_missing_for_it(screens):
    screens.setenv("DISPLAY", ":987")
    line = told(system.check_screen)
    assert ":987" in line or "sudo apt install" in line


def test_a_platform_that_a_person_chose_is_left_to_qt(screens):
    screens.setenv("QT_QPA_PLATFORM", "offscreen")
    system.check_screen()


def test_the_libraries_of_this_machine_are_there():
    system.check_libraries()


@pytest.mark.parametrize(
    ("loader", "words"),
    [
        (
            "libEGL.so.1: cannot open shared object file: No such file or directory",
            "the system library libEGL.so.1 is missing: install it, on Debian or Ubuntu with "
            "`sudo apt install libegl1`",
        ),
        (
            "libxcb-icccm.so.4: cannot open shared object file: No such file or directory",
            "the system library libxcb-icccm.so.4 is missing: install it, on Debian or Ubuntu "
            "with `sudo apt install libxcb-icccm4`",
        ),
    ],
)
def test_a_missing_library_is_named_with_its_package(monkeypatch, loader, words):
    monkeypatch.setitem(sys.modules, "PySide6.QtWidgets", None)
    assert system.missing(loader) == words


def test_qt_itself_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "PySide6.QtWidgets", None)
    assert "uv sync" in told(system.check_libraries)
