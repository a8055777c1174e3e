"""A PNG encoder for drawn pictures, more than ten times as fast as Qt's on them.

Qt tries five filters on every row, which pays for photographs. The pictures here are flat
areas and repeated cells: without any filter ISA-L makes files as small in a tenth of zlib's
time (1 ms instead of 12 at 1440 × 900), and beside the interpreter, so that frames are encoded
while the next one is painted. The same pixels give the same bytes on the same kind of
processor; ISA-L may choose others on another kind, which decode to the same pixels.
"""

from __future__ import annotations

import struct

import numpy as np
from isal import isal_zlib
from PySide6.QtGui import QImage

_LEVEL = 1
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TRUE_COLOUR = 2
_PIXELS_PER_METRE = 3780
"""Of a picture at scale 1: 96 to the inch, as on a screen."""


def encode(image: QImage) -> bytes:
    """The image as the bytes of a PNG file: red, green and blue, 8 bits each, no alpha."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    width, height = plain.width(), plain.height()
    pixels = np.frombuffer(plain.constBits(), np.uint8).reshape(height, plain.bytesPerLine())
    # Every row begins with the number of its filter; 0 is none.
    rows = np.empty((height, 1 + 3 * width), np.uint8)
    rows[:, 0] = 0
    rows[:, 1:] = pixels[:, : 3 * width]
    density = round(_PIXELS_PER_METRE * image.devicePixelRatioF())
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, _TRUE_COLOUR, 0, 0, 0)),
            _chunk(b"pHYs", struct.pack(">IIB", density, density, 1)),
            _chunk(b"IDAT", isal_zlib.compress(rows.data, _LEVEL)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    check = isal_zlib.crc32(content, isal_zlib.crc32(name))
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)
