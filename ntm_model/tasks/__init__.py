"""The tasks that a Neural Turing Machine is trained on and shown with.

A task translates between what a person means (a pattern) and what the network sees
(vectors in time), and draws training sequences. It never imports a model: numpy only.

Tasks of other packages are found through the entry-point group ``ntm_model.tasks``; each entry
names something that makes a task when it is called, such as a class with defaults.
"""

from __future__ import annotations

from ntm_model.tasks.base import (
    Batch,
    Example,
    Form,
    Number,
    Pattern,
    PatternError,
    Size,
    Span,
    Task,
    Uncertain,
    ValueRow,
)
from ntm_model.tasks.copy import CopyTask
from ntm_model.tasks.recital import RecitalTask
from ntm_model.tasks.registry import TaskError, fitting, get, names, problems

__all__ = [
    "Batch",
    "CopyTask",
    "Example",
    "Form",
    "Number",
    "Pattern",
    "PatternError",
    "RecitalTask",
    "Size",
    "Span",
    "Task",
    "TaskError",
    "Uncertain",
    "ValueRow",
    "fitting",
    "get",
    "names",
    "problems",
]
