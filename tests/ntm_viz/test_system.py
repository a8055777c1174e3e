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


@linux
def test_a_screen_that_a_person_chose_and_that_is_not_there(screens):
    screens.setenv("QT_QPA_PLATFORM", "xcb")
    screens.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert "DISPLAY" in told(system.check_screen)


def test_a_platform_that_a_person_chose_is_left_to_qt(screens):
    screens.setenv("QT_QPA_PLATFORM", "offscreen")
    system.check_screen()


def test_the_libraries_of_this_machine_are_there():
    system.check_libraries()


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libEGL.so.1", "libegl1"),
        ("libxcb-icccm.so.4", "libxcb-icccm4"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
    ],
)
def test_a_missing_library_is_named_with_its_package(library, package):
    loader = f"{library}: cannot open shared object file: No such file or directory"
    assert system.missing(loader, ()) == (
        f"the system library {library} is missing: install what is missing, on Debian or Ubuntu "
        f"with `sudo apt install {package}`"
    )


def test_all_missing_libraries_are_named_at_once():
    line = system.missing("liba.so.1: cannot open", ("liba.so.1", "libc.so.6", "libb-none.so.2"))
    assert "libraries liba.so.1, libb-none.so.2 are missing" in line
    assert "sudo apt install liba1 libb-none2" in line


def test_qt_itself_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "PySide6.QtWidgets", None)
    assert "uv sync" in told(system.check_libraries)
