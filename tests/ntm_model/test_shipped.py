"""The networks that come with the program can do what their cards say, and what people draw."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from ntm_model import Recorder, Trace, load_model, model_info, resized
from ntm_model.commands.options import parsed_size
from ntm_model.evaluation import Evaluation
from ntm_model.model import machine
from ntm_model.presets import defaults_for
from ntm_model.tasks import drawings, get

MODELS = Path(__file__).parents[2] / "assets" / "models"
NAMES = sorted(file.stem for file in MODELS.glob("*.keras"))
# The longest sequences take the longest to evaluate and say the least about a card.
_LONGEST = 1_000


def card_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((MODELS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def test_they_are_small_enough_to_bring_along() -> None:
    assert sum(file.stat().st_size for file in MODELS.iterdir()) < 5_000_000
    assert {"copy", "copy-dense"} <= set(NAMES)


@pytest.fixture(scope="module", params=NAMES)
def shipped(request: pytest.FixtureRequest) -> tuple[dict[str, Any], keras.Model]:
    return card_of(request.param), load_model(MODELS / f"{request.param}.keras")


class TestEach:
    def test_has_a_card_that_says_how_it_was_made(
        self, shipped: tuple[dict[str, Any], keras.Model]
    ) -> None:
        card, model = shipped
        assert card["task"] == model_info(model).task
        assert card["command"].startswith(f"ntm-model train {card['task']}")
        assert card["parameters"] == model_info(model).parameters
        assert card["sequences"] > 0
        assert card["seconds_of_training"] > 0
        assert card["machine"]

    def test_was_made_with_todays_recipe(self, shipped: tuple[dict[str, Any], keras.Model]) -> None:
        card, model = shipped
        recipe = defaults_for(card["task"], controller=model_info(model).controller)
        # Of those made when refining always began with being solved there is but that.
        begun = card.get("refined_after_sequences", card["solved_after_sequences"])
        refined = recipe.sequences if begun is None else begun + recipe.refine
        planned = min(recipe.sequences, refined)
        # A training ends with a whole slice.
        assert 0 <= card["sequences"] - planned < recipe.slice_steps * recipe.batch_size
        cell = machine(model).cell
        for name, wanted in dataclasses.asdict(recipe.model).items():
            # The task is in the card, and the controller chose the recipe.
            if name not in {"task", "model", "controller"}:
                found = getattr(cell, name)
                # Activations are functions there.
                assert getattr(found, "__name__", found) == wanted, name

    def test_holds_to_its_card_on_sequences_that_nobody_has_seen(
        self, shipped: tuple[dict[str, Any], keras.Model]
    ) -> None:
        card, model = shipped
        task = get(card["task"])
        sizes = [
            size
            for size in map(parsed_size, card["wrong_bits_by_size"])
            if task.timesteps(*size) <= _LONGEST
        ]
        for errors in Evaluation(model, task).by_size(sizes, sequences=50, seed=20_141_026):
            promised = card["wrong_bits_by_size"][errors.label]
            # What it claims to know it knows; where it loses its way, far beyond its training, a
            # sequence costs it anything from a few bits to most, and so do means of fifty.
            spread = 1.0 if promised < 1.0 else 1.0 + promised
            assert errors.wrong_bits <= promised + spread, errors.label
            if "least_cost_by_size" in card:
                excess = (
                    card["cost_by_size"][errors.label] - card["least_cost_by_size"][errors.label]
                )
                assert errors.cost - errors.least_cost <= excess + 0.05 * errors.least_cost

    def test_is_at_ease_with_what_people_draw(
        self, shipped: tuple[dict[str, Any], keras.Model]
    ) -> None:
        card, model = shipped
        promised = card.get("drawings", {"wrong_bits": 0})["wrong_bits"]
        found = Evaluation(model, get(card["task"])).on_drawings()
        assert sum(errors.wrong_bits for errors in found) <= promised


class TestCopy:
    @pytest.fixture
    def model(self) -> keras.Model:
        return load_model(MODELS / "copy.keras")

    def test_makes_no_error_within_its_training(self, model: keras.Model) -> None:
        evaluation = Evaluation(model, get("copy"))
        for errors in evaluation.by_size([(n,) for n in range(1, 21)], sequences=25, seed=7):
            assert errors.perfect == errors.sequences, f"length {errors.label}"
        assert card_of("copy")["drawings"]["wrong_bits"] == 0

    def test_makes_none_far_beyond_it_with_more_slots(self, model: keras.Model) -> None:
        roomy = Evaluation(resized(model, 1_024), get("copy"))
        for errors in roomy.by_size([(500,), (1_000,)], sequences=4, seed=11):
            assert errors.perfect == errors.sequences, f"length {errors.label}"
        assert sum(errors.wrong_bits for errors in roomy.on_drawings([100])) == 0

    def test_made_the_first_picture(self, model: keras.Model) -> None:
        shown = Trace.load(MODELS / "copy.npz")
        pattern = drawings.draw("letters NTM", 20)
        trace = Recorder(model).record_pattern(get("copy"), pattern)
        assert np.array_equal(shown.inputs, trace.inputs)
        assert np.array_equal(get("copy").decode(shown.predictions), pattern)
        assert shown.outputs == pytest.approx(trace.outputs, abs=1e-3)
        assert shown.weightings == pytest.approx(trace.weightings, abs=1e-3)
        assert shown.meta == trace.meta


def test_ngrams_leave_hardly_half_a_bit_more_open_than_the_best_estimator() -> None:
    evaluation = Evaluation(load_model(MODELS / "ngrams.keras"), get("ngrams"))
    (errors,) = evaluation.by_size([(200,)], sequences=600, seed=7)
    assert errors.least_cost is not None
    assert 0.0 < errors.cost - errors.least_cost < 0.5


def test_one_linear_layer_is_enough_for_copy() -> None:
    model = load_model(MODELS / "copy-dense.keras")
    assert model_info(model).parameters < 3_200
    evaluation = Evaluation(model, get("copy"))
    for errors in evaluation.by_size([(n,) for n in (1, 5, 10, 20, 120)], sequences=25, seed=7):
        assert errors.perfect == errors.sequences, f"length {errors.label}"
    assert card_of("copy-dense")["drawings"]["wrong_bits"] == 0
