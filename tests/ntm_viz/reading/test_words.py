from __future__ import annotations

import dataclasses

import pytest

from ntm_viz.reading.overview import resolve
from ntm_viz.reading.words import CellRef, Row, sentence, signed
from tests.handmade import copy_trace

OVERVIEW = resolve(copy_trace(length=5, n_slots=32))
READ, WRITE = 0, 1


def test_a_weighting_is_named_with_its_value_and_equation() -> None:
    ref = CellRef(Row.WEIGHTING, t=7, index=1, head=READ)
    assert sentence(ref, OVERVIEW) == (
        "Read weighting, slot 1, t = 7: 1.000 — w = w̃^γ / Σ w̃^γ, eq. 9"
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Row.CONTENT, "weighting by content, slot 2, t = 3: "),
        (Row.GATED, "weighting after the gate, slot 2, t = 3: "),
        (Row.SHIFTED, "weighting after the shift, slot 2, t = 3: "),
    ],
)
def test_each_stage_says_which_it_is(row: Row, words: str) -> None:
    assert sentence(CellRef(row, 3, 2, WRITE), OVERVIEW).startswith(f"Write {words}")


def test_an_input_is_named_by_its_channel() -> None:
    assert sentence(CellRef(Row.INPUT, 5, 8), OVERVIEW) == (
        "Input, delimiter, t = 5: 1 — what the network sees"
    )


def test_an_output_says_whether_it_is_right() -> None:
    assert sentence(CellRef(Row.OUTPUT, 8, 3), OVERVIEW).endswith("so it is right")


def test_a_wrong_output_says_so() -> None:
    trace = OVERVIEW.trace
    wrong = resolve(dataclasses.replace(trace, outputs=-trace.outputs))
    assert sentence(CellRef(Row.OUTPUT, 8, 3), wrong).endswith("so it is wrong")


def test_before_the_recall_nobody_asks() -> None:
    assert "nobody asks" in sentence(CellRef(Row.OUTPUT, 2, 3), OVERVIEW)
    assert "any answer will do" in sentence(CellRef(Row.TARGET, 2, 3), OVERVIEW)


def test_memory_tells_what_a_cell_was_before_it_changed() -> None:
    words = sentence(CellRef(Row.MEMORY, 2, 2, column=0), OVERVIEW)
    assert words.startswith("Memory, slot 2, column 0, after t = 2: −0.9")
    assert "(was " in words
    assert "(was " not in sentence(CellRef(Row.MEMORY, 2, 1, column=0), OVERVIEW)


@pytest.mark.parametrize(("row", "equation"), [(Row.ERASE, "eq. 3"), (Row.ADD, "eq. 4")])
def test_erase_and_add_name_their_head(row: Row, equation: str) -> None:
    words = sentence(CellRef(row, 2, 4, WRITE), OVERVIEW)
    assert words.startswith(f"Write head, {row} vector, column 4, t = 2: ")
    assert words.endswith(equation)


def test_a_shift_is_named_by_its_move() -> None:
    ref = CellRef(Row.SHIFT, 3, 2, WRITE)
    assert sentence(ref, OVERVIEW).startswith("Write shift +1, t = 3: 0.950")


@pytest.mark.parametrize("row", [Row.GATE, Row.STRENGTH, Row.SHARPNESS])
def test_a_number_of_a_head_says_what_it_means(row: Row) -> None:
    words = sentence(CellRef(row, 5, head=READ), OVERVIEW)
    assert words.startswith("Read ")
    assert "t = 5: " in words
    assert "eq. " in words


@pytest.mark.parametrize("row", list(Row))
def test_every_row_has_words_in_a_run_without_targets_too(row: Row) -> None:
    bare = resolve(dataclasses.replace(OVERVIEW.trace, targets=None, weights=None))
    head = WRITE if row in (Row.ERASE, Row.ADD) else READ
    assert "t = 8" in sentence(CellRef(row, 8, 1, head), bare)


@pytest.mark.parametrize(("move", "words"), [(-2, "−2"), (0, "0"), (1, "+1")])
def test_a_move_has_its_sign(move: int, words: str) -> None:
    assert signed(move) == words
