"""A zip archive of arrays that lie in it as they are, so that a program can map them.

``zipfile`` writes one member after the other. A long run brings a few lines of every array at
each step, so here all members have their place from the start and are filled side by side. What
comes out is what ``np.savez`` writes: any zip program opens it, and ``np.load`` reads it.
"""

from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

_ALIGN = 64
"""Bytes; a mapped array whose first number lies anywhere is read more slowly."""
_PADDING = 0xD935
"""The extra field in which zip programs expect bytes that only move the data to its place."""
_WIDE = 0xFFFFFFFF
"""Where a size does not fit: it then stands in a field of its own (zip64)."""
_VERSION = 45
# 1980-01-01: the archive must not tell when it was written.
_DATE = 0x21


class _Member:
    """One array: its place in the file, and how much of it is there."""

    def __init__(self, name: str, dtype: npt.DTypeLike, shape: tuple[int, ...], begin: int) -> None:
        self.name = f"{name}.npy".encode()
        self.dtype, self.shape = np.dtype(dtype), shape
        header = io.BytesIO()
        description = np.lib.format.dtype_to_descr(self.dtype)
        np.lib.format.write_array_header_1_0(
            header, {"descr": description, "fortran_order": False, "shape": shape}
        )
        self.header = header.getvalue()
        self.begin = begin
        fixed = begin + 30 + len(self.name) + 20 + 6
        self.padding = -fixed % _ALIGN
        self.data = fixed + self.padding
        self.size = len(self.header) + self.dtype.itemsize * int(np.prod(shape, dtype=np.int64))
        self.written = len(self.header)
        self.checksum = zlib.crc32(self.header)

    @property
    def end(self) -> int:
        return self.data + self.size

    def local_header(self) -> bytes:
        extra = struct.pack("<HHQQ", 1, 16, self.size, self.size)
        extra += struct.pack("<HHH", _PADDING, 2 + self.padding, _ALIGN) + bytes(self.padding)
        fields = (0x04034B50, _VERSION, 0, 0, 0, _DATE, self.checksum, _WIDE, _WIDE)
        fixed = struct.pack("<IHHHHHIII", *fields)
        return fixed + struct.pack("<HH", len(self.name), len(extra)) + self.name + extra

    def directory_entry(self) -> bytes:
        extra = struct.pack("<HHQQQ", 1, 24, self.size, self.size, self.begin)
        fields = (0x02014B50, _VERSION, _VERSION, 0, 0, 0, _DATE, self.checksum, _WIDE, _WIDE)
        fixed = struct.pack("<IHHHHHHIII", *fields)
        lengths = struct.pack("<HHHHHII", len(self.name), len(extra), 0, 0, 0, 0o644 << 16, _WIDE)
        return fixed + lengths + self.name + extra


class ArrayArchive:
    """Writes ``path`` from arrays whose types and shapes are known, line by line.

    Use it in a ``with`` block; it ends well where every array was filled.

    Args:
        path: the file; what is there is written over.
        members: for each array its type and shape, in the order in which they are to lie.
    """

    def __init__(
        self, path: str | os.PathLike[str], members: dict[str, tuple[Any, tuple[int, ...]]]
    ) -> None:
        self._members: dict[str, _Member] = {}
        end = 0
        for name, (dtype, shape) in members.items():
            self._members[name] = _Member(name, dtype, shape, end)
            end = self._members[name].end
        self._directory = end
        self._file = Path(path).open("wb")  # noqa: SIM115 (closed by __exit__)
        for member in self._members.values():
            self._file.seek(member.data)
            self._file.write(member.header)

    def append(self, name: str, lines: npt.ArrayLike) -> None:
        """The next lines of an array, or the whole of it."""
        member = self._members[name]
        values = np.ascontiguousarray(lines, member.dtype)
        if member.written + values.nbytes > member.size:
            raise ValueError(f"{name} has no room for {list(values.shape)} more")
        content: Any = values.reshape(-1).view(np.uint8)
        self._file.seek(member.data + member.written)
        self._file.write(content)
        member.checksum = zlib.crc32(content, member.checksum)
        member.written += values.nbytes

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        with self._file:
            if kind is None:
                self._finish()

    def _finish(self) -> None:
        """Where each member lies, for whoever opens the archive."""
        for member in self._members.values():
            if member.written != member.size:
                name = member.name.decode().removesuffix(".npy")
                raise ValueError(f"{name} has {member.written} of its {member.size} bytes")
            self._file.seek(member.begin)
            self._file.write(member.local_header())
        directory = b"".join(member.directory_entry() for member in self._members.values())
        count, end = len(self._members), self._directory + len(directory)
        self._file.seek(self._directory)
        self._file.write(directory)
        # The end of the directory three times: zip64's, where that lies, and the old one.
        wide = (0x06064B50, 44, _VERSION, _VERSION, 0, 0, count, count)
        self._file.write(struct.pack("<IQHHIIQQ", *wide))
        self._file.write(struct.pack("<QQ", len(directory), self._directory))
        self._file.write(struct.pack("<IIQI", 0x07064B50, 0, end, 1))
        old = (0x06054B50, 0, 0, count, count, _WIDE, _WIDE, 0)
        self._file.write(struct.pack("<IHHHHIIH", *old))
