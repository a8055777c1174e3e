"""What a person can set before training, checked field by field in plain words; needs no Qt."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from ntm_model import tasks
from ntm_model.config import FEWEST_SLOTS, LARGEST_SEED, TrainConfig
from ntm_model.lessons import longest_timesteps
from ntm_model.presets import changed, defaults_for

CONTROLLERS = {
    "dense": "One layer (dense)",
    "double_dense": "Hidden layer (double_dense)",
    "lstm": "LSTM (lstm)",
    "double_lstm": "Two LSTMs (double_lstm)",
}
"""The controllers that come along, and what they are."""

OF_MODEL = ("controller", "n_slots", "m_depth", "read_heads", "write_heads", "controller_units")
OF_TRAINING = ("sequences", "seed", "batch_size", "learning_rate")
FIELDS = (*OF_MODEL, *OF_TRAINING)

_MOST_MEMORY = 4e9
"""Bytes that training may come to, by a rough estimate."""
_KEPT = 8
"""Bytes that are kept at each timestep of every number that the machine carries, for the way back
through time. With TensorFlow, 8,192 slots more, 8 sequences at once and 41 timesteps took 5.6."""


class SettingsError(ValueError):
    """What was set cannot be trained; ``problems`` says why for each field, by its name."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {why}" for name, why in problems.items()))
        self.problems = problems


def settings_of(config: TrainConfig) -> dict[str, str]:
    """What the fields say of a configuration."""
    values = {name: getattr(config.model, name) for name in OF_MODEL}
    values |= {name: getattr(config, name) for name in OF_TRAINING}
    return {name: _shown(name, value) for name, value in values.items()}


def following(task: str, settings: dict[str, str], before: str) -> dict[str, str]:
    """What the fields say once the controller is another one than ``before``.

    A controller may bring defaults of its own; what a person has set stays.
    """
    usual, new = (
        settings_of(defaults_for(task, controller=name))
        for name in (before, settings["controller"])
    )
    return {name: new[name] if said == usual[name] else said for name, said in settings.items()}


def _shown(name: str, value: str | int | float) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    # A seed is a name and no quantity.
    return f"{value:,}" if isinstance(value, int) and name != "seed" else str(value)


def config_of(task: str, settings: dict[str, str]) -> TrainConfig:
    """How ``task`` is trained by default, with what the fields say.

    Raises:
        SettingsError: a field says something that cannot be.
    """
    problems: dict[str, str] = {}
    found: dict[str, Any] = {"controller": settings["controller"]}
    if settings["controller"] not in CONTROLLERS:
        problems["controller"] = f"known are {', '.join(CONTROLLERS)}"
    for name in FIELDS[1:]:
        try:
            found[name] = (
                _rate(settings[name]) if name == "learning_rate" else _whole(name, settings[name])
            )
        except ValueError as error:
            problems[name] = str(error)
    if problems:
        raise SettingsError(problems)
    default = defaults_for(task, controller=settings["controller"])
    model = dataclasses.replace(default.model, **{name: found[name] for name in OF_MODEL})
    training = {name: found[name] for name in OF_TRAINING}
    config = dataclasses.replace(changed(default, **training), model=model)
    _check_memory(config)
    return config


def _whole(name: str, text: str) -> int:
    try:
        value = int(text.replace(",", "").strip())
    except ValueError:
        raise ValueError("a whole number is wanted") from None
    least = {"n_slots": FEWEST_SLOTS, "seed": 0}.get(name, 1)
    most = {"seed": LARGEST_SEED, "read_heads": 64, "write_heads": 64}.get(name, 10**7)
    if value < least:
        raise ValueError(f"at least {least}")
    if value > most:
        raise ValueError(f"at most {most:,}")
    return value


def _rate(text: str) -> float:
    try:
        value = float(text.strip())
    except ValueError:
        raise ValueError("a number is wanted, such as 0.0003") from None
    if not (math.isfinite(value) and 0.0 < value <= 1.0):
        raise ValueError("above 0 and at most 1, such as 0.0003")
    return value


def _check_memory(config: TrainConfig) -> None:
    """Refuse what would fill the machine's memory, after seconds in which nothing is seen."""
    model = config.model
    steps = longest_timesteps(tasks.get(model.task), config)
    heads = model.read_heads + model.write_heads
    carried = model.n_slots * (model.m_depth + heads)
    needed = carried * config.batch_size * steps * _KEPT
    if needed > _MOST_MEMORY:
        why = f"training would take about {needed / 1e9:,.0f} GB: fewer slots, please"
        raise SettingsError({"n_slots": why})
