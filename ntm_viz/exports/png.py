"""A PNG encoder for drawn pictures, more than ten times as fast as Qt's on them.

Qt tries five filters on every row, which pays for photographs. The pictures here are flat
areas and repeated cells: without any filter ISA-L makes files as small in a tenth of zlib's
time (1 ms instead of 12 at 1440 × 900), and beside the interpreter, so that frames are encoded
while the next one is painted. The same pixels give the same bytes on the same kind of
processor; ISA-L may choose others on another kind, which decode to the same pixels.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from isal import isal_zlib
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEVEL = 1
_BAND = 1 << 20
"""Bytes of a picture that are worked on at a time: they stay in the processor's cache, and a
large picture needs no second and third copy of itself."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TRUE_COLOUR = 2
_PIXELS_PER_METRE = 3780
"""Of a picture at scale 1: 96 to the inch, as on a screen."""


def encode(image: QImage) -> bytes:
    """The image as the bytes of a PNG file: red, green and blue, 8 bits each, no alpha."""
    width, height = image.width(), image.height()
    deflate = isal_zlib.compressobj(_LEVEL)
    data = [deflate.compress(rows.data) for rows in _bands(image)]
    density = round(_PIXELS_PER_METRE * image.devicePixelRatioF())
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, _TRUE_COLOUR, 0, 0, 0)),
            _chunk(b"pHYs", struct.pack(">IIB", density, density, 1)),
            _chunk(b"IDAT", b"".join([*data, deflate.flush()])),
            _chunk(b"IEND", b""),
        )
    )


def _bands(image: QImage) -> Iterator[npt.NDArray[np.uint8]]:
    """The rows of the file from top to bottom, many at a time; each array is used again."""
    width, stride = image.width(), image.bytesPerLine()
    height = max(_BAND // stride, 1)
    # Every row begins with the number of its filter; 0 is none.
    rows = np.zeros((height, 1 + 3 * width), np.uint8)
    for top in range(0, image.height(), height):
        band = min(height, image.height() - top)
        pixels = image.constBits()[top * stride : (top + band) * stride]
        part = QImage(pixels, width, band, stride, image.format())
        plain = part.convertToFormat(QImage.Format.Format_RGB888)
        found = np.frombuffer(plain.constBits(), np.uint8).reshape(band, plain.bytesPerLine())
        rows[:band, 1:] = found[:, : 3 * width]
        yield rows[:band]


def _chunk(name: bytes, content: bytes) -> bytes:
    check = isal_zlib.crc32(content, isal_zlib.crc32(name))
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)
