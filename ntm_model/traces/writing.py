"""Write the file of a trace: whole, or for a long one step by step as it happens.

The bytes depend on the trace alone: no date, no order of construction. A file appears whole or
not at all.
"""

from __future__ import annotations

import contextlib
import io
import os
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from ntm_model.traces.archive import ArrayArchive
from ntm_model.traces.keyframes import Keyframes, keyframe_steps
from ntm_model.traces.layout import LAYOUT, Array, check_finite
from ntm_model.traces.meta import KEYFRAMES, TraceMeta
from ntm_model.traces.survey import Surveyor, pool_shapes

STAGES = ("content", "gated", "shifted", "weightings")
"""What grows with the steps and with the slots."""


@contextlib.contextmanager
def aside(path: str | os.PathLike[str]) -> Iterator[Path]:
    """A path beside ``path`` whose file takes its place once it is whole."""
    target = Path(path)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(target)
    except OSError as error:
        # A person knows the file that was asked for, not the one beside it.
        error.filename = os.fspath(path)
        raise
    finally:
        part.unlink(missing_ok=True)


def write_packed(path: Path, arrays: Mapping[str, Array | None], meta: TraceMeta) -> None:
    """A short trace, packed."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in LAYOUT:
            array = arrays[name]
            if array is not None:
                _write_member(archive, name, array)
        _write_member(archive, "meta", np.array(meta.to_json()))


def write_plain(path: Path, arrays: Mapping[str, Array | None], meta: TraceMeta) -> None:
    """A long trace whose memory is kept whole: as it is, so that it can be mapped."""
    given = {name: array for name, array in arrays.items() if array is not None}
    told = np.array(meta.to_json())
    members = {name: (array.dtype, array.shape) for name, array in given.items()}
    with ArrayArchive(path, {**members, "meta": (told.dtype, ())}) as archive:
        for name, array in given.items():
            archive.append(name, array)
        archive.append("meta", told)


class LongTraceWriter:
    """Writes a trace by keyframes while it happens, holding no more than what it is given.

    Use it in a ``with`` block: give ``stages`` for all steps in order, ``keyframe`` for each of
    ``steps``, and at the end all that is small, with ``finish``.

    Args:
        path: the file.
        shapes: of every array of the trace, as ``LAYOUT`` has them.
        meta: of the trace.
        steps: of the keyframes; None for those of ``keyframe_steps``.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        shapes: Mapping[str, tuple[int, ...]],
        meta: TraceMeta,
        steps: npt.NDArray[np.int64] | None = None,
    ) -> None:
        n_steps, n_heads, n_slots = shapes["weightings"]
        self._steps = keyframe_steps(n_steps) if steps is None else steps
        self._meta = np.array(meta.to_json(KEYFRAMES))
        self._surveyor = Surveyor(n_heads, n_slots)
        self._done = 0
        # What is small comes first, so that whoever opens the file reads one stretch of it.
        elsewhere = ("memory", *STAGES)
        small = {n: (np.float32, shapes[n]) for n in LAYOUT if n in shapes and n not in elsewhere}
        members: dict[str, Any] = {"meta": (self._meta.dtype, ())}
        members |= {**small, "keyframes": (np.int64, self._steps.shape)}
        members["strongest"] = (np.float32, (n_heads, n_slots))
        for span, shape in sorted(pool_shapes(n_steps, n_heads, n_slots).items(), reverse=True):
            members[f"strongest_of_{span}"] = (np.uint8, shape)
        frames = (len(self._steps), *shapes["memory"][1:])
        members["memory_keyframes"] = (np.float32, frames)
        members |= {name: (np.float32, shapes[name]) for name in STAGES}
        self._archive = ArrayArchive(path, members)

    def __enter__(self) -> Self:
        self._archive.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._archive.__exit__(*error)

    @property
    def keyframe_steps(self) -> npt.NDArray[np.int64]:
        """The steps whose memory it waits for, [K]."""
        return self._steps

    def stages(self, lines: Mapping[str, Array]) -> None:
        """The four stages of the next ``survey.BLOCK`` steps, or of those that are left."""
        pools = self._surveyor.take(lines["weightings"], self._done)
        for name in STAGES:
            if name != "weightings":
                check_finite(name, lines[name], self._done)
            self._archive.append(name, lines[name])
        for span, pool in pools.items():
            self._archive.append(f"strongest_of_{span}", pool)
        self._done += len(lines["weightings"])

    def keyframe(self, memory: Array) -> None:
        """The memory [N, M] before the next of the steps."""
        check_finite("memory", memory)
        self._archive.append("memory_keyframes", memory)

    def keyframes(self, given: Keyframes) -> None:
        """All keyframes at once."""
        for memory in given.frames:
            self.keyframe(memory)

    def finish(self, small: Mapping[str, Array | None]) -> None:
        """Every other array, whole."""
        for name, array in small.items():
            if array is not None:
                check_finite(name, array)
                self._archive.append(name, array)
        self._archive.append("keyframes", self._steps)
        self._archive.append("strongest", self._surveyor.strongest)
        self._archive.append("meta", self._meta)


def _write_member(archive: zipfile.ZipFile, name: str, array: npt.NDArray[Any]) -> None:
    member = io.BytesIO()
    np.lib.format.write_array(member, array, allow_pickle=False)
    # A fixed date: the archive must not tell when it was written.
    info = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, member.getvalue())
