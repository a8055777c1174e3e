"""Strips of blocks: where in a sequence the errors are, at a glance."""

from __future__ import annotations

import pytest

from ntm_model.commands.tables import strip


@pytest.mark.parametrize(
    ("shares", "blocks"),
    [
        ([100.0, 100.0], "██"),
        ([99.9], "▇"),
        ([50.0, 75.0, 100.0], "▁▄█"),
        ([0.0], "▁"),
    ],
)
def test_only_what_is_all_right_is_a_full_block(shares: list[float], blocks: str) -> None:
    assert strip(shares) == blocks


def test_a_long_sequence_shows_the_worst_of_neighbours() -> None:
    shares = [100.0] * 120
    shares[61] = 50.0
    assert strip(shares) == "█" * 15 + "▁" + "█" * 14
