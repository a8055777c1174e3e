"""The memory of a long run, kept at some steps and worked out for those between.

A run of 10,000 steps over 1,024 slots of 20 numbers has 820 MB of memory, and all of it
follows from what the write heads did. So a keyframe is kept every some steps, and between two
the memory is written anew (arXiv 1410.5401, eqs. 3 and 4).
"""

from __future__ import annotations

import collections
import dataclasses
import threading
from typing import Any

import numpy as np
import numpy.typing as npt

from ntm_model.traces.layout import Array, frozen
from ntm_model.traces.meta import TraceError

EVERY = 16
"""Steps from one keyframe to the next, in what is recorded here."""
TOLERANCE = 1e-5
"""How far a rebuilt cell may be from the recorded one: other machines add up in another order."""
LONG = 64 * 2**20
"""Bytes of memory, over all steps, from which a trace is kept by keyframes."""

_UNTOUCHED = 1e-9
"""A slot that a head gives less than this changes too little for anyone to see."""
_STRIDE = 4
"""Every so many steps between keyframes are kept too, for whoever goes back."""
_KEPT = 32
"""Memories that are held at once."""


@dataclasses.dataclass(frozen=True, eq=False)
class Keyframes:
    """The memory at some steps: ``frames`` [K, N, M] before the steps ``steps`` [K].

    The first is step 0; the steps rise, up to T, which is the memory after the last step.
    """

    steps: npt.NDArray[np.int64]
    frames: Array

    def __post_init__(self) -> None:
        steps = np.asarray(self.steps)
        if steps.ndim != 1 or steps.dtype.kind not in "iu" or steps.shape != self.frames.shape[:1]:
            raise TraceError(
                f"keyframes must be [K] whole numbers, one for each of {len(self.frames)} in "
                f"memory_keyframes, found {steps.dtype} {list(steps.shape)}"
            )
        if not len(steps) or steps[0] != 0 or (np.diff(steps.astype(np.int64)) <= 0).any():
            raise TraceError("keyframes must rise from step 0")
        object.__setattr__(self, "steps", steps.astype(np.int64))
        object.__setattr__(self, "frames", frozen("memory_keyframes", self.frames))


class RebuiltMemory:
    """A memory [T+1, N, M] of which only keyframes are held; ``memory[t]`` is [N, M].

    It is read by the step, ``memory[t]`` or ``memory[t, slots]``, from -T-1 to T. Values differ
    from those of the run itself by no more than ``TOLERANCE``.

    Args:
        keyframes: some of its steps.
        writing: [T, W, N], the write heads' weightings.
        erase, add: [T, W, M], what they did.
    """

    ndim = 3
    dtype = np.dtype(np.float32)

    def __init__(self, keyframes: Keyframes, writing: Array, erase: Array, add: Array) -> None:
        if keyframes.steps[-1] > len(erase):
            raise TraceError(
                f"keyframes must lie within the {len(erase)} timesteps, found {keyframes.steps[-1]}"
            )
        self.keyframes = keyframes
        self._writing, self._erase, self._add = writing, erase, add
        self._held: collections.OrderedDict[int, Array] = collections.OrderedDict()
        self._lock = threading.Lock()

    def of_heads(self, writing: Array, erase: Array, add: Array) -> RebuiltMemory:
        """The same keyframes, followed by what these heads did."""
        return RebuiltMemory(self.keyframes, writing, erase, add)

    @property
    def shape(self) -> tuple[int, int, int]:
        """[T+1, N, M]."""
        _, slots, depth = self.keyframes.frames.shape
        return len(self._erase) + 1, slots, depth

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, key: Any) -> Any:
        step, *rest = key if isinstance(key, tuple) else (key,)
        if not isinstance(step, int | np.integer):
            raise TypeError("a memory of keyframes is read one step at a time: memory[t]")
        t = int(step) + len(self) if step < 0 else int(step)
        if not 0 <= t < len(self):
            raise IndexError(f"memory {step} of a trace that has {len(self)} of them")
        # GUI and exports may look at one trace at once.
        with self._lock:
            found = self._at(t)
        return found[tuple(rest)] if rest else found

    def _at(self, t: int) -> Array:
        place = int(np.searchsorted(self.keyframes.steps, t, "right")) - 1
        begin = int(self.keyframes.steps[place])
        if begin == t:
            frame: Array = self.keyframes.frames[place]
            return frame
        nearest = max((step for step in self._held if begin < step <= t), default=begin)
        if nearest == t:
            self._held.move_to_end(t)
            return self._held[t]
        now = np.array(self._held.get(nearest, self.keyframes.frames[place]), np.float32)
        for step in range(nearest, t):
            if step % _STRIDE == 0 and step > nearest:
                self._hold(step, now.copy())
            write(now, self._writing[step], self._erase[step], self._add[step])
        return self._hold(t, now)

    def _hold(self, t: int, memory: Array) -> Array:
        memory.flags.writeable = False
        self._held[t] = memory
        while len(self._held) > _KEPT:
            self._held.popitem(last=False)
        return memory


def write(memory: Array, writing: Array, erase: Array, add: Array) -> None:
    """One step of all write heads on ``memory`` [N, M], in place: [W, N], [W, M], [W, M].

    In float32 and in the cell's order: every head erases before any head adds.
    """
    touched = np.flatnonzero((writing > _UNTOUCHED).any(axis=0))
    few = 4 * len(touched) < len(memory)
    rows = memory[touched] if few else memory
    shares = writing[:, touched] if few else writing
    for share, vector in zip(shares, erase, strict=True):
        rows *= 1.0 - share[:, None] * vector
    for share, vector in zip(shares, add, strict=True):
        rows += share[:, None] * vector
    if few:
        memory[touched] = rows


def thinned(memory: Array, writing: Array, erase: Array, add: Array) -> RebuiltMemory | None:
    """The same memory [T+1, N, M] by keyframes; None where it does not follow from the heads."""
    steps = keyframe_steps(len(erase))
    if not follows(memory, writing, erase, add):
        return None
    return RebuiltMemory(Keyframes(steps, memory[steps]), writing, erase, add)


def follows(memory: Array, writing: Array, erase: Array, add: Array) -> bool:
    """Whether each memory is the one before, written to by the heads."""
    now = np.array(memory[0])
    for t in range(len(erase)):
        if t % EVERY == 0:
            now[...] = memory[t]
        write(now, writing[t], erase[t], add[t])
        if np.abs(now - memory[t + 1]).max() > TOLERANCE:
            return False
    return True


def keyframe_steps(n_steps: int) -> npt.NDArray[np.int64]:
    """The steps of the keyframes of a run of so many steps, [K]: every some, and the end."""
    return np.append(np.arange(0, n_steps, EVERY), n_steps).astype(np.int64)
