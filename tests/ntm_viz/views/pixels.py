"""What a widget shows, as an array of colours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget


def pixels(widget: QWidget) -> npt.NDArray[np.uint32]:
    """[height, width], as ``QColor.rgb`` counts colours."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    shape = image.height(), image.width()
    return np.frombuffer(image.constBits(), np.uint32).reshape(shape).copy()


def amount(widget: QWidget, colour: str) -> int:
    """How many pixels have exactly this colour."""
    return int((pixels(widget) == QColor(colour).rgb()).sum())
