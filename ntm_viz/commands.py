"""Every command of the window in one table.

Menus, shortcuts, buttons and the list of keys are made from it, and a test holds that no two
commands answer to the same key.
"""

from __future__ import annotations

import dataclasses
import enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from ntm_viz.look.colour_maps import MEMORY_MAPS, WEIGHTING_MAPS
from ntm_viz.timeline import SPEEDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QObject


SPEED_MENU = "&Speed"
THEME_MENU = "&Theme"
MEMORY_MENU = "&Memory colours"
WEIGHTING_MENU = "&Weighting colours"
RECENT_MENU = "Open re&cent"
_NO_RUN = "no network has run this drawing yet"


class Menu(enum.Enum):
    """The menus, in their order."""

    FILE = "&File"
    EDIT = "&Edit"
    PLAY = "&Play"
    TRAINING = "&Training"
    VIEW = "&View"
    WINDOW = "&Window"
    HELP = "&Help"


@dataclasses.dataclass(frozen=True)
class Spec:
    """How a command is shown and reached."""

    menu: Menu
    text: str
    tip: str
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    starts_group: bool = False
    """A line goes before it in its menu."""
    repeats: bool = False
    """Holding the key repeats it."""
    submenu: str = ""
    """Name of a submenu that it stands in."""
    choice: str = ""
    """Name of a submenu of which one command is always chosen."""
    data: object = None
    """What a command of a submenu chooses."""
    without: str = ""
    """Why it cannot be used where it cannot."""


def _speed(number: int) -> Spec:
    speed = SPEEDS[number - 1]
    unit = "timestep" if speed == 1 else "timesteps"
    return Spec(
        Menu.PLAY,
        f"{speed} {unit} per second",
        f"Play {speed} {unit} per second",
        (str(number),),
        checkable=True,
        choice=SPEED_MENU,
        data=speed,
    )


def _memory(name: str, tip: str, *, first: bool = False) -> Spec:
    title = MEMORY_MAPS[name][0]
    return Spec(
        Menu.VIEW, title, tip, checkable=True, starts_group=first, choice=MEMORY_MENU, data=name
    )


def _weighting(name: str, tip: str) -> Spec:
    title = WEIGHTING_MAPS[name][0]
    return Spec(Menu.VIEW, title, tip, checkable=True, choice=WEIGHTING_MENU, data=name)


def _theme(text: str, tip: str, choice: str, *, first: bool = False) -> Spec:
    return Spec(
        Menu.VIEW, text, tip, checkable=True, starts_group=first, choice=THEME_MENU, data=choice
    )


class Command(enum.Enum):
    """What a person can do; the value says how it is shown and reached."""

    OPEN = Spec(Menu.FILE, "&Open…", "Open a network, a run folder or a trace", ("Ctrl+O",), "open")
    OPEN_RUN = Spec(
        Menu.FILE,
        "Open &run folder…",
        "Open the newest network of a training run",
        ("Ctrl+Shift+O",),
    )
    CLEAR_RECENT = Spec(
        Menu.FILE,
        "&Clear",
        "Forget which files were opened",
        submenu=RECENT_MENU,
        without="nothing was opened yet",
    )
    EXPORT_AS = Spec(
        Menu.FILE,
        "E&xport…",
        "Make a movie, a picture, a page or a table, with a look at it before",
        ("Ctrl+M",),
        "export",
        starts_group=True,
        without=_NO_RUN,
    )
    EXPORT = Spec(
        Menu.FILE,
        "&Export frame as PNG…",
        "Save the timestep that is shown as a picture",
        ("Ctrl+E",),
        without=_NO_RUN,
    )
    EXPORT_SEQUENCE = Spec(
        Menu.FILE,
        "Export PNG &sequence…",
        "Save every timestep as a numbered picture",
        ("Ctrl+Shift+E",),
        without=_NO_RUN,
    )
    SAVE_TRACE = Spec(
        Menu.FILE,
        "Save &trace…",
        "Save all that the network did in this run, to open it again later",
        ("Ctrl+S",),
        without=_NO_RUN,
    )
    QUIT = Spec(Menu.FILE, "&Quit", "Close the window", ("Ctrl+Q",), starts_group=True)

    UNDO = Spec(
        Menu.EDIT,
        "&Undo",
        "Take the last change of the drawing back",
        ("Ctrl+Z",),
        "undo",
        without="the drawing has not been changed",
    )
    REDO = Spec(
        Menu.EDIT,
        "&Redo",
        "Do again what was taken back",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "redo",
        without="nothing was taken back",
    )
    COPY = Spec(
        Menu.EDIT,
        "&Copy drawing as text",
        "Copy the drawing: a line per bit, # for 1 and . for 0, and its numbers",
        ("Ctrl+C",),
        starts_group=True,
    )
    PASTE = Spec(
        Menu.EDIT,
        "&Paste drawing",
        "Draw what is in the clipboard: a line per bit, 0 1 or . #; a picture, or a file",
        ("Ctrl+V",),
    )
    RANDOM = Spec(
        Menu.EDIT,
        "Ra&ndom",
        "Draw every bit by a fair coin",
        ("Ctrl+R",),
        starts_group=True,
    )
    CLEAR = Spec(Menu.EDIT, "C&lear", "Set every bit to 0", ("Ctrl+Backspace",))
    INVERT = Spec(Menu.EDIT, "&Invert", "Turn every 0 to 1 and every 1 to 0", ("Ctrl+I",))
    SHIFT_LEFT = Spec(
        Menu.EDIT, "Shift l&eft", "Move the drawing one step earlier", ("Ctrl+Left",), "shift_left"
    )
    SHIFT_RIGHT = Spec(
        Menu.EDIT, "Shift ri&ght", "Move the drawing one step later", ("Ctrl+Right",), "shift_right"
    )

    PLAY = Spec(Menu.PLAY, "&Play", "Play on, or pause", ("Space",), "play", without=_NO_RUN)
    STEP_BACK = Spec(
        Menu.PLAY,
        "Step &back",
        "One timestep back",
        ("Left",),
        "step_back",
        starts_group=True,
        repeats=True,
        without=_NO_RUN,
    )
    STEP_FORWARD = Spec(
        Menu.PLAY,
        "Step &forward",
        "One timestep on",
        ("Right",),
        "step_forward",
        repeats=True,
        without=_NO_RUN,
    )
    PREVIOUS_PHASE = Spec(
        Menu.PLAY,
        "P&revious phase",
        "To the start of this phase or the last",
        ("Shift+Left",),
        without=_NO_RUN,
    )
    NEXT_PHASE = Spec(
        Menu.PLAY,
        "&Next phase",
        "To the start of the next phase",
        ("Shift+Right",),
        without=_NO_RUN,
    )
    TO_START = Spec(
        Menu.PLAY, "To the &start", "To the first timestep", ("Home",), "to_start", without=_NO_RUN
    )
    TO_END = Spec(
        Menu.PLAY, "To the &end", "To the last timestep", ("End",), "to_end", without=_NO_RUN
    )
    LOOP = Spec(
        Menu.PLAY,
        "&Loop",
        "Begin again when the end is reached",
        ("L",),
        "loop",
        checkable=True,
        starts_group=True,
    )
    SPEED_1 = _speed(1)
    SPEED_2 = _speed(2)
    SPEED_3 = _speed(3)
    SPEED_4 = _speed(4)
    SPEED_5 = _speed(5)
    SPEED_6 = _speed(6)
    SPEED_7 = _speed(7)

    TRAIN = Spec(
        Menu.TRAINING,
        "&Start training",
        "Train a new network for this task, with the settings in the training panel",
        ("F5",),
        without="a network is being trained already",
    )
    PAUSE_TRAINING = Spec(
        Menu.TRAINING,
        "&Pause training",
        "Pause the training, or train on",
        ("F6",),
        without="nothing is being trained",
    )
    STOP = Spec(
        Menu.TRAINING,
        "St&op training",
        "End the training and keep what the network has learned",
        ("Shift+F5",),
        without="nothing is being trained",
    )

    TRAINING_PANEL = Spec(
        Menu.VIEW,
        "&Training panel",
        "Train a network and watch it learn",
        ("T",),
        checkable=True,
    )
    PALETTE = Spec(
        Menu.VIEW,
        "&Command palette…",
        "Find anything that can be done by a few of its letters",
        ("Ctrl+K",),
    )
    THEME_SYSTEM = _theme("As the &system", "Dark or light, as the system is", "system", first=True)
    THEME_DARK = _theme("&Dark", "Light letters on dark ground", "dark")
    THEME_LIGHT = _theme("&Light", "Dark letters on light ground", "light")
    THEME = Spec(
        Menu.VIEW, "S&witch dark and light", "Switch dark and light", ("Ctrl+Shift+L",), "theme"
    )
    MEMORY_BLUE_RED = _memory("blue-red", "The memory from blue to red", first=True)
    MEMORY_BLUE_YELLOW = _memory("blue-yellow", "The memory from blue to yellow")
    MEMORY_BLUE_GREEN = _memory("blue-green", "The memory from blue to green")
    MEMORY_PINK_GREEN = _memory("pink-green", "The memory from pink to green")
    WEIGHTING_HEADS = _weighting("heads", "Weightings in the colour of their head")
    WEIGHTING_LAJOLLA_OSLO = _weighting(
        "lajolla-oslo", "Weightings in more colours: warm for writing, cool for reading"
    )
    WEIGHTING_VIRIDIS = _weighting("viridis", "Weightings of all heads in Viridis")
    WEIGHTING_CIVIDIS = _weighting("cividis", "Weightings of all heads in Cividis")
    RELEASE = Spec(
        Menu.VIEW, "&Release the readout", "Follow the mouse again", ("Esc",), starts_group=True
    )
    ALL_SLOTS = Spec(
        Menu.VIEW,
        "&All slots",
        "Show the slots that no head used too",
        ("A",),
        checkable=True,
        starts_group=True,
    )

    COMPARE = Spec(
        Menu.WINDOW,
        "&Compare in a second window",
        "Two networks on one drawing, side by side; where there are two windows, go to the other",
        ("Ctrl+D",),
    )
    TIE = Spec(
        Menu.WINDOW,
        "&Tie playheads",
        "The playheads of both windows move as one",
        ("Ctrl+T",),
        checkable=True,
        without="there is no second window",
    )

    KEYS = Spec(Menu.HELP, "&Keys", "All keys at a glance", ("F1",))
    ABOUT = Spec(Menu.HELP, "&About ntm-viz", "What this program is and what it runs on")

    @property
    def object_name(self) -> str:
        """How a script finds its action."""
        return f"action_{self.name.lower()}"


OF_A_RUN = tuple(command for command in Command if command.value.without == _NO_RUN)
"""What can be done with a run alone."""


def make_actions(parent: QObject) -> dict[Command, QAction]:
    """An action for every command, with its shortcuts, ready to be put into a window."""
    return {command: _action(command, parent) for command in Command}


def make_groups(actions: Mapping[Command, QAction], parent: QObject) -> dict[str, QActionGroup]:
    """The submenus of which one command is always chosen, by their names."""
    groups: dict[str, QActionGroup] = {}
    for command, action in actions.items():
        name = command.value.choice
        if name:
            group = groups.setdefault(name, QActionGroup(parent))
            group.addAction(action)
    return groups


def _action(command: Command, parent: QObject) -> QAction:
    spec = command.value
    action = QAction(spec.text, parent)
    action.setObjectName(command.object_name)
    action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
    action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    action.setAutoRepeat(spec.repeats)
    action.setCheckable(spec.checkable)
    # Icons belong to buttons; in a menu the words are enough, and the marks stand out.
    action.setIconVisibleInMenu(False)
    action.setData(spec.data)
    action.setStatusTip(spec.tip)
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{spec.tip}  ({keys})" if keys else spec.tip)
    return action
