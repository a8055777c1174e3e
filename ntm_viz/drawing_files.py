"""Drawings from outside: as text, as a table, or as a picture, in a file or in the clipboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from ntm_model.tasks import PatternError, written
from ntm_viz import files, images
from ntm_viz.files import OpenError
from ntm_viz.messages import Problem

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from ntm_model.tasks import Pattern, Task


def read_drawing(path: Path, task: Task, present: Pattern | None = None) -> Pattern:
    """The drawing for ``task`` in a text, table or picture; ``present`` as ``written.parse``.

    Raises:
        OpenError: there is none in it, or the task cannot take it.
    """
    try:
        if path.suffix.lower() in files.IMAGE_ENDINGS:
            pattern = images.read_image(path, task)
        else:
            pattern = files.read_pattern(path, task, present)
        task.encode(pattern)
    except PatternError as error:
        raise OpenError(
            Problem(
                f"{path.name} could not be opened",
                files.of_it(str(error)),
                files.what_draws(task),
            )
        ) from None
    return pattern


def from_clipboard(data: QMimeData, task: Task, present: Pattern) -> Pattern:
    """The drawing that was copied: a file, a picture or text.

    Raises:
        OpenError: a file that was copied holds none.
        PatternError: there is none, or the task cannot take it.
    """
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if paths:
        return read_drawing(paths[0], task, present)
    image = data.imageData() if data.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        pattern = images.pattern_of(image, task)
    else:
        pattern = written.parse(data.text(), task, present)
    task.encode(pattern)
    return pattern
