"""The window takes a run of thousands of steps: it opens, is scrubbed through and exported."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from ntm_model.trace import Trace
from ntm_viz.__main__ import build
from ntm_viz.app import App
from ntm_viz.export import ExportError, table
from tests.long_runs import write_long_run


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_long_run(tmp_path_factory.mktemp("long") / "long.npz", steps=6_001, n_slots=300)


@pytest.fixture
def app(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    made = build([])
    # A recorded run needs no Keras.
    monkeypatch.setattr(made.thread, "start", lambda _priority: None)
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.close()


def test_it_opens_and_every_step_can_be_looked_at(app: App, file: Path) -> None:
    app.opener.open(file)
    assert app.timeline.length == 6_001
    for t in (0, 3_000, 3_001, 6_000, 2_999):
        app.timeline.jump(t)
        app.window.repaint()
        assert app.timeline.t == t
    assert app.window.notice.isVisible()
    assert "longer than can be drawn here" in app.window.notice.accessibleName()


def test_a_number_that_is_none_is_told_at_its_step(app: App, file: Path, tmp_path: Path) -> None:
    with np.load(file) as archive:
        content = dict(archive)
    content["gated"][4_000, 0, 7] = np.nan
    np.savez(tmp_path / "odd.npz", **content)
    app.opener.open(tmp_path / "odd.npz")
    app.timeline.jump(3_999)
    assert "Step" not in app.window.notice.accessibleName()
    app.timeline.jump(4_000)
    assert "Step 4000 cannot be shown" in app.window.notice.accessibleName()


def test_a_table_of_more_numbers_than_any_program_takes_is_refused(file: Path) -> None:
    run = Trace.load(file)
    assert table(run, "gate").count(b"\n") == 6_002
    memory = type("Memory", (), {"shape": (10_001, 1_024, 20)})()
    odd = dataclasses.replace(run)
    object.__setattr__(odd, "memory", memory)
    with pytest.raises(ExportError, match=r"memory of this run is 204,820,480 numbers"):
        table(odd, "memory")
