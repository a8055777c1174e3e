"""What the window calls the parts of a task, in words for a person. No Qt.

Words follow what a task is like, so that a task of another package reads well too; only where
that says too little does its name decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ntm_model import tasks

if TYPE_CHECKING:
    from ntm_model.tasks import Task
    from ntm_viz.reading.overview import Overview

BRACKETS = "dyck-words"
VECTOR = "vector"


def title_of(name: str) -> str:
    """A task's own title; of one that is unknown here, such as another framework's, its name."""
    try:
        return tasks.get(name).title
    except tasks.TaskError:
        return name.replace("-", " ").capitalize()


def drawing_hint(task: Task) -> str:
    """What the mouse does in the drawing."""
    if task.name == BRACKETS:
        return "A set bit closes a bracket, an empty one opens one"
    form = task.form(task.lengths[0])
    if form.vectors_per_item > 1:
        return "Drag to paint; click an item to ask for the next one"
    if form.values is not None:
        return f"Drag to paint, and the bars for the {form.values.title.lower()}"
    return "Drag to paint, right-drag to erase"


def answer_title(task: Task) -> str:
    """What the network's answer is called."""
    if task.name == BRACKETS:
        return "Balanced"
    return "Recalled" if task.bits > 1 else "Predicted"


def answer_remark(task: Task) -> str:
    """What the lowest rows of the answer are, where they are no bits of the drawing."""
    marks = task.output_names[task.bits :]
    if not marks:
        return ""
    rows = "Lowest row" if len(marks) == 1 else f"Lowest {len(marks)} rows"
    return f"{rows}: {', '.join(marks)}"


def step_name(task: str, width: int) -> str:
    """What one column of a pattern of so many channels is called."""
    if task == BRACKETS:
        return "letter"
    return VECTOR if width > 1 else "bit"


def verdict(overview: Overview) -> tuple[str, bool]:
    """How good the answer is, and whether something in it is wrong."""
    cost, least = overview.cost, overview.least_cost
    if cost is not None and least is not None:
        return f"{cost:.1f} bits, optimal {least:.1f}", False
    if overview.wrong_bits is None:
        return "no target known", False
    return (
        f"{overview.wrong_bits:,} of {overview.counted_bits:,} bits wrong",
        overview.wrong_bits > 0,
    )
