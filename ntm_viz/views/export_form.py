"""The fields of the export dialog: what is to be written, and how it is to look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from ntm_viz.exports.formats import MOVIES, Format
from ntm_viz.exports.options import LARGEST_SIDE, SMALLEST, ExportOptions, MovieOptions
from ntm_viz.exports.tables import ROWS
from ntm_viz.exports.wish import Over, Wish
from ntm_viz.look.theme import DARK, LIGHT
from ntm_viz.views.composition import Panel
from ntm_viz.views.widgets import GAP, CheckBox, ChoiceBox, label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ntm_viz.exports.wish import Shown
    from ntm_viz.look.theme import Theme

_KINDS = (
    (Format.MP4, "Movie, MP4"),
    (Format.GIF, "Movie, GIF"),
    (Format.WEBP, "Movie, WebP (nothing lost)"),
    (Format.APNG, "Movie, APNG (nothing lost)"),
    (Format.FRAMES, "Numbered pictures, PNG"),
    (Format.PNG, "Picture, PNG"),
    (Format.SVG, "Page, SVG"),
    (Format.PDF, "Page, PDF"),
    (Format.CSV, "Table, CSV"),
)
_SCALES = ((1.0, "1×"), (1.5, "1.5×"), (2.0, "2×, fine"), (4.0, "4×, print"))
_THEMES = ((DARK, "Dark"), (LIGHT, "Light"))
_NARROW = 76
_NAMES = 112


class ExportForm(QWidget):
    """Fields in two columns; only those are there that the chosen format knows."""

    changed = Signal()

    def __init__(self, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown, theme = shown, shown.theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GAP)
        self._grid.setVerticalSpacing(GAP)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, _NAMES)
        self._rows: dict[str, tuple[QWidget, QWidget]] = {}
        self._kind = self._choice(theme, "Format", (words for _, words in _KINDS))
        self._over = self._choice(theme, "Shows", (over.value for over in Over))
        self._row = self._choice(theme, "Row", ROWS)
        self._step = self._number("Timestep", 0, 0)
        self._first, self._last = self._pair("Timesteps", "to", (0, 0), (0, 0))
        self._fps = self._number("Pictures per second", 1, 120)
        self._fps.setValue(int(MovieOptions().fps))
        self._loop = self._checks(theme, "At the end", {"loop": "begin again"})["loop"]
        self._theme = self._choice(theme, "Colours", (words for _, words in _THEMES))
        limits = [(smallest, LARGEST_SIDE) for smallest in SMALLEST]
        self._width, self._height = self._pair("Size", "×", *limits)
        self._width.setValue(ExportOptions().width)
        self._height.setValue(ExportOptions().height)
        self._scale = self._choice(theme, "Scale", (words for _, words in _SCALES))
        self._panels = self._checks(theme, "Panels", {panel: panel.capitalize() for panel in Panel})
        self._head = self._choice(theme, "Head", ())
        self._all_slots = self._checks(theme, "Slots", {"all": "also those that no head used"})[
            "all"
        ]
        self._title = self._line("Title", "The task and the network")
        self._caption = self._line("Caption", "None")
        self.show_run(shown)

    def show_run(self, shown: Shown) -> None:
        """Offer the timesteps and heads of a run, and begin with what the window shows."""
        self._shown = shown
        for choice in self.findChildren(ChoiceBox):
            choice.set_theme(shown.theme)
        for check in self.findChildren(CheckBox):
            check.set_theme(shown.theme)
        end = shown.trace.n_steps - 1
        with QSignalBlocker(self):
            for field in (self._step, self._first, self._last):
                field.setRange(0, end)
            self._step.setValue(shown.t)
            self._first.setValue(0)
            self._last.setValue(end)
            self._theme.setCurrentIndex([kind.name for kind, _ in _THEMES].index(shown.theme.name))
            self._head.clear()
            self._head.addItems([head.capitalize() for head in shown.trace.head_names])
            self._head.setCurrentIndex(shown.head)
            self._all_slots.setChecked(shown.all_slots)
            self._show_fields()
        self.changed.emit()

    @property
    def wish(self) -> Wish:
        """What the fields say."""
        kind = self._chosen_kind
        first, last = sorted((self._first.value(), self._last.value()))
        if not kind.moves or self._chosen_over is Over.TRAINING:
            first = last = self._step.value()
        theme, own = _THEMES[self._theme.currentIndex()][0], self._shown.theme
        options = ExportOptions(
            theme=theme.coloured(own.memory_colours, own.weighting_colours),
            width=self._width.value(),
            height=self._height.value(),
            scale=_SCALES[self._scale.currentIndex()][0],
            head=max(self._head.currentIndex(), 0),
            all_slots=self._all_slots.isChecked(),
            panels=tuple(panel for panel in Panel if self._panels[panel].isChecked()),
            title=self._title.text().strip() or None,
            caption=self._caption.text().strip(),
        )
        movie = MovieOptions(float(self._fps.value()), self._loop.isChecked())
        row, shown = self._row.currentText(), self._shown
        rehearsal = None if self._chosen_over is Over.RUN else shown.rehearsal
        return Wish(shown.trace, kind, first, last, options, movie, row, shown.name, rehearsal)

    @property
    def _chosen_kind(self) -> Format:
        return _KINDS[self._kind.currentIndex()][0]

    @property
    def _chosen_over(self) -> Over:
        """What is gone over; the run, where there is nothing else."""
        if self._shown.rehearsal is None or not self._chosen_kind.moves:
            return Over.RUN
        return tuple(Over)[self._over.currentIndex()]

    @Slot()
    def _change(self) -> None:
        self._show_fields()
        self.changed.emit()

    def _show_fields(self) -> None:
        kind = self._chosen_kind
        one_step = kind.shows and (not kind.moves or self._chosen_over is Over.TRAINING)
        wanted = {
            "Format": True,
            "Shows": kind.moves and self._shown.rehearsal is not None,
            "Row": kind is Format.CSV,
            "Timestep": one_step,
            "Timesteps": kind.moves and not one_step,
            "Pictures per second": kind in MOVIES,
            "At the end": kind in MOVIES and kind is not Format.MP4,
        }
        for name, parts in self._rows.items():
            for part in parts:
                part.setVisible(wanted.get(name, kind.shows))

    def _put(self, name: str, field: QWidget) -> None:
        words = label(name, "muted")
        place = len(self._rows)
        self._grid.addWidget(words, place, 0)
        self._grid.addWidget(field, place, 1)
        self._rows[name] = (words, field)

    def _choice(self, theme: Theme, name: str, words: Iterable[str]) -> ChoiceBox:
        box = ChoiceBox(theme, name)
        box.addItems(list(words))
        box.currentIndexChanged.connect(self._change)
        self._put(name, box)
        return box

    def _number(self, name: str, low: int, high: int) -> QSpinBox:
        field = self._spin(name, (low, high))
        self._put(name, _beside(field))
        return field

    def _pair(
        self, name: str, between: str, one: tuple[int, int], other: tuple[int, int]
    ) -> tuple[QSpinBox, QSpinBox]:
        fields = self._spin(f"{name}, first", one), self._spin(f"{name}, second", other)
        self._put(name, _beside(fields[0], label(between, "muted"), fields[1]))
        return fields

    def _spin(self, name: str, limits: tuple[int, int]) -> QSpinBox:
        field = QSpinBox()
        field.setRange(*limits)
        field.setAccessibleName(name)
        field.setKeyboardTracking(False)
        field.setFixedWidth(_NARROW)
        field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        field.valueChanged.connect(self._change)
        return field

    def _checks(self, theme: Theme, name: str, words: dict[str, str]) -> dict[str, CheckBox]:
        boxes = {key: CheckBox(theme, text) for key, text in words.items()}
        for box in boxes.values():
            box.setChecked(True)
            box.toggled.connect(self._change)
        self._put(name, _beside(*boxes.values()))
        return boxes

    def _line(self, name: str, unset: str) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(unset)
        field.setAccessibleName(name)
        field.textChanged.connect(self._change)
        self._put(name, field)
        return field


def _beside(*parts: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return made
