"""The main job, end to end, in a process of its own as a person starts it.

Launch, first picture, network, a painted bit, its run, the playhead, an export, the end. Keras
is imported in the worker's thread here and nowhere else, which no other test can do.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from ntm_model import backend
from ntm_model.config import ModelConfig

SCRIPT = """
import json, sys
from pathlib import Path

trace, model, folder = map(Path, sys.argv[1:])
from ntm_viz import assets

assets.asset = {assets.SHIPPED_TRACE: trace, assets.SHIPPED_MODEL: model}.__getitem__
assets.network_of = {"copy": model}.get
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from ntm_viz.__main__ import build

seen = {}
app = build(["--theme", "light"])

def first_picture():
    seen["keras at first picture"] = "keras" in sys.modules
    seen["timesteps at first picture"] = app.timeline.length

app.window.painted.connect(first_picture)
app.window.show()

def wait(signal):
    # An event loop and no polling: whoever polls takes the interpreter from the import.
    loop, timer = QEventLoop(), QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(loop.quit)
    timer.start(240_000)
    signal.connect(loop.quit)
    loop.exec()
    signal.disconnect(loop.quit)
    if not timer.isActive():
        raise SystemExit(f"waited in vain: {seen}")

def as_drawn():
    return app.session.bits.tolist() == app.session.trace.inputs[:3, :8].tolist()

grid = app.window.input_panel.grid
QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell_rect(1, 7).center())
seen["waits"] = app.session.waiting
wait(app.session.trace_changed)
seen["drawn"] = as_drawn()
QTest.mouseClick(grid, Qt.MouseButton.RightButton, pos=grid.cell_rect(1, 7).center())
wait(app.session.trace_changed)
seen["erased"] = as_drawn()
app.exporter.export_frame(folder / "now.png")
seen["exported"] = (folder / "now.png").stat().st_size > 1000
seen["ended"] = app.close()
print(json.dumps(seen))
"""


TWO_WINDOWS = (
    SCRIPT[: SCRIPT.index("def as_drawn")]
    + """
from ntm_viz.commands import Command

app.actions[Command.COMPARE].trigger()
second = app.comparison.second
wait(second.session.network_changed)
second.opener.choose_slots(16)
wait(second.session.trace_changed)
app.session.drawing.invert()
wait(second.session.trace_changed)
if app.session.running:
    wait(app.session.trace_changed)
traces = [one.session.trace for one in (app, second)]
seen["slots"] = [trace.n_slots for trace in traces]
seen["one drawing"] = traces[0].inputs.tolist() == traces[1].inputs.tolist()
seen["ended"] = app.close()
print(json.dumps(seen))
"""
)


@pytest.fixture(scope="module")
def model_file(tmp_path_factory):
    backend.start()
    from ntm_model.model import build_model, save_model

    small = ModelConfig(controller_units=4, n_slots=8, m_depth=4)
    return save_model(build_model(small), tmp_path_factory.mktemp("models") / "small.keras")


def told(script, *paths):
    """What the script has seen, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "QThread" not in done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def trace_file(tmp_path):
    from tests.handmade import copy_trace

    return copy_trace(length=3).save(tmp_path / "first.npz")


def test_draw_watch_scrub_export(trace_file, model_file, tmp_path):
    assert told(SCRIPT, trace_file, model_file, tmp_path) == {
        "keras at first picture": False,
        "timesteps at first picture": 7,
        "waits": True,
        "drawn": True,
        "erased": True,
        "exported": True,
        "ended": True,
    }


def test_two_networks_on_one_drawing(trace_file, model_file, tmp_path):
    assert told(TWO_WINDOWS, trace_file, model_file, tmp_path) == {
        "keras at first picture": False,
        "timesteps at first picture": 7,
        "slots": [8, 16],
        "one drawing": True,
        "ended": True,
    }
