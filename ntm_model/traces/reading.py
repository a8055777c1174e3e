"""Read the file of a trace: a short one whole, of a long one only what is looked at.

The large arrays of a long file are mapped where they lie in it as they are. Where they are
packed, or hold other numbers than float32, they are unpacked once into a file that goes when
nobody looks at them any more.
"""

from __future__ import annotations

import os
import shutil
import struct
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from ntm_model.traces.keyframes import LONG, Keyframes, RebuiltMemory
from ntm_model.traces.layout import LAYOUT, OPTIONAL, check_shapes, frozen
from ntm_model.traces.meta import TraceError, TraceMeta
from ntm_model.traces.survey import SPANS, Survey, pool_shapes

SMALL = 2 * 2**20
"""Bytes; an array below this is read and not mapped, with its checksum."""
_BLOCK = 4 * 2**20
"""Numbers that are unpacked at once."""
_FREE_MEMBERS = ("keyframes", "memory_keyframes")


def read(path: str | os.PathLike[str]) -> tuple[TraceMeta, dict[str, Any], Survey | None]:
    """Meta, arrays, and the survey where the file brings one.

    Raises:
        FileNotFoundError, PermissionError, IsADirectoryError: as ``open`` raises them.
        TraceError: the file is no trace, is damaged, was written by a newer version, or is too
            large to be unpacked here.
    """
    try:
        with Path(path).open("rb") as file:
            archive = np.load(file, allow_pickle=False)
            if isinstance(archive, np.ndarray):
                raise TraceError("holds a single array, not a trace (.npz with named arrays)")
            with archive:
                return _members(archive, file)
    except OSError:
        raise
    except TraceError:
        raise
    # A member is encrypted, or packed in a way that this Python does not know.
    except RuntimeError as error:
        raise TraceError(f"is no trace (.npz) that can be read ({error})") from None
    except MemoryError:
        raise TraceError("is too large for this machine's memory") from None
    # What numpy says of these is no help to a person, and some of it unsafe advice.
    except (ValueError, EOFError, KeyError, struct.error, zipfile.BadZipFile, zlib.error):
        raise TraceError("is no trace (.npz), or is damaged") from None


def _members(archive: Any, file: IO[bytes]) -> tuple[TraceMeta, dict[str, Any], Survey | None]:
    names = set(archive.files)
    if "meta" not in names:
        raise TraceError("is not a trace: it has no member 'meta'")
    # Before anything else: a newer file may lay out its arrays in another way.
    meta = TraceMeta.from_json(str(archive["meta"][()]))
    rebuilt = "memory" not in names and names.issuperset(_FREE_MEMBERS)
    missing = [name for name in LAYOUT if name not in names and name not in OPTIONAL]
    if rebuilt:
        missing.remove("memory")
    if missing:
        raise TraceError(f"lacks {', '.join(missing)}")
    sizes = sum(info.file_size for info in archive.zip.infolist())
    long = rebuilt or sizes > LONG
    take = _Mapper(archive.zip, file).array if long else archive.__getitem__
    arrays = {name: take(name) for name in LAYOUT if name in names}
    if not rebuilt:
        return meta, arrays, None
    # Before anything follows from them.
    shapes = {name: array.shape for name, array in arrays.items()}
    frames = take("memory_keyframes")
    check_shapes({**shapes, "memory": (len(arrays["inputs"]) + 1, *frames.shape[1:])})
    frames = frozen("memory_keyframes", frames)
    readers = arrays["reads"].shape[1]
    arrays["memory"] = RebuiltMemory(
        Keyframes(archive["keyframes"], frames),
        arrays["weightings"][:, readers:],
        arrays["erase"],
        arrays["add"],
    )
    return meta, arrays, _survey(names, take, arrays["weightings"].shape)


def _survey(names: set[str], take: Any, shape: tuple[int, ...]) -> Survey | None:
    """What the file tells of its weightings; None where it does not, or of others."""
    if not names.issuperset(("strongest", *(f"strongest_of_{span}" for span in SPANS))):
        return None
    strongest = np.asarray(take("strongest"), np.float32)
    pools = {span: take(f"strongest_of_{span}") for span in SPANS}
    wanted = pool_shapes(*shape)
    fits = all(pools[span].shape == wanted[span] for span in SPANS)
    plain = all(pool.dtype == np.uint8 for pool in pools.values())
    return Survey(strongest, pools) if fits and plain and strongest.shape == shape[1:] else None


class _Mapper:
    """Takes arrays out of an archive without holding them."""

    def __init__(self, archive: zipfile.ZipFile, file: IO[bytes]) -> None:
        self._archive = archive
        self._file = file

    def array(self, name: str) -> npt.NDArray[Any]:
        info = self._archive.getinfo(f"{name}.npy")
        with self._archive.open(info) as member:
            if info.file_size <= SMALL:
                return np.asarray(np.lib.format.read_array(member, allow_pickle=False))
            shape, fortran, dtype = _header(member)
            header = member.tell()
            if dtype.hasobject:
                raise ValueError("pickled")
            plain = dtype in (np.dtype("<f4"), np.dtype("u1")) and not fortran
            if plain and info.compress_type == zipfile.ZIP_STORED:
                return np.memmap(
                    self._file, dtype, "r", self._place(info) + header, shape, order="C"
                )
            if fortran:
                raise TraceError(f"{name} is too large to be read in Fortran's order")
            return _unpacked(name, member, dtype, shape)

    def _place(self, info: zipfile.ZipInfo) -> int:
        """Where in the file the member's bytes begin."""
        self._file.seek(info.header_offset)
        fixed = self._file.read(30)
        name, extra = struct.unpack("<HH", fixed[26:])
        return info.header_offset + 30 + int(name) + int(extra)


def _header(member: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    version = np.lib.format.read_magic(member)
    if version == (1, 0):
        return np.lib.format.read_array_header_1_0(member)
    return np.lib.format.read_array_header_2_0(member)


def _unpacked(
    name: str, member: IO[bytes], dtype: np.dtype[Any], shape: tuple[int, ...]
) -> npt.NDArray[Any]:
    """The array as float32 in a file of its own, which is gone as soon as nobody maps it."""
    if dtype.kind not in "fiub":
        raise TraceError(f"{name} must hold numbers, found dtype {dtype}")
    count = int(np.prod(shape, dtype=np.int64))
    free = shutil.disk_usage(tempfile.gettempdir()).free
    if 4 * count > free:
        raise TraceError(
            f"is too large to be opened here: its {name} takes {4 * count / 1e9:.1f} GB unpacked, "
            f"and {tempfile.gettempdir()} has {free / 1e9:.1f} GB left"
        )
    with tempfile.TemporaryFile() as aside:
        left = count
        while left:
            wanted = min(left, _BLOCK) * dtype.itemsize
            values = np.frombuffer(_exactly(member, wanted), dtype)
            with np.errstate(over="ignore"):  # infinity is told by its place when it is looked at
                aside.write(values.astype(np.float32).tobytes())
            left -= len(values)
        aside.flush()
        return np.memmap(aside, np.float32, "r", 0, shape)


def _exactly(member: IO[bytes], size: int) -> bytes:
    parts = []
    while size:
        part = member.read(size)
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
