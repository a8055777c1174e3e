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
same name, and a member ``meta`` that holds one JSON string.
"""

from __future__ import annotations

import dataclasses
import io
import json
import os
import zipfile
import zlib
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

SCHEMA_VERSION = 1
"""Raised by one whenever a reader of today could misread a file of tomorrow."""


class TraceError(ValueError):
    """The arrays or the file are not a valid trace; the message says what and where."""


@dataclasses.dataclass(frozen=True)
class Phase:
    """A named stretch of timesteps, ``start`` included and ``stop`` not."""

    name: str
    start: int
    stop: int


@dataclasses.dataclass(frozen=True)
class TraceMeta:
    """What the arrays cannot say of themselves."""

    task: str = ""
    """Name of the task, as ``ntm_model.tasks`` knows it; empty where there is none."""
    model: str = ""
    """What produced the trace, in words for a person."""
    head_names: tuple[str, ...] = ()
    input_names: tuple[str, ...] = ()
    output_names: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    outputs_are: str = "logits"
    """``"logits"``, ``"probabilities"`` or ``"values"``: how ``outputs`` is to be read."""
    parameters: int = 0
    """Trainable parameters of the network; 0 where that is not known."""

    def to_json(self) -> str:
        fields = dataclasses.asdict(self)
        return json.dumps({"schema": SCHEMA_VERSION, **fields}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what ``to_json`` wrote. Unknown keys are ignored, missing ones take their default.

        Raises:
            TraceError: not JSON, not an object, of a newer schema, or a field of the wrong kind.
        """
        try:
            fields = json.loads(text)
        except ValueError as error:
            raise TraceError(f"meta is not JSON: {error}") from None
        if not isinstance(fields, dict):
            raise TraceError(f"meta must be a JSON object, found {type(fields).__name__}")
        schema = fields.get("schema")
        if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
            raise TraceError(f"meta.schema must be a whole number from 1 up, found {schema!r}")
        if schema > SCHEMA_VERSION:
            raise TraceError(
                f"was written by a newer version (trace schema {schema}; this one reads up to "
                f"{SCHEMA_VERSION}): update ntm-viz to open it"
            )
        try:
            phases = tuple(
                Phase(str(phase["name"]), int(phase["start"]), int(phase["stop"]))
                for phase in fields.get("phases", ())
            )
            return cls(
                task=str(fields.get("task", "")),
                model=str(fields.get("model", "")),
                head_names=_names(fields, "head_names"),
                input_names=_names(fields, "input_names"),
                output_names=_names(fields, "output_names"),
                phases=phases,
                outputs_are=str(fields.get("outputs_are", "logits")),
                parameters=int(fields.get("parameters", 0)),
            )
        except (KeyError, OverflowError, TypeError, ValueError) as error:
            raise TraceError(f"meta has a field of the wrong kind: {error!r}") from None


def _names(fields: dict[str, Any], key: str) -> tuple[str, ...]:
    names = fields.get(key, ())
    if not isinstance(names, list | tuple):
        raise TypeError(f"{key} must be a list of names")
    return tuple(str(name) for name in names)


# Dimensions of every array, in the letters of the glossary ("T+1": one more than T).
LAYOUT: dict[str, tuple[str, ...]] = {
    "inputs": ("T", "I"),
    "outputs": ("T", "O"),
    "memory": ("T+1", "N", "M"),
    "initial_weightings": ("H", "N"),
    "content": ("T", "H", "N"),
    "gated": ("T", "H", "N"),
    "shifted": ("T", "H", "N"),
    "weightings": ("T", "H", "N"),
    "shifts": ("T", "H", "S"),
    "keys": ("T", "H", "M"),
    "strength": ("T", "H"),
    "gate": ("T", "H"),
    "sharpness": ("T", "H"),
    "reads": ("T", "R", "M"),
    "erase": ("T", "W", "M"),
    "add": ("T", "W", "M"),
    "targets": ("T", "O"),
    "weights": ("T",),
}
OPTIONAL = frozenset({"targets", "weights"})


@dataclasses.dataclass(frozen=True, eq=False)
class Trace:
    """One run of a Neural Turing Machine over one sequence, step by step.

    ``memory[t]`` is the memory before step t and ``memory[t + 1]`` after it. The four
    stages of addressing (arXiv 1410.5401, section 3.3) are ``content`` (eq. 5),
    ``gated`` (eq. 7), ``shifted`` (eq. 8) and ``weightings`` (eq. 9).

    All arrays are float32, C-contiguous and read-only. Heads are ordered read heads
    first, then write heads. ``targets`` and ``weights`` (1 where a timestep counts, 0
    where it does not) are None where nobody knows the right answer.

    Raises:
        TraceError: an array has the wrong shape, or holds NaN or infinity.
    """

    inputs: Array
    outputs: Array
    memory: Array
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
    meta: TraceMeta = TraceMeta()

    def __post_init__(self) -> None:
        for name in LAYOUT:
            array = getattr(self, name)
            if array is None and name in OPTIONAL:
                continue
            object.__setattr__(self, name, _frozen(name, array))
        self._check_shapes()
        self._check_meta()

    def _check_shapes(self) -> None:
        sizes: dict[str, int] = {}
        for name, letters in LAYOUT.items():
            array = getattr(self, name)
            if array is None:
                continue
            wanted = "[" + ", ".join(letters) + "]"
            if array.ndim != len(letters):
                raise TraceError(f"{name} must be {wanted}, found shape {list(array.shape)}")
            for axis, (letter, size) in enumerate(zip(letters, array.shape, strict=True)):
                if letter == "T+1":
                    letter, size = "T", size - 1
                known = sizes.setdefault(letter, size)
                if size != known:
                    raise TraceError(
                        f"{name} must be {wanted} with {letter} = {known}, as the arrays before "
                        f"it have it; found shape {list(array.shape)}, axis {axis}"
                    )
        for letter in ("T", "N", "M", "H", "S", "O"):
            if sizes[letter] < 1:
                raise TraceError(f"a trace needs {letter} of at least 1, found {sizes[letter]}")
        if sizes["H"] != sizes["R"] + sizes["W"]:
            raise TraceError(
                f"H must be R + W (read heads first, then write heads), found "
                f"H = {sizes['H']}, R = {sizes['R']}, W = {sizes['W']}"
            )
        if sizes["S"] % 2 == 0:
            raise TraceError(f"S, the number of shifts, must be odd, found {sizes['S']}")

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

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the trace to ``path`` (``.npz``); the file appears whole or not at all.

        The bytes depend on the trace alone: no date, no order of construction.
        """
        target = Path(path)
        aside = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as archive:
                for name in LAYOUT:
                    array = getattr(self, name)
                    if array is not None:
                        _write_member(archive, name, array)
                _write_member(archive, "meta", np.array(self.meta.to_json()))
            aside.replace(target)
        except OSError as error:
            # A person knows the file that was asked for, not the one beside it.
            error.filename = os.fspath(path)
            raise
        finally:
            aside.unlink(missing_ok=True)
        return target

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read a trace that ``save`` or another program wrote.

        Raises:
            FileNotFoundError, PermissionError, IsADirectoryError: as ``open`` raises them.
            TraceError: the file is no trace, is damaged, or was written by a newer version.
        """
        try:
            with Path(path).open("rb") as file:
                archive = np.load(file, allow_pickle=False)
                if isinstance(archive, np.ndarray):
                    raise TraceError("holds a single array, not a trace (.npz with named arrays)")
                with archive:
                    meta, arrays = _members(archive)
        except OSError:
            raise
        except TraceError:
            raise
        # A member is encrypted, or packed in a way that this Python does not know.
        except RuntimeError as error:
            raise TraceError(f"is no trace (.npz) that can be read ({error})") from None
        # What numpy says of these is no help to a person, and some of it unsafe advice.
        except (ValueError, EOFError, KeyError, zipfile.BadZipFile, zlib.error):
            raise TraceError("is no trace (.npz), or is damaged") from None
        return cls(meta=meta, **arrays)


def default_head_names(n_read_heads: int, n_write_heads: int) -> tuple[str, ...]:
    """``("read", "write")``, numbered from 1 where there are several of a kind."""

    def numbered(kind: str, count: int) -> list[str]:
        return [kind] if count == 1 else [f"{kind} {i + 1}" for i in range(count)]

    return (*numbered("read", n_read_heads), *numbered("write", n_write_heads))


def _members(archive: Any) -> tuple[TraceMeta, dict[str, Any]]:
    """Meta and arrays of an open ``.npz``; raises TraceError where they are no trace."""
    names = set(archive.files)
    if "meta" not in names:
        raise TraceError("is not a trace: it has no member 'meta'")
    # Before anything else: a newer file may lay out its arrays in another way.
    meta = TraceMeta.from_json(str(archive["meta"][()]))
    missing = [name for name in LAYOUT if name not in names and name not in OPTIONAL]
    if missing:
        raise TraceError(f"lacks {', '.join(missing)}")
    return meta, {name: archive[name] for name in LAYOUT if name in names}


def _frozen(name: str, array: Any) -> Array:
    """A read-only C-contiguous float32 copy (or the array itself where it already is one)."""
    found = np.asarray(array)
    if found.dtype.kind not in "fiub":
        raise TraceError(f"{name} must hold numbers, found dtype {found.dtype}")
    with np.errstate(over="ignore"):  # what is too large for float32 is told below, by its place
        frozen = np.ascontiguousarray(found, dtype=np.float32)
    if frozen.ndim != found.ndim:  # ascontiguousarray turns a number into an array of one
        frozen = frozen.reshape(found.shape)
    if not np.isfinite(frozen).all():
        where = [int(i) for i in np.argwhere(~np.isfinite(frozen))[0]]
        raise TraceError(
            f"{name} holds {frozen[tuple(where)]} at {where}; every value must be finite"
        )
    if frozen.flags.writeable:
        frozen = frozen.copy() if np.shares_memory(frozen, found) else frozen
        frozen.flags.writeable = False
    return frozen


def _write_member(archive: zipfile.ZipFile, name: str, array: npt.NDArray[Any]) -> None:
    member = io.BytesIO()
    np.lib.format.write_array(member, array, allow_pickle=False)
    # A fixed date: the archive must not tell when it was written.
    info = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, member.getvalue())
