"""The worker, with real networks: what it loads, what it runs, and what it refuses.

Here it is called in the thread of the test; that it works in one of its own is held by
``test_whole_line``.
"""

from __future__ import annotations

import zipfile

import numpy as np
import pytest

from ntm_model import Recorder, backend
from ntm_model.config import ModelConfig
from ntm_model.tasks import CopyTask, Pattern, get
from ntm_viz import compiled
from ntm_viz.messages import LoadRequest, RunRequest
from ntm_viz.worker import Runner, Worker

TASK = CopyTask()


@pytest.fixture(scope="module")
def model_file(tmp_path_factory):
    backend.start()
    from ntm_model.model import build_model, save_model

    small = ModelConfig(controller_units=4, n_slots=8, m_depth=4)
    return save_model(build_model(small), tmp_path_factory.mktemp("models") / "small.keras")


@pytest.fixture
def worker(qapp):
    made = Worker(Runner())
    made.start()
    return made


def request(number, length=2):
    return RunRequest(number, TASK, Pattern(np.ones((length, 8), np.uint8)))


def loaded(worker, qtbot, path, n_slots=None):
    with qtbot.waitSignal(worker.network_loaded) as told:
        worker.load(LoadRequest(1, path, n_slots, "copy"))
    return told.args[0].network


def refused(worker, qtbot, path):
    with qtbot.waitSignal(worker.load_failed) as told:
        worker.load(LoadRequest(1, path, None, "copy"))
    return told.args[0].problem


def test_it_tells_what_keras_runs_on(qapp, qtbot):
    worker = Worker(Runner())
    with qtbot.waitSignal(worker.backend_started) as told:
        worker.start()
    assert told.args[0].name in ("tensorflow", "jax", "torch")
    assert told.args[0].version


def test_it_tells_what_a_network_is(worker, qtbot, model_file):
    network = loaded(worker, qtbot, model_file)
    assert (network.name, network.task, network.n_slots) == ("small", "copy", 8)
    assert network.parameters > 0


def test_the_memory_can_be_given_another_size(worker, qtbot, model_file):
    assert loaded(worker, qtbot, model_file, n_slots=16).n_slots == 16


@pytest.mark.parametrize("kept", [True, False])
def test_what_was_compiled_at_an_earlier_start_and_is_damaged_is_compiled_anew(
    worker, qtbot, model_file, monkeypatch, kept
):
    record, tried = Recorder.record_pattern, []

    def damaged_at_first(self, *given):
        tried.append(self)
        if len(tried) == 1:
            raise ValueError("not a program")
        return record(self, *given)

    monkeypatch.setattr(Recorder, "record_pattern", damaged_at_first)
    monkeypatch.setattr(compiled, "forget_programs", lambda _folder: kept)
    if kept:
        assert loaded(worker, qtbot, model_file).name == "small"
        # A second recorder, which compiles for itself.
        assert tried[0] is not tried[1]
    else:
        assert "not a program" in refused(worker, qtbot, model_file).reason


def test_a_drawing_comes_back_as_a_trace_under_its_id(worker, qtbot, model_file):
    loaded(worker, qtbot, model_file)
    with qtbot.waitSignal(worker.run_finished) as told:
        worker.run(request(7))
    result = told.args[0]
    assert result.id == 7
    assert result.trace.n_steps == 5
    assert result.trace.meta.task == "copy"
    assert result.seconds > 0


def test_of_several_drawings_only_the_newest_is_run(worker, qtbot, model_file):
    loaded(worker, qtbot, model_file)
    finished = []
    worker.run_finished.connect(finished.append)
    for number in (1, 2, 3):
        worker.run(request(number, length=number))
    qtbot.waitUntil(lambda: bool(finished))
    worker.run(request(4))
    qtbot.waitUntil(lambda: len(finished) == 2)
    assert [result.id for result in finished] == [3, 4]


def test_of_several_networks_only_the_newest_is_loaded_and_under_its_id(worker, qtbot, model_file):
    ended = []
    worker.network_loaded.connect(ended.append)
    worker.load_failed.connect(ended.append)
    worker.load(LoadRequest(1, model_file.with_name("gone.keras"), None, "copy"))
    worker.load(LoadRequest(2, model_file, 16, "copy"))
    qtbot.waitUntil(lambda: bool(ended))
    worker.load(LoadRequest(3, model_file, 32, "copy"))
    qtbot.waitUntil(lambda: len(ended) == 2)
    assert [(result.request.id, result.network.n_slots) for result in ended] == [(2, 16), (3, 32)]


def test_a_damaged_file_is_refused_by_name_and_the_network_before_stays(
    worker, qtbot, model_file, tmp_path
):
    loaded(worker, qtbot, model_file)
    torn = tmp_path / "torn.keras"
    torn.write_bytes(model_file.read_bytes()[:2000])
    problem = refused(worker, qtbot, torn)
    assert problem.title == "torn.keras could not be opened"
    assert "damaged" in problem.reason
    assert problem.what_to_do
    with qtbot.waitSignal(worker.run_finished):
        worker.run(request(1))


def test_an_archive_without_a_model_is_refused(worker, qtbot, tmp_path):
    with zipfile.ZipFile(tmp_path / "other.keras", "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "no Keras model" in refused(worker, qtbot, tmp_path / "other.keras").reason


def test_a_file_that_is_gone_is_refused(worker, qtbot, tmp_path):
    assert "No such file" in refused(worker, qtbot, tmp_path / "gone.keras").reason


def test_a_network_of_other_widths_does_not_fit_the_task(worker, qtbot, tmp_path):
    import keras

    from ntm_model import NeuralTuringMachine

    inputs = keras.Input((None, 3))
    layer = NeuralTuringMachine(2, n_slots=4, m_depth=3, return_sequences=True)
    path = tmp_path / "narrow.keras"
    keras.Model(inputs, layer(inputs)).save(path)
    reason = refused(worker, qtbot, path).reason
    assert reason == "it takes 3 inputs and gives 2 outputs; copy has 9 and 8"


def test_a_drawing_that_the_network_cannot_run_is_told_under_its_id(worker, qtbot, model_file):
    loaded(worker, qtbot, model_file)
    with qtbot.waitSignal(worker.run_failed) as told:
        worker.run(RunRequest(9, TASK, Pattern(np.ones((2, 5), np.uint8))))
    assert told.args[0].id == 9
    assert "bits" in told.args[0].problem.reason


def test_without_a_backend_every_load_tells_why(qapp, qtbot, model_file):
    worker = Worker(Runner(), backend="abacus")
    worker.start()
    for _ in range(2):
        assert "abacus" in refused(worker, qtbot, model_file).reason


@pytest.fixture(scope="module")
def sorter(tmp_path_factory):
    backend.start()
    from ntm_model.model import build_model, save_model

    small = ModelConfig(task="priority-sort", controller_units=4, n_slots=8, m_depth=4)
    return save_model(build_model(small), tmp_path_factory.mktemp("models") / "sorter.keras")


class TestAnotherTask:
    """A network of another task is refused, or turned to where that is as welcome."""

    def test_it_is_refused_where_the_drawing_is_for_this_one(self, worker, qtbot, sorter):
        reason = refused(worker, qtbot, sorter).reason
        assert reason == "it is a network for the task priority-sort, and the drawing is for copy"

    def test_it_tells_its_task_and_runs_its_drawings(self, worker, qtbot, sorter):
        with qtbot.waitSignal(worker.network_loaded) as told:
            worker.load(LoadRequest(1, sorter, None, "copy", any_task=True))
        assert told.args[0].network.task == "priority-sort"
        sort = get("priority-sort")
        values = np.array([0.5, -0.5, 0.0], np.float32)
        with qtbot.waitSignal(worker.run_finished) as told:
            worker.run(RunRequest(1, sort, Pattern(np.ones((3, 8), np.uint8), values=values)))
        trace = told.args[0].trace
        assert trace.meta.task == "priority-sort"
        assert trace.inputs[:3, 8].tolist() == [0.5, -0.5, 0.0]

    def test_turning_back_to_a_network_does_not_load_it_again(
        self, worker, qtbot, model_file, sorter, monkeypatch
    ):
        loaded(worker, qtbot, model_file)
        with qtbot.waitSignal(worker.network_loaded):
            worker.load(LoadRequest(1, sorter, None, "copy", any_task=True))

        def refuse(*arguments):
            raise AssertionError("it was there already")

        monkeypatch.setattr("ntm_model.load_model", refuse)
        network = loaded(worker, qtbot, model_file, n_slots=8)
        assert (network.task, network.n_slots) == ("copy", 8)
        with qtbot.waitSignal(worker.run_finished) as told:
            worker.run(request(3))
        assert told.args[0].trace.meta.task == "copy"

    def test_one_without_a_task_of_its_own_is_for_the_drawing_that_fits(
        self, worker, qtbot, model_file, tmp_path
    ):
        import keras

        from ntm_model import NeuralTuringMachine

        inputs = keras.Input((None, 9))
        layer = NeuralTuringMachine(8, n_slots=4, m_depth=3, return_sequences=True)
        path = tmp_path / "mine.keras"
        keras.Model(inputs, layer(inputs), name="mine").save(path)
        with qtbot.waitSignal(worker.network_loaded) as told:
            worker.load(LoadRequest(1, path, None, "value-sort", any_task=True))
        assert told.args[0].network.task == "value-sort"
