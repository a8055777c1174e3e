"""What holds for every task, whatever it asks for."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
import pytest

from ntm_model import tasks
from ntm_model.tasks import Pattern, PatternError, Uncertain
from ntm_model.tasks.registry import BUILT_IN

every_task = pytest.mark.parametrize(
    "task", [tasks.get(name) for name in BUILT_IN], ids=lambda task: task.name
)


def one(task, seed=0):
    """One sequence of the smallest size that is trained on."""
    spans = [(smallest, smallest) for smallest, _ in task.training_sizes]
    return task.sample(np.random.default_rng(seed), 1, *spans, fair=True)


def pattern_of(task):
    pattern = task.drawn(one(task).inputs[0])
    assert pattern is not None
    return pattern


def whole_sequence(task, inputs, weights):
    """Where a padded sequence ends, and what its pattern is encoded as."""
    for end in range(np.flatnonzero(weights)[-1] + 1, len(inputs) + 1):
        pattern = task.drawn(inputs[:end])
        if pattern is not None:
            example = task.encode(pattern)
            if example.weights.sum() == weights.sum():
                return end, example
    raise AssertionError("no pattern was drawn for these inputs")


@every_task
def test_every_channel_has_a_name(task):
    assert len(task.input_names) == task.input_width
    assert len(task.output_names) == task.output_width


@every_task
def test_a_sequence_has_as_many_timesteps_as_its_size_says(task):
    for size in (*task.evaluation_sizes, tuple(low for low, _ in task.training_sizes)):
        batch = task.sample(np.random.default_rng(0), 2, *((n, n) for n in size), fair=True)
        assert batch.inputs.shape == (2, task.timesteps(*size), task.input_width)
        assert batch.targets.shape == (2, task.timesteps(*size), task.output_width)
        assert batch.weights.shape == (2, task.timesteps(*size))


@every_task
@pytest.mark.parametrize("fair", [True, False])
def test_what_is_sampled_is_what_a_person_could_have_drawn(task, fair):
    batch = task.sample(np.random.default_rng(1), 20, *task.training_sizes, fair=fair)
    for inputs, targets, weights in zip(batch.inputs, batch.targets, batch.weights, strict=True):
        # Rows are padded: which of their timesteps are the sequence, its weights tell.
        end, example = whole_sequence(task, inputs, weights)
        np.testing.assert_array_equal(example.inputs, inputs[:end])
        # Of chances, training tells the odds.
        if fair or not isinstance(task, Uncertain):
            np.testing.assert_array_equal(example.targets, targets[:end])
        np.testing.assert_array_equal(example.weights, weights[:end])
        assert not inputs[end:].any()
        assert not targets[end:].any()
        assert not weights[end:].any()


@every_task
def test_the_right_answer_is_decoded_from_perfect_outputs(task):
    example = task.encode(pattern_of(task))
    answer = task.decode(example.targets, example.inputs)
    assert answer.shape[1] == task.bits
    due = example.targets[example.weights > 0][: len(answer), : task.bits]
    np.testing.assert_array_equal(answer, due)


@every_task
def test_phases_are_in_order_and_within_the_sequence(task):
    example = task.encode(pattern_of(task))
    stops = [phase.stop for phase in example.phases]
    assert [phase.start for phase in example.phases] == [0, *stops[:-1]]
    assert stops[-1] == len(example.inputs)


@every_task
def test_inputs_of_another_shape_were_not_drawn_for_it(task):
    assert task.drawn(np.zeros((7, task.input_width + 1), np.float32)) is None
    assert task.drawn(np.full_like(one(task).inputs[0], 0.25)) is None


@every_task
def test_the_same_seed_gives_the_same_sequences(task):
    np.testing.assert_array_equal(one(task, seed=5).inputs, one(task, seed=5).inputs)


@every_task
def test_a_thousand_sequences_take_less_than_a_tenth_of_a_second(task):
    def seconds():
        started = time.process_time()
        task.sample(np.random.default_rng(0), 1_000, *task.training_sizes, fair=False)
        return time.process_time() - started

    assert min(seconds() for _ in range(3)) < 0.1


@every_task
def test_no_predictor_errs_less_than_the_least_cost(task):
    batch = task.sample(np.random.default_rng(0), 3, *task.training_sizes, fair=True)
    least = task.least_cost(batch)
    assert least.shape == (3,)
    assert (least >= 0).all()


@every_task
def test_a_form_fills_itself_in(task):
    form = task.form(task.lengths[0])
    bits = np.zeros((task.lengths[0], task.bits), np.uint8)
    numbers = {number.name: number.default for number in form.numbers}
    given = task.encode(Pattern(bits, numbers))
    np.testing.assert_array_equal(given.inputs, task.encode(bits).inputs)


@every_task
def test_a_span_too_many_is_refused(task):
    with pytest.raises(ValueError, match=task.size_names[0]):
        task.sample(np.random.default_rng(0), 1, *task.training_sizes, (1, 2), fair=True)


@every_task
def test_a_span_beyond_the_limits_is_refused(task):
    spans = [(10**6, 10**6) for _ in task.size_names]
    with pytest.raises(ValueError, match="within"):
        task.sample(np.random.default_rng(0), 1, *spans, fair=True)


@every_task
@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda bits: bits[:, :0], "shape"),
        (lambda bits: bits[0], "shape"),
        (lambda bits: bits[:0], "vectors, found 0"),
        (lambda bits: np.repeat(bits, 10_000, axis=0), "vectors, found"),
        (lambda bits: bits + 2, "0 and 1 alone"),
        (lambda bits: bits + 0.5, "0 and 1 alone"),
        (lambda bits: Pattern(bits, {"colour": 3}), "colour"),
    ],
)
def test_what_it_cannot_take_is_refused_with_the_reason(task, spoil, message):
    with pytest.raises(PatternError, match=message):
        task.encode(spoil(pattern_of(task).bits))


@every_task
def test_values_are_refused_where_none_are_asked_for(task):
    pattern = pattern_of(task)
    values = np.full(len(pattern.bits), 2.0, np.float32)
    asked = task.form(len(pattern.bits)).values is not None
    with pytest.raises(PatternError, match="priorities from -1 to 1" if asked else "no values"):
        task.encode(Pattern(pattern.bits, pattern.numbers, values))


def test_tasks_need_numpy_alone():
    code = "import sys, ntm_model.tasks as t; t.get('copy'); print('keras' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
