"""The four stages of addressing in words and numbers, for one head at one timestep.

Plain values without painting: the stage's name, what it does in a newcomer's words, its symbol,
and which weighting it started from.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ntm_viz.reading.words import Row

if TYPE_CHECKING:
    from ntm_model.trace import Array
    from ntm_viz.reading.frame import HeadFrame, Peak

TITLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("By content", ("where memory looks like the key", "what looks like the key")),
    ("Interpolate (gate g)", ("mix with the last step", "mix with before")),
    ("Shift", ("move",)),
    ("Sharpen", ("focus",)),
)
"""Each stage's name, as the field calls it, and what it does, in many words or in few: in the
order of arXiv 1410.5401, section 3.3."""
_STANDS_OUT = 3.0
"""Times as much as each slot would get if all got the same."""
_VISIBLE = 0.02


@dataclasses.dataclass(frozen=True, eq=False)
class Stage:
    """One stage of one head."""

    row: Row
    symbol: str
    """What the controller decided here, with its number."""
    weighting: Array
    """[N'], what the stage ends with."""
    before: Array | None
    """[N'], what it started from; None for the first, which starts from the memory."""
    peak: Peak
    n_slots: int

    @property
    def stands_out(self) -> bool:
        """Whether the stage points anywhere at all."""
        return self.peak.value >= max(_VISIBLE, min(_STANDS_OUT / self.n_slots, 0.5))

    @property
    def peak_in_words(self) -> str:
        """Where the stage points to; nowhere, where all slots are about equally likely."""
        if self.stands_out:
            return f"{self.peak.value:.2f} at slot {self.peak.slot}"
        return "no slot stands out"


def stages_of(head: HeadFrame, n_slots: int) -> tuple[Stage, Stage, Stage, Stage]:
    """Content, interpolation, shift and sharpening of this head, in that order."""
    strength, gate, sharpness = head.strength, head.gate, head.sharpness
    content, gated, shifted, sharpened = head.peaks
    return (
        Stage(Row.CONTENT, f"β = {strength:.3g}", head.content, None, content, n_slots),
        Stage(Row.GATED, f"g = {gate:.2f}", head.gated, head.previous, gated, n_slots),
        Stage(Row.SHIFTED, "shift s", head.shifted, head.gated, shifted, n_slots),
        Stage(
            Row.WEIGHTING, f"γ = {sharpness:.3g}", head.weighting, head.shifted, sharpened, n_slots
        ),
    )
