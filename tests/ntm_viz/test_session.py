"""The session: no drawing is lost, no old answer is shown, and a failure takes nothing away."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from ntm_model.tasks import CopyTask, get
from ntm_viz.drawing import Drawing
from ntm_viz.messages import (
    LoadFailure,
    LoadRequest,
    LoadResult,
    Network,
    Problem,
    RunFailure,
    RunResult,
)
from ntm_viz.session import Origin, Session
from tests.handmade import copy_trace, priority_sort_trace, strange_trace

NETWORK = Network(Path("copy.keras"), "copy", "copy", n_slots=128, parameters=100)
OTHER = Network(Path("other.keras"), "other", "copy", n_slots=128, parameters=200)
SORTER = Network(Path("sort.keras"), "sort", "priority-sort", n_slots=128, parameters=300)
COPY, SORT = CopyTask(), get("priority-sort")
DAMAGED = Problem("copy.keras could not be opened", "it is damaged")
FILE = Path("run.npz")


@pytest.fixture
def session(qapp):
    task = CopyTask()
    drawing = Drawing(task, np.zeros((4, 8), np.uint8), np.random.default_rng(0))
    return Session(task, drawing)


@pytest.fixture
def requests(session):
    made = []
    session.request_made.connect(made.append)
    return made


@pytest.fixture
def traces(session):
    shown = []
    session.trace_changed.connect(shown.append)
    return shown


def answer(request):
    return RunResult(request.id, copy_trace(request.pattern.bits), seconds=0.01)


def bring(session, network, *, run=False):
    """The network is asked for, and comes."""
    session.load(network.path, run=run)
    session.take_network(LoadResult(session.loading, network))


def test_every_change_of_the_drawing_is_run_under_a_rising_id(session, requests):
    bring(session, NETWORK)
    session.drawing.invert()
    session.drawing.undo()
    assert [request.id for request in requests] == [1, 2]
    assert requests[0].pattern.bits.all()
    assert not requests[1].pattern.bits.any()


def test_only_the_newest_answer_is_shown(session, requests, traces):
    bring(session, NETWORK)
    session.drawing.invert()
    session.drawing.clear()
    session.take_result(answer(requests[0]))
    assert traces == []
    assert session.running
    session.take_result(answer(requests[1]))
    assert traces == [session.trace]
    assert not session.running


def test_an_answer_that_comes_twice_counts_once(session, requests, traces):
    bring(session, NETWORK)
    session.drawing.invert()
    session.take_result(answer(requests[0]))
    session.take_result(answer(requests[0]))
    assert len(traces) == 1


def test_a_drawing_waits_for_the_first_network_and_the_newest_one_is_run(session, requests):
    session.drawing.invert()
    session.drawing.paint([(0, 0)], 0)
    assert (session.waiting, requests) == (True, [])
    bring(session, NETWORK)
    assert not session.waiting
    assert len(requests) == 1
    assert np.array_equal(requests[0].pattern.bits, session.bits)


def test_the_first_network_runs_nothing_where_nothing_waits(session, requests):
    bring(session, NETWORK)
    assert requests == []


def test_a_network_that_a_person_opens_runs_the_drawing(session, requests):
    bring(session, NETWORK)
    bring(session, OTHER, run=True)
    assert len(requests) == 1
    assert session.network is OTHER


def test_loading_asks_for_the_network_and_says_so(session):
    asked = []
    session.load_requested.connect(asked.append)
    session.load(OTHER.path, 1024)
    assert asked == [LoadRequest(1, OTHER.path, 1024, "copy")]
    assert session.loading == asked[0]


def test_a_network_that_cannot_be_loaded_leaves_the_one_before(session, requests):
    bring(session, NETWORK)
    problems = []
    session.problem_found.connect(problems.append)
    session.load(OTHER.path)
    session.take_load_failure(LoadFailure(session.loading, DAMAGED))
    assert problems == [DAMAGED]
    assert (session.network, session.loading) == (NETWORK, None)
    session.drawing.invert()
    assert len(requests) == 1


def test_a_drawing_still_waits_when_the_first_network_could_not_be_loaded(session, requests):
    session.drawing.invert()
    session.load(NETWORK.path, run=False)
    session.take_load_failure(LoadFailure(session.loading, DAMAGED))
    bring(session, OTHER)
    assert len(requests) == 1


class TestTwoNetworksUnderWay:
    """The one that ships is still being loaded when a person opens another."""

    @pytest.fixture
    def shipped(self, session):
        session.load(NETWORK.path, run=False)
        return session.loading

    @pytest.fixture
    def opened(self, session, shipped):
        session.load(OTHER.path)
        return session.loading

    def test_each_is_asked_for_under_an_id_of_its_own(self, shipped, opened):
        assert opened.id > shipped.id

    def test_the_one_that_was_opened_runs_the_drawing_whatever_came_before(
        self, session, requests, shipped, opened
    ):
        session.take_network(LoadResult(shipped, NETWORK))
        assert (session.network, session.loading, requests) == (NETWORK, opened, [])
        session.take_network(LoadResult(opened, OTHER))
        assert (session.network, session.loading) == (OTHER, None)
        assert len(requests) == 1

    def test_the_older_one_does_not_replace_it(self, session, requests, shipped, opened):
        session.take_network(LoadResult(opened, OTHER))
        session.take_network(LoadResult(shipped, NETWORK))
        assert session.network is OTHER
        assert len(requests) == 1

    def test_where_it_fails_the_older_one_runs_the_drawings(
        self, session, requests, shipped, opened
    ):
        session.take_network(LoadResult(shipped, NETWORK))
        session.take_load_failure(LoadFailure(opened, DAMAGED))
        assert (session.network, session.loading) == (NETWORK, None)
        session.drawing.invert()
        assert len(requests) == 1

    def test_where_it_fails_first_the_older_one_is_asked_for_again(
        self, session, requests, shipped, opened
    ):
        problems, asked = [], []
        session.problem_found.connect(problems.append)
        session.load_requested.connect(asked.append)
        session.drawing.invert()
        session.take_load_failure(LoadFailure(opened, DAMAGED))
        assert problems == [DAMAGED]
        assert [(request.path, request.run) for request in asked] == [(NETWORK.path, False)]
        assert session.loading is asked[0]
        session.take_network(LoadResult(asked[0], NETWORK))
        assert (session.network, len(requests)) == (NETWORK, 1)

    def test_where_both_fail_nothing_is_loaded_any_more(self, session, shipped, opened):
        session.take_load_failure(LoadFailure(opened, DAMAGED))
        session.take_load_failure(LoadFailure(session.loading, DAMAGED))
        assert (session.network, session.loading) == (None, None)

    def test_one_that_has_failed_is_not_asked_for_again(self, session, shipped, opened):
        session.take_load_failure(LoadFailure(shipped, DAMAGED))
        session.take_load_failure(LoadFailure(opened, DAMAGED))
        assert session.loading is None

    def test_where_the_older_one_fails_it_is_still_waited_for(
        self, session, requests, shipped, opened
    ):
        problems = []
        session.problem_found.connect(problems.append)
        session.take_load_failure(LoadFailure(shipped, DAMAGED))
        assert (session.loading, problems) == (opened, [])
        session.take_network(LoadResult(opened, OTHER))
        assert (session.network, len(requests)) == (OTHER, 1)

    def test_the_older_one_can_fail_after_it(self, session, requests, shipped, opened):
        session.take_network(LoadResult(opened, OTHER))
        session.take_load_failure(LoadFailure(shipped, DAMAGED))
        assert (session.network, session.loading, len(requests)) == (OTHER, None, 1)

    def test_of_two_sizes_of_memory_each_runs_the_drawing_as_it_comes(self, session, requests):
        small, large = (dataclasses.replace(NETWORK, n_slots=n) for n in (256, 512))
        session.load(NETWORK.path, 256)
        first = session.loading
        session.load(NETWORK.path, 512)
        session.take_network(LoadResult(first, small))
        session.take_network(LoadResult(session.loading, large))
        assert session.network is large
        # The run of the first must not be shown under the second.
        assert [request.id for request in requests] == [1, 2]
        session.take_result(answer(requests[0]))
        assert session.trace is None

    def test_a_run_that_is_opened_meanwhile_stays(self, session, requests, opened):
        session.show_trace(copy_trace(length=5), FILE)
        session.take_network(LoadResult(opened, OTHER))
        assert requests == []


def test_a_run_that_fails_keeps_the_trace_and_tells_why(session, requests, traces):
    bring(session, NETWORK)
    session.drawing.invert()
    session.take_result(answer(requests[0]))
    problems = []
    session.problem_found.connect(problems.append)
    session.drawing.clear()
    session.take_run_failure(RunFailure(requests[1].id, Problem("no run", "no memory")))
    assert [problem.reason for problem in problems] == ["no memory"]
    assert session.trace is traces[0]
    assert not session.running


def test_an_old_failure_is_not_told(session, requests):
    bring(session, NETWORK)
    problems = []
    session.problem_found.connect(problems.append)
    session.drawing.invert()
    session.drawing.clear()
    session.take_run_failure(RunFailure(requests[0].id, Problem("no run", "no memory")))
    assert problems == []
    assert session.running


def test_a_recorded_run_is_shown_with_its_drawing_and_is_not_run_again(session, requests):
    bring(session, NETWORK)
    pattern = np.eye(5, 8, dtype=np.uint8)
    trace = copy_trace(pattern)
    session.show_trace(trace, FILE)
    assert session.trace is trace
    assert np.array_equal(session.bits, pattern)
    assert (session.origin, session.file) == (Origin.FILE, FILE)
    assert requests == []


def test_after_a_recorded_run_the_next_drawing_is_run_by_the_network(session, requests):
    bring(session, NETWORK)
    session.show_trace(copy_trace(length=5), FILE)
    session.drawing.clear()
    assert len(requests) == 1
    session.take_result(answer(requests[0]))
    assert (session.origin, session.file) == (Origin.NETWORK, None)


def test_an_answer_that_was_under_way_does_not_replace_an_opened_run(session, requests):
    bring(session, NETWORK)
    session.drawing.invert()
    opened = copy_trace(length=5)
    session.show_trace(opened, FILE)
    session.take_result(answer(requests[0]))
    assert session.trace is opened


def test_opening_a_run_can_be_taken_back(session):
    session.show_trace(copy_trace(length=5), FILE)
    session.drawing.undo()
    assert session.bits.shape == (4, 8)


def test_the_run_that_the_program_starts_with_cannot_be_taken_back(session, requests):
    session.show_trace(copy_trace(length=5), FILE, Origin.SHIPPED)
    assert session.bits.shape == (5, 8)
    assert not session.drawing.can_undo
    assert requests == []


def test_a_run_of_a_task_that_nobody_knows_leaves_the_drawing_as_it_is(session):
    before = session.pattern
    other = strange_trace()
    session.show_trace(other, FILE)
    assert session.trace is other
    assert session.pattern is before
    assert session.task == COPY


class TestSeveralTasks:
    """Each has its drawing, its way back, its run and its network."""

    @pytest.fixture
    def changes(self, session):
        """The tasks that were told of, and None wherever a run was taken away."""
        seen = []
        session.task_changed.connect(lambda task: seen.append(task.name))
        session.trace_gone.connect(lambda: seen.append(None))
        return seen

    def test_another_task_begins_with_a_drawing_that_waits(self, session, requests, changes):
        bring(session, NETWORK)
        session.set_task(SORT)
        assert session.task == SORT
        assert session.bits.shape == (20, 8)
        assert (session.trace, session.network, session.waiting) == (None, None, True)
        assert changes == ["priority-sort", None]
        assert requests == []

    def test_its_network_runs_the_drawing_as_soon_as_it_has_come(self, session, requests):
        session.set_task(SORT)
        session.load(SORTER.path, run=False)
        session.take_network(LoadResult(session.loading, SORTER))
        assert [request.task for request in requests] == [SORT]
        assert requests[0].pattern is session.pattern

    def test_each_task_keeps_its_drawing_and_its_way_back(self, session):
        session.drawing.invert()
        session.set_task(SORT)
        assert not session.drawing.can_undo
        session.drawing.set_values({0: 0.25})
        session.set_task(COPY)
        assert session.bits.all()
        session.drawing.undo()
        assert not session.bits.any()
        session.set_task(SORT)
        assert session.pattern.values[0] == 0.25

    def test_each_task_keeps_its_run(self, session, requests, traces):
        bring(session, NETWORK)
        session.drawing.invert()
        session.take_result(answer(requests[0]))
        session.set_task(SORT)
        session.set_task(COPY)
        assert traces == [session.trace, session.trace]
        assert (session.origin, session.waiting) == (Origin.NETWORK, False)
        assert session.last_network is NETWORK

    def test_a_drawing_that_was_not_run_yet_waits_again(self, session, requests):
        bring(session, NETWORK)
        session.drawing.invert()
        session.set_task(SORT)
        session.set_task(COPY)
        assert session.waiting
        bring(session, NETWORK)
        assert [request.task for request in requests] == [COPY, COPY]

    def test_what_was_under_way_for_another_task_does_not_count(self, session, requests, traces):
        bring(session, NETWORK)
        session.drawing.invert()
        session.load(OTHER.path)
        late = session.loading
        session.set_task(SORT)
        session.take_result(answer(requests[0]))
        session.take_network(LoadResult(late, OTHER))
        session.take_load_failure(LoadFailure(late, DAMAGED))
        assert (session.network, traces) == (None, [])

    def test_a_network_of_another_task_that_a_person_opens_turns_to_it(
        self, session, requests, changes
    ):
        bring(session, NETWORK)
        session.load(SORTER.path, any_task=True)
        assert session.task == COPY
        session.take_network(LoadResult(session.loading, SORTER))
        assert (session.task, session.network) == (SORT, SORTER)
        assert changes == ["priority-sort", None]
        assert [request.task for request in requests] == [SORT]

    def test_it_does_not_where_another_was_asked_for_since(self, session):
        bring(session, NETWORK)
        session.load(SORTER.path, any_task=True)
        first = session.loading
        session.load(OTHER.path)
        session.take_network(LoadResult(first, SORTER))
        assert (session.task, session.network) == (COPY, NETWORK)
        session.take_network(LoadResult(session.loading, OTHER))
        assert session.network is OTHER

    def test_a_run_of_another_task_turns_to_it_with_its_drawing(self, session, requests, changes):
        bring(session, NETWORK)
        run = priority_sort_trace()
        session.show_trace(run, FILE)
        assert (session.task, session.trace) == (SORT, run)
        assert np.array_equal(session.pattern.values, run.inputs[:5, 8])
        assert changes == ["priority-sort"]
        assert (session.waiting, requests) == (False, [])

    def test_whoever_shows_the_same_drawing_turns_with_it(self, session):
        other = Session(COPY, session.drawing)
        told, asked = [], []
        other.task_changed.connect(told.append)
        other.request_made.connect(asked.append)
        bring(other, NETWORK)
        session.set_task(SORT)
        assert (other.task, other.network, told) == (SORT, None, [SORT])
        session.drawing.invert()
        assert asked == []
        bring(other, SORTER)
        assert [request.task for request in asked] == [SORT]


class TestWhatIsShownIsOfTheDrawing:
    """Turning to another task and back asks for a run where the one shown is not what is said."""

    def test_when_it_was_a_checkpoint_that_ran_it(self, session, requests):
        bring(session, NETWORK, run=True)
        session.take_result(answer(requests[-1]))
        session.choose_checkpoint(Path("early.keras"))
        session.take_result(answer(requests[-1]))
        session.set_task(SORT)
        session.set_task(COPY)
        before = len(requests)
        bring(session, NETWORK)
        assert [request.checkpoint for request in requests[before:]] == [None]

    def test_when_another_network_comes_while_a_checkpoint_is_looked_at(self, session, requests):
        bring(session, NETWORK, run=True)
        session.choose_checkpoint(Path("early.keras"))
        session.take_result(answer(requests[-1]))
        before = len(requests)
        bring(session, OTHER)
        assert [request.checkpoint for request in requests[before:]] == [None]

    def test_when_the_drawing_changed_while_nobody_looked(self, session, requests):
        bring(session, NETWORK, run=True)
        session.take_result(answer(requests[-1]))
        session.rest()
        session.drawing.invert()
        session.set_task(SORT)
        session.wake()
        session.set_task(COPY)
        before = len(requests)
        bring(session, NETWORK)
        (request,) = requests[before:]
        assert request.pattern.bits.all()
