"""A few typed letters find what a person means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_viz.commands import Command
from ntm_viz.search import best_first, match


def found(query, names):
    fits = [(fit, n) for n, name in enumerate(names) if (fit := match(query, name)) is not None]
    return [names[number] for number in best_first(fits)]


def typed(query, name):
    """The name with the letters in capitals that count as typed."""
    places = match(query, name).places
    return "".join(c.upper() if i in places else c.lower() for i, c in enumerate(name))


@pytest.mark.parametrize(
    ("query", "name", "shown"),
    [
        ("exp", "Export frame", "EXPort frame"),
        ("fr", "Export frame", "export FRame"),
        ("ef", "Export frame", "Export Frame"),
        ("frame export", "Export frame", "EXPORT FRAME"),
        ("sb", "Step back", "Step Back"),
        ("EXP", "Export", "EXPort"),
        ("", "Export", "export"),
    ],
)
def test_the_letters_that_count_are_the_ones_a_person_means(query, name, shown):
    assert typed(query, name) == shown


@pytest.mark.parametrize(
    ("query", "name"),
    [("xe", "Export"), ("z", "Export"), ("expp", "Export"), ("train", "Paste drawing")],
)
def test_letters_that_are_not_there_in_this_order_do_not_match(query, name):
    assert match(query, name) is None


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("ex", "Export…"),
        ("pla", "Play"),
        ("png", "Export frame as PNG…"),
        ("undo", "Undo"),
        ("orf", "Open run folder…"),
        ("to e", "To the end"),
        ("theme dark", "Theme: Dark"),
    ],
)
def test_what_is_meant_stands_first(query, first):
    names = [command.value.text.replace("&", "") for command in Command] + ["Theme: Dark"]
    assert found(query, names)[0] == first


def test_words_beside_the_name_are_found_too_but_after_it():
    assert match("pause", "Play", "Play on, or pause").places == ()
    assert match("pasue", "Play", "Play on, or pause") is None
    beside, name = match("pause", "Play", "Play on, or pause"), match("pause", "Pause here")
    assert name.score > beside.score


@given(st.text(max_size=30), st.text(max_size=12))
def test_the_places_are_letters_of_the_name_in_their_order(name, query):
    fit = match(query, name)
    if fit is not None:
        assert list(fit.places) == sorted(set(fit.places))
        assert all(0 <= place < len(name) for place in fit.places)


@given(st.text(min_size=1, max_size=30))
def test_a_name_finds_itself(name):
    assert match(name, name) is not None
