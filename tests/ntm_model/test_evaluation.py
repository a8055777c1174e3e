"""Counting errors: on answers whose faults are known, and on a network."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
from keras import layers

from ntm_model import NeuralTuringMachine, build_model, evaluation
from ntm_model.config import ModelConfig
from ntm_model.evaluation import Evaluation
from ntm_model.tasks import CopyTask, drawings, get
from tests.ntm_model.numbers import Array, as_numpy


class Oracle:
    """Stands where a network would: it knows the answer, but for the faults it is told to make."""

    def __init__(self, model: keras.Model) -> None:
        self.faulty_bit: int | None = None

    def outputs(self, inputs: Array) -> Array:
        answers = np.full((*inputs.shape[:2], 8), -3.0, np.float32)
        for sequence, answer in zip(inputs, answers, strict=True):
            (ends,) = np.flatnonzero(sequence[:, 8])[:1] if sequence[:, 8].any() else (0,)
            answer[ends + 1 : 2 * ends + 1] = 6.0 * sequence[:ends, :8] - 3.0
            if self.faulty_bit is not None:
                answer[:, self.faulty_bit] *= -1.0
        return answers


@pytest.fixture
def oracle(monkeypatch: pytest.MonkeyPatch) -> Oracle:
    knows = Oracle(keras.Model())
    monkeypatch.setattr(evaluation, "Walker", lambda model: knows)
    return knows


@pytest.fixture(scope="module")
def model() -> keras.Model:
    return build_model(ModelConfig(n_slots=6, m_depth=4, controller_units=5))


class TestBySize:
    def test_a_right_answer_has_no_fault(self, oracle: Oracle, model: keras.Model) -> None:
        errors = Evaluation(model, CopyTask()).by_size([(1,), (7,)], sequences=30)
        assert [e.size for e in errors] == [(1,), (7,)]
        assert [e.bits for e in errors] == [8, 56]
        assert [(e.wrong_bits, e.perfect, e.accuracy) for e in errors] == [(0.0, 30, 100.0)] * 2

    def test_one_faulty_channel_is_found(self, oracle: Oracle, model: keras.Model) -> None:
        oracle.faulty_bit = 2
        (errors,) = Evaluation(model, CopyTask()).by_size([(5,)], sequences=30)
        assert (errors.wrong_bits, errors.perfect) == (5.0, 0)
        assert errors.accuracy == pytest.approx(87.5)
        assert errors.by_bit == pytest.approx((100, 100, 0, 100, 100, 100, 100, 100))
        assert errors.by_timestep == pytest.approx((87.5,) * 5)

    def test_a_network_is_counted_as_its_own_call_answers(self, model: keras.Model) -> None:
        (errors,) = Evaluation(model, CopyTask()).by_size([(3,)], sequences=30, seed=5)
        batch = CopyTask().sample(np.random.default_rng((5, 3)), 30, (3, 3), fair=True)
        said = as_numpy(model(batch.inputs)) > 0
        wrong = (said != (batch.targets > 0.5))[:, 4:].sum(axis=(1, 2))
        assert errors.wrong_bits == pytest.approx(wrong.mean())
        assert errors.perfect == (wrong == 0).sum()


class TestOnDrawings:
    def test_every_drawing_is_looked_at_in_every_length(
        self, oracle: Oracle, model: keras.Model
    ) -> None:
        errors = Evaluation(model, CopyTask()).on_drawings((1, 4))
        assert {(e.name, e.length) for e in errors} == {
            (name, length) for name in drawings.names() for length in (1, 4)
        }
        assert all(e.wrong_bits == 0 and e.bits == 8 * e.length for e in errors)

    def test_wrong_bits_belong_to_their_drawing(self, oracle: Oracle, model: keras.Model) -> None:
        oracle.faulty_bit = 0
        errors = Evaluation(model, CopyTask()).on_drawings((1, 4))
        assert all(e.wrong_bits == e.length for e in errors)


def test_a_model_that_does_not_fit_the_task_is_told_with_both_widths() -> None:
    inputs: Any = keras.Input((None, 4))
    machine = NeuralTuringMachine(3, n_slots=4, m_depth=2, return_sequences=True)
    model = keras.Model(inputs, layers.Dense(2)(machine(inputs)))
    with pytest.raises(ValueError, match="maps width 4 to 2, but the task copy needs 9 to 8"):
        Evaluation(model, get("copy"))
