"""The program's icons: strokes on a 24 × 24 sheet, drawn in the colour of the theme.

They come as paths and not as files, because each is needed in as many colours as themes
have, and sharp at every scale of a screen.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_FILLED = frozenset({"play", "pause"})

_PATHS = {
    "play": "M7 4.5v15l12.5-7.5z",
    "pause": "M6.5 4.5h4v15h-4z M13.5 4.5h4v15h-4z",
    "step_forward": "M9 6l6 6-6 6",
    "step_back": "M15 6l-6 6 6 6",
    "to_end": "M7 6l6 6-6 6 M17 6v12",
    "to_start": "M17 6l-6 6 6 6 M7 6v12",
    "loop": "M17 3l3.5 3.5L17 10 M4 11V9.5a3 3 0 0 1 3-3h13.5 "
    "M7 21l-3.5-3.5L7 14 M20 13v1.5a3 3 0 0 1-3 3H3.5",
    "undo": "M8 5L4 9l4 4 M4 9h10a5.5 5.5 0 0 1 0 11h-4",
    "redo": "M16 5l4 4-4 4 M20 9H10a5.5 5.5 0 0 0 0 11h4",
    "shift_left": "M20 12H5 M11 6l-6 6 6 6",
    "shift_right": "M4 12h15 M13 6l6 6-6 6",
    "open": "M3.5 18.5v-13h6l2 2.5h8v3 M3.5 18.5l3-7.5h15l-3 7.5z",
    "export": "M12 15V4 M7.5 8L12 3.5 16.5 8 M4.5 14v5.5h15V14",
    "close": "M6.5 6.5l11 11 M17.5 6.5l-11 11",
    "theme": "M12 3.5a8.5 8.5 0 1 0 0 17z M12 3.5a8.5 8.5 0 0 1 0 17",
    "chevron": "M7 10l5 5 5-5",
    "chevron_right": "M10 7l5 5-5 5",
    "check": "M5 12.5l4.5 4.5L19 7.5",
}


# A write head's diagonal and a read head's, as on the board.
_PROGRAM = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
    '<rect width="24" height="24" rx="5" fill="#15171c"/>'
    '<path d="M4 5h4v4H4z M8 9h4v4H8z M12 13h4v4h-4z" fill="#ffb454"/>'
    '<path d="M4 15h4v4H4z M12 5h4v4h-4z M16 9h4v4h-4z" fill="#62bdff"/></svg>'
)


def svg(name: str, colour: str) -> str:
    """The icon as an SVG document."""
    fill = colour if name in _FILLED else "none"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
        f'<path d="{_PATHS[name]}" fill="{fill}" stroke="{colour}" stroke-width="1.8" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )


def icon(name: str, colour: str, disabled: str | None = None, size: int = 18) -> QIcon:
    """The icon in ``colour``, and in ``disabled`` where its command cannot be used."""
    made = QIcon()
    for mode, paint in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled)):
        if paint is None:
            continue
        # One picture per scale of a screen; between them Qt shrinks the next larger.
        for scale in (1, 2, 3):
            made.addPixmap(pixmap(name, paint, size, scale), mode)
    return made


def pixmap(name: str, colour: str, size: int, scale: float = 1.0) -> QPixmap:
    """The icon ``size`` pixels wide on a screen of this scale."""
    return _drawn(svg(name, colour), size, scale)


def program() -> QIcon:
    """The icon of the program itself, for the window and the task bar."""
    made = QIcon()
    for size in (16, 32, 64, 128):
        made.addPixmap(_drawn(_PROGRAM, size, 1.0))
    return made


def _drawn(document: str, size: int, scale: float) -> QPixmap:
    pixels = round(size * scale)
    picture = QPixmap(QSize(pixels, pixels))
    picture.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(document.encode()))
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture
