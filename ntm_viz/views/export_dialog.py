"""ExportDialog: what an export will look like and come to, before anything is written."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ntm_viz.export import ExportError, composition, run_reel
from ntm_viz.exports.formats import Format
from ntm_viz.exports.wish import Forecast, Wish, forecast
from ntm_viz.views.export_form import ExportForm
from ntm_viz.views.ink import outline
from ntm_viz.views.widgets import GAP, MARGIN, label, set_role

if TYPE_CHECKING:
    from ntm_viz.exports.reel import Shot
    from ntm_viz.exports.wish import Shown
    from ntm_viz.look.theme import Theme
    from ntm_viz.views.composition import Composition

_PREVIEW = QSize(562, 352)
_CALM = 250
"""Milliseconds without a change until the size is estimated, which takes a picture."""


class ExportDialog(QDialog):
    """Shows what the form asks for as it would be written; a movie moves."""

    export_wanted = Signal(object)
    """A Wish."""

    def __init__(self, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export_dialog")
        self.setWindowTitle("Export")
        self._reel: tuple[Shot, ...] = ()
        self._composition: Composition | None = None
        self._place = 0
        self.form = ExportForm(shown)
        self.preview = Preview(shown.theme)
        self._estimate = label(role="muted")
        self._estimate.setObjectName("export_estimate")
        self._estimate.setWordWrap(True)
        self._play = QTimer(self)
        self._play.timeout.connect(self._next)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM)
        self._calm.timeout.connect(self._tell_estimate)
        self.form.changed.connect(self._change)
        self._compose()

    def show_run(self, shown: Shown) -> None:
        """Offer this run, beginning with what the window shows of it."""
        self.preview.set_theme(shown.theme)
        self.form.show_run(shown)

    def refuse(self, reason: str) -> None:
        """Say why this cannot be exported now."""
        self._calm.stop()
        set_role(self._estimate, "wrong")
        self._estimate.setText(reason[:1].upper() + reason[1:])

    def hideEvent(self, event: object) -> None:  # noqa: N802
        self._play.stop()
        self._calm.stop()
        super().hideEvent(event)  # type: ignore[arg-type]

    def showEvent(self, event: object) -> None:  # noqa: N802
        super().showEvent(event)  # type: ignore[arg-type]
        self._change()

    def _compose(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.rejected.connect(self.reject)
        self._export = QPushButton("Export…")
        self._export.setObjectName("export_now")
        self._export.setDefault(True)
        self._export.clicked.connect(self._want)
        buttons.addButton(self._export, QDialogButtonBox.ButtonRole.ActionRole)
        fields = QVBoxLayout()
        fields.addWidget(self.form)
        fields.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self.preview)
        left.addWidget(self._estimate)
        left.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(2 * MARGIN)
        columns.addLayout(left, 1)
        columns.addLayout(fields)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(16)
        layout.addLayout(columns, 1)
        layout.addWidget(buttons)
        self.form.setFixedWidth(364)

    @Slot()
    def _want(self) -> None:
        self.export_wanted.emit(self.form.wish)

    @Slot()
    def _change(self) -> None:
        """Show what the fields say now, or why it cannot be."""
        wish = self.form.wish
        try:
            if wish.kind.shows:
                wish.options.check()
                wish.movie.check(wish.kind)
            first, last = wish.first, wish.last
            all_slots = wish.options.all_slots
            self._reel = run_reel(wish.trace, first, last, all_slots=all_slots)
        except ExportError as error:
            self._forbid(str(error))
            return
        self._export.setEnabled(True)
        shown = dataclasses.replace(wish.options, scale=1.0)
        self._composition = composition(shown) if wish.kind.shows else None
        self._place = min(self._place, len(self._reel) - 1)
        self._show_picture()
        self._move(wish)
        set_role(self._estimate, "muted")
        self._calm.start()

    def _move(self, wish: Wish) -> None:
        if wish.kind.moves and self.isVisible():
            self._play.start(round(1000 / wish.movie.fps))
        else:
            self._play.stop()

    def _forbid(self, reason: str) -> None:
        """Let nothing be exported until the fields say something else."""
        self._play.stop()
        self._export.setEnabled(False)
        self.refuse(reason)

    @Slot()
    def _next(self) -> None:
        self._place = (self._place + 1) % len(self._reel)
        self._show_picture()

    def _show_picture(self) -> None:
        if self._composition is None:
            self.preview.show_image(None)
        else:
            shot = self._reel[self._place]
            self.preview.show_image(self._composition.image_of(shot.frame, shot.remark))

    @Slot()
    def _tell_estimate(self) -> None:
        wish = self.form.wish
        try:
            self._estimate.setText(in_words(forecast(wish), wish))
        except ExportError as error:
            self._forbid(str(error))


class Preview(QWidget):
    """An image as large as there is room for, on the ground that shows its edges."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export_preview")
        self.setAccessibleName("Preview")
        self.setMinimumSize(_PREVIEW)
        # As high as it is in proportion, so that the words below stay with it.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._theme = theme
        self._image: QImage | None = None

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return round(width * _PREVIEW.height() / _PREVIEW.width())

    @property
    def image(self) -> QImage | None:
        """What is shown, in its own size."""
        return self._image

    def show_image(self, image: QImage | None) -> None:
        self._image = image
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        if self._image is None:
            outline(painter, self.rect(), self._theme.line)
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "A table has no picture")
            return
        ratio = self.devicePixelRatioF()
        room = QSize(round((self.width() - 2) * ratio), round((self.height() - 2) * ratio))
        smooth = Qt.TransformationMode.SmoothTransformation
        small = self._image.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        small.setDevicePixelRatio(ratio)
        box = QRect(1, 1, round(small.width() / ratio), round(small.height() / ratio))
        painter.drawImage(box.topLeft(), small)
        outline(painter, box.adjusted(-1, -1, 1, 1), self._theme.line)


def in_words(what: Forecast, wish: Wish) -> str:
    """How much and how long, such as ``41 pictures · lasts 5.1 s · about 590 kB``."""
    size = f"about {_bytes(what.size)}"
    if wish.kind is Format.CSV:
        return size
    across, down = (
        round(side * wish.options.scale) for side in (wish.options.width, wish.options.height)
    )
    parts = [f"{across} × {down} pixels"] if wish.kind not in (Format.SVG, Format.PDF) else []
    if what.pictures > 1:
        of = f" of {wish.runs} checkpoints" if wish.runs else ""
        parts.append(f"{what.pictures} pictures{of}")
    if what.lasts is not None:
        parts.append(f"lasts {what.lasts:.1f} s")
    parts += [size, f"written in about {max(what.work, 0.1):.1f} s"]
    return "  ·  ".join(parts)


def _bytes(size: int) -> str:
    if size < 1_000_000:
        return f"{max(round(size / 1000), 1)} kB"
    return f"{size / 1e6:.1f} MB"
