"""What a sweep came to, by hand."""

from __future__ import annotations

from typing import Any

from ntm_model.sweeps.summary import summary


def card(solved: int | None, sequences: int, wrong: float, **more: Any) -> dict[str, Any]:
    return {
        "solved_after_sequences": solved,
        "seconds_until_solved": None if solved is None else solved / 100,
        "sequences": sequences,
        "seconds_of_training": sequences / 100,
        "wrong_bits_by_size": {"20": wrong},
        **more,
    }


def test_the_median_and_the_worst_are_those_of_the_seeds_that_ended() -> None:
    found = summary(
        {0: card(100, 700, 0.0), 1: card(300, 900, 0.5), 2: card(None, 4_000, 8.0)}, {3: "no disk"}
    )
    assert (found["seeds"], found["ended"], found["converged"]) == (4, 3, 2)
    assert found["not_converged"] == [2]
    assert found["failed"] == {"3": "no disk"}
    assert found["solved_after_sequences"] == {"median": 200, "worst": 300}
    assert found["seconds_until_solved"] == {"median": 2.0, "worst": 3.0}
    assert found["sequences"] == {"median": 900, "worst": 4_000}
    assert found["wrong_bits_by_size"] == {
        "20": {"median": 0.5, "worst": 8.0, "seeds_without_one": 1}
    }


def test_seeds_that_took_more_than_one_beginning_are_named() -> None:
    found = summary(
        {
            0: card(1, 1, 0.0),
            2: card(9, 9, 0.0, beginnings=3),
            1: card(9, 9, 0.0, beginnings=2),
            3: card(1, 1, 0.0, beginnings=1),
        },
        {},
    )
    assert found["begun_again"] == [1, 2]


def test_drawings_and_tests_are_summed_up_too() -> None:
    test = {"wrong_bits_by_size": {"1000": 0.0}, "drawings": {"wrong_bits": 0}}
    found = summary(
        {
            0: card(1, 1, 0.0, drawings={"wrong_bits": 0}, test=test),
            1: card(1, 1, 0.0, drawings={"wrong_bits": 6}, test=test),
        },
        {},
    )
    assert found["wrong_bits_of_drawings"] == {"median": 3, "worst": 6, "seeds_without_one": 1}
    assert found["test"]["wrong_bits_by_size"]["1000"]["seeds_without_one"] == 2
    assert found["test"]["wrong_bits_of_drawings"]["worst"] == 0


def test_what_cannot_be_predicted_is_held_against_the_best_predictor() -> None:
    more = {"cost_by_size": {"20": 140.0}, "least_cost_by_size": {"20": 133.0}}
    found = summary({0: card(None, 1, 60.0, **more)}, {})
    assert found["cost_by_size"] == {"20": {"median": 140.0, "worst": 140.0}}
    assert found["least_cost_by_size"] == {"20": 133.0}


def test_nothing_comes_of_nothing() -> None:
    found = summary({}, {0: "no disk"})
    assert (found["seeds"], found["converged"], found["solved_after_sequences"]) == (1, 0, {})
