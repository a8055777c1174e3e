"""Timeline: which timestep is looked at, and how it moves by itself.

Every timestep is shown: a slow machine plays slower, it never skips one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ntm_model.trace import Phase

SPEEDS = (1, 2, 4, 8, 15, 30, 60)
"""Timesteps per second that the number keys 1, 2, 3 … choose."""

DEFAULT_SPEED = 8


class Timeline(QObject):
    """A playhead ``t`` on 0 … ``length`` - 1."""

    t_changed = Signal(int)
    length_changed = Signal(int)
    playing_changed = Signal(bool)
    speed_changed = Signal(int)
    loop_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._t = 0
        self._length = 1
        self._starts: tuple[int, ...] = (0,)
        self._speed = DEFAULT_SPEED
        self._loop = False
        self._follows = False
        self._more_to_come = False
        self._is_cut = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)

    @property
    def t(self) -> int:
        return self._t

    @property
    def length(self) -> int:
        return self._length

    @property
    def playing(self) -> bool:
        return self._timer.isActive() or self._follows

    @property
    def speed(self) -> int:
        """Timesteps per second."""
        return self._speed

    @property
    def loop(self) -> bool:
        return self._loop

    @property
    def is_cut(self) -> bool:
        """Whether t is moving only because the run has become too short for it."""
        return self._is_cut

    def set_run(self, length: int, phases: Sequence[Phase] = ()) -> None:
        """Move over a run of ``length`` timesteps; t stays where it is as far as it can."""
        if length < 1:
            raise ValueError(f"a timeline needs at least one timestep, got {length}")
        self._starts = tuple(sorted({0, *(phase.start for phase in phases)}))
        if length == self._length:
            return
        self._length = length
        # Before length_changed, so that nobody sees a t beyond the end.
        self._is_cut = True
        self.set_t(self._t)
        self._is_cut = False
        self.length_changed.emit(length)

    @Slot(int)
    def set_t(self, t: int) -> None:
        t = min(max(t, 0), self._length - 1)
        if t == self._t:
            return
        self._t = t
        self.t_changed.emit(t)

    @Slot(int)
    def set_speed(self, speed: int) -> None:
        if speed < 1:
            raise ValueError(f"speed is at least 1 timestep per second, got {speed}")
        if speed == self._speed:
            return
        self._speed = speed
        if self._timer.isActive():
            self._timer.start(self._interval)
        self.speed_changed.emit(speed)

    @Slot(bool)
    def set_loop(self, loop: bool) -> None:
        if loop == self._loop:
            return
        self._loop = loop
        self.loop_changed.emit(loop)

    @Slot()
    def play(self) -> None:
        """Play on from t, or from the start where t is the end."""
        if self.playing:
            return
        if self._t == self._length - 1 and not self._more_to_come:
            self.set_t(0)
        self._timer.start(self._interval)
        self.playing_changed.emit(True)

    def follow(self) -> None:
        """Play by another timeline's clock, which sets t; a pause here ends that."""
        was_playing = self.playing
        self._timer.stop()
        self._follows = True
        if not was_playing:
            self.playing_changed.emit(True)

    def set_more_to_come(self, more: bool) -> None:
        """Whether another timeline goes on where this one is at its end: then playing goes on."""
        self._more_to_come = more

    @Slot()
    def pause(self) -> None:
        if not self.playing:
            return
        self._timer.stop()
        self._follows = False
        self.playing_changed.emit(False)

    @Slot()
    def toggle(self) -> None:
        if self.playing:
            self.pause()
        else:
            self.play()

    @Slot()
    def tick(self) -> None:
        """One timestep of playing."""
        if self._t < self._length - 1:
            self.set_t(self._t + 1)
        elif self._loop:
            self.set_t(0)
        if self._t == self._length - 1 and not self._loop:
            self.pause()

    @Slot()
    def step_forward(self) -> None:
        self.jump(self._t + 1)

    @Slot()
    def step_back(self) -> None:
        self.jump(self._t - 1)

    @Slot()
    def to_start(self) -> None:
        self.jump(0)

    @Slot()
    def to_end(self) -> None:
        self.jump(self._length - 1)

    @Slot()
    def next_phase(self) -> None:
        """To the first timestep of the next phase, or to the end after the last."""
        later = [start for start in self._starts if self._t < start < self._length]
        self.jump(later[0] if later else self._length - 1)

    @Slot()
    def previous_phase(self) -> None:
        """To the first timestep of this phase, or of the one before where t is that already."""
        earlier = [start for start in self._starts if start < self._t]
        self.jump(earlier[-1] if earlier else 0)

    @Slot(int)
    def jump(self, t: int) -> None:
        """To ``t`` by hand: whoever takes hold of the playhead stops it."""
        self.pause()
        self.set_t(t)

    @property
    def _interval(self) -> int:
        return round(1000 / self._speed)
