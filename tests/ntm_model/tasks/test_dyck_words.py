"""Dyck words: which prefixes are balanced, and which words are drawn."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pytest

from ntm_model import tasks

TASK = tasks.get("dyck-words")


def balanced_prefixes(word):
    """Letter by letter, with a stack of brackets."""
    height, whole, found = 0, True, []
    for letter in word:
        height += 1 if letter == "(" else -1
        whole = whole and height >= 0
        found.append(int(whole and height == 0))
    return found


def encoded(word):
    return TASK.encode([[int(letter == ")")] for letter in word])


def sampled(pairs, count):
    batch = TASK.sample(np.random.default_rng(0), count, (pairs, pairs), fair=True)
    words = ["".join("()"[int(bit)] for bit in inputs[:, 0]) for inputs in batch.inputs]
    return words, batch.targets[:, -1, 0] > 0.5


@pytest.mark.parametrize("word", ["".join(word) for word in itertools.product("()", repeat=5)])
def test_every_prefix_is_judged(word):
    np.testing.assert_array_equal(encoded(word).targets[:, 0], balanced_prefixes(word))


def test_half_of_the_words_are_dyck_words():
    _, whole = sampled(pairs=6, count=2_000)
    assert whole.mean() == pytest.approx(0.5, abs=0.05)


def test_all_five_dyck_words_of_three_pairs_are_equally_likely():
    words, whole = sampled(pairs=3, count=4_000)
    seen = Counter(word for word, good in zip(words, whole, strict=True) if good)
    assert set(seen) == {"((()))", "(()())", "(())()", "()(())", "()()()"}
    assert min(seen.values()) > 0.8 * max(seen.values())


def test_the_other_words_have_as_many_of_each_bracket_and_all_come_up():
    words, whole = sampled(pairs=3, count=4_000)
    seen = {word for word, good in zip(words, whole, strict=True) if not good}
    assert all(word.count("(") == 3 for word in seen)
    assert len(seen) == 20 - 5
