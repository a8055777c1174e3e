"""What an export is called until a person says otherwise: the network, the pattern, its length."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from ntm_viz.examples import examples_of

if TYPE_CHECKING:
    from ntm_model.tasks import Task
    from ntm_model.tasks.base import Bits


def name_of_run(task: Task, network: str, bits: Bits) -> str:
    """Such as ``copy-letters-ntm-20``; a pattern that is no example is a ``drawing``."""
    length, width = bits.shape
    same = (
        example.title
        for example in examples_of(task)
        if np.array_equal(example.draw(length, width), bits)
    )
    return f"{_plain(network or task.name)}-{_plain(next(same, 'drawing'))}-{length}"


def _plain(words: str) -> str:
    """As part of a file's name on every system."""
    return re.sub(r"[^\w.+]+", "-", words.lower()).strip("-.") or "run"
