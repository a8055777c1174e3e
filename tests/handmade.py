"""A copy run worked out by hand: what an ideal NTM does, stepped in plain numpy.

The pictures are tested against it, because everything in it is known beforehand: which
slot each head is at, what is in memory, that no bit is wrong. A programme stands where the
trained controller would be; addressing, writing and reading follow the paper's equations.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt

from ntm_model.tasks import CopyTask, Task
from ntm_model.tasks.base import Drawn
from ntm_model.tasks.priority_sort import PrioritySortTask
from ntm_model.trace import LAYOUT, Trace, TraceMeta

Numbers = npt.NDArray[Any]

READ, WRITE = 0, 1
STAY, FORWARD = (0.02, 0.96, 0.02), (0.01, 0.04, 0.95)
BLURRED = (0.02, 0.28, 0.70)

LETTERS = """
....................
.#....#.#####.#....#
.##...#...#...##..##
.#.#..#...#...#.##.#
.#..#.#...#...#....#
.#...##...#...#....#
.#....#...#...#....#
....................
"""


@dataclasses.dataclass(frozen=True)
class Wish:
    """What the controller asks of one head at one step."""

    key: Numbers
    strength: float
    gate: float
    shift: tuple[float, float, float]
    sharpness: float


def letters() -> npt.NDArray[np.uint8]:
    """The letters NTM, [20, 8] bits."""
    rows = LETTERS.split()
    return np.array([[cell == "#" for cell in row] for row in rows], np.uint8).T.copy()


def copy_trace(
    pattern: npt.ArrayLike | None = None, length: int = 20, n_slots: int = 128, m_depth: int = 20
) -> Trace:
    """The run of an ideal NTM that copies ``pattern``, [length, 8] bits.

    Vector i is written to slot i. At the delimiter the read head finds slot 0 by content,
    then it walks down. Without a pattern: the letters NTM, repeated or cut to ``length``.
    """
    task = CopyTask()
    if pattern is None:
        drawn = letters()
        pattern = drawn[np.arange(length) % len(drawn)]
    example = task.encode(pattern)
    programme = _Programme(np.asarray(pattern, np.float64), m_depth)
    arrays = _run(programme, len(example.inputs), n_slots, m_depth)
    recalling = example.weights[:, None] > 0
    recited = arrays["reads"][:, 0, : task.bits]
    meta = TraceMeta(
        task=task.name,
        model="an ideal machine, made by hand",
        head_names=("read", "write"),
        input_names=task.input_names,
        output_names=task.output_names,
        phases=example.phases,
    )
    return Trace(
        inputs=example.inputs,
        outputs=np.where(recalling, 6.0 * recited, -7.0 + recited),
        targets=example.targets,
        weights=example.weights,
        meta=meta,
        **arrays,
    )


def priority_sort_trace(length: int = 5) -> Trace:
    """A run with the inputs and the answers of priority sort, and the heads of a copying machine.

    For whatever must not take it for a run of copy: its outputs are as wide and as many.
    """
    task = PrioritySortTask()
    run = copy_trace(length=length)
    example = task.encode(run.inputs[:length, : task.bits])
    meta = dataclasses.replace(
        run.meta,
        task=task.name,
        input_names=task.input_names,
        output_names=task.output_names,
        phases=example.phases,
    )
    return dataclasses.replace(
        run,
        inputs=example.inputs,
        outputs=np.where(example.targets > 0.5, 6.0, -6.0),
        targets=example.targets,
        weights=example.weights,
        meta=meta,
    )


def strange_trace(length: int = 5) -> Trace:
    """A run of a task that nobody here knows, over inputs that no drawing for copy gives."""
    run = copy_trace(length=length)
    inputs = run.inputs.copy()
    inputs[-1, 0] = 1.0
    return dataclasses.replace(
        run, inputs=inputs, meta=dataclasses.replace(run.meta, task="juggling")
    )


def run_of(task: Task, pattern: Drawn) -> Trace:
    """A run of any task that answers right, by a machine whose heads have nothing to do with it.

    For whatever tells of what goes in and comes out, and not of how.
    """
    example = task.encode(pattern)
    steps = len(example.inputs)
    run = copy_trace(length=(steps + 1) // 2)
    rows = {
        name: getattr(run, name)[: steps + (name == "memory")]
        for name, letters in LAYOUT.items()
        if letters[0].startswith("T") and name not in ("inputs", "outputs", "targets", "weights")
    }
    meta = dataclasses.replace(
        run.meta,
        task=task.name,
        input_names=task.input_names,
        output_names=task.output_names,
        phases=example.phases,
    )
    return Trace(
        inputs=example.inputs,
        outputs=np.where(example.targets > 0.5, 6.0, -6.0),
        targets=example.targets,
        weights=example.weights,
        initial_weightings=run.initial_weightings,
        meta=meta,
        **rows,
    )


class _Programme:
    """The controller's part: what each head is to do at step t."""

    def __init__(self, pattern: Numbers, m_depth: int) -> None:
        self._random = np.random.default_rng(5)
        self._length, bits = pattern.shape
        if m_depth <= bits:
            raise ValueError(f"a slot must hold {bits} bits and a mark, m_depth is {m_depth}")
        marks = np.tanh(self._random.normal(size=(self._length, m_depth - bits)))
        self._words = 0.9 * np.concatenate([2.0 * pattern - 1.0, marks], axis=1)

    def read(self, t: int) -> Wish:
        if t == self._length:  # the delimiter: back to the first vector, found by content
            return Wish(self._words[0], 24.0, 0.98, STAY, 9.0)
        walking = t > self._length + 1
        return self._by_location(FORWARD if walking else STAY, 7.0)

    def write(self, t: int) -> Wish:
        if t < self._length:
            return self._by_location(STAY if t == 0 else FORWARD, 6.0)
        return self._by_location(BLURRED, 2.2)

    def erase(self, t: int) -> Numbers:
        level = 0.95 if t < self._length else 0.06
        return level * self._random.uniform(0.8, 1.0, self._words.shape[1])

    def add(self, t: int) -> Numbers:
        if t < self._length:
            return self._words[t]
        return 0.06 * self._random.normal(size=self._words.shape[1])

    def _by_location(self, shift: tuple[float, float, float], sharpness: float) -> Wish:
        """Move from where the head is; the key hardly matters, as in a trained network."""
        key = 0.4 * self._random.normal(size=self._words.shape[1])
        strength = 1.0 + self._random.uniform(0.0, 1.5)
        gate = self._random.uniform(0.01, 0.05)
        return Wish(key, strength, gate, shift, sharpness + self._random.uniform(0.0, 1.0))


def _run(programme: _Programme, steps: int, n_slots: int, m_depth: int) -> dict[str, Numbers]:
    memory = np.full((n_slots, m_depth), 1e-6)
    weightings = np.zeros((2, n_slots))
    weightings[:, 0] = 1.0
    record: dict[str, list[Numbers]] = {"memory": [memory], "initial_weightings": []}
    initial = weightings
    for t in range(steps):
        wishes = (programme.read(t), programme.write(t))
        stages = [_address(memory, w, wish) for w, wish in zip(weightings, wishes, strict=True)]
        weightings = np.stack([stage[-1] for stage in stages])
        erase, add = programme.erase(t), programme.add(t)
        kept = 1.0 - np.outer(weightings[WRITE], erase)
        memory = memory * kept + np.outer(weightings[WRITE], add)
        step = {
            **{
                name: np.stack([stage[i] for stage in stages])
                for i, name in enumerate(("content", "gated", "shifted", "weightings"))
            },
            "shifts": np.array([wish.shift for wish in wishes]),
            "keys": np.stack([wish.key for wish in wishes]),
            "strength": np.array([wish.strength for wish in wishes]),
            "gate": np.array([wish.gate for wish in wishes]),
            "sharpness": np.array([wish.sharpness for wish in wishes]),
            "memory": memory,
            "reads": weightings[READ][None] @ memory,
            "erase": erase[None],
            "add": add[None],
        }
        for name, value in step.items():
            record.setdefault(name, []).append(value)
    del record["initial_weightings"]
    return {"initial_weightings": initial, **{n: np.stack(v) for n, v in record.items()}}


def _address(
    memory: Numbers, previous: Numbers, wish: Wish
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """The four stages of arXiv 1410.5401, section 3.3: equations 5, 7, 8 and 9."""
    norms = np.sqrt((memory**2).sum(axis=1) * (wish.key**2).sum() + 1e-8)
    likeness = wish.strength * (memory @ wish.key) / norms
    content = np.exp(likeness - likeness.max())
    content /= content.sum()
    gated = wish.gate * content + (1.0 - wish.gate) * previous
    shifted = sum(
        weight * np.roll(gated, move) for move, weight in zip((-1, 0, 1), wish.shift, strict=True)
    )
    sharpened = shifted**wish.sharpness
    return content, gated, shifted, sharpened / sharpened.sum()
