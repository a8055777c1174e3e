"""All tasks by name: those that are built in, and those that other packages bring."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Mapping

from ntm_model.tasks.associative_recall import AssociativeRecallTask
from ntm_model.tasks.base import Task
from ntm_model.tasks.copy import CopyTask
from ntm_model.tasks.dyck_words import DyckWordsTask
from ntm_model.tasks.ngrams import NGramsTask
from ntm_model.tasks.priority_sort import PrioritySortTask
from ntm_model.tasks.repeat_copy import RepeatCopyTask
from ntm_model.tasks.reversed_copy import ReversedCopyTask
from ntm_model.tasks.upside_down_copy import UpsideDownCopyTask
from ntm_model.tasks.value_sort import ValueSortTask

GROUP = "ntm_model.tasks"
"""The entry-point group of tasks that other packages bring."""

BUILT_IN: Mapping[str, Callable[[], Task]] = {
    "copy": CopyTask,
    "repeat-copy": RepeatCopyTask,
    "associative-recall": AssociativeRecallTask,
    "ngrams": NGramsTask,
    "priority-sort": PrioritySortTask,
    "reversed-copy": ReversedCopyTask,
    "upside-down-copy": UpsideDownCopyTask,
    "value-sort": ValueSortTask,
    "dyck-words": DyckWordsTask,
}

# What a task must have, as the protocol lists it.
_MEMBERS = tuple(name for name in vars(Task) if not name.startswith("_"))


class TaskError(ValueError):
    """A task that is unknown, or that another package brings but cannot be used."""


def names() -> tuple[str, ...]:
    """Names of all known tasks, the built-in ones first; nothing of another package is run."""
    brought = (point.name for point in importlib.metadata.entry_points(group=GROUP))
    return tuple(dict.fromkeys((*BUILT_IN, *sorted(brought))))


def get(name: str) -> Task:
    """The task called ``name``, at its standard size.

    Raises:
        TaskError: no task is called so, or the package that brings it brings none.
    """
    if name in BUILT_IN:
        return BUILT_IN[name]()
    points = tuple(importlib.metadata.entry_points(group=GROUP, name=name))
    if not points:
        raise TaskError(f"unknown task {name!r}; known: {', '.join(names())}")
    if len(points) > 1:
        raise TaskError(f"more than one package brings a task {name!r}: {_packages(points)}")
    return _brought(points[0])


def problems() -> tuple[str, ...]:
    """Why tasks that other packages bring cannot be used, a line for each that cannot."""
    found = []
    for point in importlib.metadata.entry_points(group=GROUP):
        if point.name in BUILT_IN:
            found.append(f"{_whose(point)}: {point.name!r} is the name of a built-in task")
            continue
        try:
            get(point.name)
        except TaskError as error:
            found.append(str(error))
    return tuple(dict.fromkeys(found))


def fitting(name: str, input_width: int, output_width: int) -> str:
    """The task called ``name`` where it has these widths, or else the first one that has.

    Empty where none has. A package that brings no usable task is passed over: its fault is
    no reason why a network of another task should not be opened.
    """
    for candidate in (name, *names()):
        try:
            task = get(candidate)
        except TaskError:
            continue
        if (task.input_width, task.output_width) == (input_width, output_width):
            return candidate
    return ""


def _brought(point: importlib.metadata.EntryPoint) -> Task:
    """The task that an entry point makes, looked over."""
    try:
        task = point.load()()
    except Exception as error:  # whatever the code of another package raises
        raise TaskError(f"{_whose(point)}: {type(error).__name__}: {error}") from error
    missing = [member for member in _MEMBERS if not hasattr(task, member)]
    if missing:
        raise TaskError(f"{_whose(point)}: {point.value} makes no task; it lacks {missing[0]!r}")
    if task.name != point.name:
        raise TaskError(f"{_whose(point)}: it calls itself {task.name!r}")
    found: Task = task
    return found


def _whose(point: importlib.metadata.EntryPoint) -> str:
    package = "another package" if point.dist is None else point.dist.name
    return f"the task {point.name!r} of {package} cannot be used"


def _packages(points: tuple[importlib.metadata.EntryPoint, ...]) -> str:
    return ", ".join(point.value.split(":")[0] for point in points)
