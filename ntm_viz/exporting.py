"""Exporting from the window: a picture at a time, so that the window stays alive meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ntm_viz.export import ExportOptions, export_frame, export_sequence
from ntm_viz.messages import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ntm_viz.appearance import Appearance
    from ntm_viz.session import Session
    from ntm_viz.timeline import Timeline
    from ntm_viz.views.dialogs import Dialogs

_WHAT_TO_DO = "Choose another folder, or free some space, and export again."


class Exporter(QObject):
    """Writes what is shown to files: one picture, all of them, or the trace itself."""

    progressed = Signal(str, int, int)
    """What is being done, pictures written, pictures in all."""
    finished = Signal(str, str)
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
        self._pictures: Iterator[Path] = iter(())
        self._folder: Path | None = None
        self._done = self._total = 0
        # Zero: whenever the window has nothing to do itself.
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._write_next)

    @property
    def running(self) -> bool:
        """Whether pictures are being written."""
        return self._timer.isActive()

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
        """Write the timestep that is shown to ``path``, over what is there."""
        trace = self._session.trace
        if trace is None:
            return
        try:
            export_frame(trace, self._timeline.t, path, self._options(overwrite=True))
        except (OSError, ValueError) as error:
            self._fail(path, error)
        else:
            self.finished.emit(f"Saved {path.name}", str(path.parent))

    def export_sequence(self, folder: Path) -> None:
        """Write every timestep into ``folder``, numbered; nothing there is overwritten."""
        trace = self._session.trace
        if trace is None or self.running:
            return
        self._folder, self._done, self._total = folder, 0, trace.n_steps
        try:
            self._pictures = export_sequence(trace, folder, options=self._options())
        except (OSError, ValueError) as error:
            self._fail(folder, error)
            return
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
            self.finished.emit(f"Saved {path.name}", str(path.parent))

    @Slot()
    def cancel(self) -> None:
        """Stop writing pictures; those that are written stay."""
        if self.running:
            self._timer.stop()
            self._pictures = iter(())
            self.finished.emit(
                "Export cancelled", f"{self._pictures_written} are in {self._folder}"
            )

    def _options(self, *, overwrite: bool = False) -> ExportOptions:
        return ExportOptions(theme=self._appearance.theme, overwrite=overwrite)

    @property
    def _name(self) -> str:
        file = self._session.file
        return self._session.task.name if file is None else file.stem

    @property
    def _pictures_written(self) -> str:
        return f"{self._done} {'picture' if self._done == 1 else 'pictures'}"

    @Slot()
    def _write_next(self) -> None:
        try:
            next(self._pictures)
        except StopIteration:
            self._timer.stop()
            self.finished.emit(f"Exported {self._pictures_written}", str(self._folder))
        except (OSError, ValueError) as error:
            self._timer.stop()
            self._fail(self._folder, error)
        else:
            self._done += 1
            self._tell_progress()

    def _tell_progress(self) -> None:
        self.progressed.emit("Exporting pictures", self._done, self._total)

    def _fail(self, path: Path | None, error: Exception) -> None:
        name = "The export" if path is None else path.name
        strerror = error.strerror if isinstance(error, OSError) else None
        reason = strerror or str(error)
        self.problem_found.emit(Problem(f"{name} could not be written", reason, _WHAT_TO_DO))


def _ending(path: Path, ending: str) -> Path:
    """With the ending, which not every dialog puts there."""
    return path if path.suffix.lower() == ending else path.with_name(path.name + ending)
