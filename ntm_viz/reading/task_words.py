"""What the window calls the parts of a task, in words for a person. No Qt.

Words follow what a task is like, so that a task of another package reads well too; only where
that says too little does its name decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ntm_model.tasks import Task


def drawing_hint(task: Task) -> str:
    """What the mouse does in the drawing."""
    if task.name == "dyck-words":
        return "Drag to paint: a set bit closes a bracket, an empty one opens one"
    form = task.form(task.lengths[0])
    if form.vectors_per_item > 1:
        return "Drag to paint, right-drag to erase; click an item to ask for the next one"
    if form.values is not None:
        return f"Drag to paint, right-drag to erase; drag the bars: {form.values.title.lower()}"
    return "Drag to paint, right-drag to erase"


def answer_title(task: Task) -> str:
    """What the network's answer is called."""
    if task.name == "dyck-words":
        return "Balanced"
    return "Recalled" if task.bits > 1 else "Predicted"
