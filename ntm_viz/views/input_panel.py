"""InputPanel: the drawing with its tools, and under it what the network answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from ntm_viz.commands import Command
from ntm_viz.views.bit_grid import BitGrid
from ntm_viz.views.drawing_pad import DrawingPad
from ntm_viz.views.grid_scroller import GridScroller
from ntm_viz.views.number_row import NumberRow
from ntm_viz.views.widgets import GAP, MARGIN, button, label, menu_button, set_role

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ntm_model.tasks import Form, Number, Pattern
    from ntm_model.tasks.base import Bits, Span
    from ntm_model.trace import Trace
    from ntm_viz.examples import ExamplePattern
    from ntm_viz.look.theme import Theme

_USUAL_NUMBER = 20
"""A slider reaches so far; more can be typed."""


class InputPanel(QWidget):
    """Shows the drawn pattern and the recalled one; sends what the person wants changed."""

    length_wanted = Signal(int)
    """In vectors."""
    number_wanted = Signal(str, int)
    """The name of a number that the task asks for, and the number."""
    drag_began = Signal()
    drag_ended = Signal()
    """Around all that one drag of a slider changes."""
    example_wanted = Signal(object)
    """An ExamplePattern."""

    def __init__(
        self, theme: Theme, actions: Mapping[Command, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("Input")
        self.pad = DrawingPad(theme)
        self.grid = self.pad.grid
        self._recalled = BitGrid(theme, "read")
        self._recalled.setObjectName("recalled_grid")
        self._recalled.setAccessibleName("Recalled pattern")
        self._recalled_scroller = GridScroller(self._recalled)
        self._size = label(role="muted")
        self._hint = label(role="muted")
        self._hint.setObjectName("drawing_hint")
        self._hint.setWordWrap(True)
        self._answer_title = label("Recalled", "title")
        self._answer_title.setObjectName("recalled_title")
        self._answer_remark = label(role="muted")
        self._answer_remark.setObjectName("recalled_remark")
        self._answer_remark.hide()
        self._verdict = label(role="muted")
        self._verdict.setObjectName("recalled_verdict")
        self._story = label()
        self._story.setObjectName("story")
        self._story.setWordWrap(True)
        self._length = NumberRow(
            "Length",
            "length_spin",
            "length_slider",
            "How many; more than the slider offers can be typed",
        )
        self._length_remark = label(role="muted")
        self._length_remark.setObjectName("length_remark")
        self._length_remark.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._numbers = QVBoxLayout()
        self._numbers.setSpacing(2)
        self._number_rows: dict[str, NumberRow] = {}
        self._n_slots: int | None = None
        self._growable = False
        self._lengths: Span = (1, 1)
        self._usual = 1
        self._vectors = 1
        self._stores = True
        self._example_menu = QMenu(self)
        self._examples: Sequence[ExamplePattern] = ()
        self._connect()
        self._compose(actions)

    def set_task(
        self,
        lengths: Span,
        usual: int,
        examples: Sequence[ExamplePattern],
        hint: str,
        *,
        stores: bool,
    ) -> None:
        """How short and how long a pattern may be and is as a rule, examples, and what a drag does.

        ``stores`` tells whether every vector needs a slot of the memory.
        """
        self._lengths, self._usual, self._stores = lengths, usual, stores
        self._hint.setText(hint)
        if examples != self._examples:
            self._examples = examples
            self._example_menu.clear()
            for place, example in enumerate(examples):
                action = self._example_menu.addAction(example.title)
                action.setData(place)
                action.setObjectName(f"example_{place}")

    def show_pattern(self, pattern: Pattern, form: Form) -> None:
        """The drawing, and what there is to fill in beside its bits."""
        length, bits = pattern.bits.shape
        self._vectors = form.vectors_per_item
        self.pad.show_pattern(pattern, form)
        vectors = self._vectors
        size = f"{length // vectors} × {vectors} × {bits}" if vectors > 1 else f"{length} × {bits}"
        self._size.setText(f"{size} bits" if bits > 1 else f"{length} bits")
        shortest, longest = (end // vectors for end in self._lengths)
        self._length.set_title("Items" if vectors > 1 else "Length")
        self._length.show_number(length // vectors, shortest, longest, self._usual // vectors)
        self._show_numbers(pattern, form)
        self._tell_of_length()

    @Slot(object)
    def show_trace(self, trace: Trace) -> None:
        """Hold the drawing's length against the memory of the run."""
        self._n_slots = trace.n_slots
        self._tell_of_length()

    def set_growable(self, growable: bool) -> None:
        """Whether the memory can be given more slots than it has."""
        self._growable = growable
        self._tell_of_length()

    def show_recall(
        self,
        title: str,
        answer: Bits,
        wrong: Bits | None,
        breaks: Collection[int] = (),
        remark: str = "",
    ) -> None:
        """The answer [length, bits], where it is wrong (None where nobody knows), where its parts
        begin, and what there is to say about its rows."""
        self._answer_title.setText(title)
        self._answer_remark.setText(remark)
        self._answer_remark.setVisible(bool(remark))
        self._recalled.show_bits(answer, wrong, breaks)
        self._recalled_scroller.fit(*answer.shape)
        self._recalled_scroller.setVisible(True)

    def show_no_recall(self, title: str = "Recalled") -> None:
        """Take the last answer away: what is shown now has none."""
        self._answer_title.setText(title)
        self._answer_remark.hide()
        self._recalled_scroller.setVisible(False)

    def show_verdict(self, words: str, *, wrong: bool) -> None:
        self._verdict.setText(words)
        set_role(self._verdict, "wrong" if wrong else "muted")

    def show_now(self, written: int | None, recalled: int | None, reached: int) -> None:
        """The vectors that are written and recalled now, and the last one recalled so far."""
        self.pad.show_now(written)
        self._recalled.show_now(recalled, reached)
        self._recalled_scroller.follow(recalled)

    def show_story(self, words: str) -> None:
        """What this timestep does, in a sentence or two."""
        self._story.setText(words)

    def set_theme(self, theme: Theme) -> None:
        self.pad.set_theme(theme)
        self._recalled.set_theme(theme)

    def _show_numbers(self, pattern: Pattern, form: Form) -> None:
        """A row for each number that the task asks for."""
        if [number.name for number in form.numbers] != list(self._number_rows):
            for row in self._number_rows.values():
                self._numbers.removeWidget(row)
                row.hide()
                row.deleteLater()
            self._number_rows = {number.name: self._number_row(number) for number in form.numbers}
        self._line_up()
        for number in form.numbers:
            usual = max(_USUAL_NUMBER, number.default)
            shown = pattern.numbers.get(number.name, number.default)
            self._number_rows[number.name].show_number(
                shown, number.smallest, number.largest, usual
            )

    def _line_up(self) -> None:
        """Begin all sliders at one place, whatever the names of the numbers."""
        rows = (self._length, *self._number_rows.values())
        width = max(row.name_width for row in rows)
        for row in rows:
            row.set_name_width(width)

    def _number_row(self, number: Number) -> NumberRow:
        name = f"number_{number.name}"
        row = NumberRow(number.title, name, f"{name}_slider")
        row.setProperty("number", number.name)
        row.wanted.connect(self._want_number)
        row.drag_began.connect(self.drag_began)
        row.drag_ended.connect(self.drag_ended)
        self._numbers.addWidget(row)
        return row

    def _tell_of_length(self) -> None:
        """What the slider does not say: how far the box goes, and how far the memory does."""
        length, n_slots = self._length.number * self._vectors, self._n_slots
        exceeds = self._stores and n_slots is not None and length > n_slots
        if not exceeds:
            words = f"The box takes up to {self._length.largest:,}"
        elif self._growable:
            words = f"Longer than the {n_slots:,} slots: try more slots"
        else:
            words = f"Longer than the {n_slots:,} slots can hold"
        self._length_remark.setText(words)
        set_role(self._length_remark, "wrong" if exceeds else "muted")

    def _connect(self) -> None:
        self._length.wanted.connect(self._want_length)
        self._length.drag_began.connect(self.drag_began)
        self._length.drag_ended.connect(self.drag_ended)
        self.pad.item_chosen.connect(self._want_item)
        self._example_menu.triggered.connect(self._choose_example)

    def _compose(self, actions: Mapping[Command, QAction]) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        layout.setSpacing(GAP)
        tools = _buttons(
            actions, (Command.SHIFT_LEFT, Command.SHIFT_RIGHT, Command.UNDO, Command.REDO), "plain"
        )
        layout.addLayout(_row(label("Input", "title"), self._size, None, _row(*tools, spacing=2)))
        layout.addWidget(self.pad)
        layout.addWidget(self._hint)
        words = _buttons(actions, (Command.RANDOM, Command.CLEAR, Command.INVERT))
        layout.addLayout(_row(*words, None, self._make_examples(), spacing=4))
        length = QVBoxLayout()
        length.setSpacing(2)
        length.addWidget(self._length)
        length.addWidget(self._length_remark)
        length.addLayout(self._numbers)
        layout.addLayout(length)
        layout.addSpacing(GAP)
        layout.addLayout(_row(self._answer_title, None, self._verdict))
        layout.addWidget(self._recalled_scroller)
        layout.addWidget(self._answer_remark)
        layout.addSpacing(GAP)
        layout.addWidget(label("What happens", "title"))
        layout.addWidget(self._story)
        layout.addStretch(1)

    def _make_examples(self) -> QToolButton:
        made = menu_button("Examples", "Example patterns", self._example_menu)
        made.setToolTip("Patterns to begin with")
        made.setObjectName("examples_button")
        return made

    @Slot(int)
    def _want_length(self, number: int) -> None:
        self.length_wanted.emit(number * self._vectors)

    @Slot(int)
    def _want_number(self, number: int) -> None:
        self.number_wanted.emit(self.sender().property("number"), number)

    @Slot(int)
    def _want_item(self, item: int) -> None:
        """A click on an item answers the one number that is asked for: which item it is."""
        for name in self._number_rows:
            self.number_wanted.emit(name, item)

    @Slot(QAction)
    def _choose_example(self, action: QAction) -> None:
        self.example_wanted.emit(self._examples[action.data()])


def _buttons(
    actions: Mapping[Command, QAction], commands: Sequence[Command], role: str = "tool"
) -> list[QToolButton]:
    return [button(actions[command], role, text=role == "tool") for command in commands]


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
