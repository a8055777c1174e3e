"""Settings of a training: the task's defaults, and what is wrong with a field."""

from __future__ import annotations

import dataclasses

import pytest

from ntm_model.presets import defaults_for
from ntm_viz.training_settings import (
    CONTROLLERS,
    FIELDS,
    SettingsError,
    config_of,
    following,
    settings_of,
)

COPY = settings_of(defaults_for("copy"))


def changed(**fields):
    return config_of("copy", COPY | fields)


def problems(**fields):
    with pytest.raises(SettingsError) as told:
        changed(**fields)
    return told.value.problems


@pytest.mark.parametrize("task", ["copy", "priority-sort", "ngrams"])
def test_untouched_they_are_the_tasks_own(task):
    default = defaults_for(task)
    settings = settings_of(default)
    assert set(settings) == set(FIELDS)
    assert config_of(task, settings) == default


@pytest.mark.parametrize("controller", CONTROLLERS)
def test_another_controller_brings_its_own_defaults(controller):
    chosen = following("copy", COPY | {"controller": controller}, COPY["controller"])
    assert config_of("copy", chosen) == defaults_for("copy", controller=controller)


def test_what_a_person_has_set_stays_with_another_controller():
    set_by_hand = COPY | {"controller": "dense", "sequences": "5,000"}
    assert following("copy", set_by_hand, COPY["controller"]) == set_by_hand


def test_large_numbers_are_shown_as_everywhere_else_and_a_seed_as_a_name():
    settings = settings_of(dataclasses.replace(defaults_for("copy"), sequences=40_000, seed=1234))
    assert (settings["sequences"], settings["seed"]) == ("40,000", "1234")


def test_every_field_reaches_the_configuration():
    config = changed(
        controller="lstm", n_slots="64", m_depth="10", read_heads="2", write_heads="3",
        controller_units="50", sequences="5,000", seed="9", batch_size="4", learning_rate="1e-3",
    )  # fmt: skip
    model = config.model
    assert (model.controller, model.controller_units) == ("lstm", 50)
    assert (model.n_slots, model.m_depth, model.read_heads, model.write_heads) == (64, 10, 2, 3)
    assert (config.sequences, config.seed, config.batch_size) == (5_000, 9, 4)
    # Refined at a tenth, as the command line does it.
    assert (config.learning_rate, config.refining_rate) == pytest.approx((1e-3, 1e-4))


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("n_slots", "2", "at least 3"),
        ("n_slots", "many", "a whole number"),
        ("m_depth", "0", "at least 1"),
        ("read_heads", "65", "at most 64"),
        ("sequences", "", "a whole number"),
        ("sequences", "1.5", "a whole number"),
        ("seed", "-1", "at least 0"),
        ("seed", "4294967296", "at most 4,294,967,295"),
        ("learning_rate", "0", "above 0"),
        ("learning_rate", "nan", "above 0"),
        ("learning_rate", "fast", "such as 0.0003"),
        ("controller", "gru", "double_dense"),
    ],
)
def test_nonsense_is_told_at_its_field(field, text, said):
    told = problems(**{field: text})
    assert list(told) == [field]
    assert said in told[field]


def test_all_that_is_wrong_is_told_at_once():
    assert set(problems(n_slots="0", seed="x")) == {"n_slots", "seed"}


def test_a_memory_that_would_fill_the_machine_is_refused():
    assert "GB: fewer slots" in problems(n_slots="1000000")["n_slots"]
    assert changed(n_slots="1024").model.n_slots == 1024
