"""ScrollColumn: a panel that scrolls where the window is too low for all of it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QScrollBar, QWidget

_BAR = 8


class ScrollColumn(QScrollArea):
    """Its bar lies over the panel's margin: what is in the panel is as wide with it as without."""

    def __init__(self, panel: QWidget, lowest: int, parent: QWidget | None = None) -> None:
        """``lowest`` is how low it may become, in pixels."""
        super().__init__(parent)
        self._panel = panel
        self._lowest = lowest
        self.setWidget(panel)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for set_policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            set_policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        own = self.verticalScrollBar()
        own.rangeChanged.connect(self._measure)
        own.valueChanged.connect(self._bar.setValue)
        self._bar.valueChanged.connect(own.setValue)
        self._measure()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._panel.minimumSizeHint().width(), self._lowest)

    def sizeHint(self) -> QSize:  # noqa: N802
        return self._panel.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._bar.setGeometry(self.width() - _BAR, 0, _BAR, self.height())
        self._measure()

    @Slot()
    def _measure(self) -> None:
        own = self.verticalScrollBar()
        self._bar.setRange(own.minimum(), own.maximum())
        self._bar.setPageStep(own.pageStep())
        self._bar.setVisible(own.maximum() > own.minimum())
        self._bar.raise_()
