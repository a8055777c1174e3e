"""A run of any length, made by hand without a network and written down as it goes.

A copy of a random pattern: a write head walks down the slots and back to the first ones when
they are full, then a read head walks after it. Addressing is made up, but the memory follows
from what the write head does, as it must.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ntm_model.tasks import CopyTask
from ntm_model.trace import Phase, TraceMeta
from ntm_model.traces import keyframes
from ntm_model.traces.survey import BLOCK
from ntm_model.traces.writing import LongTraceWriter

Numbers = npt.NDArray[Any]

_BLUR = np.exp(-0.5 * (np.arange(-3, 4) / 0.45) ** 2).astype(np.float32)


def write_long_run(
    path: Path, *, steps: int = 10_000, n_slots: int = 1_024, m_depth: int = 20
) -> Path:
    """A trace of so many steps at ``path``; a second or ten, and little memory."""
    random = np.random.default_rng(0)
    length, bits = (steps - 1) // 2, CopyTask().bits
    pattern = random.integers(0, 2, (length, bits))
    inputs = np.zeros((steps, bits + 1))
    inputs[:length, :bits], inputs[length, bits] = pattern, 1.0
    targets, weights = np.zeros((steps, bits)), np.zeros(steps)
    targets[length + 1 : 2 * length + 1], weights[length + 1 : 2 * length + 1] = pattern, 1.0
    outputs = np.where(targets > 0.5, 6.0, -6.0)
    # A few wrong bits, one of them far from all others.
    for t in (length + 5, length + 6, steps - 2 - steps % 2 - length // 3):
        outputs[t, 3] *= -1.0
    erase = (
        random.uniform(0.9, 1.0, (steps, 1, m_depth)) * (np.arange(steps) < length)[:, None, None]
    )
    add = np.tanh(random.normal(size=(steps, 1, m_depth)))
    add[length:] *= 0.01
    shapes = _shapes(steps, n_slots, m_depth, bits)
    meta = TraceMeta(
        task="copy",
        model="an ideal machine, made by hand",
        head_names=("read", "write"),
        phases=(
            Phase("write", 0, length),
            Phase("delimiter", length, length + 1),
            Phase("recall", length + 1, 2 * length + 1),
        ),
    )
    small = {
        "inputs": inputs,
        "outputs": outputs,
        "targets": targets,
        "weights": weights,
        "initial_weightings": np.eye(2, n_slots)[[0, 0]],
        "shifts": np.tile([0.02, 0.04, 0.94], (steps, 2, 1)),
        "keys": np.tanh(random.normal(size=(steps, 2, m_depth))),
        "strength": random.uniform(1.0, 6.0, (steps, 2)),
        "gate": random.uniform(0.0, 0.1, (steps, 2)),
        "sharpness": random.uniform(4.0, 9.0, (steps, 2)),
        "erase": erase,
        "add": add,
        "reads": np.zeros(shapes["reads"]),
    }
    memory = np.full((n_slots, m_depth), 1e-6, np.float32)
    with LongTraceWriter(path, shapes, meta) as writer:
        wanted = {int(step) for step in writer.keyframe_steps}
        for begin in range(0, steps, BLOCK):
            t = np.arange(begin, min(begin + BLOCK, steps))
            stages = _stages(t, length, n_slots)
            writer.stages(stages)
            for step, weighting in zip(t, stages["weightings"], strict=True):
                if step in wanted:
                    writer.keyframe(memory)
                keyframes.write(
                    memory,
                    weighting[1:],
                    *(small[n][step].astype(np.float32) for n in ("erase", "add")),
                )
                small["reads"][step, 0] = weighting[0] @ memory
        writer.keyframe(memory)
        writer.finish({name: np.asarray(array, np.float32) for name, array in small.items()})
    return path


def _stages(t: Numbers, length: int, n_slots: int) -> dict[str, Numbers]:
    """The heads at these steps: each stage a peak with its blur, [steps, 2, N]."""
    writing = np.minimum(t, length) % n_slots
    reading = np.clip(t - length - 1, 0, length - 1) % n_slots
    peaks = np.stack([reading, writing], axis=1)
    found = {}
    for name, back, spread in (
        ("content", 0, 0.4),
        ("gated", -1, 1.0),
        ("shifted", 0, 0.8),
        ("weightings", 0, 1.0),
    ):
        stage = np.zeros((len(t), 2, n_slots), np.float32)
        for offset, share in zip(range(-3, 4), _BLUR, strict=True):
            places = (peaks + offset + back) % n_slots
            np.put_along_axis(stage, places[:, :, None], share, axis=2)
        stage += (1.0 - spread) * stage.sum(axis=2, keepdims=True) / n_slots
        found[name] = stage / stage.sum(axis=2, keepdims=True)
    return found


def _shapes(steps: int, n_slots: int, m_depth: int, bits: int) -> dict[str, tuple[int, ...]]:
    stage = (steps, 2, n_slots)
    return {
        "inputs": (steps, bits + 1),
        "outputs": (steps, bits),
        "targets": (steps, bits),
        "weights": (steps,),
        "memory": (steps + 1, n_slots, m_depth),
        "initial_weightings": (2, n_slots),
        **dict.fromkeys(("content", "gated", "shifted", "weightings"), stage),
        "shifts": (steps, 2, 3),
        "keys": (steps, 2, m_depth),
        **dict.fromkeys(("strength", "gate", "sharpness"), (steps, 2)),
        **dict.fromkeys(("reads", "erase", "add"), (steps, 1, m_depth)),
    }
