"""NumberRow: a whole number with its name, to be dragged or typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from ntm_viz.views.number_box import NumberBox
from ntm_viz.views.widgets import GAP, label

_NAME = 44
"""Pixels: no name gets less room, so that most panels have their sliders at the same place."""


class NumberRow(QWidget):
    """A slider for what is usual and a box for all that is allowed.

    Signals:
        wanted: the number that the person wants.
        drag_began, drag_ended: around the numbers of one drag of the slider.
    """

    wanted = Signal(int)
    drag_began = Signal()
    drag_ended = Signal()

    def __init__(
        self,
        title: str,
        box_name: str,
        slider_name: str,
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = label(title, "muted")
        self._title.setMinimumWidth(_NAME)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._box = NumberBox()
        self._step = 1
        # The arrows step the timeline wherever one is; the box beside takes keys.
        self._slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._slider.valueChanged.connect(self._want)
        self._slider.sliderPressed.connect(self.drag_began)
        self._slider.sliderReleased.connect(self.drag_ended)
        self._box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._box.setFixedWidth(56)
        self._box.setToolTip(tip)
        self._box.valueChanged.connect(self._want)
        self._slider.setProperty("role", "number")
        self._slider.setObjectName(slider_name)
        self._box.setObjectName(box_name)
        self.set_title(title)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._title)
        row.addWidget(self._slider)
        row.addWidget(self._box)

    @property
    def number(self) -> int:
        """The number that is shown."""
        return self._box.value()

    @property
    def largest(self) -> int:
        """The largest number that can be typed."""
        return self._box.maximum()

    @property
    def name_width(self) -> int:
        """Pixels that the name needs."""
        # Before that its letters are not the window's.
        self._title.ensurePolished()
        return max(self._title.sizeHint().width(), _NAME)

    def set_name_width(self, width: int) -> None:
        """Give the name this room, as all rows of a panel have it."""
        self._title.setFixedWidth(width)

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        for control in (self._slider, self._box):
            control.setAccessibleName(title)

    def show_number(self, number: int, smallest: int, largest: int, usual: int) -> None:
        """``number``, from ``smallest`` to ``largest``; the slider reaches to ``usual``."""
        for control, end in ((self._slider, min(usual, largest)), (self._box, largest)):
            # What the person has not asked for must not be sent back as a wish.
            control.blockSignals(True)
            control.setRange(smallest, end)
            control.setValue(number)
            control.blockSignals(False)

    @Slot(int)
    def _want(self, number: int) -> None:
        self.wanted.emit(number)
