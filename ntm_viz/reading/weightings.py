"""A head's weighting over a long run, looked at from as near or as far as it is shown. No Qt.

10,000 steps by 1,024 slots are ten million cells, and a board has some hundred thousand pixels.
Where several steps share a pixel the strongest of them is shown, as everywhere, and is taken
from the run's survey instead of being looked for in all of them at every zoom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ntm_model.traces.survey import levels

if TYPE_CHECKING:
    from ntm_model.trace import Trace
    from ntm_viz.reading.overview import Slots

Levels = npt.NDArray[np.uint8]

MANY = 2_000_000
"""Cells; a weighting over fewer is held whole."""


class FarWeighting:
    """The shares of ``slots`` [N'] over all steps, as 0…255, read where they are looked at."""

    def __init__(self, trace: Trace, head: int, slots: Slots) -> None:
        self._trace = trace
        self._head = head
        neighbours = len(slots) > 0 and bool((np.diff(slots) == 1).all())
        # Neighbours are taken out of the file in one piece.
        self._slots = slice(int(slots[0]), int(slots[-1]) + 1) if neighbours else slots
        self.shape = (len(slots), trace.n_steps)

    def between(self, first: int, last: int, steps_each: float) -> tuple[Levels, int, int]:
        """The steps ``first`` to ``last`` (not included), where so many share a pixel.

        Gives levels [N', columns], the step at which the first column begins, and how many steps
        each column stands for: the most that do not exceed ``steps_each``.
        """
        pools = self._trace.survey.pools
        span = max((span for span in pools if span <= steps_each), default=1)
        begin, end = first // span, -(-last // span)
        part = (slice(begin, end), self._head, self._slots)
        shown = levels(self._trace.weightings[part]) if span == 1 else pools[span][part]
        # Not made contiguous: that takes longer than all that is done with it.
        return shown.T, begin * span, span
