"""TrainingForm: what is to be trained. What matters is there at once, the rest on demand."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from ntm_viz.look import icons
from ntm_viz.training_settings import CONTROLLERS
from ntm_viz.views.widgets import GAP, ChoiceBox, label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ntm_viz.look.theme import Theme

_ROWS = (
    ("Controller", ("controller",), ("Controller",)),
    ("Memory", ("n_slots", "m_depth"), ("Slots", "Depth of a slot")),
    ("Sequences", ("sequences",), ("Sequences, at the most",)),
    ("Seed", ("seed",), ("Seed",)),
    ("Heads", ("read_heads", "write_heads"), ("Read heads", "Write heads")),
    ("Hidden units", ("controller_units",), ("Hidden units of the controller",)),
    ("Batch size", ("batch_size",), ("Batch size",)),
    ("Learning rate", ("learning_rate",), ("Learning rate",)),
)
_ALWAYS = 4
"""Rows that are there without being asked for."""
_BETWEEN = {"n_slots": "slots ×", "m_depth": "deep", "read_heads": "read", "write_heads": "write"}
_NAMES = 88


class TrainingForm(QWidget):
    """Fields in two columns, each with room under it for what is wrong with it."""

    changed = Signal()
    controller_changed = Signal(str)
    """The controller that was chosen before."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, _NAMES)
        self._grid.setColumnStretch(1, 1)
        self._controller = ChoiceBox(theme, "Controller")
        self._controller.setObjectName("training_controller")
        for name, words in CONTROLLERS.items():
            self._controller.addItem(words, name)
        self._before = str(self._controller.currentData())
        self._controller.currentIndexChanged.connect(self._take_controller)
        self._lines: dict[str, Line] = {}
        self._remarks: dict[str, QLabel] = {}
        self._hidden: list[QWidget] = []
        self._more = QToolButton()
        self._more.setProperty("role", "plain")
        self._more.setObjectName("more_settings")
        self._more.setCheckable(True)
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more.toggled.connect(self._show_more)
        for place, (title, names, spoken) in enumerate(_ROWS):
            self._add_row(3 * place, title, dict(zip(names, spoken, strict=True)))
            if place == _ALWAYS - 1:
                self._grid.addWidget(self._more, 3 * place + 2, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self._show_more(False)

    @property
    def settings(self) -> dict[str, str]:
        """What the fields say, by name."""
        texts = {name: line.text() for name, line in self._lines.items()}
        return {"controller": str(self._controller.currentData()), **texts}

    def show_settings(self, settings: Mapping[str, str]) -> None:
        """Fill the fields."""
        with QSignalBlocker(self):
            self._controller.setCurrentIndex(self._controller.findData(settings["controller"]))
            self._before = settings["controller"]
            for name, line in self._lines.items():
                line.setText(settings[name])
        self.show_problems({})

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Say under each of these fields what is wrong with it, and lead to the first."""
        for name, remark in self._remarks.items():
            why = problems.get(name, "")
            remark.setText(why[:1].upper() + why[1:])
            remark.setVisible(bool(why))
        wrong = [line for name, line in self._lines.items() if name in problems]
        if any(line.parentWidget() in self._hidden for line in wrong):
            self._more.setChecked(True)
        if wrong:
            wrong[0].setFocus()
            wrong[0].selectAll()

    def lead_keys(self) -> QWidget:
        """Have Tab lead through the fields as they stand; the last one."""
        lines = list(self._lines.values())
        always = sum(len(names) for _, names, _ in _ROWS[:_ALWAYS]) - 1
        parts = [self._controller, *lines[:always], self._more, *lines[always:]]
        for part, following in itertools.pairwise(parts):
            self.setTabOrder(part, following)
        return parts[-1]

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._controller.set_theme(theme)
        self._show_more(self._more.isChecked())

    @Slot()
    def _take_controller(self) -> None:
        before, self._before = self._before, str(self._controller.currentData())
        self.controller_changed.emit(before)
        self.changed.emit()

    @Slot(bool)
    def _show_more(self, more: bool) -> None:
        name = "chevron" if more else "chevron_right"
        self._more.setIcon(icons.icon(name, self._theme.muted))
        self._more.setText("Fewer settings" if more else "More settings")
        for part in self._hidden:
            part.setVisible(more)

    def _add_row(self, place: int, title: str, names: Mapping[str, str]) -> None:
        words = label(title, "muted")
        self._grid.addWidget(words, place, 0)
        field: QWidget
        if "controller" in names:
            field = self._controller
            words.setBuddy(field)
        else:
            field = self._beside(names)
        self._grid.addWidget(field, place, 1)
        parts = [words, field]
        for name in names:
            remark = label(role="wrong")
            remark.setObjectName(f"problem_{name}")
            remark.setWordWrap(True)
            remark.hide()
            self._remarks[name] = remark
        remarks = QWidget()
        column = QHBoxLayout(remarks)
        column.setContentsMargins(0, 0, 0, 0)
        for name in names:
            column.addWidget(self._remarks[name])
        self._grid.addWidget(remarks, place + 1, 1)
        if place >= 3 * _ALWAYS:
            self._hidden += parts

    def _beside(self, names: Mapping[str, str]) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for name, spoken in names.items():
            line = Line(spoken)
            line.setObjectName(f"training_{name}")
            line.textEdited.connect(self.changed)
            self._lines[name] = line
            if len(names) > 1:
                line.setFixedWidth(54)
            else:
                line.setFixedWidth(88)
            row.addWidget(line)
            if name in _BETWEEN:
                row.addWidget(label(_BETWEEN[name], "muted"))
        row.addStretch(1)
        return made


class Line(QLineEdit):
    """A short text that lets go of the keys with Return and Escape, as the number boxes do."""

    def __init__(self, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(spoken)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._before = ""

    def focusInEvent(self, event: object) -> None:  # noqa: N802
        super().focusInEvent(event)  # type: ignore[arg-type]
        self._before = self.text()

    def event(self, event: QEvent) -> bool:
        ends = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if ends and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._before)
            self.textEdited.emit(self._before)
            self.clearFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clearFocus()
        else:
            super().keyPressEvent(event)
