"""The network that comes with the program can do what its card says, and what people draw."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from ntm_model import Recorder, Trace, load_model, model_info, resized
from ntm_model.evaluation import Evaluation
from ntm_model.tasks import drawings, get

ASSETS = Path(__file__).parents[2] / "assets"


@pytest.fixture(scope="module")
def model() -> keras.Model:
    return load_model(ASSETS / "copy.keras")


@pytest.fixture(scope="module")
def evaluation(model: keras.Model) -> Evaluation:
    return Evaluation(model, get("copy"))


@pytest.fixture(scope="module")
def card() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ASSETS / "copy.json").read_text(encoding="utf-8"))
    return found


def test_the_card_says_how_it_was_made(card: dict[str, Any], model: keras.Model) -> None:
    assert card["task"] == model_info(model).task == "copy"
    assert card["command"].startswith(f"ntm-model train copy --seed {card['seed']}")
    assert card["parameters"] == model_info(model).parameters
    assert 0 < card["solved_after_sequences"] < card["sequences"]
    assert card["seconds_of_training"] > 0


def test_it_holds_to_its_card_on_sequences_that_nobody_has_seen(
    card: dict[str, Any], evaluation: Evaluation
) -> None:
    promised = card["wrong_bits_by_size"]
    assert [int(length) for length in promised] == [5, 10, 20, 40, 80, 120]
    sizes = [(int(length),) for length in promised]
    found = evaluation.by_size(sizes, sequences=25, seed=20_141_026)
    assert {e.label: e.wrong_bits for e in found} == pytest.approx(promised, abs=0.5)


def test_within_its_training_it_makes_no_error(evaluation: Evaluation) -> None:
    for errors in evaluation.by_size([(n,) for n in range(1, 21)], sequences=25, seed=7):
        assert errors.perfect == errors.sequences, f"length {errors.label}"


def test_every_drawing_comes_back_right(evaluation: Evaluation) -> None:
    wrong = [e for e in evaluation.on_drawings(range(1, 21)) if e.wrong_bits]
    assert wrong == []


def test_with_more_slots_it_holds_far_beyond_its_training(model: keras.Model) -> None:
    roomy = Evaluation(resized(model, 1_024), get("copy"))
    [errors] = roomy.by_size([(500,)], sequences=4, seed=11)
    assert errors.perfect == errors.sequences


def test_the_first_picture_is_this_networks_own_work(model: keras.Model) -> None:
    shown = Trace.load(ASSETS / "copy.npz")
    pattern = drawings.draw("letters NTM", 20)
    trace = Recorder(model).record_pattern(get("copy"), pattern)
    assert np.array_equal(shown.inputs, trace.inputs)
    assert np.array_equal(get("copy").decode(shown.predictions), pattern)
    assert shown.outputs == pytest.approx(trace.outputs, abs=1e-3)
    assert shown.weightings == pytest.approx(trace.weightings, abs=1e-3)
    assert shown.meta == trace.meta
