"""InputPanel: the drawing with its tools, and under it what the network answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ntm_viz.commands import Command
from ntm_viz.patterns import EXAMPLES, ExamplePattern
from ntm_viz.views.bit_grid import COMFORTABLE_LENGTH, BitGrid, GridScroller
from ntm_viz.views.input_grid import InputGrid
from ntm_viz.views.number_box import NumberBox
from ntm_viz.views.widgets import GAP, MARGIN, button, label, menu_button, set_role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ntm_model.tasks.base import Bits
    from ntm_model.trace import Trace
    from ntm_viz.look.theme import Theme


class InputPanel(QWidget):
    """Shows the drawn pattern and the recalled one; sends what the person wants changed."""

    length_wanted = Signal(int)
    length_drag_began = Signal()
    length_drag_ended = Signal()
    example_wanted = Signal(object)
    """An ExamplePattern."""

    def __init__(
        self, theme: Theme, actions: Mapping[Command, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("Input")
        self.grid = InputGrid(theme)
        self._recalled = BitGrid(theme, "read")
        self._recalled.setObjectName("recalled_grid")
        self._recalled.setAccessibleName("Recalled pattern")
        self._scroller = GridScroller(self.grid)
        self._recalled_scroller = GridScroller(self._recalled)
        self._size = label(role="muted")
        self._verdict = label(role="muted")
        self._verdict.setObjectName("recalled_verdict")
        self._story = label()
        self._story.setObjectName("story")
        self._story.setWordWrap(True)
        self._slider, self._spin = self._make_length()
        self._length_remark = label(role="muted")
        self._length_remark.setObjectName("length_remark")
        self._length_remark.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._n_slots: int | None = None
        self._examples: dict[QAction, ExamplePattern] = {}

        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        layout.setSpacing(GAP)
        tools = (
            button(actions[command], "plain")
            for command in (
                Command.SHIFT_LEFT,
                Command.SHIFT_RIGHT,
                Command.UNDO,
                Command.REDO,
            )
        )
        layout.addLayout(_row(label("Input", "title"), self._size, None, _row(*tools, spacing=2)))
        layout.addWidget(self._scroller)
        layout.addWidget(label("Drag to paint, right-drag to erase", "muted"))
        words = (
            button(actions[command], text=True)
            for command in (Command.RANDOM, Command.CLEAR, Command.INVERT)
        )
        layout.addLayout(_row(*words, None, self._make_examples(), spacing=4))
        length = QVBoxLayout()
        length.setSpacing(2)
        length.addLayout(_row(label("Length", "muted"), self._slider, self._spin))
        length.addWidget(self._length_remark)
        layout.addLayout(length)
        layout.addSpacing(GAP)
        layout.addLayout(_row(label("Recalled", "title"), None, self._verdict))
        layout.addWidget(self._recalled_scroller)
        layout.addSpacing(GAP)
        layout.addWidget(label("What happens", "title"))
        layout.addWidget(self._story)
        layout.addStretch(1)

    def show_pattern(self, pattern: Bits) -> None:
        """The drawing, [length, bits]."""
        length, bits = pattern.shape
        self.grid.show_bits(pattern)
        self._scroller.fit(length, bits)
        self._size.setText(f"{length} × {bits} bits")
        for control in (self._slider, self._spin):
            # What the person has not asked for must not be sent back as a wish.
            control.blockSignals(True)
            control.setValue(length)
            control.blockSignals(False)
        self._tell_of_length()

    @Slot(object)
    def show_trace(self, trace: Trace) -> None:
        """Hold the drawing's length against the memory of the run."""
        self._n_slots = trace.n_slots
        self._tell_of_length()

    def show_recall(self, answer: Bits, wrong: Bits | None) -> None:
        """The answer [length, bits], and where it is wrong (None where nobody knows)."""
        self._recalled.show_bits(answer, wrong)
        self._recalled_scroller.fit(*answer.shape)
        self._recalled_scroller.setVisible(True)

    def show_no_recall(self) -> None:
        """Take the last answer away: what is shown now has none."""
        self._recalled_scroller.setVisible(False)

    def show_verdict(self, words: str, *, wrong: bool) -> None:
        self._verdict.setText(words)
        set_role(self._verdict, "wrong" if wrong else "muted")

    def show_now(self, written: int | None, recalled: int | None, reached: int) -> None:
        """The vectors that are written and recalled now, and the last one recalled so far."""
        self.grid.show_now(written)
        self._recalled.show_now(recalled, reached)
        self._scroller.follow(written)
        self._recalled_scroller.follow(recalled)

    def show_story(self, words: str) -> None:
        """What this timestep does, in a sentence or two."""
        self._story.setText(words)

    def set_lengths(self, shortest: int, longest: int) -> None:
        """How short and how long a pattern may be."""
        self._spin.setRange(shortest, longest)
        self._slider.setRange(shortest, COMFORTABLE_LENGTH)
        self._tell_of_length()

    def set_theme(self, theme: Theme) -> None:
        self.grid.set_theme(theme)
        self._recalled.set_theme(theme)

    def _tell_of_length(self) -> None:
        """What the slider does not say: how far the box goes, and how far the memory does."""
        length, n_slots = self._spin.value(), self._n_slots
        exceeds = n_slots is not None and length > n_slots
        self._length_remark.setText(
            f"Longer than the {n_slots:,} slots: try more slots"
            if exceeds
            else f"The box takes up to {self._spin.maximum():,}"
        )
        set_role(self._length_remark, "wrong" if exceeds else "muted")

    def _make_length(self) -> tuple[QSlider, NumberBox]:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setObjectName("length_slider")
        slider.setAccessibleName("Length")
        # The arrows step the timeline wherever one is; the box beside takes keys.
        slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        slider.valueChanged.connect(self.length_wanted)
        slider.sliderPressed.connect(self.length_drag_began)
        slider.sliderReleased.connect(self.length_drag_ended)
        spin = NumberBox()
        spin.setObjectName("length_spin")
        spin.setAccessibleName("Length")
        spin.setToolTip("How many vectors; more than the slider offers can be typed")
        spin.setAlignment(Qt.AlignmentFlag.AlignRight)
        spin.setFixedWidth(56)
        spin.valueChanged.connect(self.length_wanted)
        return slider, spin

    def _make_examples(self) -> QToolButton:
        menu = QMenu(self)
        for example in EXAMPLES:
            action = menu.addAction(example.title)
            self._examples[action] = example
        menu.triggered.connect(self._choose_example)
        made = menu_button("Examples", "Example patterns", menu)
        made.setToolTip("Patterns to begin with")
        made.setObjectName("examples_button")
        return made

    @Slot(QAction)
    def _choose_example(self, action: QAction) -> None:
        self.example_wanted.emit(self._examples[action])


def _row(*parts: QWidget | QHBoxLayout | None, spacing: int = GAP) -> QHBoxLayout:
    """Parts beside each other; None stands for the room that is left."""
    row = QHBoxLayout()
    row.setSpacing(spacing)
    for part in parts:
        if part is None:
            row.addStretch(1)
        elif isinstance(part, QWidget):
            row.addWidget(part)
        else:
            row.addLayout(part)
    return row
