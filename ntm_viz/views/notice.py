"""Notice: messages inside the window. Nothing stops, nothing has to be clicked away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ntm_viz.look import icons
from ntm_viz.look.stylesheet import mixed
from ntm_viz.views.widgets import GAP, MARGIN, label

if TYPE_CHECKING:
    from pathlib import Path

    from ntm_viz.look.theme import Theme
    from ntm_viz.messages import Problem


class Notice(QWidget):
    """A bar that tells of a problem, a piece of news, or how far long work is."""

    cancelled = Signal()
    folder_wanted = Signal(object)
    """The Path of a folder that was offered."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._theme = theme
        self._is_problem = False
        self._title = label(role="strong")
        self._title.setObjectName("notice_title")
        # Names of files can be long, and must not make the window wider.
        self._title.setWordWrap(True)
        self._text = label(role="muted")
        self._text.setObjectName("notice_text")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Progress")
        self._progress.setFixedWidth(220)
        self._cancel = QPushButton("Cancel")
        self._cancel.setObjectName("cancel_button")
        self._cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._cancel.clicked.connect(self.cancelled)
        self._folder: Path | None = None
        self._open_folder = QPushButton("Open folder")
        self._open_folder.setObjectName("open_folder_button")
        self._open_folder.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._open_folder.clicked.connect(self._want_folder)
        self._close = QToolButton()
        self._close.setProperty("role", "plain")
        self._close.setAccessibleName("Dismiss")
        self._close.setToolTip("Dismiss")
        self._close.setObjectName("dismiss_button")
        self._close.clicked.connect(self.dismiss)

        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN + 6, 6, MARGIN, 6)
        row.setSpacing(GAP)
        row.addLayout(words, 1)
        row.addWidget(self._progress)
        row.addWidget(self._cancel)
        row.addWidget(self._open_folder)
        row.addWidget(self._close)
        self.set_theme(theme)
        self.hide()

    def show_problem(self, problem: Problem) -> None:
        """What failed, why, and what to do about it."""
        parts = (problem.reason, problem.what_to_do)
        text = " ".join(_sentence(part) for part in parts if part)
        self._show(problem.title, text, is_problem=True, in_work=False)

    def show_news(self, title: str, text: str = "") -> None:
        self._show(title, text, is_problem=False, in_work=False)

    def show_progress(self, title: str, done: int, total: int) -> None:
        """``done`` of ``total`` steps of work that can be cancelled."""
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        self._show(title, f"{done} of {total}", is_problem=False, in_work=True)

    @Slot(object)
    def offer_folder(self, folder: Path) -> None:
        """Beside the news that is shown, a button that opens a folder."""
        self._folder = folder
        self._open_folder.show()

    @Slot()
    def _want_folder(self) -> None:
        self.folder_wanted.emit(self._folder)

    @Slot()
    def dismiss(self) -> None:
        self.hide()

    @Slot()
    def dismiss_problem(self) -> None:
        """What came after it has succeeded; news and progress stay."""
        if self._is_problem:
            self.hide()

    @property
    def in_work(self) -> bool:
        """Whether it shows the progress of something."""
        return not self.isHidden() and not self._cancel.isHidden()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._close.setIcon(icons.icon("close", theme.muted))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        colour = self._theme.error if self._is_problem else self._theme.accent
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(mixed(self._theme.panel, colour, 0.10)))
        painter.fillRect(QRectF(QPointF(0, 0), QPointF(4, self.height())), QColor(colour))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(self._theme.line))

    def _show(self, title: str, text: str, *, is_problem: bool, in_work: bool) -> None:
        self._is_problem = is_problem
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._progress.setVisible(in_work)
        self._cancel.setVisible(in_work)
        self._open_folder.hide()
        self._close.setVisible(not in_work)
        self.setAccessibleName(f"{title}. {text}")
        self.show()
        self.update()


def _sentence(words: str) -> str:
    """With a capital at its beginning and a stop at its end."""
    words = words[:1].upper() + words[1:]
    return words if words.endswith((".", "!", "?")) else f"{words}."
