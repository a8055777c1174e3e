"""When copy has been learned, seed by seed: ``python -m tests.benchmarks.learning``.

A training calls its task solved when its last 500 sequences, of all lengths, went well on average,
so it may have been able to do it for a while. Here every slice of 100 is followed by an
examination: fair bits of length 20, with all slots, the same ones each time. ``learned`` is the
first after which fewer than 0.1 bits a sequence were wrong; ``kept`` the first from which on that
held in every examination until the task was called solved. Both are of the beginning in which it
was, and count the sequences of those before it.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import statistics
from pathlib import Path
from typing import Any

from ntm_model import backend
from ntm_model.presets import defaults_for

LENGTH, BELOW = 20, 0.1
"""The paper's longest sequence of copy's training, and the wrong bits a sequence that it may
have."""


def main() -> None:
    """Train, examine, print a table, and write JSON where it is asked for."""
    parser = argparse.ArgumentParser(description="After how many sequences copy is learned.")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--seeds", type=int, default=20, help="how many (default 20)")
    parser.add_argument("--controller", help="another one than usual")
    parser.add_argument("--sequences", type=int, default=200, help="an examination (default 200)")
    given = parser.parse_args()
    running = backend.start(None)
    print(f"{running.name} on {running.device}, {os.cpu_count()} cores")
    print(f"{'seed':>6}{'learned':>10}{'kept':>10}{'solved':>10}{'beginnings':>12}")
    rows = []
    for seed in range(max(1, given.seeds)):
        rows.append(_examined(seed, given.controller, given.sequences))
        print(_line(seed, rows[-1]), flush=True)
    medians = {name: _median(rows, name) for name in rows[0]}
    print(_line("median", medians))
    if given.json is not None:
        found = {
            "backend": f"{running.name} {running.version}",
            "device": running.device,
            "recipe": dataclasses.asdict(defaults_for("copy", controller=given.controller)),
            "seeds": rows,
            "medians": medians,
        }
        given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def _examined(seed: int, controller: str | None, sequences: int) -> dict[str, int | None]:
    """After how many sequences one seed had learned it; None where it never had."""
    from ntm_model.evaluation import Evaluation
    from ntm_model.training import Trainer

    config = dataclasses.replace(defaults_for("copy", controller=controller), seed=seed)
    trainer = Trainer(config)
    examination = Evaluation(trainer.model, trainer.task)
    learned = kept = solved = None
    beginnings = 1
    for told in trainer.run():
        if told.beginnings > beginnings:
            learned, beginnings = None, told.beginnings
        (errors,) = examination.by_size([(LENGTH,)], sequences=sequences, seed=20_141_020)
        if errors.wrong_bits >= BELOW:
            kept = None
        else:
            learned = learned or told.sequences
            kept = kept or told.sequences
        solved = told.solved_after
        if solved is not None:
            break
    kept = kept if solved is not None else None
    return {"learned": learned, "kept": kept, "solved": solved, "beginnings": beginnings}


def _median(rows: list[dict[str, int | None]], name: str) -> float | None:
    """Of all seeds, those that never came to it counted as later than all others."""
    found = sorted((row[name] for row in rows), key=lambda n: float("inf") if n is None else n)
    middle = found[(len(found) - 1) // 2 : len(found) // 2 + 1]
    return None if None in middle else statistics.mean(n for n in middle if n is not None)


def _line(name: Any, row: dict[str, Any]) -> str:
    cells = ("never" if value is None else f"{value:,.0f}" for value in row.values())
    return f"{name:>6}" + "".join(
        f"{cell:>{width}}" for cell, width in zip(cells, (10, 10, 10, 12), strict=True)
    )


if __name__ == "__main__":
    main()
