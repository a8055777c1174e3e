"""Configurations: one that works for every task, and the paper's own."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from ntm_model import tasks
from ntm_model.config import ConfigError, ModelConfig, TrainConfig
from ntm_model.model import build_model, parameters_of
from ntm_model.presets import changed, command_for, defaults_for, paper_config
from ntm_model.standing import Standing
from ntm_model.tasks.registry import BUILT_IN


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_defaults_of_a_task_are_for_that_task(name):
    assert defaults_for(name).model.task == name
    assert defaults_for(name).model.model == "ntm"


@pytest.mark.parametrize("name", BUILT_IN)
def test_who_runs_out_of_patience_has_enough_left_to_begin_again(name: str) -> None:
    config = defaults_for(name)
    standing = Standing(done=config.patience or 0, total=config.sequences)
    assert standing.begins_again(config) == (config.patience is not None)


def test_copy_is_trained_with_the_defaults_of_all_configurations():
    assert defaults_for("copy") == TrainConfig()


def test_a_task_that_another_package_brings_is_trained_as_copy_is():
    assert defaults_for("parity") == TrainConfig(model=ModelConfig(task="parity"))


@pytest.mark.parametrize("kind", ["lstm", "dense"])
def test_a_baseline_takes_nothing_over_that_is_for_the_machine(kind):
    config = defaults_for("repeat-copy", kind)
    assert (config.curriculum, config.patience, config.training_slots) == ((), None, None)
    assert (config.further_sizes, config.slots_in_turn, config.large_every) == ((), (), None)
    usual = TrainConfig()
    assert config.optimizer == usual.optimizer
    assert (config.beta_2, config.epsilon) == (usual.beta_2, usual.epsilon)
    assert (config.refined_below, config.gradient_limit, config.averaged_over) == (None, None, None)


@pytest.mark.parametrize("kind", ["lstm", "dense"])
def test_a_baseline_is_trained_on_batches_and_below_the_machines_rate(kind):
    config, machines = defaults_for("copy", kind), defaults_for("copy")
    assert config.model == ModelConfig(task="copy", model=kind)
    assert config.batch_size > machines.batch_size
    assert config.refining_rate < config.learning_rate < machines.learning_rate


def test_a_network_of_an_unknown_kind_is_refused():
    with pytest.raises(ConfigError, match="model 'gru' is unknown; known: ntm, lstm, dense"):
        defaults_for("copy", "gru")


@pytest.mark.parametrize(
    ("task", "heads", "rate", "parameters", "in_the_paper"),
    [
        ("copy", 1, 1e-4, 62_260, 67_561),
        ("repeat-copy", 1, 1e-4, 62_781, 66_111),
        ("associative-recall", 1, 1e-4, 61_618, 70_330),
        ("ngrams", 1, 3e-5, 58_213, 61_749),
        ("priority-sort", 5, 3e-5, 212_868, 269_038),
    ],
)
def test_the_papers_machines_with_lstm_controllers(task, heads, rate, parameters, in_the_paper):
    config = paper_config(task)
    assert (config.model.read_heads, config.model.write_heads) == (heads, heads)
    assert config.learning_rate == config.refining_rate == rate
    assert (config.training_slots, config.patience) == (None, None)
    found = parameters_of(build_model(config.model))
    assert found == parameters
    assert 0.75 < found / in_the_paper < 1.0


@pytest.mark.parametrize(
    ("task", "heads", "parameters", "in_the_paper"),
    [
        ("copy", 1, 13_260, 17_162),
        ("repeat-copy", 1, 13_481, 16_712),
        ("associative-recall", 4, 119_382, 146_845),
        ("ngrams", 1, 11_613, 14_656),
        ("priority-sort", 8, 470_504, 508_305),
    ],
)
def test_the_papers_machines_with_feed_forward_controllers(task, heads, parameters, in_the_paper):
    config = paper_config(task, "dense")
    assert config.model.read_heads == heads
    found = parameters_of(build_model(config.model))
    assert found == parameters
    assert 0.75 < found / in_the_paper < 1.0


def test_the_paper_has_no_network_for_a_task_of_others():
    with pytest.raises(ConfigError, match="no network for 'dyck-words'"):
        paper_config("dyck-words")


def test_a_configuration_survives_its_file():
    config = TrainConfig(model=ModelConfig(task="repeat-copy"), sizes=((1, 4), (2, 3)))
    assert TrainConfig.from_json(config.to_json()) == config
    assert TrainConfig.from_json(TrainConfig().to_json()) == TrainConfig()


@pytest.mark.parametrize("sizes", [((0, 3),), ((4, 3),)])
def test_impossible_sizes_are_refused(sizes):
    with pytest.raises(ConfigError, match="1 ≤ smallest ≤ largest"):
        TrainConfig(sizes=sizes)


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_task_has_a_network_that_fits_it(name):
    model = build_model(defaults_for(name).model)
    task = tasks.get(name)
    assert model.input_shape[-1] == task.input_width
    assert model.output_shape[-1] == task.output_width


@pytest.mark.parametrize("task", ["copy", "priority-sort"])
def test_the_defaults_are_trained_by_naming_the_task(task: str) -> None:
    assert command_for(defaults_for(task)) == f"ntm-model train {task}"


def test_a_controller_may_bring_defaults_of_its_own() -> None:
    with_lstm = defaults_for("copy", controller="lstm")
    assert with_lstm.model.forgetful
    assert command_for(with_lstm) == "ntm-model train copy --controller lstm"
    assert command_for(defaults_for("copy", controller="dense")).endswith("--controller dense")


def test_a_task_with_a_recipe_of_its_own_keeps_it_under_any_controller() -> None:
    found, usual = defaults_for("repeat-copy", controller="lstm"), defaults_for("repeat-copy")
    assert found.model == dataclasses.replace(usual.model, controller="lstm")
    assert dataclasses.replace(found, model=usual.model) == usual


class TestChanged:
    def test_the_refining_rate_stays_as_much_smaller_as_it_is(self) -> None:
        usual = defaults_for("repeat-copy")
        found = changed(usual, learning_rate=usual.learning_rate * 2)
        assert found.refining_rate == pytest.approx(usual.refining_rate * 2)
        paper = changed(paper_config("copy"), learning_rate=1e-5)
        assert paper.refining_rate == paper.learning_rate == 1e-5

    def test_what_is_named_as_it_is_changes_nothing(self) -> None:
        usual = defaults_for("repeat-copy")
        assert changed(usual, learning_rate=usual.learning_rate, seed=usual.seed) == usual

    @pytest.mark.parametrize(
        "numbers", [{"learning_rate": 1e-4}, {"batch_size": 16}, {"optimizer": "adam"}]
    )
    def test_patience_is_for_the_rate_and_batches_that_it_was_found_with(
        self, numbers: dict[str, Any]
    ) -> None:
        assert changed(defaults_for("copy"), **numbers).patience is None
        assert changed(defaults_for("copy"), seed=3, sequences=9_000).patience is not None

    def test_a_slice_holds_about_as_many_sequences_in_any_batches(self) -> None:
        assert changed(defaults_for("copy"), batch_size=16).slice_steps == 6
        assert changed(defaults_for("copy"), batch_size=1_000).slice_steps == 1

    def test_lessons_take_half_of_a_short_training(self) -> None:
        (*_, (end, sizes)) = changed(defaults_for("repeat-copy"), sequences=3_000).curriculum
        assert (end, sizes) == (1_500, defaults_for("repeat-copy").curriculum[-1][1])
        assert changed(defaults_for("repeat-copy"), sequences=1).curriculum == ()


def test_what_differs_is_named_by_its_option() -> None:
    default = defaults_for("copy")
    model = dataclasses.replace(default.model, controller="lstm", m_depth=12)
    changed = dataclasses.replace(default, model=model, seed=7)
    assert command_for(changed) == "ntm-model train copy --controller lstm --depth 12 --seed 7"
