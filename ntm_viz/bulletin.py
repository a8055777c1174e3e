"""Bulletin: what runs, on what, and what is under way, for the header and the status bar."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from ntm_model import backend as backends
from ntm_viz import assets, files
from ntm_viz.messages import SLOTS
from ntm_viz.session import Origin
from ntm_viz.views.header import NetworkChoice
from ntm_viz.views.status import Status

if TYPE_CHECKING:
    from pathlib import Path

    from ntm_viz.messages import Backend, Network
    from ntm_viz.session import Session
    from ntm_viz.views.header import Header
    from ntm_viz.views.status import StatusBar

_PATIENCE = 150
"""Milliseconds after which a run is told of; most are over sooner and would only flicker."""


class Bulletin(QObject):
    """Turns what the session knows into the words of the two bars."""

    def __init__(
        self,
        session: Session,
        header: Header,
        status: StatusBar,
        backend: str | None,
        known: dict[Path, Network] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """``known`` are the networks to offer; several windows can share what each has opened."""
        super().__init__(parent)
        self._session = session
        self._header = header
        self._status = status
        self._backend_title = backends.title(backends.chosen(backend))
        self._backend: Backend | None = None
        self._known = {} if known is None else known
        self._training = ""
        self._long_run = QTimer(self)
        self._long_run.setSingleShot(True)
        self._long_run.setInterval(_PATIENCE)
        self._long_run.timeout.connect(self._tell)

    @Slot(object)
    def take_backend(self, backend: Backend) -> None:
        self._backend = backend
        self._tell()

    @Slot(str)
    def take_training(self, words: str) -> None:
        """What is being trained, if anything."""
        if words != self._training:
            self._training = words
            self._tell()

    @Slot()
    def take_network(self) -> None:
        """Offer the network that has come along with those that came before."""
        network = self._session.network
        if network is not None:
            self._known[network.path] = network
        self.show_choices()

    @Slot()
    def show_choices(self) -> None:
        """The networks that can be chosen and the sizes of the memory."""
        session = self._session
        network, task = session.network, session.task.name
        words = {
            known.path: f"{known.name} · {known.parameters:,} parameters"
            for known in self._known.values()
            if known.task == task
        }
        shipped = assets.network_of(task)
        if shipped is not None and shipped not in words:
            words[shipped] = files.network_name(shipped)
        chosen = None if network is None else network.path
        if network is None and session.loading is not None:
            chosen = session.loading.path
            words[chosen] = f"{files.network_name(chosen)} · loading…"
        choices = [NetworkChoice(path, said) for path, said in words.items()]
        self._header.show_networks(choices, chosen)
        if network is None:
            self._header.show_slots(SLOTS, None)
        else:
            self._header.show_slots(network.sizes, network.n_slots)

    @Slot()
    def take_activity(self) -> None:
        if self._session.running:
            if not self._long_run.isActive():
                self._long_run.start()
        else:
            self._long_run.stop()
            self._tell()

    @Slot()
    def _tell(self) -> None:
        backend = self._backend
        self._status.show_status(
            Status(
                network=self._network_words(),
                training=self._training,
                run=self._run_words(),
                backend="" if backend is None else _named(backend),
                device="" if backend is None else _device(backend.device),
            )
        )

    def _network_words(self) -> str:
        session = self._session
        if session.loading is not None:
            what = session.loading.path.name if self._backend else self._backend_title
            later = ", then it runs your drawing" if session.waiting else ""
            return f"loading {what}…{later}"
        return "none: open one, or train one (F5)" if session.network is None else "ready"

    def _run_words(self) -> str:
        session = self._session
        if session.running:
            return "running…"
        if session.run_seconds is not None:
            return _duration(session.run_seconds)
        if session.trace is None:
            return ""
        return "from the file" if session.origin is Origin.FILE else "recorded beforehand"


def _named(backend: Backend) -> str:
    return f"{backends.title(backend.name)} {backend.version}"


def _device(device: str) -> str:
    return f"CPU, {os.cpu_count()} cores" if device == "CPU" else device


def _duration(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
