"""Training end to end, in a process of its own as a person starts it.

Wanted before Keras is there; watched, drawn into, paused, stopped, taken up again, and ended by
closing the window in the middle of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ntm_model import runs

SCRIPT = """
import json, sys, time
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QLineEdit

from ntm_viz.__main__ import build
from ntm_viz.commands import Command
from ntm_viz.training import Phase

seen = {}
app = build(["--theme", "light"])
app.window.show()
training, session, panel = app.training, app.session, app.window.training_panel

def wait(signal, done):
    # An event loop and no polling: whoever polls takes the interpreter from the import.
    loop, timer = QEventLoop(), QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(loop.quit)
    timer.start(240_000)
    look = lambda *_: done() and loop.quit()
    signal.connect(look)
    if not done():
        loop.exec()
    signal.disconnect(look)
    if not timer.isActive():
        raise SystemExit(f"waited in vain: {seen} {training.phase} {training.problem}")

def field(name, text):
    panel.findChild(QLineEdit, f"training_{name}").setText(text)

field("n_slots", "0")
app.actions[Command.TRAIN].trigger()
seen["nonsense"] = training.phase.value
for name, text in {"n_slots": "8", "m_depth": "4", "controller_units": "5"}.items():
    field(name, text)
app.actions[Command.TRAIN].trigger()
seen["begun"] = training.phase.value
seen["keras"] = "keras" in sys.modules
folder = training.folder
wait(training.course_changed, lambda: len(training.course.points) >= 2)
seen["watched"] = session.network.path == folder
traces = []
session.trace_changed.connect(traces.append)
wait(session.trace_changed, lambda: len(traces) >= 3)
seen["learns"] = len({trace.outputs.tobytes() for trace in traces})
session.drawing.invert()
drawn = session.bits.tolist()
wait(session.trace_changed, lambda: traces[-1].inputs[:len(drawn), :8].tolist() == drawn)
wait(training.checkpoints_changed, lambda: len(training.checkpoints) >= 3)
count = len(traces)
training.look_at(0)
wait(session.trace_changed, lambda: len(traces) > count and not session.running)
seen["milliseconds of a checkpoint"] = round(1000 * session.run_seconds)
app.actions[Command.PAUSE_TRAINING].trigger()
seen["paused"] = training.phase.value
app.actions[Command.STOP].trigger()
wait(training.changed, lambda: training.phase is Phase.STOPPED)
stopped_at = training.checkpoints[-1][0]
seen["can go on"] = training.can_go_on
training.take_up()
wait(training.course_changed, lambda: training.course.done > stopped_at)
begun = time.perf_counter()
seen["ended"] = app.close()
seen["seconds to the end"] = time.perf_counter() - begun
seen["folder"] = str(folder)
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
        env={**os.environ, "NTM_VIZ_RUNS": str(home)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_nonsense_is_refused_and_what_makes_sense_waits_for_keras(seen):
    assert (seen["nonsense"], seen["begun"], seen["keras"]) == ("idle", "starting", False)


def test_the_network_that_learns_runs_the_drawing_again_and_again(seen):
    assert seen["watched"]
    assert seen["learns"] >= 2


def test_a_checkpoint_is_shown_at_once(seen):
    # 50 ms on a quiet machine; a stride of training may come before it, and the machine be busy.
    assert seen["milliseconds of a checkpoint"] < 500


def test_it_pauses_and_stops_and_can_be_taken_up(seen):
    assert seen["paused"] == "paused"
    assert seen["can go on"]


def test_closing_in_the_middle_saves_and_takes_two_seconds_at_most(seen):
    assert seen["ended"]
    assert seen["seconds to the end"] < 2.0
    folder = Path(seen["folder"])
    state = json.loads(str(runs.read_state(folder)["standing"]))
    assert state["done"] == runs.checkpoints(folder)[-1][0]
