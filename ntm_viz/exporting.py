"""Exporting from the window: a picture at a time, so that the window stays alive meanwhile."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from ntm_viz.export import Format, MovieOptions, export_frame
from ntm_viz.exports.wish import Job, Shown, Wish, begin
from ntm_viz.messages import Problem

if TYPE_CHECKING:
    from ntm_model.trace import Trace
    from ntm_viz.rehearsing import Rehearsing
    from ntm_viz.showing import Showing
    from ntm_viz.views.dialogs import Dialogs

_WHAT_TO_DO = "Choose another folder, or free some space, and export again."
_NOTHING_YET = Problem(
    "There is nothing to export yet",
    "no network has run this drawing",
    "Open a network for this task, train one (F5), or wait until the one that is being loaded "
    "has run it.",
)
_ONE_AT_A_TIME = "An export is under way: cancel it or wait"


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
        showing: Showing,
        dialogs: Dialogs,
        rehearsing: Rehearsing,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._showing = showing
        self._dialogs = dialogs
        self._rehearsing = rehearsing
        self._job: Job | None = None
        self._remark = ""
        self._path = Path()
        self._several = False
        self._done = 0
        # Zero: whenever the window has nothing to do itself.
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._write_next)

    @property
    def running(self) -> bool:
        """Whether something is being written, or made ready for that."""
        return self._job is not None or self._rehearsing.running

    @Slot()
    def ask(self) -> None:
        """Open the dialog on the run that is shown; the window can be used beside it."""
        shown = self._shown_or_told
        if shown is not None:
            self._dialogs.open_export(shown)

    @Slot(object)
    def choose_place(self, wish: Wish) -> None:
        """Ask where ``wish`` is to be written, and write it; the dialog waits where nobody says."""
        if self.running:
            self._dialogs.refuse_export(_ONE_AT_A_TIME)
            return
        path = self._dialogs.place_to_export(wish.kind, wish.name)
        if path is None:
            return
        self._dialogs.close_export()
        if wish.kind is not Format.FRAMES:
            path = _ending(path, f".{wish.kind}")
            # The file dialog has asked.
            wish = dataclasses.replace(
                wish, options=dataclasses.replace(wish.options, overwrite=True)
            )
        self.begin(wish, path)

    @Slot()
    def choose_frame(self) -> None:
        shown = self._shown_or_told
        if shown is None:
            return
        path = self._dialogs.picture_to_save(f"{shown.name}-t{shown.t}.png")
        if path is not None:
            self.export_frame(_ending(path, ".png"))

    @Slot()
    def choose_sequence(self) -> None:
        shown = self._shown_or_told
        if shown is None:
            return
        folder = self._dialogs.folder_for_pictures(shown.name)
        if folder is not None:
            self.export_sequence(folder)

    @Slot()
    def choose_trace(self) -> None:
        shown = self._shown_or_told
        if shown is None:
            return
        path = self._dialogs.trace_to_save(f"{shown.name}.npz")
        if path is not None:
            self.save_trace(_ending(path, ".npz"))

    def export_frame(self, path: Path) -> None:
        """Write the timestep that is shown to ``path``, over what is there, at once.

        It takes one picture's time, so it need not wait for an export that is under way.
        The board shows all timesteps, however far it is zoomed in.
        """
        shown = self._showing.now
        if shown is None:
            return
        options = dataclasses.replace(shown.options, overwrite=True)
        try:
            export_frame(shown.trace, shown.t, path, options, Format.PNG)
        except (OSError, ValueError) as error:
            self._fail(path, error)
        else:
            self._finish(f"Saved {path.name}", path.parent)

    def export_sequence(self, folder: Path) -> None:
        """Write every timestep into ``folder``, numbered; nothing there is overwritten."""
        shown = self._showing.now
        if shown is None:
            return
        last = shown.trace.n_steps - 1
        wish = Wish(shown.trace, Format.FRAMES, 0, last, shown.options, MovieOptions())
        self.begin(wish, folder)

    @Slot(object)
    def open_folder(self, folder: Path) -> None:
        """Show a folder in whatever this system shows folders with."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def begin(self, wish: Wish, path: Path) -> None:
        """Write ``wish`` to ``path`` whenever the window has nothing else to do.

        Where another export is under way, that one goes on and the person is told.
        """
        if self.running:
            self._tell_beside(_ONE_AT_A_TIME)
        elif wish.rehearsal is not None:
            self._rehearsing.begin(wish, path)
        else:
            self.write(wish, path, [])

    @Slot(object, object, object)
    def write(self, wish: Wish, path: Path, learned: list[tuple[int, Trace]]) -> None:
        """Write ``wish``, for whose rehearsal ``learned`` has come."""
        try:
            self._job = begin(wish, path, learned)
        except (OSError, ValueError) as error:
            self._fail(path, error)
            return
        self._path, self._done = path, 0
        self._several = wish.kind is Format.FRAMES
        self._tell_progress()
        self._timer.start()

    def save_trace(self, path: Path) -> None:
        """Write the run that is shown to ``path``, over what is there."""
        shown = self._showing.now
        if shown is None:
            return
        try:
            shown.trace.save(path)
        except OSError as error:
            self._fail(path, error)
        else:
            self._finish(f"Saved {path.name}", path.parent)

    @Slot()
    def cancel(self) -> None:
        """Stop writing: whole pictures stay, half a movie does not."""
        job = self._job
        if self._rehearsing.running:
            self._rehearsing.cancel()
            self.finished.emit("Export cancelled", "Nothing is left")
        if job is None:
            return
        self._end()
        # Not as many as were told of: the encoders are some pictures ahead.
        are = "is" if job.left == 1 else "are"
        left = f"{_counted(job.left)} {are} in {self._path}" if job.left else "Nothing is left"
        self.finished.emit("Export cancelled", left)

    @property
    def _shown_or_told(self) -> Shown | None:
        """What is shown; where that is nothing, the person is told so."""
        shown = self._showing.now
        if shown is None:
            self.problem_found.emit(_NOTHING_YET)
        return shown

    @Slot()
    def _write_next(self) -> None:
        if self._job is None:
            return
        try:
            if next(self._job.steps) is None:
                return
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
        """Let go of the work, which cleans up behind it."""
        self._timer.stop()
        if self._job is not None:
            self._job.steps.close()
        self._job = None
        self._remark = ""

    def _finish(self, title: str, folder: Path) -> None:
        if self.running:
            self._tell_beside(title)
            return
        self.finished.emit(title, str(folder))
        self.written.emit(folder)

    def _tell_progress(self) -> None:
        if self._job is not None and (self._job.total > 1 or self._remark):
            what = "pictures" if self._several else self._path.name
            title = f"Exporting {what}" + (f"  ·  {self._remark}" if self._remark else "")
            self.progressed.emit(title, self._done, self._job.total)

    def _tell_beside(self, remark: str) -> None:
        """Say it with the progress, which would take the place of any other words at once."""
        self._remark = remark
        self._tell_progress()

    def _fail(self, path: Path, error: Exception) -> None:
        strerror = error.strerror if isinstance(error, OSError) else None
        reason = strerror or str(error)
        title = f"{path.name} could not be written"
        if self.running:
            self._tell_beside(f"{title}: {reason}")
        else:
            self.problem_found.emit(Problem(title, reason, _WHAT_TO_DO))


def _counted(pictures: int) -> str:
    return f"{pictures} {'picture' if pictures == 1 else 'pictures'}"


def _ending(path: Path, ending: str) -> Path:
    """With the ending, which not every dialog puts there."""
    return path if path.suffix.lower() == ending else path.with_name(path.name + ending)
