"""Trace: everything that a Neural Turing Machine did while it read one sequence.

A trace is what the network side and the pictures side agree on. It is plain numpy,
so a network written in any framework can produce one, and looking at one needs no
deep-learning library.

Glossary of dimensions, used in every file of both packages:

====  =========================================================
T     timesteps of the sequence
N     slots (rows) of the memory matrix
M     depth (columns) of the memory matrix
H     heads, read heads first, then write heads (H = R + W)
R, W  read heads, write heads
S     shifts that a head can choose from (odd; the middle one stays)
I, O  width of one input vector, of one output vector
B     sequences in a batch
====  =========================================================

The file is a plain ``.npz`` without pickle: one member per array below, under the
same name, and a member ``meta`` that holds one JSON string. A run whose memory would take
more than 64 MB over all steps is kept by keyframes (schema 2). In place of ``memory`` its
file holds

``memory_keyframes[K,N,M]``, ``keyframes[K]``
    the memory before some steps, and which: from 0, rising, up to T. The closer they are, the
    faster one scrubs; what is written here has one every 16 steps, and the last.
``strongest[H,N]``, ``strongest_of_2``, ``strongest_of_8``, ``strongest_of_32``
    (optional) the weightings seen from afar: the largest share of each slot over the run, and
    over so many steps, as 0…255 in bytes, ``[⌈T/2⌉,H,N]`` and so on.

and its members lie in the archive as they are (not packed), so that they can be mapped:
opening it reads hardly anything, and of a run of any length only what is looked at is held.
Other programs may pack them; then they are unpacked once.
"""

from __future__ import annotations

import dataclasses
import functools
import os
from pathlib import Path
from typing import Any, Self

import numpy as np

from ntm_model.traces.keyframes import LONG, RebuiltMemory, thinned
from ntm_model.traces.layout import (
    LAYOUT,
    OPTIONAL,
    Array,
    check_finite,
    check_shapes,
    frozen,
    is_mapped,
)
from ntm_model.traces.meta import (
    SCHEMA_VERSION,
    Phase,
    TraceError,
    TraceMeta,
    default_head_names,
)
from ntm_model.traces.reading import read
from ntm_model.traces.survey import BLOCK, Survey, blocks, survey
from ntm_model.traces.writing import STAGES, LongTraceWriter, aside, write_packed, write_plain

__all__ = [
    "LAYOUT",
    "OPTIONAL",
    "SCHEMA_VERSION",
    "Array",
    "Phase",
    "RebuiltMemory",
    "Trace",
    "TraceError",
    "TraceMeta",
    "default_head_names",
]


@dataclasses.dataclass(frozen=True, eq=False)
class Trace:
    """One run of a Neural Turing Machine over one sequence, step by step.

    ``memory[t]`` is the memory before step t and ``memory[t + 1]`` after it. The four
    stages of addressing (arXiv 1410.5401, section 3.3) are ``content`` (eq. 5),
    ``gated`` (eq. 7), ``shifted`` (eq. 8) and ``weightings`` (eq. 9).

    All arrays are float32, C-contiguous and read-only. Heads are ordered read heads
    first, then write heads. ``targets`` and ``weights`` (1 where a timestep counts, 0
    where it does not) are None where nobody knows the right answer.

    Of a long run ``memory`` is a ``RebuiltMemory``, which is read by the step, and what is
    large lies in a file and is read when it is looked at. Its shapes are checked at once like
    all others, its values by ``check_step``, when somebody looks at that step.

    Raises:
        TraceError: an array has the wrong shape, or holds NaN or infinity.
    """

    inputs: Array
    outputs: Array
    memory: Array | RebuiltMemory
    initial_weightings: Array
    content: Array
    gated: Array
    shifted: Array
    weightings: Array
    shifts: Array
    keys: Array
    strength: Array
    gate: Array
    sharpness: Array
    reads: Array
    erase: Array
    add: Array
    targets: Array | None = None
    weights: Array | None = None
    meta: TraceMeta = TraceMeta()  # noqa: RUF009 (frozen)

    def __post_init__(self) -> None:
        for name in LAYOUT:
            array = getattr(self, name)
            if (array is None and name in OPTIONAL) or isinstance(array, RebuiltMemory):
                continue
            object.__setattr__(self, name, frozen(name, array))
        check_shapes({name: array.shape for name, array in self._arrays.items()})
        if isinstance(self.memory, RebuiltMemory):
            # It follows from the arrays beside it, whichever they are now.
            rebuilt = self.memory.of_heads(self._writing, self.erase, self.add)
            object.__setattr__(self, "memory", rebuilt)
        self._check_meta()

    @property
    def _arrays(self) -> dict[str, Any]:
        """Every array that there is."""
        found = {name: getattr(self, name) for name in LAYOUT}
        return {name: array for name, array in found.items() if array is not None}

    @property
    def _writing(self) -> Array:
        """The write heads' weightings, [T, W, N]."""
        return self.weightings[:, self.n_read_heads :]

    def _check_meta(self) -> None:
        meta = self.meta
        for names, size, letter in (
            (meta.head_names, self.n_heads, "H"),
            (meta.input_names, self.inputs.shape[1], "I"),
            (meta.output_names, self.outputs.shape[1], "O"),
        ):
            if names and len(names) != size:
                raise TraceError(f"meta names {len(names)} of {letter} = {size}: {list(names)}")
        if meta.outputs_are not in ("logits", "probabilities", "values"):
            raise TraceError(
                f"meta.outputs_are must be 'logits', 'probabilities' or 'values', "
                f"found {meta.outputs_are!r}"
            )
        for phase in meta.phases:
            if not 0 <= phase.start <= phase.stop <= self.n_steps:
                raise TraceError(
                    f"phase {phase.name!r} must lie within the {self.n_steps} timesteps, "
                    f"found {phase.start} to {phase.stop}"
                )

    @property
    def n_steps(self) -> int:
        """T, the number of timesteps."""
        return int(self.inputs.shape[0])

    @property
    def n_slots(self) -> int:
        """N, the number of memory slots."""
        return int(self.memory.shape[1])

    @property
    def m_depth(self) -> int:
        """M, the length of one slot's vector."""
        return int(self.memory.shape[2])

    @property
    def n_heads(self) -> int:
        """H = R + W."""
        return int(self.weightings.shape[1])

    @property
    def n_read_heads(self) -> int:
        """R; heads 0 … R-1 read, the others write."""
        return int(self.reads.shape[1])

    @property
    def n_write_heads(self) -> int:
        """W."""
        return int(self.erase.shape[1])

    @property
    def shift_range(self) -> int:
        """S; shift s moves a weighting by s - S // 2 slots."""
        return int(self.shifts.shape[2])

    @property
    def head_names(self) -> tuple[str, ...]:
        """Names of all heads, made up from their kind where ``meta`` gives none."""
        if self.meta.head_names:
            return self.meta.head_names
        return default_head_names(self.n_read_heads, self.n_write_heads)

    @property
    def predictions(self) -> Array:
        """Outputs as a person reads them, [T, O]: probabilities of a 1, or plain values."""
        if self.meta.outputs_are == "logits":
            # exp of a number that is never positive, so nothing overflows.
            small = np.exp(-np.abs(self.outputs))
            positive = 1.0 / (1.0 + small)
            return np.where(self.outputs >= 0, positive, small * positive).astype(np.float32)
        return self.outputs

    @functools.cached_property
    def survey(self) -> Survey:
        """The weightings seen from afar; of a long run from its file, or read once.

        Raises:
            TraceError: a value is not finite.
        """
        return survey(self.weightings)

    @functools.cached_property
    def _unchecked(self) -> tuple[str, ...]:
        """The arrays whose values nobody has checked yet."""
        mapped = [name for name, array in self._arrays.items() if is_mapped(array)]
        frames = self.memory.keyframes.frames if isinstance(self.memory, RebuiltMemory) else None
        return (*mapped, "memory") if frames is not None and is_mapped(frames) else tuple(mapped)

    def check_step(self, t: int) -> None:
        """See that what lies in a file is finite at step ``t``; everything else is checked already.

        Raises:
            TraceError: it is not; the message says what and where.
        """
        for name in self._unchecked:
            lines = 2 if name == "memory" else 1
            for line in range(t, t + lines):
                check_finite(name, getattr(self, name)[line][None], line)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the trace to ``path`` (``.npz``); the file appears whole or not at all.

        The bytes depend on the trace alone: no date, no order of construction. A long trace is
        written by keyframes, unless its memory does not follow from what the write heads did.
        """
        slots, depth = self.memory.shape[1:]
        memory = self.memory
        long = 4 * (self.n_steps + 1) * slots * depth > LONG
        if long and not isinstance(memory, RebuiltMemory):
            memory = thinned(memory, self._writing, self.erase, self.add) or memory
        with aside(path) as part:
            if isinstance(memory, RebuiltMemory):
                self._write_long(part, memory)
            else:
                write = write_plain if long else write_packed
                write(part, {**dict.fromkeys(OPTIONAL), **self._arrays}, self.meta)
        return Path(path)

    def _write_long(self, path: Path, memory: RebuiltMemory) -> None:
        shapes = {name: array.shape for name, array in self._arrays.items()}
        with LongTraceWriter(path, shapes, self.meta, memory.keyframes.steps) as writer:
            writer.keyframes(memory.keyframes)
            for begin, _ in blocks(self.weightings):
                step = slice(begin, begin + BLOCK)
                writer.stages({name: getattr(self, name)[step] for name in STAGES})
            writer.finish({n: a for n, a in self._arrays.items() if n not in (*STAGES, "memory")})

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read a trace that ``save`` or another program wrote.

        Raises:
            FileNotFoundError, PermissionError, IsADirectoryError: as ``open`` raises them.
            TraceError: the file is no trace, is damaged, was written by a newer version, or is
                too large to be unpacked here.
        """
        meta, arrays, seen = read(path)
        trace = cls(meta=meta, **arrays)
        if seen is not None:
            trace.__dict__["survey"] = seen
        return trace
