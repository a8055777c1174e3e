"""The tasks that a Neural Turing Machine is trained on and shown with.

A task translates between what a person means (a pattern) and what the network sees
(vectors in time), and draws training sequences. It never imports a model: numpy only.
"""

from __future__ import annotations

from ntm_model.tasks.base import Batch, Example, PatternError, Task
from ntm_model.tasks.copy import CopyTask

__all__ = ["Batch", "CopyTask", "Example", "PatternError", "Task", "get", "names"]

_TASKS: dict[str, type[CopyTask]] = {"copy": CopyTask}


def names() -> tuple[str, ...]:
    """Names of all known tasks."""
    return tuple(_TASKS)


def get(name: str) -> Task:
    """The task called ``name``, at its standard size.

    Raises:
        ValueError: no task is called so.
    """
    try:
        return _TASKS[name]()
    except KeyError:
        raise ValueError(f"unknown task {name!r}; known: {', '.join(_TASKS)}") from None
