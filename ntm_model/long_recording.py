"""Record a run that is too long to be held: it goes to its file as it happens, by keyframes."""

from __future__ import annotations

import dataclasses
import math
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from ntm_model.model import ModelInfo
from ntm_model.trace import Array, Trace, TraceError, TraceMeta
from ntm_model.traces.keyframes import EVERY, LONG
from ntm_model.traces.writing import STAGES, LongTraceWriter, aside
from ntm_model.walking import Walker

Told = Callable[[int], None]
"""Told how many timesteps are done."""

_SMALL = ("outputs", "shifts", "keys", "strength", "gate", "sharpness", "reads", "erase", "add")
"""What a walk tells that does not grow with the slots."""


@dataclasses.dataclass(frozen=True, eq=False)
class Given:
    """What is known of a run before it begins."""

    inputs: Array
    """[T, I]."""
    targets: Array | None
    weights: Array | None
    meta: TraceMeta


def untold(_done: int) -> None:
    """For whoever does not want to hear of it."""


def is_long(info: ModelInfo, steps: int) -> bool:
    """Whether the memory over so many steps is too much to be held."""
    return 4 * (steps + 1) * info.n_slots * info.m_depth > LONG


def bytes_of(shapes: Mapping[str, tuple[int, ...]]) -> int:
    """About what the file of a run takes."""
    steps, slots, depth = shapes["memory"]
    return 17 * math.prod(shapes["content"]) + 4 * (steps // EVERY + 2) * slots * depth


def record_long(
    walker: Walker,
    info: ModelInfo,
    given: Given,
    into: str | os.PathLike[str] | None,
    progress: Told,
) -> Trace:
    """Run the inputs and write what happens ``into`` this file, or one that goes with the trace.

    Raises:
        TraceError: there is not as much room as it takes.
    """
    shapes = _shapes(info, given)
    if into is not None:
        _check_room(shapes, Path(into).parent)
        with aside(into) as part:
            _write(part, walker, info, given, progress)
        return Trace.load(into)
    _check_room(shapes, Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix="ntm-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "run.npz"
        _write(path, walker, info, given, progress)
        # What is mapped stays readable when its name is gone; where a system keeps the name
        # until then, the folder is left to that system's own cleaning.
        return Trace.load(path)


def _check_room(shapes: Mapping[str, tuple[int, ...]], folder: Path) -> None:
    needed, free = bytes_of(shapes), shutil.disk_usage(folder).free
    if needed > free:
        steps, slots, _ = shapes["memory"]
        raise TraceError(
            f"a run of {steps - 1:,} timesteps over {slots:,} slots takes {needed / 1e9:.1f} GB, "
            f"and {folder} has {free / 1e9:.1f} GB left"
        )


def _write(path: Path, walker: Walker, info: ModelInfo, given: Given, progress: Told) -> None:
    start = walker.begin(1)
    small: dict[str, list[Array]] = {name: [] for name in _SMALL}
    with LongTraceWriter(path, _shapes(info, given), given.meta) as writer:
        writer.keyframe(start.memory[0])
        done = 0
        for told in walker.stretches(given.inputs[None], start):
            writer.stages({name: told[name][:, 0] for name in STAGES})
            after = told["memory"][:, 0]
            steps = writer.keyframe_steps
            for step in steps[(steps > done) & (steps <= done + len(after))]:
                writer.keyframe(after[step - done - 1])
            for name, parts in small.items():
                parts.append(told[name])
            done += len(after)
            progress(done)
        arrays = {name: np.concatenate(parts) for name, parts in small.items()}
        arrays["outputs"] = walker.answers(arrays["outputs"])
        writer.finish(
            {
                "inputs": given.inputs,
                "targets": given.targets,
                "weights": given.weights,
                "initial_weightings": start.weightings[0],
                **{name: array[:, 0] for name, array in arrays.items()},
            }
        )


def _shapes(info: ModelInfo, given: Given) -> dict[str, tuple[int, ...]]:
    steps, width = given.inputs.shape
    readers, writers, depth = info.read_heads, info.write_heads, info.m_depth
    heads, slots = readers + writers, info.n_slots
    shapes: dict[str, tuple[int, ...]] = {
        "inputs": (steps, width),
        "outputs": (steps, info.output_width),
        "memory": (steps + 1, slots, depth),
        "initial_weightings": (heads, slots),
        **dict.fromkeys(STAGES, (steps, heads, slots)),
        "shifts": (steps, heads, info.shift_range),
        "keys": (steps, heads, depth),
        **dict.fromkeys(("strength", "gate", "sharpness"), (steps, heads)),
        "reads": (steps, readers, depth),
        "erase": (steps, writers, depth),
        "add": (steps, writers, depth),
    }
    if given.targets is not None:
        shapes["targets"] = given.targets.shape
    if given.weights is not None:
        shapes["weights"] = given.weights.shape
    return shapes
