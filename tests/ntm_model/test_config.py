"""Configurations: to and from JSON, and what cannot be."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from ntm_model.config import MODELS, SCHEMA_VERSION, ConfigError, ModelConfig, TrainConfig


def text_with(**changed: Any) -> str:
    return json.dumps({**json.loads(TrainConfig().to_json()), **changed})


@pytest.mark.parametrize(
    "config",
    [
        TrainConfig(),
        TrainConfig(seed=7, sequences=1, batch_size=16, sizes=((1, 10), (2, 5))),
        TrainConfig(model=ModelConfig(controller="lstm", n_slots=7, gate_bias=0.5)),
        TrainConfig(curriculum=((100, ((1, 2), (1, 3))), (200, ((1, 4), (1, 5))))),
        TrainConfig(further_sizes=(((1, 5),), ((2, 3),)), slots_in_turn=(40, None)),
        TrainConfig(optimizer="adam", beta_2=0.5, epsilon=1e-3, refined_below=2.0),
    ],
)
def test_a_configuration_comes_back_from_json(config: TrainConfig) -> None:
    assert TrainConfig.from_json(config.to_json()) == config


def test_one_of_the_first_schema_stays_what_it_was() -> None:
    text = """{"schema": 1, "model": {"task": "copy", "n_slots": 128}, "seed": 3,
               "sequences": 40000, "sizes": [[1, 20]], "batch_size": 1}"""
    model = ModelConfig(task="copy", n_slots=128, gate_bias=-1.0)
    assert TrainConfig.from_json(text) == TrainConfig(
        model=model, seed=3, sizes=((1, 20),), training_slots=None, patience=None
    )


def test_one_of_the_seventh_schema_is_refined_as_it_was_learned() -> None:
    old = {"refining_optimizer": "amsgrad", "refining_from": 5e-4, "refining_sizes": [[[1, 5]]]}
    fields = json.loads(text_with(schema=7, **old))
    for name in ("refined_below", "beta_2", "epsilon"):
        del fields[name]
    assert TrainConfig.from_json(json.dumps(fields)) == TrainConfig()
    with pytest.raises(ConfigError, match=r"not a training configuration .*refining_"):
        TrainConfig.from_json(json.dumps(fields | {"schema": SCHEMA_VERSION}))


def test_its_text_is_made_to_be_read() -> None:
    text = TrainConfig().to_json()
    assert text.endswith("}\n")
    assert json.loads(text)["schema"] == SCHEMA_VERSION
    assert json.loads(text)["model"]["task"] == "copy"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"sequences": 0}, "sequences must be at least 1, found 0"),
        ({"batch_size": -1}, "batch_size must be at least 1, found -1"),
        ({"slice_steps": 0}, "slice_steps must be at least 1"),
        ({"seed": -1}, "seed must be from 0 to 4294967295, found -1"),
        ({"seed": 2**32}, "seed must be from 0 to 4294967295, found 4294967296"),
        ({"patience": 0}, "patience must be at least 1, found 0"),
        ({"training_slots": 0}, "training_slots must be at least 1, found 0"),
        ({"large_every": 0}, "large_every must be at least 1, found 0"),
        ({"slots_in_turn": (40, 2)}, r"slots_in_turn must be at least 3 each, found \(40, 2\)"),
        ({"beta_2": 1.0}, r"beta_2 must be at least 0 and below 1, found 1\.0"),
        ({"epsilon": 0.0}, r"epsilon must be above 0 and finite, found 0\.0"),
        ({"epsilon": math.inf}, r"epsilon must be above 0 and finite, found inf"),
        ({"beta_2": -0.5}, r"beta_2 must be at least 0 and below 1, found -0\.5"),
        (
            {"refined_below": 0.04},
            r"at least solved_below \(0\.05\), found 0\.04",
        ),
        ({"optimizer": "sgd"}, "optimizer 'sgd' is unknown; known: rmsprop, adam$"),
        ({"further_sizes": (((0, 5),),)}, "sizes must be 1 ≤ smallest ≤ largest"),
        (
            {"curriculum": ((40, ((1, 1),)),), "sequences": 40},
            "sequences must be more than the 40 of the curriculum",
        ),
        (
            {"curriculum": ((40, ((1, 1),)),), "patience": 39},
            "patience must be more than the 40 of the curriculum",
        ),
        ({"checkpoint_every": 0}, "checkpoint_every must be at least 1"),
        ({"learning_rate": 0.0}, r"learning_rate must be above 0, found 0\.0"),
        ({"refining_rate": 0.0}, r"refining_rate must be above 0, found 0\.0"),
        ({"gradient_limit": 0.0}, r"gradient_limit must be above 0 and finite, found 0\.0"),
        ({"gradient_limit": float("inf")}, "gradient_limit must be above 0 and finite, found inf"),
        ({"resting": -1}, "resting must be at least 0, found -1"),
        ({"averaged_over": 0}, "averaged_over must be at least 1, found 0"),
        ({"schedule": "cosine"}, "'cosine' is unknown; known: step, falling, exponential"),
        ({"learning_rate": float("nan")}, "learning_rate must be above 0, found nan"),
        ({"sizes": ((0, 5),)}, "sizes must be 1 ≤ smallest ≤ largest"),
        ({"sizes": ((1, 5), (5, 4))}, "sizes must be 1 ≤ smallest ≤ largest"),
        ({"curriculum": ((10, ((2, 1),)),)}, "sizes must be 1 ≤ smallest ≤ largest"),
        (
            {"curriculum": ((20, ((1, 1),)), (20, ((1, 2),)))},
            r"one after the other, found \[20, 20",
        ),
        ({"curriculum": ((0, ((1, 1),)),)}, r"one after the other, found \[0"),
    ],
)
def test_a_value_out_of_range_is_told_by_name(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        TrainConfig(**changed)


def test_an_unknown_kind_of_network_is_told_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match=f"'cnn' is unknown; known: {', '.join(MODELS)}"):
        ModelConfig(model="cnn")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        "{}",
        '{"schema": 1}',
        text_with(schema="one"),
        text_with(model=[]),
        text_with(model={"colour": "red"}),
        text_with(colour="red"),
        text_with(sizes=3),
        text_with(sizes=[[1]]),
        text_with(sequences="many"),
        text_with(learning_rate=None),
    ],
)
def test_what_is_no_configuration_is_told(text: str) -> None:
    with pytest.raises(ConfigError, match="not a training configuration"):
        TrainConfig.from_json(text)


def test_a_newer_one_says_to_update() -> None:
    with pytest.raises(ConfigError, match=r"newer version \(schema 9; .* update"):
        TrainConfig.from_json(text_with(schema=9))


def test_a_value_out_of_range_in_a_file_is_told_by_name() -> None:
    with pytest.raises(ConfigError, match="sequences must be at least 1"):
        TrainConfig.from_json(text_with(sequences=0))
