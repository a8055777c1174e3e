"""One training from its first sequence to its card, as a person at a terminal follows it."""

from __future__ import annotations

import dataclasses
import datetime
import os
import platform
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from ntm_model import runs
from ntm_model.commands.options import print_json
from ntm_model.commands.tables import detailed_table, drawings_line, errors_table, results
from ntm_model.evaluation import Evaluation, sizes_to_watch
from ntm_model.model import parameters_of, save_model
from ntm_model.training import Trainer

if TYPE_CHECKING:
    from ntm_model.backend import BackendInfo
    from ntm_model.config import TrainConfig
    from ntm_model.trace import Array
    from ntm_model.training import Progress as Step

_COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    TextColumn("{task.completed:,} of {task.total:,} sequences"),
    TextColumn("{task.fields[wrong]:.2f} wrong bits"),
    TimeRemainingColumn(),
)


@dataclasses.dataclass(frozen=True)
class Origin:
    """Where a network comes from, for its card."""

    command: str
    """What a person would type to have it again."""
    backend: BackendInfo
    started: float
    """When that was, on ``time.perf_counter``'s clock."""


class TrainingSession:
    """Trains under a progress bar, saves on the way, and says at the end what came of it.

    Args:
        config: what to train.
        writer: where everything is written down.
        origin: where the network comes from.
        verbose: look at the errors by size at every checkpoint, and show them.
        as_json: say nothing but one JSON object at the end.
        state: of an interrupted training of this configuration, to go on from.

    Raises:
        ValueError: the state is not one of such a training.
    """

    def __init__(
        self,
        config: TrainConfig,
        writer: runs.RunWriter,
        origin: Origin,
        *,
        verbose: bool,
        as_json: bool,
        state: Mapping[str, Array] | None = None,
    ) -> None:
        self._trainer = Trainer(config)
        if state is not None:
            self._trainer.restore(state)
        self._evaluation = Evaluation(self._trainer.model, self._trainer.task)
        self._writer = writer
        self._origin = origin
        self._verbose = verbose
        self._as_json = as_json
        # From the command to the first sequence: imports, mostly.
        self._seconds_of_start = 0.0

    def train(self) -> None:
        """Train to the end; the run folder holds the network."""
        trainer = self._trainer
        every, done = trainer.config.checkpoint_every, trainer.standing.done
        self._seconds_of_start = time.perf_counter() - self._origin.started
        console = Console(stderr=True, quiet=self._as_json)
        with self._writer, Progress(*_COLUMNS, console=console) as bar:
            shown = bar.add_task(
                f"Training {trainer.task.name}",
                completed=done,
                total=trainer.config.sequences,
                wrong=float("nan"),
            )
            saved = done // every
            for step in trainer.run():
                self._writer.write(step)
                _advance(bar, shown, step)
                if step.sequences // every > saved or step.finished:
                    saved = step.sequences // every
                    self._checkpoint(step, bar)
            save_model(trainer.model, self._writer.folder / runs.MODEL)

    def _checkpoint(self, step: Step, bar: Progress) -> None:
        save_model(self._trainer.model, runs.checkpoint_file(self._writer.folder, step.sequences))
        # After the network: a run that ends between the two writes both again.
        runs.write_state(self._writer.folder, self._trainer.state())
        if self._verbose:
            task = self._trainer.task
            errors = self._evaluation.by_size(sizes_to_watch(task), sequences=25)
            self._writer.write_errors(step.sequences, errors)
            bar.console.print(detailed_table(task, errors, step.sequences))

    def finish(self) -> None:
        """Evaluate, write the card, and say it all."""
        console = Console()
        if not self._as_json:
            console.print("Looking at what it can do…")
        errors, drawn = self._evaluation.by_size(), self._evaluation.on_drawings()
        card = self._card() | results(errors, drawn)
        runs.write_card(self._writer.folder / runs.CARD, card)
        if self._as_json:
            print_json({"run": str(self._writer.folder), **card})
            return
        console.print(errors_table(self._trainer.task, errors))
        if drawn:
            console.print(drawings_line(drawn), highlight=False)
        console.print(self._closing_line(card), highlight=False, soft_wrap=True)

    def _closing_line(self, card: dict[str, Any]) -> str:
        folder = self._writer.folder
        program = "ntm-viz" if card["model"] == "ntm" else "ntm-model evaluate"
        return (
            f"{card['sequences']:,} sequences in {card['seconds_of_training']:.0f} s. "
            f"Look at it: {program} {folder}"
        )

    def _card(self) -> dict[str, Any]:
        """Who made this network, from what, and on which machine."""
        config, standing, origin = self._trainer.config, self._trainer.standing, self._origin
        solved = standing.seconds_until_solved
        return {
            "task": config.model.task,
            "model": config.model.model,
            "command": origin.command,
            "seed": config.seed,
            "parameters": parameters_of(self._trainer.model),
            "sequences": standing.done,
            "solved_after_sequences": standing.solved_after,
            "seconds_until_solved": solved and round(self._seconds_of_start + solved, 1),
            "seconds_of_training": round(standing.seconds, 1),
            "seconds_with_imports": round(self._seconds_of_start + standing.seconds, 1),
            "backend": f"{origin.backend.name} {origin.backend.version}",
            "machine": f"{origin.backend.device}, {os.cpu_count()} cores, {platform.machine()}",
            "date": datetime.date.today().isoformat(),
        }


def _advance(bar: Progress, shown: TaskID, step: Step) -> None:
    bar.update(shown, completed=step.sequences, total=step.total, wrong=step.wrong_bits)
