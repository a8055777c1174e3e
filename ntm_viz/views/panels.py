"""Panels: how the window's width is shared out, until the person moves a border."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ntm_viz.views.widgets import GAP, MARGIN

_LEFT = (265, 305)
_RIGHT = (300, 430)
"""Narrowest and widest that a side panel is by itself."""
_CENTRE = 360
_LEFT_SHARE, _RIGHT_SHARE = 0.215, 0.29


class Panels(QSplitter):
    """Input, board, and memory above addressing, beside each other."""

    crowded = Signal(bool)
    """Whether there is no room for memory and addressing."""

    def __init__(
        self, left: QWidget, centre: QWidget, right: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        _calm(self)
        self.setObjectName("panels")
        self.setProperty("moved", False)
        self._right = right
        for panel in (left, centre, right):
            self.addWidget(panel)
        # Beside the training panel a small window has no room for three columns.
        self.setMinimumWidth(_LEFT[0] + _CENTRE)
        self.splitterMoved.connect(self._keep)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        fits = event.size().width() >= _LEFT[0] + _CENTRE + _RIGHT[0]
        self._right.setVisible(fits)
        self.crowded.emit(not fits)
        if not self.property("moved"):
            width = event.size().width()
            left = _between(_LEFT, round(_LEFT_SHARE * width))
            right = _between(_RIGHT, round(_RIGHT_SHARE * width))
            self.setSizes([left, width - left - right, right])

    @Slot()
    def _keep(self) -> None:
        self.setProperty("moved", True)


def stacked(upper: QWidget, lower: QWidget) -> QSplitter:
    """Two panels above each other, the upper one a little higher."""
    made = QSplitter(Qt.Orientation.Vertical)
    _calm(made)
    made.setObjectName("side_panels")
    for place, (panel, share) in enumerate(((upper, 54), (lower, 46))):
        made.addWidget(_padded(panel))
        made.setStretchFactor(place, share)
    made.setSizes([540, 460])
    return made


def _padded(panel: QWidget) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
    layout.addWidget(panel)
    return made


def _calm(splitter: QSplitter) -> None:
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)


def _between(limits: tuple[int, int], value: int) -> int:
    return min(max(value, limits[0]), limits[1])
