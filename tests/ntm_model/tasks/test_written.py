"""Patterns as text: what is written is read back, and what is no pattern is refused in words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_model.tasks import CopyTask, Pattern, PatternError, get, names
from ntm_model.tasks.written import as_text, parse

TWO = CopyTask(bits=2)
SORT = get("priority-sort")
REPEAT = get("repeat-copy")


def some(task, length, seed=0):
    rng = np.random.default_rng(seed)
    form = task.form(length)
    return Pattern(
        rng.integers(0, 2, (length, task.bits), dtype=np.uint8),
        {number.name: number.largest for number in form.numbers},
        None if form.values is None else rng.uniform(-1, 1, length).astype(np.float32),
    )


@pytest.mark.parametrize("name", names())
@given(items=st.integers(2, 30), seed=st.integers(0, 99))
def test_what_is_written_as_text_is_read_back_whole(name, items, seed):
    task = get(name)
    pattern = some(task, items * task.form(task.lengths[0]).vectors_per_item, seed)
    read = parse(as_text(pattern, task), task)
    assert np.array_equal(read.bits, pattern.bits)
    assert read.numbers == pattern.numbers
    assert np.array_equal(read.values, pattern.values)


def test_text_looks_like_the_window_one_line_per_bit_and_time_running_right():
    pattern = Pattern(np.array([[1, 0], [0, 0], [1, 1]], np.uint8))
    assert as_text(pattern, TWO) == "#.#\n..#"


def test_numbers_and_values_stand_before_the_bits_by_name():
    drawn = Pattern(np.zeros((2, 8), np.uint8), {"repeats": 4})
    assert as_text(drawn, REPEAT).splitlines()[0] == "repeats: 4"
    drawn = Pattern(np.zeros((2, 8), np.uint8), values=np.array([0.5, -1.0], np.float32))
    assert as_text(drawn, SORT).splitlines()[0] == "priority: 0.5 -1"


@pytest.mark.parametrize("text", ["1,0,1\n0,0,1", "1 0 1\n0 0 1\n", "1;0;1\n\n0;0;1", "X.x\n..X"])
def test_bits_may_be_written_in_several_ways(text):
    assert parse(text, TWO).bits.tolist() == [[1, 0], [0, 0], [1, 1]]


def test_lines_of_as_many_values_as_there_are_bits_are_vectors():
    assert parse("10\n00\n11", TWO).bits.tolist() == [[1, 0], [0, 0], [1, 1]]


def test_a_row_of_single_bits_runs_on_over_lines_or_stands_upright():
    assert parse("0110\n11", get("ngrams")).bits[:, 0].tolist() == [0, 1, 1, 0, 1, 1]
    assert parse("0\n1\n1\n", get("dyck-words")).bits[:, 0].tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    "text",
    [
        "priority,0.5,-1,0.25\n" + "1,0,1\n" * 8,
        "1,0,1\n" * 8 + "0.5,-1,0.25",
        "\n".join(
            f"{bit} {bit} {bit} {bit} {bit} {bit} {bit} {bit} {value}"
            for bit, value in ((1, 0.5), (0, -1), (1, 0.25))
        ),
    ],
    ids=["by name", "last line", "after each vector"],
)
def test_values_may_stand_in_several_places(text):
    read = parse(text, SORT)
    assert read.bits.tolist() == [[1] * 8, [0] * 8, [1] * 8]
    assert read.values.tolist() == [0.5, -1.0, 0.25]


@pytest.mark.parametrize("text", ["priority: 0.5 -1", "0.5,-1", "0.5;-1;"])
def test_values_alone_are_about_the_bits_that_are_there(text):
    present = Pattern(np.eye(2, 8, dtype=np.uint8))
    read = parse(text, SORT, present)
    assert read.bits is present.bits
    assert read.values.tolist() == [0.5, -1.0]


def test_a_number_of_another_task_means_nothing_and_is_left_out():
    assert parse("repeats: 3\n10\n01", TWO).numbers == {}


def test_a_table_of_inputs_is_the_pattern_that_it_came_from():
    pattern = some(REPEAT, 4)
    rows = [["t", *REPEAT.input_names]]
    rows += [[t, *row] for t, row in enumerate(REPEAT.encode(pattern).inputs)]
    text = "\n".join(",".join(str(cell) for cell in row) for row in rows)
    read = parse(text, REPEAT)
    assert np.array_equal(read.bits, pattern.bits)
    assert read.numbers == pattern.numbers
    with pytest.raises(PatternError, match="not one of the inputs of copy"):
        parse(text, CopyTask())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no bits"),
        ("\n  \n", "no bits"),
        ("0120", "'2'"),
        ("hello", "'h'"),
        ("name,age\nJohn,7", "'n'"),
        ("colour: red", "a line called 'colour'; known are: priority, query, repeats"),
        ("010\n01", "2 to 3 bits"),
        ("0101\n0101\n0101", "3 lines of 4"),
    ],
)
def test_what_is_no_drawing_is_refused_with_the_reason(text, reason):
    with pytest.raises(PatternError, match=reason):
        parse(text, CopyTask())


@pytest.mark.parametrize(
    ("task", "text", "reason"),
    [
        (REPEAT, "repeats: 2.5\n" + "10\n" * 8, "'2.5' for repeats, which is one whole number"),
        (REPEAT, "repeats: many\n" + "10\n" * 8, "'many' in repeats, where numbers belong"),
        (REPEAT, "repeats: 2", "no bits"),
        (SORT, "priority: 1\n" + "10\n" * 8, "1 values for 2 vectors"),
        (SORT, "priority: nan 1\n" + "10\n" * 8, "nan in priority"),
    ],
)
def test_numbers_and_values_that_cannot_be_are_refused_with_the_reason(task, text, reason):
    with pytest.raises(PatternError, match=reason):
        parse(text, task)
