"""What a person hands to the program, told apart by ending and by content.

Only what needs no Keras is read here; a network is only recognised, and loaded elsewhere.
"""

from __future__ import annotations

import enum
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from ntm_model import runs
from ntm_model.tasks import PatternError, written
from ntm_model.trace import Trace, TraceError
from ntm_viz.messages import Problem

if TYPE_CHECKING:
    from ntm_model.tasks import Pattern, Task

MODEL_ENDING = ".keras"
TRACE_ENDING = ".npz"
TEXT_ENDINGS = (".csv", ".txt")
IMAGE_ENDINGS = (".png", ".jpg", ".jpeg", ".bmp")

_WHAT_OPENS = (
    "Open a network (.keras), a run folder, a trace (.npz) or a drawing (.csv, .txt, .png, .jpg, "
    ".bmp)."
)

_TELLS = ("has ", "holds ", "is ", "lacks ", "was ")


class Kind(enum.Enum):
    """What a file or folder is to this program."""

    MODEL = "model"
    TRACE = "trace"
    PATTERN = "pattern"


class OpenError(ValueError):
    """The file cannot be used; ``problem`` says which, why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.title}: {problem.reason}")
        self.problem = problem


def identify(path: Path) -> Kind:
    """What ``path`` is, by what is in it, and by its ending where that does not tell.

    Raises:
        OpenError: it is nothing that the program knows, or it cannot be read.
    """
    try:
        if path.is_dir():
            runs.model_file(path)
            return Kind.MODEL
        with path.open("rb") as file:
            archive = zipfile.is_zipfile(file)
        members = _members(path) if archive else frozenset()
    except OSError as error:
        raise OpenError(_unreadable(path, error)) from None
    if "meta.npy" in members:
        return Kind.TRACE
    if "model.weights.h5" in members:
        return Kind.MODEL
    by_ending = {MODEL_ENDING: Kind.MODEL, TRACE_ENDING: Kind.TRACE}
    by_ending |= dict.fromkeys((*TEXT_ENDINGS, *IMAGE_ENDINGS), Kind.PATTERN)
    kind = by_ending.get(path.suffix.lower())
    if kind is Kind.MODEL:
        # Only Keras could say more, and it need not be started for this.
        reason = "it is damaged, or no Keras model at all"
        raise OpenError(Problem(f"{path.name} could not be opened", reason, _WHAT_OPENS))
    if kind is None:
        reason = "it is neither a network nor a trace nor a drawing"
        raise OpenError(Problem(f"{path.name} could not be opened", reason, _WHAT_OPENS))
    return kind


def read_trace(path: Path) -> Trace:
    """The trace in ``path``.

    Raises:
        OpenError: it is no trace, is damaged, or was written by a newer version.
    """
    try:
        trace = Trace.load(path)
        # The one thing that all of a long run may have to be read for: told here if it fails.
        _ = trace.survey
        return trace
    except OSError as error:
        raise OpenError(_unreadable(path, error)) from None
    except TraceError as error:
        what_to_do = "Traces are written by File › Save trace and by `ntm-model record`."
        raise OpenError(
            Problem(f"{path.name} could not be opened", of_it(str(error)), what_to_do)
        ) from None


def read_pattern(path: Path, task: Task, present: Pattern | None = None) -> Pattern:
    """The drawing for ``task`` in a text or CSV file, as ``written.parse`` reads it.

    Raises:
        OpenError: it holds none.
    """
    try:
        return written.parse(path.read_text(encoding="utf-8-sig"), task, present)
    except OSError as error:
        raise OpenError(_unreadable(path, error)) from None
    except (PatternError, UnicodeDecodeError) as error:
        reason = of_it(str(error)) if isinstance(error, PatternError) else "it is no text"
        raise OpenError(
            Problem(f"{path.name} could not be opened", reason, what_draws(task))
        ) from None


def what_draws(task: Task) -> str:
    """What a drawing for ``task`` looks like from outside."""
    row = task.form(task.lengths[0]).values
    beside = "" if row is None else f", and a line of numbers for the {row.title.lower()}"
    lines = "a line" if task.bits == 1 else f"{task.bits} lines, one per bit,"
    return (
        f"A drawing is {lines} with time running right, as 0 1 or . #{beside}; or a picture, "
        f"{task.bits} {'pixel' if task.bits == 1 else 'pixels'} high."
    )


def network_name(path: Path) -> str:
    """What to call a network: every run folder calls its own ``model``, so it goes by the run."""
    return path.resolve().parent.name if path.name == runs.MODEL else path.stem


def of_it(reason: str) -> str:
    """The reason as a sentence: "is damaged" tells of a file that stands before it elsewhere."""
    return f"it {reason}" if reason.startswith(_TELLS) else reason


def _members(path: Path) -> frozenset[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return frozenset(archive.namelist())
    except zipfile.BadZipFile:
        return frozenset()


def _unreadable(path: Path, error: OSError) -> Problem:
    if isinstance(error, FileNotFoundError) and not path.exists():
        return Problem(f"{path.name} could not be opened", f"there is no file {path}")
    reason = error.strerror or str(error).removeprefix(f"{path}: ")
    return Problem(f"{path.name} could not be opened", reason, _WHAT_OPENS)
