"""What the window needs of the machine, checked beforehand.

Qt ends the process without a word that a newcomer could use when it finds no screen or lacks
a library. So both are looked for first, and whatever is missing is told in one line.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

# What Qt's modules and its X11 plugin link to and do not bring along.
_FOR_QT = (
    "libEGL.so.1",
    "libGL.so.1",
    "libdbus-1.so.3",
    "libfontconfig.so.1",
    "libfreetype.so.6",
    "libglib-2.0.so.0",
    "libxkbcommon.so.0",
)
_FOR_X11 = (
    "libX11-xcb.so.1",
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-image.so.0",
    "libxcb-keysyms.so.1",
    "libxcb-randr.so.0",
    "libxcb-render-util.so.0",
    "libxcb-shape.so.0",
    "libxcb-xkb.so.1",
    "libxkbcommon-x11.so.0",
)
# The one package whose name does not follow from the library's.
_PACKAGES = {"libglib-2.0.so.0": "libglib2.0-0"}
_WITHOUT = "`ntm-viz export` writes pictures without a screen"


class UnfitMachineError(RuntimeError):
    """The machine lacks something; the message is one line that says what to do."""


def check_libraries() -> None:
    """Hold that Qt can be imported.

    Raises:
        UnfitMachineError: a system library, or PySide6 itself, is missing.
    """
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        raise UnfitMachineError(missing(str(error), _FOR_QT)) from None


def check_screen() -> None:
    """Hold that Qt will find a screen and can speak to it.

    Raises:
        UnfitMachineError: there is no screen, it does not answer, or a library for it is missing.
    """
    chosen = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if not sys.platform.startswith("linux") or chosen not in ("", "wayland", "xcb"):
        return
    wayland = os.environ.get("WAYLAND_DISPLAY") if chosen != "xcb" else None
    x11 = os.environ.get("DISPLAY") if chosen != "wayland" else None
    if not wayland and not x11:
        raise UnfitMachineError(
            "no screen found (neither DISPLAY nor WAYLAND_DISPLAY is set): start it in a "
            f"desktop session, or over `ssh -X`; {_WITHOUT}"
        )
    problems = [problem for problem in (_wayland(wayland), _x11(x11)) if problem is not None]
    if "" not in problems:
        raise UnfitMachineError(problems[-1])


def _wayland(name: str | None) -> str | None:
    """Empty where the screen answers, why not otherwise, None where there is no such screen."""
    if not name:
        return None
    socket = Path(os.environ.get("XDG_RUNTIME_DIR", "/"), name)
    if not socket.exists():
        return f"the screen {name} (WAYLAND_DISPLAY) does not answer; {_WITHOUT}"
    return _plugin("libqwayland*.so")


def _x11(name: str | None) -> str | None:
    if not name:
        return None
    problem = _plugin("libqxcb.so")
    if problem:
        return problem
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    broken = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if broken:
        return f"the screen {name} (DISPLAY) does not answer: is it the right one? {_WITHOUT}"
    return ""


def _plugin(pattern: str) -> str:
    """Empty where one of Qt's platform plugins of this name can be loaded, why not otherwise."""
    import PySide6

    folder = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms"
    reason = f"this installation of PySide6 has no {pattern}: install it again"
    for plugin in sorted(folder.glob(pattern)):
        try:
            ctypes.CDLL(str(plugin))
        except OSError as error:
            reason = missing(str(error), _FOR_X11)
        else:
            return ""
    return reason


def missing(error: str, candidates: tuple[str, ...]) -> str:
    """What to install, from what the loader said: ``libEGL.so.1: cannot open shared …``.

    The loader stops at the first; ``candidates`` are tried, so that all are named at once.
    """
    library = next((word.rstrip(":") for word in error.split() if ".so" in word), "")
    if not library or "PySide6" in library:
        return f"Qt cannot be loaded ({error}): install it again, for example with `uv sync`"
    first = Path(library).name
    names = [first, *(name for name in candidates if name != first and not _loads(name))]
    packages = " ".join(_PACKAGES.get(name) or _debian(name) for name in names)
    what = f"library {first} is" if len(names) == 1 else f"libraries {', '.join(names)} are"
    return (
        f"the system {what} missing: install what is missing, on Debian or Ubuntu with "
        f"`sudo apt install {packages}`"
    )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _debian(library: str) -> str:
    """How Debian calls the package of most libraries: ``libxcb-icccm.so.4`` is libxcb-icccm4."""
    name, _, version = library.partition(".so.")
    separator = "-" if name[-1:].isdigit() else ""
    return f"{name.lower()}{separator}{version.partition('.')[0]}"
