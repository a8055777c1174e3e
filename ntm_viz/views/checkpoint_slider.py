"""CheckpointSlider: the moment of training that runs the drawing, on the axis of the curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider, QWidget

from ntm_viz.views.training_curves import LEFT_MARGIN, RIGHT_MARGIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ntm_viz.look.theme import Theme

_KNOB = 6
_OWN_KEYS = frozenset(
    (
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    )
)


class CheckpointSlider(QSlider):
    """A notch for every checkpoint, where its sequences are; the value is the checkpoint's index.

    The right end is the newest network, which goes on changing while it learns.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._sequences: tuple[int, ...] = ()
        self._span = 1
        self.setObjectName("checkpoint_slider")
        self.setAccessibleName("Checkpoint")
        self.setToolTip("The moment of training that runs your drawing; the right end is now")
        # The arrows step through the run wherever one is, but for here once Tab has led here.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setRange(0, 0)
        self.setPageStep(5)
        self.setEnabled(False)

    def show_checkpoints(self, sequences: Sequence[int], span: int, chosen: int) -> None:
        """Checkpoints after so many sequences each, on an axis of ``span``; one is looked at."""
        self._sequences, self._span = tuple(sequences), max(span, 1)
        if not self.isSliderDown():
            # What the person has not asked for must not be sent back as a wish.
            self.blockSignals(True)
            self.setRange(0, max(len(sequences) - 1, 0))
            self.setValue(max(chosen, 0))
            self.blockSignals(False)
        self.setEnabled(len(sequences) > 1)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(260, 24)

    def x_of(self, index: int) -> float:
        """Where a checkpoint stands, in pixels; the newest at the right end."""
        width = self.width() - LEFT_MARGIN - RIGHT_MARGIN
        if not self._sequences or index >= len(self._sequences) - 1:
            return LEFT_MARGIN + width
        return LEFT_MARGIN + min(self._sequences[index] / self._span, 1.0) * width

    def index_at(self, x: float) -> int:
        """The checkpoint that stands nearest to ``x``."""
        places = [abs(self.x_of(index) - x) for index in range(len(self._sequences))]
        return places.index(min(places)) if places else 0

    def event(self, event: QEvent) -> bool:
        own = isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS and not event.modifiers()
        if own and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setValue(self.index_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self.isSliderDown():
            self.setValue(self.index_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        theme, middle = self._theme, self.height() / 2
        right = self.width() - RIGHT_MARGIN
        x = self.x_of(self.value())
        painter.fillRect(
            QRectF(LEFT_MARGIN, middle - 1, right - LEFT_MARGIN, 2), QColor(theme.line)
        )
        if not self.isEnabled():
            return
        for index in range(len(self._sequences)):
            painter.fillRect(QRectF(self.x_of(index) - 0.5, middle - 4, 1, 8), QColor(theme.muted))
        painter.fillRect(QRectF(LEFT_MARGIN, middle - 1, x - LEFT_MARGIN, 2), QColor(theme.accent))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.text if self.hasFocus() else theme.accent
        painter.setPen(QPen(QColor(edge), 2))
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(QPointF(x, middle), _KNOB - 1, _KNOB - 1)
