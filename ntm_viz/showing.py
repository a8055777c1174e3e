"""Showing: what the window shows just now, as an export begins with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from ntm_viz.exports.naming import name_of_run
from ntm_viz.exports.rehearsal import rehearsal_of
from ntm_viz.exports.wish import Shown

if TYPE_CHECKING:
    from ntm_model.trace import Trace
    from ntm_viz.exports.rehearsal import Rehearsal
    from ntm_viz.look.appearance import Appearance
    from ntm_viz.session import Session
    from ntm_viz.timeline import Timeline


class Showing(QObject):
    """Puts together what others know, and what only the views did: the head and the slots."""

    def __init__(
        self,
        session: Session,
        timeline: Timeline,
        appearance: Appearance,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._timeline = timeline
        self._appearance = appearance
        self._head = 0
        self._all_slots = False

    @property
    def now(self) -> Shown | None:
        """None while there is no run."""
        trace = self._session.trace
        if trace is None:
            return None
        return Shown(
            trace,
            self._timeline.t,
            self._appearance.theme,
            self._head,
            self._all_slots,
            self._name,
            self._rehearsal,
        )

    @Slot(object)
    def take_run(self, trace: Trace) -> None:
        """Fall back on the last head where another run has fewer, as the window does."""
        self._head = min(self._head, trace.n_heads - 1)

    @Slot(int)
    def choose_head(self, head: int) -> None:
        """The window shows the addressing of another head."""
        self._head = head

    @Slot(bool)
    def show_all_slots(self, all_slots: bool) -> None:
        """The window shows the slots that no head used, or not."""
        self._all_slots = all_slots

    @property
    def _name(self) -> str:
        session = self._session
        if session.file is not None:
            return session.file.stem
        network = "" if session.network is None else session.network.name
        return name_of_run(session.task, network, session.bits)

    @property
    def _rehearsal(self) -> Rehearsal | None:
        """What the network can do again; of a run from a file nobody knows the drawing."""
        session = self._session
        if session.network is None or session.file is not None:
            return None
        return rehearsal_of(session.network.path, session.task, session.pattern)
