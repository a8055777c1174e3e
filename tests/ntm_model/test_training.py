"""Training: what it tells, when it ends, and that it learns."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import keras
import numpy as np
import pytest

from ntm_model import training
from ntm_model.config import OPTIMIZERS, ModelConfig, TrainConfig
from ntm_model.model import machine
from ntm_model.training import Progress, Trainer, TrainingError

TINY = TrainConfig(
    model=ModelConfig(n_slots=6, m_depth=8, controller_units=16),
    sequences=600,
    learning_rate=3e-3,
    refining_rate=3e-3,
    sizes=((1, 2),),
    slice_steps=50,
)


@pytest.fixture(scope="module")
def run() -> tuple[Trainer, list[Progress]]:
    trainer = Trainer(TINY)
    return trainer, list(trainer.run())


class TestATinyRun:
    def test_lowers_the_cost(self, run: tuple[Trainer, list[Progress]]) -> None:
        _, told = run
        early = np.mean([p.cost for p in told[:3]])
        late = np.mean([p.cost for p in told[-3:]])
        assert late < 0.8 * early

    def test_begins_with_every_bit_open(self, run: tuple[Trainer, list[Progress]]) -> None:
        # 1.5 vectors of 8 bits on average; half of the guesses are wrong at first.
        first = run[1][0]
        assert 6.0 < first.cost < 18.0
        assert 2.0 < first.wrong_bits < 8.0

    def test_tells_after_every_slice_how_far_it_is(
        self, run: tuple[Trainer, list[Progress]]
    ) -> None:
        _, told = run
        assert [p.sequences for p in told] == list(range(50, 601, 50))
        assert [p.finished for p in told] == [False] * 11 + [True]
        assert {p.total for p in told} == {600}
        assert {p.learning_rate for p in told} == {3e-3}
        assert all(a.seconds < b.seconds for a, b in pairwise(told))

    def test_leaves_a_finite_network(self, run: tuple[Trainer, list[Progress]]) -> None:
        assert all(np.isfinite(weight).all() for weight in run[0].model.get_weights())

    def test_is_the_same_again(self, run: tuple[Trainer, list[Progress]]) -> None:
        again = Trainer(TINY)
        costs = [progress.cost for progress in again.run()]
        assert costs == [progress.cost for progress in run[1]]
        for found, expected in zip(
            again.model.get_weights(), run[0].model.get_weights(), strict=True
        ):
            assert np.array_equal(found, expected)

    def test_is_the_same_in_strides_that_give_the_word_back(
        self, run: tuple[Trainer, list[Progress]]
    ) -> None:
        trainer = Trainer(TINY)
        told = list(trainer.strides(25))
        assert told[::2] == [None] * 12
        assert [p.cost for p in told if p is not None] == [p.cost for p in run[1]]
        for found, expected in zip(
            trainer.model.get_weights(), run[0].model.get_weights(), strict=True
        ):
            assert np.array_equal(found, expected)


def test_rest_does_not_count_as_training(monkeypatch: pytest.MonkeyPatch) -> None:
    _, trainer = scripted(monkeypatch, [(1.0, 4.0)] * 2, sequences=500)
    steps = trainer.run()
    before = next(steps)
    trainer.rested(-3_600.0)
    assert 3_600.0 < next(steps).seconds - before.seconds < 3_660.0


def test_another_seed_starts_from_other_weights() -> None:
    first, second = Trainer(TINY).model, Trainer(TrainConfig(model=TINY.model, seed=1)).model
    assert not np.array_equal(first.get_weights()[0], second.get_weights()[0])


class Scripted:
    """An engine whose slices come out as they are told to: (cost of a sequence, wrong bits)."""

    def __init__(self, outcomes: list[tuple[float, float]]) -> None:
        self._outcomes: Iterator[tuple[float, float]] = iter(outcomes)
        self.rates: list[float] = []
        self.shapes: list[tuple[int, ...]] = []
        self.counted: list[int] = []

    def compile_slice(self, model: keras.Model, optimizer: keras.optimizers.Optimizer) -> Any:
        def run(inputs: Any, targets: Any, weights: Any) -> tuple[Any, Any]:
            cost, wrong = next(self._outcomes)
            self.rates.append(float(optimizer.learning_rate.numpy()))
            self.shapes.append(inputs.shape)
            self.counted.append(int(weights[0, 0].sum()))
            for variable in optimizer.variables:
                if variable is not optimizer.learning_rate:
                    variable.assign(variable + 1)
            return np.full(len(inputs), cost), np.full(len(inputs), wrong)

        return run


def scripted(
    monkeypatch: pytest.MonkeyPatch, outcomes: list[tuple[float, float]], **changes: Any
) -> tuple[Scripted, Trainer]:
    engine = Scripted(outcomes)
    monkeypatch.setattr(training, "engine", lambda: engine)
    sizes = {"slice_steps": 250, "learning_rate": 0.25, "refining_rate": 0.125, "refine": 500}
    return engine, Trainer(TrainConfig(model=TINY.model, **{**sizes, **changes}))


class TestItsEnd:
    def test_comes_so_many_sequences_after_the_task_is_solved(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        outcomes = [(1.0, 4.0), (1.0, 0.02), (1.0, 0.02), (1.0, 0.0), (1.0, 0.0), (1.0, 0.0)]
        engine, trainer = scripted(monkeypatch, outcomes, sequences=10_000)
        told = list(trainer.run())
        # The mean over 500 sequences, two slices, falls below 0.05 with the third.
        assert [p.solved_after for p in told] == [None, None, 750, 750, 750]
        assert told[-1].sequences == told[-1].total == 750 + 500
        assert [p.finished for p in told] == [False] * 4 + [True]
        assert engine.rates == [0.25, 0.25, 0.25, 0.125, 0.125]

    def test_comes_at_the_latest_with_the_last_sequence(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _, trainer = scripted(monkeypatch, [(1.0, 0.0)] * 3, sequences=750, refine=5_000)
        told = list(trainer.run())
        assert [p.sequences for p in told] == [250, 500, 750]
        assert told[-1].finished

    def test_never_cuts_a_slice(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _, trainer = scripted(monkeypatch, [(1.0, 4.0)] * 2, sequences=300)
        told = list(trainer.run())
        assert [p.sequences for p in told] == [250, 500]
        assert [p.finished for p in told] == [False, True]

    def test_is_sudden_when_the_cost_is_no_number(self, monkeypatch: pytest.MonkeyPatch) -> None:
        outcomes = [(1.0, 4.0), (math.nan, 4.0)]
        _, trainer = scripted(monkeypatch, outcomes, sequences=1_000)
        with pytest.raises(TrainingError, match=r"cost was nan after about 250 .* below 0\.25"):
            list(trainer.run())


class TestItsRate:
    def test_is_refined_at_the_end_of_a_task_that_is_not_solved(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        engine, trainer = scripted(monkeypatch, [(1.0, 4.0)] * 16, sequences=4_000, refine=500)
        list(trainer.run())
        assert engine.rates == [0.25] * 14 + [0.125] * 2

    def test_is_refined_for_a_fifth_of_a_short_training_at_most(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        engine, trainer = scripted(monkeypatch, [(1.0, 4.0)] * 5, sequences=1_250, refine=9_000)
        list(trainer.run())
        assert engine.rates == [0.25] * 4 + [0.125]


class TestTheMeanOfItsWeights:
    """The network in the end, where it is asked for: w̄ ← m w̄ + (1 - m) w after every step."""

    @pytest.mark.parametrize(("over", "batch_size", "factor"), [(3, 1, -1 / 3), (99, 2, -1 / 2)])
    def test_forgets_by_the_factor_e_for_so_many_sequences(
        self, over: int, batch_size: int, factor: float
    ) -> None:
        """A tenth of all sequences at most."""
        short = dataclasses.replace(
            TINY, sequences=40, slice_steps=1, batch_size=batch_size, learning_rate=0.01
        )
        plain = Trainer(short)
        weights = [plain.model.get_weights() for _ in plain.run()]
        mean, momentum = weights[0], math.exp(factor)
        for after in weights[1:]:
            mean = [momentum * m + (1 - momentum) * w for m, w in zip(mean, after, strict=True)]
        averaged = Trainer(dataclasses.replace(short, averaged_over=over))
        seen = [averaged.model.get_weights() for _ in averaged.strides(1)]
        # Until the last step nothing is learned in another way.
        for found, expected in zip(seen[-2], weights[-2], strict=True):
            assert found == pytest.approx(expected, abs=1e-6)
        for found, expected, last in zip(seen[-1], mean, weights[-1], strict=True):
            assert found == pytest.approx(expected, abs=1e-5)
            assert found != pytest.approx(last, abs=1e-5)


def test_gradients_are_held_within_a_length_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain descent shows them: its steps are as long as the rate times the limit."""
    monkeypatch.setattr(
        keras.optimizers,
        "Adam",
        lambda rate, beta_2, epsilon, **rest: keras.optimizers.SGD(rate, **rest),
    )
    limited = dataclasses.replace(
        TINY, optimizer="adam", gradient_limit=0.25, slice_steps=1, learning_rate=2.0, sequences=1
    )
    trainer = Trainer(limited)
    before = trainer.model.get_weights()
    list(trainer.run())
    moved = [after - w for after, w in zip(trainer.model.get_weights(), before, strict=True)]
    assert math.sqrt(sum(float((m**2).sum()) for m in moved)) == pytest.approx(0.5, rel=1e-4)


def test_adam_has_the_memory_and_the_epsilon_that_it_is_given() -> None:
    config = dataclasses.replace(TINY, optimizer="adam", beta_2=0.5, epsilon=1e-3)
    optimizer = Trainer(config)._optimizer
    assert (optimizer.beta_2, optimizer.epsilon) == (0.5, 1e-3)


class TestGoingOn:
    # Sixteen sequences are made in parts, side by side.
    @pytest.mark.parametrize(
        ("optimizer", "batch_size", "averaged_over"),
        [*((name, 1, None) for name in OPTIMIZERS), ("rmsprop", 1, 20), ("rmsprop", 16, 320)],
    )
    def test_from_a_state_ends_as_if_nothing_had_happened(
        self, optimizer: str, batch_size: int, averaged_over: int | None
    ) -> None:
        config = dataclasses.replace(
            TINY,
            optimizer=optimizer,
            batch_size=batch_size,
            sequences=300 * batch_size,
            averaged_over=averaged_over,
        )
        whole, first, second = Trainer(config), Trainer(config), Trainer(config)
        told = list(whole.run())
        steps = first.run()
        begun = [next(steps) for _ in range(3)]
        second.restore({name: array.copy() for name, array in first.state().items()})
        # What the first one goes on to do is its own affair.
        next(steps)
        assert second.standing.done == 150 * batch_size
        costs = [p.cost for p in begun] + [p.cost for p in second.run()]
        assert costs == [p.cost for p in told]
        for found, expected in zip(
            second.model.get_weights(), whole.model.get_weights(), strict=True
        ):
            assert np.array_equal(found, expected)
        assert second.standing.seconds > begun[-1].seconds

    def test_while_slots_take_turns_is_the_same_in_strides_and_from_a_state(self) -> None:
        # Counts as solved after 500 sequences, whatever they came to.
        config = dataclasses.replace(
            TINY, sequences=900, solved_below=1e9, refine=200, schedule="falling",
            refining_rate=1e-3, slots_in_turn=(4, None), further_sizes=(((1, 1),),),
        )  # fmt: skip
        whole, first, second = Trainer(config), Trainer(config), Trainer(config)
        told = list(whole.run())
        assert told[-1].sequences == 700
        begun = [p for _, p in zip(range(11), first.run(), strict=False)]
        second.restore(first.state())
        costs = [p.cost for p in begun] + [p.cost for p in second.strides(5) if p is not None]
        assert costs == [p.cost for p in told]
        for found, expected in zip(
            second.model.get_weights(), whole.model.get_weights(), strict=True
        ):
            assert np.array_equal(found, expected)

    def test_from_before_refining_could_begin_sooner_it_began_when_it_was_solved(self) -> None:
        state = Trainer(TINY).state()
        told = json.loads(str(state["standing"])) | {"done": 550, "solved_after": 500}
        del told["refined_after"]
        older = state | {"standing": np.asarray(json.dumps(told))}
        trainer = Trainer(TINY)
        trainer.restore(older)
        assert trainer.standing.refined_after == 500
        with pytest.raises(ValueError, match=r"begun by an older version, .*: train it anew"):
            Trainer(dataclasses.replace(TINY, slots_in_turn=(4, 5))).restore(older)
        with pytest.raises(ValueError, match=r"begun by an older version, .*: train it anew"):
            trainer.restore(state | {"refining_optimizer_000": np.asarray(0)})

    def test_keeps_in_mind_when_the_task_was_solved(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _, first = scripted(monkeypatch, [(1.0, 0.0)] * 2, sequences=10_000)
        steps = first.run()
        next(steps), next(steps)
        engine, second = scripted(monkeypatch, [(1.0, 0.0)] * 2, sequences=10_000)
        second.restore(first.state())
        told = list(second.run())
        assert [(p.sequences, p.solved_after) for p in told] == [(750, 500), (1_000, 500)]
        assert engine.rates == [0.125] * 2
        assert second.standing.seconds_until_solved == first.standing.seconds_until_solved

    def test_goes_on_with_the_task_where_a_state_knows_no_lessons(self) -> None:
        config = dataclasses.replace(TINY, curriculum=((50, ((1, 1),)), (100, ((1, 2),))))
        state = Trainer(config).state()
        known = {**json.loads(str(state["standing"])), "done": 75}
        trainer = Trainer(config)
        trainer.restore({**state, "standing": np.asarray(json.dumps(known))})
        assert trainer.standing.lesson == 0
        del known["lesson"]
        trainer.restore({**state, "standing": np.asarray(json.dumps(known))})
        assert trainer.standing.lesson == 1

    @pytest.mark.parametrize("change", [{"controller_units": 9}, {"controller": "double_lstm"}])
    def test_is_refused_from_the_state_of_another_network(self, change: dict[str, Any]) -> None:
        state = Trainer(TINY).state()
        other = Trainer(TrainConfig(model=dataclasses.replace(TINY.model, **change)))
        before = other.model.get_weights()
        with pytest.raises(ValueError, match="not the state of such a training"):
            other.restore(state)
        for found, expected in zip(other.model.get_weights(), before, strict=True):
            assert np.array_equal(found, expected)


def test_a_weight_that_is_no_number_ends_training(monkeypatch: pytest.MonkeyPatch) -> None:
    _, trainer = scripted(monkeypatch, [(1.0, 4.0)], sequences=1_000)
    weights = trainer.model.trainable_variables[0]
    weights.assign(np.full(weights.shape, np.inf))
    with pytest.raises(TrainingError, match="a weight was no longer a finite number"):
        next(trainer.run())


def test_a_slice_holds_as_many_batches_as_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, trainer = scripted(
        monkeypatch, [(1.0, 4.0)], sequences=30, slice_steps=10, batch_size=3, sizes=((1, 4),)
    )
    (progress,) = trainer.run()
    assert engine.shapes == [(10, 3, 9, 9)]
    assert progress.sequences == 30


class TestFewerSlots:
    def test_train_the_same_weights(self) -> None:
        config = dataclasses.replace(TINY, sequences=100)
        few = dataclasses.replace(config, model=dataclasses.replace(config.model, n_slots=5))
        many = dataclasses.replace(
            config, model=dataclasses.replace(config.model, n_slots=40), training_slots=5
        )
        trained = [Trainer(one) for one in (few, many)]
        costs = [[progress.cost for progress in trainer.run()] for trainer in trained]
        assert costs[0] == costs[1]
        assert [machine(trainer.model).n_slots for trainer in trained] == [5, 40]
        for found, expected in zip(*(one.model.get_weights() for one in trained), strict=True):
            assert np.array_equal(found, expected)

    @pytest.mark.parametrize(
        ("change", "sizes"),
        [
            ({"initial_memory": "learned"}, ((1, 2),)),
            ({"n_slots": 3}, ((1, 2),)),
            ({}, ((1, 3),)),  # a head could walk around five slots in seven timesteps
        ],
    )
    def test_are_not_for_a_machine_that_has_as_few_or_tells_its_slots_apart_or_gets_around_them(
        self, change: dict[str, Any], sizes: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen = []

        class Engine:
            def compile_slice(self, model: keras.Model, optimizer: Any) -> Any:
                def run(*batches: Any) -> tuple[Any, Any]:
                    seen.append(machine(model).n_slots)
                    return np.ones(1), np.ones(1)

                return run

        monkeypatch.setattr(training, "engine", Engine)
        model = dataclasses.replace(TINY.model, **{"n_slots": 40, **change})
        next(Trainer(TrainConfig(model=model, training_slots=5, sizes=sizes)).run())
        assert seen == [model.n_slots]


def test_it_learns_with_the_slots_whose_turn_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = []

    class Engine:
        def compile_slice(self, model: keras.Model, optimizer: Any) -> Any:
            first: list[int] = []

            def run(inputs: Any, *others: Any) -> tuple[Any, Any]:
                # What is compiled for one number must not be called with another.
                first.append(machine(model).n_slots)
                assert first[-1] == first[0]
                seen.append((len(inputs), first[0]))
                return np.ones(len(inputs)), np.zeros(len(inputs))

            return run

    monkeypatch.setattr(training, "engine", Engine)
    trainer = Trainer(
        dataclasses.replace(
            TINY, sequences=100, slots_in_turn=(4, 5), curriculum=((50, ((1, 1),)),)
        )
    )
    list(trainer.run())
    # Fifty steps of a lesson with all six, and fifty in turns.
    assert seen == [(50, 6), *((10, slots) for slots in (5, 4, 5, 4, 5))]
    assert machine(trainer.model).n_slots == TINY.model.n_slots


class TestPatience:
    @pytest.mark.parametrize("seed", [7, 2**32 - 1])
    def test_has_a_beginning_for_every_seed(
        self, seed: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _, trainer = scripted(
            monkeypatch, [(1.0, 4.0)] * 5, sequences=1_250, patience=500, seed=seed
        )
        list(trainer.run())
        assert trainer.standing.beginnings == 2

    def test_shows_the_lessons_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        engine, trainer = scripted(
            monkeypatch,
            [(1.0, 4.0)] * 5,
            sequences=1_250,
            patience=500,
            sizes=((2, 2),),
            curriculum=((250, ((1, 1),)),),
        )
        list(trainer.run())
        assert engine.counted == [1, 2, 1, 2, 2]

    def test_begins_again_with_other_weights_and_doubles_after_the_fourth(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _, trainer = scripted(monkeypatch, [(1.0, 4.0)] * 24, sequences=6_000, patience=500)
        kernels = [trainer.model.get_weights()[0] for _ in trainer.run()]
        changed = [not np.array_equal(a, b) for a, b in pairwise(kernels)]
        # Two slices of 250, four times, then four, then eight; the next four are the last.
        assert [slices + 1 for slices, other in enumerate(changed) if other] == [2, 4, 6, 8, 12, 20]
        assert trainer.standing.beginnings == 7

    def test_begins_as_a_training_does(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _, trainer = scripted(monkeypatch, [(1.0, 4.0)] * 5, sequences=1_250, patience=500)
        fresh = trainer.state()
        steps = trainer.run()
        for _ in range(3):
            next(steps)
        again = trainer.state()
        optimizer = trainer._optimizer
        rate = optimizer.variables.index(optimizer.learning_rate)
        kept = [n for n in fresh if n.startswith("optimizer") and int(n[-3:]) != rate]
        # The third slice has begun again and moved everything by one from its rest.
        for name in kept:
            assert np.array_equal(again[name], fresh[name] + 1)
        assert not np.array_equal(again["model_000"], fresh["model_000"])

    def test_ends_at_the_same_sequence_after_a_resumption(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        outcomes = [(1.0, 4.0)] * 5
        _, trainer = scripted(monkeypatch, outcomes, sequences=1_250, patience=500)
        steps = trainer.run()
        next(steps)
        next(steps)
        kept = trainer.state()
        list(steps)
        _, resumed = scripted(monkeypatch, outcomes, sequences=1_250, patience=500)
        resumed.restore(kept)
        list(resumed.run())
        for found, expected in zip(
            resumed.model.get_weights(), trainer.model.get_weights(), strict=True
        ):
            assert np.array_equal(found, expected)
        assert resumed.standing.begun_after == 500

    @pytest.mark.parametrize("lost_at", [4, 6])
    def test_ends_with_a_task_that_is_unlearned_again(
        self, lost_at: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        outcomes = [(1.0, 0.0)] * (lost_at - 1) + [(1.0, 60.0)] + [(1.0, 0.0)] * 9
        _, trainer = scripted(monkeypatch, outcomes, sequences=5_000, patience=2_000, refine=1_000)
        told = list(trainer.run())
        # Solved with the second slice of 250, to be refined for four more; lost; then once more.
        assert trainer.standing.beginnings == 2
        assert len(told) == lost_at + 6
        assert told[-1].solved_after == 250 * (lost_at + 2)
        assert [progress.finished for progress in told] == [False] * (lost_at + 5) + [True]

    def test_is_endless_once_the_task_is_solved(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _, trainer = scripted(
            monkeypatch, [(1.0, 0.0)] * 12, sequences=3_000, patience=500, refine=2_000
        )
        list(trainer.run())
        assert trainer.standing.beginnings == 1


class TestACurriculum:
    LESSONS = ((250, ((1, 1),)), (500, ((2, 2),)))

    def test_shows_the_sizes_of_its_lessons_and_then_the_tasks_own(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        engine, trainer = scripted(
            monkeypatch,
            [(1.0, 4.0)] * 3,
            sequences=750,
            curriculum=self.LESSONS,
            sizes=((3, 3),),
        )
        list(trainer.run())
        assert engine.counted == [1, 2, 3]
        assert set(engine.shapes) == {(250, 1, 7, 9)}  # nothing is compiled twice

    def test_cannot_be_where_the_task_is_solved(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _, trainer = scripted(
            monkeypatch, [(1.0, 0.0)] * 9, sequences=5_000, curriculum=self.LESSONS
        )
        assert [progress.solved_after for progress in trainer.run()][:4] == [None, None, None, 1000]

    def test_goes_on_with_the_next_lesson_as_soon_as_one_is_solved(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        engine, trainer = scripted(
            monkeypatch,
            [(1.0, 4.0), *[(1.0, 0.0)] * 2, (1.0, 4.0)],
            sequences=1_000,
            curriculum=((750, ((1, 1),)), (900, ((2, 2),))),
            sizes=((3, 3),),
        )
        list(trainer.run())
        assert engine.counted == [1, 1, 1, 2]


def test_a_lesson_has_its_few_slots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "engine", lambda: Scripted([(1.0, 4.0)] * 2))
    trainer = Trainer(
        TrainConfig(
            model=dataclasses.replace(TINY.model, n_slots=40), sequences=500, slice_steps=250,
            sizes=((1, 8),), curriculum=((250, ((1, 2),)),), training_slots=17, patience=None,
        )
    )  # fmt: skip
    list(trainer.run())
    assert list(trainer._slices) == [10, 17]


def test_the_cost_is_told_in_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    _, trainer = scripted(monkeypatch, [(math.log(2) * 7, 4.0)], sequences=250)
    (progress,) = trainer.run()
    assert progress.cost == pytest.approx(7.0)


def test_an_unknown_task_is_told() -> None:
    with pytest.raises(ValueError, match="unknown task 'sing'"):
        Trainer(TrainConfig(model=ModelConfig(task="sing")))
