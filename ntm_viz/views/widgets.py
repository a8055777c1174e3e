"""The few plain controls that several panels are put together from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QMenu,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)

from ntm_viz.look import fonts, icons

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from ntm_viz.look.theme import Theme

GAP = 8
"""Pixels between neighbours; margins are one and a half of it."""
MARGIN = 12
_PADDING = 6
_LIST_EDGES = 32
"""What a combo box's list and its entries have left and right of the words, with some air."""


def label(text: str = "", role: str = "") -> QLabel:
    """A label with one of the style sheet's roles: muted, title, strong, wrong."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    return made


def set_role(widget: QWidget, role: str) -> None:
    """Give ``widget`` another of the style sheet's roles."""
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    # Qt looks at such a property only when it polishes.
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def rule() -> QFrame:
    """A hairline between two panels that lie above each other."""
    made = QFrame()
    made.setProperty("role", "rule")
    made.setFixedHeight(1)
    return made


def button(action: QAction, role: str = "tool", *, text: bool = False) -> QToolButton:
    """A button for ``action``, with its words or, where it has one, its icon."""
    made = QToolButton()
    made.setDefaultAction(action)
    made.setObjectName(action.objectName().replace("action_", "button_", 1))
    made.setProperty("role", role)
    made.setAccessibleName(action.iconText())
    if text:
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        widen(made, action.iconText())
    return made


def menu_button(text: str, name: str, menu: QMenu, role: str = "tool") -> QToolButton:
    """A button that opens a menu at once."""
    made = QToolButton()
    name_menu(menu, name)
    made.setText(text)
    made.setAccessibleName(name)
    made.setProperty("role", role)
    made.setMenu(menu)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    widen(made, text)
    return made


def name_menu(menu: QMenu, title: str) -> QMenu:
    """Give a menu, and the action that opens it, a name that scripts find it by."""
    slug = title.replace("&", "").rstrip("…").lower().replace(" ", "_")
    menu.setObjectName(f"menu_{slug}")
    menu.menuAction().setObjectName(f"action_menu_{slug}")
    return menu


def widen(control: QToolButton, text: str) -> None:
    """Leave room around the words: with a style sheet Qt gives a tool button too little."""
    metrics = QFontMetrics(fonts.font(fonts.BODY, bold=True))
    # By a style sheet, whose general one would overrule the widget's own minimum.
    control.setStyleSheet(f"min-width: {metrics.horizontalAdvance(text) + 2 * _PADDING}px;")


class ChoiceBox(QComboBox):
    """A combo box with the program's own arrow: style sheets can only take one from a file."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arrow = icons.pixmap("chevron", theme.muted, 16, 2.0)
        self.setAccessibleName(name)
        self.view().setAccessibleName(name)
        self.view().setObjectName("choices")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        # Of the box alone: its list would inherit the padding, and cut its words.
        self.setStyleSheet("QComboBox { padding-right: 22px; }")

    def choose(self, index: int) -> None:
        """As if the person had chosen the entry at ``index``."""
        self.setCurrentIndex(index)
        self.activated.emit(index)

    def set_theme(self, theme: Theme) -> None:
        self._arrow = icons.pixmap("chevron", theme.muted, 16, 2.0)
        self.update()

    def showPopup(self) -> None:  # noqa: N802
        # Qt makes the list as wide as the box and cuts what does not fit.
        metrics = self.view().fontMetrics()
        widths = [metrics.horizontalAdvance(self.itemText(i)) for i in range(self.count())]
        self.view().setMinimumWidth(max(widths, default=0) + _LIST_EDGES)
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        painter = QPainter(self)
        painter.drawPixmap(QPoint(self.width() - 22, (self.height() - 16) // 2), self._arrow)


class CheckBox(QCheckBox):
    """A check box whose box can be seen in both themes: Qt's own is too dark on a dark ground."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._check = icons.pixmap("check", theme.on_accent, 14, 2.0)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._check = icons.pixmap("check", theme.on_accent, 14, 2.0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        place = QStyle.SubElement.SE_CheckBoxIndicator
        box = self.style().subElementRect(place, option, self)
        theme, checked = self._theme, self.isChecked()
        painter = QPainter(self)
        # Over the one that Qt has drawn.
        painter.fillRect(box, QColor(theme.window))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent if checked or self.hasFocus() else theme.muted)))
        painter.setBrush(QColor(theme.accent if checked else theme.panel))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if checked:
            corner = box.center() - QPoint(6, 6)
            painter.drawPixmap(corner, self._check)
