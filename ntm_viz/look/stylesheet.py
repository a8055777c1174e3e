"""The look of Qt's own controls, made from a theme: what the pictures wear, the controls wear."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPalette

from ntm_viz.look import fonts
from ntm_viz.look.theme import rgb

if TYPE_CHECKING:
    from ntm_viz.look.theme import Theme


def palette(theme: Theme) -> QPalette:
    """Qt's palette, for whatever the style sheet does not reach (dialogs, tool tips)."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.well,
        QPalette.ColorRole.AlternateBase: theme.panel,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.panel,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.ToolTipBase: theme.panel,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Link: theme.accent,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(faded(theme)))
    return made


def faded(theme: Theme) -> str:
    """What cannot be used now: between the secondary text and the ground."""
    return mixed(theme.muted, theme.window, 0.5)


@functools.cache
def mixed(one: str, other: str, share: float) -> str:
    """The colour that lies ``share`` of the way from ``one`` to ``other``."""
    red, green, blue = (1.0 - share) * rgb(one) + share * rgb(other)
    return QColor.fromRgbF(float(red), float(green), float(blue)).name()


@dataclasses.dataclass(frozen=True)
class _Tints:
    """Colours between those of the theme."""

    hover: str
    pressed: str
    chosen: str
    border: str
    accent_hover: str
    faded: str


def style_sheet(theme: Theme) -> str:
    """Qt style sheet of the window and its dialogs."""
    tints = _Tints(
        hover=mixed(theme.panel, theme.text, 0.07),
        pressed=mixed(theme.panel, theme.text, 0.14),
        chosen=mixed(theme.panel, theme.accent, 0.25),
        border=mixed(theme.line, theme.text, 0.06),
        accent_hover=mixed(theme.accent, theme.text, 0.15),
        faded=faded(theme),
    )
    parts = (_words, _buttons, _boxes, _menus, _dialogs, _edges)
    return "".join(part(theme, tints) for part in parts)


def _words(theme: Theme, _tints: _Tints) -> str:
    """Words, and the grounds that they stand on."""
    return f"""
QMainWindow, QDialog, QMessageBox {{ background: {theme.window}; }}
QLabel {{ color: {theme.text}; background: transparent; }}
QLabel[role="muted"] {{ color: {theme.muted}; font-size: {fonts.SMALL}px; }}
QLabel[role="title"] {{ font-size: {fonts.TITLE}px; font-weight: 600; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="small"] {{ font-size: {fonts.SMALL}px; }}
QLabel[role="accent"] {{ color: {theme.accent}; font-size: {fonts.SMALL}px; }}
QLabel[role="figure"] {{ font-size: {fonts.BIG}px; font-weight: 600; }}
QLabel[role="wrong"] {{ color: {theme.error}; font-size: {fonts.SMALL}px; font-weight: 600; }}

QWidget[role="bar"] {{ background: {theme.panel}; }}
QFrame[role="rule"] {{ background: {theme.line}; border: none; }}
"""


def _buttons(theme: Theme, tints: _Tints) -> str:
    """Buttons: with a border, in the accent, or plain."""
    return f"""
QPushButton, QToolButton[role="tool"], QToolButton[role="accent"] {{
  color: {theme.text}; background: {theme.panel}; border: 1px solid {tints.border};
  border-radius: 6px; min-height: 26px; min-width: 28px;
}}
QPushButton {{ padding: 0 10px; }}
QPushButton:hover, QToolButton[role="tool"]:hover {{ background: {tints.hover}; }}
QPushButton:pressed, QToolButton[role="tool"]:pressed {{ background: {tints.pressed}; }}
QToolButton[role="tool"]:checked {{
  background: {mixed(theme.panel, theme.accent, 0.22)}; border-color: {theme.accent};
}}
QPushButton:disabled, QToolButton[role="tool"]:disabled {{ color: {tints.faded}; }}
QPushButton:focus, QToolButton[role="tool"]:focus, QComboBox:focus, QSpinBox:focus {{
  border-color: {theme.accent};
}}
QToolButton[role="accent"] {{
  background: {theme.accent}; color: {theme.on_accent}; border-color: {theme.accent};
  font-weight: 600;
}}
QToolButton[role="accent"]:hover {{ background: {tints.accent_hover}; }}
QToolButton[role="accent"]:focus {{ border-color: {theme.text}; }}
QToolButton[role="accent"]:disabled {{
  background: {theme.panel}; color: {tints.faded}; border-color: {tints.border};
}}
QToolButton[role="plain"] {{
  background: transparent; border: 1px solid transparent; border-radius: 6px;
  min-height: 24px; min-width: 24px;
}}
QToolButton[role="plain"]:hover {{ background: {tints.hover}; }}
QToolButton[role="plain"]:focus {{ border-color: {theme.accent}; }}
QToolButton::menu-indicator {{ image: none; }}
"""


def _boxes(theme: Theme, tints: _Tints) -> str:
    """Boxes to choose from and to type numbers into."""
    return f"""
QComboBox, QSpinBox {{
  color: {theme.text}; background: {theme.panel}; border: 1px solid {tints.border};
  border-radius: 6px; padding: 0 8px; min-height: 26px;
  selection-background-color: {theme.accent}; selection-color: {theme.on_accent};
}}
QComboBox:hover, QSpinBox:hover {{ background: {tints.hover}; }}
QComboBox::drop-down {{ border: none; width: 0; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
QSpinBox[role="readout"] {{
  background: transparent; border-color: transparent; padding: 0 2px;
  font-size: {fonts.BIG}px; font-weight: 600; min-height: 28px;
}}
QSpinBox[role="readout"]:hover {{ border-color: {tints.border}; }}
QSpinBox[role="readout"]:focus {{ border-color: {theme.accent}; background: {theme.well}; }}
"""


def _menus(theme: Theme, tints: _Tints) -> str:
    """Menus, and the lists of boxes, which look like them."""
    return f"""
QComboBox QAbstractItemView, QMenu {{
  color: {theme.text}; background: {theme.panel}; border: 1px solid {tints.border}; outline: none;
  selection-background-color: {tints.chosen};
  selection-color: {theme.text}; padding: 4px;
}}
QComboBox QAbstractItemView::item {{ min-height: 26px; padding: 0 8px; border: none; }}
QMenu::item {{ padding: 5px 24px 5px 26px; border-radius: 4px; }}
QMenu::item:selected {{ background: {tints.chosen}; }}
QMenu::item:disabled {{ color: {tints.faded}; }}
QMenu::separator {{ height: 1px; background: {theme.line}; margin: 4px 8px; }}
QMenuBar {{
  color: {theme.text}; background: {theme.panel}; border-bottom: 1px solid {theme.line};
  padding: 1px 6px;
}}
QMenuBar::item {{ padding: 4px 8px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {tints.hover}; }}
"""


def _dialogs(theme: Theme, tints: _Tints) -> str:
    """What dialogs and the command palette are made of."""
    return f"""
QLineEdit {{
  color: {theme.text}; background: {theme.panel}; border: 1px solid {tints.border};
  border-radius: 6px; padding: 0 8px; min-height: 26px;
  selection-background-color: {theme.accent}; selection-color: {theme.on_accent};
}}
QLineEdit:focus {{ border-color: {theme.accent}; }}
QPushButton:default {{
  background: {theme.accent}; color: {theme.on_accent}; border-color: {theme.accent};
  font-weight: 600;
}}
QPushButton:default:hover {{ background: {tints.accent_hover}; }}
QPushButton:default:disabled {{ background: {theme.panel}; color: {tints.faded}; }}
QFrame[role="palette"] {{
  background: {theme.panel}; border: 1px solid {mixed(theme.line, theme.text, 0.12)};
  border-radius: 10px;
}}
QLineEdit[role="palette"] {{
  font-size: {fonts.TITLE}px; min-height: 34px; background: {theme.well};
}}
QListView#palette_list {{ background: transparent; border: none; outline: none; }}
QCheckBox {{ color: {theme.text}; spacing: 6px; }}
"""


def _edges(theme: Theme, tints: _Tints) -> str:
    """What moves and divides: sliders, scroll bars, borders, progress."""
    return f"""
QSlider[role="number"]::groove:horizontal {{
  height: 4px; border-radius: 2px; background: {tints.border};
}}
QSlider[role="number"]::sub-page:horizontal {{ background: {theme.accent}; border-radius: 2px; }}
QSlider[role="number"]::handle:horizontal {{
  width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: {theme.accent};
}}
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QScrollBar:horizontal {{ height: 8px; background: transparent; margin: 0; }}
QScrollBar:vertical {{ width: 8px; background: transparent; margin: 0; }}
QScrollBar::handle {{
  background: {tints.pressed}; border-radius: 4px; min-width: 24px; min-height: 24px;
}}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QMainWindow::separator {{ background: {theme.line}; width: 1px; height: 1px; }}
QDockWidget {{ color: {theme.text}; border: none; }}
QSplitter::handle {{ background: {theme.line}; }}
QToolTip {{
  color: {theme.text}; background: {theme.panel}; border: 1px solid {tints.border};
  padding: 4px 6px;
}}
QProgressBar {{
  background: {tints.border}; border: none; border-radius: 3px; max-height: 6px;
}}
QProgressBar::chunk {{ background: {theme.accent}; border-radius: 3px; }}
"""
