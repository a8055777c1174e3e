"""PaletteList: the lines of the command palette that fit what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ntm_viz.look import fonts, icons
from ntm_viz.look.stylesheet import faded, mixed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ntm_viz.look.theme import Theme
    from ntm_viz.search import Match
    from ntm_viz.views.palette_entry import PaletteEntry

ROW = 34
"""Height of a line, in pixels."""
_SIDE = 12
_ICON = 16
_KEYS = 128
"""Room for the keys of most commands."""
_Index = QModelIndex | QPersistentModelIndex


class Lines(QAbstractListModel):
    """The entries that are shown, and which of their letters were typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[tuple[PaletteEntry, Match]] = []

    def show_lines(self, lines: Sequence[tuple[PaletteEntry, Match]]) -> None:
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def line(self, index: _Index) -> tuple[PaletteEntry, Match]:
        return self._lines[index.row()]

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802
        return len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry, _ = self.line(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            return entry.tip
        return None


class PaletteList(QListView):
    """Chosen with the keys of the field above it, or with the mouse."""

    picked = Signal(object)
    """The PaletteEntry that was clicked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = Lines(self)
        self.setObjectName("palette_list")
        self.setAccessibleName("Commands")
        self.setModel(self._lines)
        self.setItemDelegate(_Painter(theme, self._lines, self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._pick)

    @property
    def current(self) -> PaletteEntry | None:
        """The entry that Return would choose."""
        index = self.currentIndex()
        return self._lines.line(index)[0] if index.isValid() else None

    def show_lines(self, lines: Sequence[tuple[PaletteEntry, Match]]) -> None:
        """Show other lines, and stand on the first of them."""
        self._lines.show_lines(lines)
        self.setCurrentIndex(self._lines.index(0, 0))
        self.scrollToTop()

    def move_by(self, rows: int) -> None:
        """Stand ``rows`` further down; a step over an end comes in again at the other."""
        count = self._lines.rowCount()
        if not count:
            return
        row = self.currentIndex().row() + rows
        row = row % count if abs(rows) == 1 else min(max(row, 0), count - 1)
        self.setCurrentIndex(self._lines.index(row, 0))

    def set_theme(self, theme: Theme) -> None:
        self.setItemDelegate(_Painter(theme, self._lines, self))

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        self.picked.emit(self._lines.line(index)[0])


def spoken(entry: PaletteEntry) -> str:
    """All that a line shows, for a screen reader."""
    state = "" if entry.enabled else "unavailable"
    on = "checked" if entry.checked else ""
    parts = (entry.title, entry.group, on, state, entry.note, entry.keys)
    return ", ".join(part for part in parts if part)


class _Painter(QStyledItemDelegate):
    def __init__(self, theme: Theme, lines: Lines, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = lines

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry, match = self._lines.line(index)
        theme = self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(mixed(theme.panel, theme.accent, 0.22)))
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 6, 6)
        icon = "check" if entry.checked else entry.icon
        left = box.left() + _SIDE
        if icon:
            colour = faded(theme) if not entry.enabled else theme.accent
            colour = colour if entry.checked or not entry.enabled else theme.muted
            top = box.center().y() - _ICON // 2 + 1
            painter.drawPixmap(left, top, icons.pixmap(icon, colour, _ICON, 2.0))
        keys = self._paint_keys(painter, entry, box)
        # In a column of its own where the keys leave room for one.
        right = self._paint_group(painter, entry, box, min(keys, box.right() - _KEYS))
        left += _ICON + 10
        self._paint_title(painter, entry, match, QRect(left, box.top(), right - left, ROW))
        painter.restore()

    def _paint_title(
        self, painter: QPainter, entry: PaletteEntry, match: Match, box: QRect
    ) -> None:
        theme = self._theme
        ground = QColor(theme.text if entry.enabled else faded(theme))
        plain = fonts.font(fonts.TITLE)
        layout = QTextLayout(entry.title, plain)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        layout.setFormats([_typed(place, theme, entry.enabled) for place in match.places])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(10_000)
        layout.endLayout()
        width = line.naturalTextWidth()
        painter.setPen(ground)
        painter.setClipRect(box)
        layout.draw(painter, QPointF(box.left(), box.center().y() - line.height() / 2 + 1))
        note = entry.note
        if note:
            painter.setFont(fonts.font(fonts.SMALL))
            painter.setPen(QColor(theme.muted if entry.enabled else faded(theme)))
            room = box.adjusted(round(width) + 10, 1, -_SIDE, 0)
            words = painter.fontMetrics().elidedText(
                note, Qt.TextElideMode.ElideMiddle, max(room.width(), 0)
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.setClipping(False)

    def _paint_group(self, painter: QPainter, entry: PaletteEntry, box: QRect, right: int) -> int:
        painter.setFont(fonts.font(fonts.SMALL))
        painter.setPen(QColor(self._theme.muted if entry.enabled else faded(self._theme)))
        width = painter.fontMetrics().horizontalAdvance(entry.group)
        room = QRect(right - width - _SIDE, box.top(), width, ROW)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, entry.group)
        return room.left() - _SIDE

    def _paint_keys(self, painter: QPainter, entry: PaletteEntry, box: QRect) -> int:
        """The keys as the caps on a keyboard; gives where they begin."""
        theme = self._theme
        painter.setFont(fonts.font(fonts.SMALL))
        metrics = painter.fontMetrics()
        right = box.right() - _SIDE + 4
        for key in reversed(_caps(entry.keys)):
            width = max(metrics.horizontalAdvance(key) + 10, 20)
            cap = QRectF(right - width + 0.5, box.center().y() - 8.5, width - 1, 19)
            painter.setPen(QPen(QColor(mixed(theme.line, theme.text, 0.10)), 1))
            painter.setBrush(QColor(theme.window))
            painter.drawRoundedRect(cap, 4, 4)
            painter.setPen(QColor(theme.muted if entry.enabled else faded(theme)))
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
            right -= width + 3
        return right


def _caps(keys: str) -> list[str]:
    """``Ctrl+Shift+Z`` one by one; a plus sign may be a key itself."""
    if not keys:
        return []
    parts = keys.split("+")
    return [*(part for part in parts[:-1] if part), parts[-1] or "+"]


def _typed(place: int, theme: Theme, enabled: bool) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length = place, 1
    letters = QTextCharFormat()
    letters.setFontWeight(QFont.Weight.Bold)
    if enabled:
        letters.setForeground(QColor(theme.accent))
    made.format = letters
    return made
