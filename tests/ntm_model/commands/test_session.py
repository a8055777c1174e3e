"""What a person at a terminal is told while a network learns."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from ntm_model.commands.session import milestones
from ntm_model.config import TrainConfig
from ntm_model.standing import Standing

CONFIG = TrainConfig(
    curriculum=((4_000, ((1, 3), (1, 3))), (5_000, ((1, 5), (1, 5)))), patience=6_000
)
BEFORE = Standing(done=900, total=40_000)


@pytest.mark.parametrize(
    ("changed", "lines"),
    [
        ({}, []),
        ({"lesson": 1}, ["Lesson 1 of 2 learned after 1,000 sequences: on to sizes up to 5x5"]),
        ({"lesson": 2}, ["Lesson 2 of 2 learned after 1,000 sequences: on to all sizes"]),
        (
            {"lesson": 1, "done": 4_000},
            [
                "Lesson 1 of 2 over, learned or not, after 4,000 sequences: on to sizes up to 5x5",
            ],
        ),
        (
            {"refined_after": 1_000, "total": 7_000},
            ["Few enough wrong bits after 1,000 sequences: refined, to the end at 7,000"],
        ),
        (
            {"refined_after": 1_000, "solved_after": 1_000, "total": 7_000},
            ["Solved after 1,000 sequences: refined, to the end at 7,000"],
        ),
        (
            {"refined_after": 1_000, "solved_after": 1_000, "total": 950},
            ["Solved after 1,000 sequences"],
        ),
        (
            {"beginnings": 2, "begun_after": 900},
            ["Not learned, or unlearned, after 900 sequences: begun again with other weights"],
        ),
    ],
)
def test_what_has_changed_is_told(changed: dict[str, Any], lines: list[str]) -> None:
    now = dataclasses.replace(BEFORE, **({"done": 1_000} | changed))
    assert list(milestones(BEFORE, now, CONFIG)) == lines
    assert list(milestones(now, now, CONFIG)) == []


def test_what_is_solved_while_it_is_refined_is_told_by_itself() -> None:
    refined = dataclasses.replace(BEFORE, refined_after=500, total=7_000)
    now = dataclasses.replace(refined, done=1_000, solved_after=1_000)
    assert list(milestones(refined, now, CONFIG)) == ["Solved after 1,000 sequences"]


def test_what_is_learned_in_the_slice_of_another_beginning_is_told_too() -> None:
    before = dataclasses.replace(BEFORE, lesson=2, refined_after=500, solved_after=500)
    now = dataclasses.replace(BEFORE, done=1_400, beginnings=2, begun_after=900, lesson=1)
    assert list(milestones(before, now, CONFIG)) == [
        "Not learned, or unlearned, after 900 sequences: begun again with other weights",
        "Lesson 1 of 2 learned after 1,400 sequences: on to sizes up to 5x5",
    ]
