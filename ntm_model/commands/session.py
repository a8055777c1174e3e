"""One training from its first sequence to its card, as a person at a terminal follows it."""

from __future__ import annotations

import dataclasses
import datetime
import os
import platform
import time
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
    """

    def __init__(
        self,
        config: TrainConfig,
        writer: runs.RunWriter,
        origin: Origin,
        *,
        verbose: bool,
        as_json: bool,
    ) -> None:
        self._trainer = Trainer(config)
        self._evaluation = Evaluation(self._trainer.model, self._trainer.task)
        self._writer = writer
        self._origin = origin
        self._verbose = verbose
        self._as_json = as_json
        self._last: Step | None = None

    def train(self) -> None:
        """Train to the end; the run folder holds the network."""
        every = self._trainer.config.checkpoint_every
        console = Console(stderr=True, quiet=self._as_json)
        with self._writer, Progress(*_COLUMNS, console=console) as bar:
            shown = bar.add_task(
                f"Training {self._trainer.task.name}",
                total=self._trainer.config.sequences,
                wrong=float("nan"),
            )
            saved = 0
            for step in self._trainer.run():
                self._last = step
                self._writer.write(step)
                _advance(bar, shown, step)
                if step.sequences // every > saved or step.finished:
                    saved = step.sequences // every
                    self._checkpoint(step, bar)
            save_model(self._trainer.model, self._writer.folder / runs.MODEL)

    def _checkpoint(self, step: Step, bar: Progress) -> None:
        save_model(self._trainer.model, runs.checkpoint_file(self._writer.folder, step.sequences))
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
        config, last, origin = self._trainer.config, self._last, self._origin
        return {
            "task": config.model.task,
            "model": config.model.model,
            "command": origin.command,
            "seed": config.seed,
            "parameters": parameters_of(self._trainer.model),
            "sequences": last.sequences if last else 0,
            "solved_after_sequences": last.solved_after if last else None,
            "seconds_of_training": round(last.seconds, 1) if last else 0.0,
            "seconds_with_imports": round(time.perf_counter() - origin.started, 1),
            "backend": f"{origin.backend.name} {origin.backend.version}",
            "machine": f"{origin.backend.device}, {os.cpu_count()} cores, {platform.machine()}",
            "date": datetime.date.today().isoformat(),
        }


def _advance(bar: Progress, shown: TaskID, step: Step) -> None:
    bar.update(shown, completed=step.sequences, total=step.total, wrong=step.wrong_bits)
