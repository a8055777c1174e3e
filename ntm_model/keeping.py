"""Keeping a training on disk while it goes on: metrics, checkpoints, the network, its card.

Whoever trains, at a terminal or in a window, keeps its run in this one way.
"""

from __future__ import annotations

import dataclasses
import datetime
import os
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ntm_model import runs
from ntm_model.model import parameters_of, save_model

if TYPE_CHECKING:
    from ntm_model.backend import BackendInfo
    from ntm_model.evaluation import DrawingErrors, SizeErrors
    from ntm_model.training import Progress, Trainer

# Training changes most in its beginning: one checkpoint after each twentieth that it has grown,
# but none for so few sequences that saving would take a share of the time.
_GROWTH, _LEAST = 20, 200


@dataclasses.dataclass(frozen=True)
class Origin:
    """Where a network comes from, for its card."""

    command: str
    """What a person would type to have it again."""
    backend: BackendInfo
    seconds_of_start: float = 0.0
    """From the wish to the first sequence: imports, mostly."""


class RunKeeper:
    """Writes a training into its run folder; the writer must have been entered.

    Args:
        trainer: what trains.
        writer: where it is written down.
        dense: keep more checkpoints in the beginning, when each shows something new.
    """

    def __init__(self, trainer: Trainer, writer: runs.RunWriter, *, dense: bool = False) -> None:
        self._trainer = trainer
        self._writer = writer
        self._dense = dense
        self._kept = trainer.standing.done
        self._due = self._next_after(self._kept)

    @property
    def folder(self) -> Path:
        """The run folder."""
        return self._writer.folder

    def keep(self, step: Progress) -> Path | None:
        """Write down what a slice came to; the checkpoint, where one was due.

        Raises:
            OSError: it cannot be written.
        """
        self._writer.write(step)
        if step.sequences < self._due and not step.finished:
            return None
        every = self._trainer.config.checkpoint_every
        regular = step.finished or step.sequences // every > self._kept // every
        file = self.save_checkpoint() if regular else self._save_model()
        self._kept, self._due = step.sequences, self._next_after(step.sequences)
        return file

    def save_checkpoint(self) -> Path:
        """Keep the network as it is now, and all that training needs to go on from here.

        Raises:
            OSError: it cannot be written.
        """
        file = self._save_model()
        # After the network: a run that ends between the two writes both again.
        runs.write_state(self.folder, self._trainer.state())
        return file

    def _save_model(self) -> Path:
        file = runs.checkpoint_file(self.folder, self._trainer.standing.done)
        return save_model(self._trainer.model, file)

    def save_network(self) -> Path:
        """Keep the network as what the whole training came to.

        Raises:
            OSError: it cannot be written.
        """
        return save_model(self._trainer.model, self.folder / runs.MODEL)

    def _next_after(self, sequences: int) -> int:
        every = self._trainer.config.checkpoint_every
        if self._dense:
            return sequences + min(every, max(_LEAST, sequences // _GROWTH))
        return (sequences // every + 1) * every


def card_of(trainer: Trainer, origin: Origin) -> dict[str, Any]:
    """Who made this network, from what, and on which machine."""
    config, standing = trainer.config, trainer.standing
    start, solved = origin.seconds_of_start, standing.seconds_until_solved
    return {
        "task": config.model.task,
        "model": config.model.model,
        "command": origin.command,
        "seed": config.seed,
        "parameters": parameters_of(trainer.model),
        "sequences": standing.done,
        "solved_after_sequences": standing.solved_after,
        "refined_after_sequences": standing.refined_after,
        "beginnings": standing.beginnings,
        "seconds_until_solved": solved and round(start + solved, 1),
        "seconds_of_training": round(standing.seconds, 1),
        "seconds_with_imports": round(start + standing.seconds, 1),
        "backend": f"{origin.backend.name} {origin.backend.version}",
        "machine": f"{origin.backend.device}, {os.cpu_count()} cores, {platform.machine()}",
        "date": datetime.date.today().isoformat(),
    }


def results(errors: Sequence[SizeErrors], drawn: Sequence[DrawingErrors]) -> dict[str, Any]:
    """What evaluation found, as a card and a script have it."""
    found: dict[str, Any] = {
        "sequences_per_size": errors[0].sequences if errors else 0,
        "wrong_bits_by_size": {row.label: row.wrong_bits for row in errors},
        "accuracy_by_size": {row.label: round(row.accuracy, 4) for row in errors},
        "cost_by_size": {row.label: round(row.cost, 4) for row in errors},
    }
    if any(row.least_cost > 0 for row in errors):
        found["least_cost_by_size"] = {row.label: round(row.least_cost, 4) for row in errors}
    if drawn:
        found["drawings"] = {
            "kinds": sorted({row.name for row in drawn}),
            "lengths": sorted({row.length for row in drawn}),
            "wrong_bits": sum(row.wrong_bits for row in drawn),
            "drawings_with_a_wrong_bit": sum(row.wrong_bits > 0 for row in drawn),
        }
    return found
