"""Tie: two playheads that move as one, so that two runs can be looked at side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from ntm_viz.timeline import Timeline


class Tie(QObject):
    """Whatever is done to one timeline happens to the other too, as far as its run goes.

    Where the runs differ in length the longer one sets the pace, and the shorter one waits at
    its end: every timestep of both is shown.
    """

    tied_changed = Signal(bool)

    def __init__(self, one: Timeline, other: Timeline, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._one, self._other = one, other
        self._tied = False
        self._passing = False
        for way in (_Way(self, one, other), _Way(self, other, one)):
            way.connect_source()

    @property
    def tied(self) -> bool:
        return self._tied

    @Slot(bool)
    def set_tied(self, tied: bool) -> None:
        """Tie the playheads, the other one to where the one is, or let each go its own way."""
        if tied == self._tied:
            return
        self._one.pause()
        self._other.pause()
        self._tied = tied
        if tied:
            self._other.set_speed(self._one.speed)
            self._other.set_loop(self._one.loop)
            self._other.set_t(self._one.t)
        self._measure()
        self.tied_changed.emit(tied)

    def begin_passing(self) -> bool:
        """Whether a change is to be handed on; until ``end_passing`` no other is."""
        if not self._tied or self._passing:
            return False
        self._passing = True
        return True

    def end_passing(self) -> None:
        """What was handed on has arrived."""
        self._passing = False
        self._measure()

    def _measure(self) -> None:
        """Tell each timeline whether the other one goes on where its own run is over."""
        one, other = self._one, self._other
        one.set_more_to_come(self._tied and other.t > one.t and other.t < other.length - 1)
        other.set_more_to_come(self._tied and one.t > other.t and one.t < one.length - 1)


class _Way(QObject):
    """From one timeline to the other."""

    def __init__(self, tie: Tie, source: Timeline, target: Timeline) -> None:
        super().__init__(tie)
        self._tie = tie
        self._source, self._target = source, target

    def connect_source(self) -> None:
        self._source.t_changed.connect(self._take_t)
        self._source.length_changed.connect(self._take_length)
        self._source.speed_changed.connect(self._take_speed)
        self._source.loop_changed.connect(self._take_loop)
        self._source.playing_changed.connect(self._take_playing)

    @Slot(int)
    def _take_t(self, t: int) -> None:
        # Where it was cut off, the other one may still be.
        if not self._source.is_cut and self._tie.begin_passing():
            self._target.set_t(t)
            self._tie.end_passing()

    @Slot(int)
    def _take_length(self, _length: int) -> None:
        """A run that has become longer may reach where the other one is already."""
        if self._tie.begin_passing():
            self._source.set_t(max(self._source.t, self._target.t))
            self._tie.end_passing()

    @Slot(int)
    def _take_speed(self, speed: int) -> None:
        if self._tie.begin_passing():
            self._target.set_speed(speed)
            self._tie.end_passing()

    @Slot(bool)
    def _take_loop(self, loop: bool) -> None:
        if self._tie.begin_passing():
            self._target.set_loop(loop)
            self._tie.end_passing()

    @Slot(bool)
    def _take_playing(self, playing: bool) -> None:
        if not self._tie.begin_passing():
            return
        source, target = self._source, self._target
        if not playing:
            target.pause()
        elif target.length > source.length:
            source.follow()
            target.play()
        else:
            target.follow()
        self._tie.end_passing()
