"""What is kept of a picture is what would be painted: pixel by pixel, whatever came before."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter

from ntm_viz.look.theme import DARK, LIGHT, Theme
from ntm_viz.reading.frame import Frame, frame_at, resolve
from ntm_viz.views.addressing_picture import AddressingPicture
from ntm_viz.views.board_picture import BoardPicture
from ntm_viz.views.composition import Composition
from ntm_viz.views.memory_picture import MemoryPicture
from tests.handmade import copy_trace

if TYPE_CHECKING:
    from collections.abc import Callable

    from ntm_viz.views.ground import LayeredPicture

RUN = resolve(copy_trace(length=4, n_slots=16))
OTHER = resolve(copy_trace(length=2, n_slots=128), all_slots=True)
SIZE = QSize(640, 480)

pytestmark = pytest.mark.usefixtures("qapp")


def frames() -> list[Frame]:
    """Forwards, backwards, and another run in between."""
    there = [frame_at(RUN, t) for t in range(RUN.n_steps)]
    return [*there, frame_at(OTHER, 1), *reversed(there)]


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_every_frame_of_a_movie_is_the_one_painted_alone(theme: Theme, scale: float) -> None:
    def fresh() -> Composition:
        return Composition(theme, SIZE, scale, head=1, caption="A caption")

    used = fresh()
    for frame in frames():
        assert used.image_of(frame) == fresh().image_of(frame), frame.t


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_an_image_is_what_is_painted_on_a_window(ratio: float) -> None:
    picture = Composition(DARK, SIZE, ratio)
    for frame in frames()[:3]:
        image = picture.image_of(frame)
        assert painted(picture, ratio) == image


def board(theme: Theme, size: QSize, frame: Frame) -> BoardPicture:
    made = BoardPicture(theme)
    made.resize(size)
    made.show_frame(frame)
    return made


def memory(theme: Theme, size: QSize, frame: Frame) -> MemoryPicture:
    made = MemoryPicture(theme)
    made.resize(size)
    made.show_frame(frame)
    return made


def addressing(theme: Theme, size: QSize, frame: Frame) -> AddressingPicture:
    made = AddressingPicture(theme, names_head=True)
    made.resize(size)
    made.show_frame(frame)
    return made


@pytest.mark.parametrize("make", [board, memory, addressing])
def test_a_new_theme_size_or_run_leaves_nothing_of_the_old(
    make: Callable[[Theme, QSize, Frame], BoardPicture | MemoryPicture | AddressingPicture],
) -> None:
    used = make(DARK, SIZE, frame_at(RUN, 0))
    sizes = (SIZE, QSize(500, 420))
    shown = (frame_at(RUN, 3), frame_at(OTHER, 3), frame_at(RUN, 4))
    for theme, size, frame in itertools.product((DARK, LIGHT), sizes, shown):
        used.set_theme(theme)
        used.resize(size)
        used.show_frame(frame)
        assert painted(used, 1.0) == painted(make(theme, size, frame), 1.0)


def test_another_stretch_of_time_leaves_nothing_of_the_last() -> None:
    used, whole = board(DARK, SIZE, frame_at(RUN, 5)), board(DARK, SIZE, frame_at(RUN, 5))
    before = painted(used, 1.0)
    used.look_at(used.axis.zoomed(3.0, SIZE.width() / 2))
    near = painted(used, 1.0)
    whole.look_at(used.axis)
    assert near == painted(whole, 1.0) != before


def test_another_head_leaves_nothing_of_the_last() -> None:
    used, other = addressing(DARK, SIZE, frame_at(RUN, 5)), addressing(DARK, SIZE, frame_at(RUN, 5))
    painted(used, 1.0)
    other.choose_head(1)
    used.choose_head(1)
    assert painted(used, 1.0) == painted(other, 1.0)


def painted(picture: LayeredPicture, ratio: float) -> QImage:
    """As a widget is painted, on something of another colour."""
    image = QImage(picture.size * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("#ff00ff"))
    painter = QPainter(image)
    picture.paint(painter)
    painter.end()
    return image
