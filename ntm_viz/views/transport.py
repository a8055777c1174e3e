"""Transport: play and step, the timeline, and which timestep this is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ntm_viz.commands import Command
from ntm_viz.look import fonts
from ntm_viz.timeline import SPEEDS
from ntm_viz.views.number_box import NumberBox
from ntm_viz.views.timeline_slider import TimelineSlider
from ntm_viz.views.widgets import GAP, MARGIN, ChoiceBox, button, label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QAction

    from ntm_model.trace import Array
    from ntm_viz.look.theme import Theme
    from ntm_viz.reading.phases import TaskPhase


class Transport(QWidget):
    """The bar under the pictures that moves through the run."""

    t_wanted = Signal(int)
    speed_wanted = Signal(int)

    def __init__(
        self, theme: Theme, actions: Mapping[Command, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Transport")
        self._slider = TimelineSlider(theme)
        self._slider.valueChanged.connect(self.t_wanted)
        self._speed = self._make_speed(theme)
        self._step = self._make_step()
        self._last = label(role="muted")
        self._place = label(role="muted")
        self._place.setObjectName("place")
        self._place.setAlignment(Qt.AlignmentFlag.AlignRight)

        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        row.setSpacing(4)
        for command in (Command.TO_START, Command.STEP_BACK):
            row.addWidget(button(actions[command]))
        play = button(actions[Command.PLAY], "accent")
        play.setFixedSize(QSize(52, 34))
        row.addWidget(play)
        for command in (Command.STEP_FORWARD, Command.TO_END):
            row.addWidget(button(actions[command]))
        row.addSpacing(GAP)
        row.addWidget(self._speed)
        row.addWidget(button(actions[Command.LOOP]))
        row.addSpacing(GAP)
        row.addWidget(self._slider, 1)
        row.addLayout(self._make_readout())

    def show_run(self, length: int, phases: Sequence[TaskPhase], error: Array | None) -> None:
        """A run of ``length`` timesteps with this error [length] in bits."""
        self._slider.blockSignals(True)
        self._slider.show_run(length, phases, error)
        self._slider.blockSignals(False)
        self._step.blockSignals(True)
        self._step.setMaximum(length - 1)
        digits = QFontMetrics(fonts.font(fonts.BIG, bold=True)).horizontalAdvance(
            "0" * len(str(length - 1))
        )
        self._step.setFixedWidth(digits + 14)
        self._step.blockSignals(False)
        self._step.show()
        self._last.setText(f"/ {length - 1}")

    def show_no_run(self) -> None:
        """There is no run, so there is no timestep either."""
        self.show_run(1, (), None)
        self.show_t(0, "")
        self._step.hide()
        self._last.setText("–")

    def show_t(self, t: int, place: str) -> None:
        """Timestep ``t``, which is at ``place`` in the task."""
        for control in (self._slider, self._step):
            # The playhead has moved already; this only shows where it is.
            control.blockSignals(True)
            control.setValue(t)
            control.blockSignals(False)
        self._slider.update()
        self._place.setText(place)

    def show_speed(self, speed: int) -> None:
        """``speed`` in timesteps per second."""
        self._speed.setCurrentIndex(self._speed.findData(speed))

    def set_theme(self, theme: Theme) -> None:
        self._slider.set_theme(theme)
        self._speed.set_theme(theme)

    def _make_speed(self, theme: Theme) -> ChoiceBox:
        box = ChoiceBox(theme, "Speed")
        box.setObjectName("speed_combo")
        box.setToolTip(f"Timesteps per second  (1 to {len(SPEEDS)})")
        for speed in SPEEDS:
            box.addItem(f"{speed} / s", speed)
        box.activated.connect(self._choose_speed)
        return box

    def _make_step(self) -> NumberBox:
        step = NumberBox()
        step.setObjectName("step_spin")
        step.setAccessibleName("Timestep")
        step.setToolTip("Type the timestep to go to")
        step.setProperty("role", "readout")
        step.setAlignment(Qt.AlignmentFlag.AlignRight)
        step.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        step.valueChanged.connect(self.t_wanted)
        return step

    def _make_readout(self) -> QVBoxLayout:
        numbers = QHBoxLayout()
        numbers.setSpacing(4)
        numbers.addStretch(1)
        numbers.addWidget(label("t =", "muted"))
        numbers.addWidget(self._step)
        numbers.addWidget(self._last)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(1)
        column.addLayout(numbers)
        column.addWidget(self._place)
        column.addStretch(1)
        # Wide enough for the longest place, so that the slider does not move with t.
        self._place.setMinimumWidth(136)
        return column

    @Slot(int)
    def _choose_speed(self, index: int) -> None:
        self.speed_wanted.emit(self._speed.itemData(index))
