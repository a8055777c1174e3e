"""What came of a sweep: how many seeds converged, and the median and the worst of them."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Card = Mapping[str, Any]


def summary(cards: Mapping[int, Card], failed: Mapping[int, str]) -> dict[str, Any]:
    """All of a sweep in plain values.

    Args:
        cards: of the runs that ended, by seed.
        failed: what the others said last, by seed.
    """
    ended = list(cards.values())
    solved = [card for card in ended if card["solved_after_sequences"] is not None]
    found: dict[str, Any] = {
        "seeds": len(cards) + len(failed),
        "ended": len(cards),
        "converged": len(solved),
        "not_converged": sorted(
            seed for seed, card in cards.items() if card["solved_after_sequences"] is None
        ),
        "begun_again": sorted(
            seed for seed, card in cards.items() if card.get("beginnings", 1) > 1
        ),
        "failed": {str(seed): said for seed, said in sorted(failed.items())},
    }
    for name in ("solved_after_sequences", "seconds_until_solved"):
        found[name] = _spread(card[name] for card in solved)
    for name in ("sequences", "seconds_of_training"):
        found[name] = _spread(card[name] for card in ended)
    if ended:
        found |= _errors(ended)
        tests = [card["test"] for card in ended if "test" in card]
        if tests:
            found["test"] = _errors(tests)
    return found


def _errors(cards: Sequence[Card]) -> dict[str, Any]:
    found: dict[str, Any] = {"wrong_bits_by_size": _by_size(cards, "wrong_bits_by_size")}
    for label, spread in found["wrong_bits_by_size"].items():
        perfect = sum(card["wrong_bits_by_size"][label] == 0 for card in cards)
        spread["seeds_without_one"] = perfect
    if "least_cost_by_size" in cards[0]:
        found["cost_by_size"] = _by_size(cards, "cost_by_size")
        found["least_cost_by_size"] = cards[0]["least_cost_by_size"]
    drawings = [card["drawings"]["wrong_bits"] for card in cards if "drawings" in card]
    if drawings:
        found["wrong_bits_of_drawings"] = _spread(drawings) | {
            "seeds_without_one": sum(wrong == 0 for wrong in drawings)
        }
    return found


def _by_size(cards: Sequence[Card], name: str) -> dict[str, dict[str, float]]:
    return {label: _spread(card[name][label] for card in cards) for label in cards[0][name]}


def _spread(values: Iterable[float]) -> dict[str, float]:
    """Median and worst, which is always the largest; nothing of nothing."""
    found = list(values)
    return {"median": statistics.median(found), "worst": max(found)} if found else {}
