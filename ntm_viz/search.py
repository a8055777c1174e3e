"""Which names a few typed letters may mean, and how well; no Qt.

Letters may be left out, and words may come in any order: ``fo op`` finds *Open run folder*.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_START, _NEXT, _LETTER = 12, 8, 1
"""What a letter is worth at the start of a word, right after the last one, and elsewhere."""
_WHOLE = 6
"""What a word is worth that stands there in one piece, for each of its letters."""
_MEANT = 0.6
"""Share of the letters that have to start a word or follow the one before."""
_ASIDE = 2
"""What a letter is worth in the words beside the name."""


@dataclasses.dataclass(frozen=True)
class Match:
    """How well a query fits a name."""

    score: int
    places: tuple[int, ...] = ()
    """Letters of the name that were typed."""


def match(query: str, name: str, *beside: str) -> Match | None:
    """How ``query`` fits ``name``, or else words that stand ``beside`` it; None where it does not.

    Every word of the query has to be found, its letters in their order.
    """
    score = 0
    places: set[int] = set()
    for word in query.lower().split():
        found = _in_name(word, name)
        if found is None:
            # What only explains a name must hold the word as it was typed.
            if not any(word in text.lower() for text in beside):
                return None
            score += _ASIDE * len(word)
            continue
        score += found.score
        places.update(found.places)
    # Of two that fit as well, the shorter one is meant.
    return Match(16 * score - len(name), tuple(sorted(places)))


def _in_name(word: str, name: str) -> Match | None:
    lowered = name.lower()
    if len(lowered) != len(name):  # a letter that is two in lower case would move the places
        lowered = name
    at = [i for i in range(len(name)) if lowered.startswith(word, i)]
    if at:
        first = next((i for i in at if _starts_word(name, i)), at[0])
        start = _START if _starts_word(name, first) else 0
        # A name that begins so is what most people type.
        start += _START if first == 0 else 0
        return Match(start + (_NEXT + _WHOLE) * len(word), tuple(range(first, first + len(word))))
    return _scattered(word, name, lowered)


def _scattered(word: str, name: str, lowered: str) -> Match | None:
    """The best way to find the letters of ``word`` one after another in a name."""

    @functools.cache
    def best(letter: int, place: int) -> Match | None:
        """For the letters from ``letter`` on, the first of them at ``place`` or later."""
        if letter == len(word):
            return Match(0)
        found: Match | None = None
        for here in range(place, len(lowered)):
            if lowered[here] != word[letter]:
                continue
            rest = best(letter + 1, here + 1)
            if rest is None:
                break
            worth = _LETTER
            if _starts_word(name, here):
                worth = _START
            elif here == place and letter:
                worth = _NEXT
            if found is None or worth + rest.score > found.score:
                found = Match(worth + rest.score, (here, *rest.places))
        return found

    found = best(0, 0)
    if found is None:
        return None
    # Letters from all over a name are an accident; a person types starts of words, or pieces.
    meant = [
        place
        for before, place in zip((-2, *found.places), found.places, strict=False)
        if place == before + 1 or _starts_word(name, place)
    ]
    return found if len(meant) >= _MEANT * len(word) else None


def _starts_word(name: str, place: int) -> bool:
    return place == 0 or not name[place - 1].isalnum()


def best_first(matches: Sequence[tuple[Match, int]]) -> list[int]:
    """The numbers of those that match, the best first; equals stay in their order."""
    return [number for _, number in sorted(matches, key=lambda pair: (-pair[0].score, pair[1]))]
