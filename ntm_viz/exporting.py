"""Exporting from the window: a picture at a time, so that the window stays alive meanwhile."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from ntm_viz.export import ExportOptions, Format, MovieOptions
from ntm_viz.exports.wish import Job, Wish, begin
from ntm_viz.messages import Problem

if TYPE_CHECKING:
    from ntm_viz.appearance import Appearance
    from ntm_viz.session import Session
    from ntm_viz.timeline import Timeline
    from ntm_viz.views.dialogs import Dialogs
    from ntm_viz.views.export_dialog import ExportDialog

_WHAT_TO_DO = "Choose another folder, or free some space, and export again."


class Exporter(QObject):
    """Writes what is shown to files: as a picture, as a movie, or the trace itself."""

    progressed = Signal(str, int, int)
    """What is being done, pictures written, pictures in all."""
    finished = Signal(str, str)
    written = Signal(object)
    """Right after ``finished``, where something was written: the Path of its folder."""
    problem_found = Signal(object)

    def __init__(
        self,
        session: Session,
        timeline: Timeline,
        appearance: Appearance,
        dialogs: Dialogs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._timeline = timeline
        self._appearance = appearance
        self._dialogs = dialogs
        self._dialog: ExportDialog | None = None
        self._job: Job | None = None
        self._path = Path()
        self._several = False
        self._done = 0
        # Zero: whenever the window has nothing to do itself.
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._write_next)

    @property
    def running(self) -> bool:
        """Whether something is being written."""
        return self._job is not None

    @Slot()
    def ask(self) -> None:
        """Open the dialog on the run that is shown; the window can be used beside it."""
        trace = self._session.trace
        if trace is None:
            return
        dialog = self._dialogs.export_dialog(self._appearance.theme)
        if dialog is not self._dialog:
            # Not with all other connections: the dialog is made when it is first wanted.
            dialog.export_wanted.connect(self.choose_place)
            self._dialog = dialog
        dialog.show_run(trace, self._timeline.t, self._appearance.theme)
        dialog.show()
        dialog.raise_()

    @Slot(object)
    def choose_place(self, wish: Wish) -> None:
        """Ask where ``wish`` is to be written, and write it; the dialog waits where nobody says."""
        path = self._dialogs.place_to_export(wish.kind, self._name)
        if path is None:
            return
        if self._dialog is not None:
            self._dialog.accept()
        if wish.kind is not Format.FRAMES:
            path = _ending(path, f".{wish.kind}")
            # The file dialog has asked.
            wish = dataclasses.replace(
                wish, options=dataclasses.replace(wish.options, overwrite=True)
            )
        self.begin(wish, path)

    @Slot()
    def choose_frame(self) -> None:
        path = self._dialogs.picture_to_save(f"{self._name}-{self._timeline.t:04d}.png")
        if path is not None:
            self.export_frame(_ending(path, ".png"))

    @Slot()
    def choose_sequence(self) -> None:
        folder = self._dialogs.folder_for_pictures()
        if folder is not None:
            self.export_sequence(folder)

    @Slot()
    def choose_trace(self) -> None:
        path = self._dialogs.trace_to_save(f"{self._name}.npz")
        if path is not None:
            self.save_trace(_ending(path, ".npz"))

    def export_frame(self, path: Path) -> None:
        """Write the timestep that is shown to ``path``, over what is there, at once."""
        t = self._timeline.t
        options = ExportOptions(theme=self._appearance.theme, overwrite=True)
        self.begin(Wish(Format.PNG, t, t, options, MovieOptions()), path)
        while self.running:
            self._write_next()

    def export_sequence(self, folder: Path) -> None:
        """Write every timestep into ``folder``, numbered; nothing there is overwritten."""
        options = ExportOptions(theme=self._appearance.theme)
        last = self._timeline.length - 1
        self.begin(Wish(Format.FRAMES, 0, last, options, MovieOptions()), folder)

    @Slot(object)
    def open_folder(self, folder: Path) -> None:
        """Show a folder in whatever this system shows folders with."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def begin(self, wish: Wish, path: Path) -> None:
        """Write ``wish`` to ``path`` whenever the window has nothing else to do."""
        trace = self._session.trace
        if trace is None or self.running:
            return
        try:
            self._job = begin(trace, wish, path)
        except (OSError, ValueError) as error:
            self._fail(path, error)
            return
        self._path, self._done = path, 0
        self._several = wish.kind is Format.FRAMES
        self._tell_progress()
        self._timer.start()

    def save_trace(self, path: Path) -> None:
        """Write the run that is shown to ``path``, over what is there."""
        trace = self._session.trace
        if trace is None:
            return
        try:
            trace.save(path)
        except OSError as error:
            self._fail(path, error)
        else:
            self._finish(f"Saved {path.name}", path.parent)

    @Slot()
    def cancel(self) -> None:
        """Stop writing: whole pictures stay, half a movie does not."""
        if not self.running:
            return
        self._end()
        left = f"{_counted(self._done)} are in {self._path}" if self._several else "Nothing is left"
        self.finished.emit("Export cancelled", left)

    @property
    def _name(self) -> str:
        file = self._session.file
        return self._session.task.name if file is None else file.stem

    @Slot()
    def _write_next(self) -> None:
        if self._job is None:
            return
        try:
            next(self._job.steps)
        except StopIteration:
            self._end()
            if self._several:
                self._finish(f"Exported {_counted(self._done)}", self._path)
            else:
                self._finish(f"Saved {self._path.name}", self._path.parent)
        except (OSError, ValueError) as error:
            self._end()
            self._fail(self._path, error)
        else:
            self._done += 1
            self._tell_progress()

    def _end(self) -> None:
        """Let go of the work: steps that nobody asks for any more clean up behind them."""
        self._timer.stop()
        self._job = None

    def _finish(self, title: str, folder: Path) -> None:
        self.finished.emit(title, str(folder))
        self.written.emit(folder)

    def _tell_progress(self) -> None:
        if self._job is not None and self._job.total > 1:
            what = "pictures" if self._several else self._path.name
            self.progressed.emit(f"Exporting {what}", self._done, self._job.total)

    def _fail(self, path: Path, error: Exception) -> None:
        strerror = error.strerror if isinstance(error, OSError) else None
        reason = strerror or str(error)
        self.problem_found.emit(Problem(f"{path.name} could not be written", reason, _WHAT_TO_DO))


def _counted(pictures: int) -> str:
    return f"{pictures} {'picture' if pictures == 1 else 'pictures'}"


def _ending(path: Path, ending: str) -> Path:
    """With the ending, which not every dialog puts there."""
    return path if path.suffix.lower() == ending else path.with_name(path.name + ending)
