"""One training from its first sequence to its card, as a person at a terminal follows it."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from ntm_model import runs
from ntm_model.commands.options import print_json
from ntm_model.commands.tables import detailed_table, drawings_line, errors_table
from ntm_model.console import typed
from ntm_model.evaluation import Evaluation, sizes_to_watch
from ntm_model.keeping import Origin, RunKeeper, card_of, results
from ntm_model.training import Trainer

if TYPE_CHECKING:
    from ntm_model.config import TrainConfig
    from ntm_model.standing import Standing
    from ntm_model.trace import Array
    from ntm_model.training import Progress as Step

_COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    TextColumn("{task.completed:,} of {task.total:,} sequences"),
    TextColumn("{task.fields[wrong]}"),
    TimeRemainingColumn(),
)


class TrainingSession:
    """Trains under a progress bar, saves on the way, and says at the end what came of it.

    Args:
        config: what to train.
        writer: where everything is written down.
        origin: where the network comes from.
        started: when the command was given, on ``time.perf_counter``'s clock.
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
        started: float,
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
        self._started = started
        self._verbose = verbose
        self._as_json = as_json

    def train(self) -> None:
        """Train to the end; the run folder holds the network."""
        trainer = self._trainer
        waited = time.perf_counter() - self._started
        self._origin = dataclasses.replace(self._origin, seconds_of_start=waited)
        console = Console(stderr=True, quiet=self._as_json)
        recent = trainer.standing.recent
        with self._writer, Progress(*_COLUMNS, console=console) as bar:
            shown = bar.add_task(
                f"Training {trainer.task.name}",
                completed=trainer.standing.done,
                total=trainer.config.sequences,
                # The first slice is told of when it is compiled and over.
                wrong=_wrong_bits(recent[-1]) if recent else "compiling",
            )
            if trainer.standing.done:
                bar.console.print(f"Goes on after {trainer.standing.done:,} sequences")
            keeper = RunKeeper(trainer, self._writer)
            before = trainer.standing
            for step in trainer.run():
                _advance(bar, shown, step)
                now = trainer.standing
                for line in milestones(before, now, trainer.config):
                    bar.console.print(line)
                before = now
                if keeper.keep(step) is not None and self._verbose:
                    self._look_at_errors(step, bar)
            keeper.save_network()

    def _look_at_errors(self, step: Step, bar: Progress) -> None:
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
        card = card_of(self._trainer, self._origin) | results(errors, drawn)
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
        program = ["ntm-viz"] if card["model"] == "ntm" else ["ntm-model", "evaluate"]
        solved = card["solved_after_sequences"]
        learned = ", not solved" if solved is None else f", solved after {solved:,}"
        if "least_cost_by_size" in card:  # of chances, which nobody can be right about
            learned = ""
        return (
            f"{card['sequences']:,} sequences in {card['seconds_of_training']:.0f} s{learned}. "
            f"Look at it: {typed(*program, str(folder))}"
        )


def milestones(before: Standing, now: Standing, config: TrainConfig) -> Iterator[str]:
    """What has changed with the last slice, a line each: wrong bits leap up where harder sequences
    begin, and the end comes nearer where the task is learned."""
    if now.beginnings > before.beginnings:
        yield (
            f"Not learned, or unlearned, after {now.begun_after:,} sequences: begun again with "
            "other weights"
        )
        before = dataclasses.replace(before, lesson=0, solved_after=None, refined_after=None)
    if now.lesson > before.lesson:
        lessons = config.curriculum
        limit = lessons[now.lesson - 1][0]
        how = "over, learned or not," if now.since_beginning >= limit else "learned"
        following = "all sizes"
        if now.lesson < len(lessons):
            largest = "x".join(str(high) for _, high in lessons[now.lesson][1])
            following = f"sizes up to {largest}"
        yield (
            f"Lesson {now.lesson} of {len(lessons)} {how} after {now.done:,} sequences: "
            f"on to {following}"
        )
    solved = now.solved_after if before.solved_after is None else None
    end = f", to the end at {now.total:,}" if now.total > now.done else ""
    if now.refined_after not in (None, before.refined_after, solved):
        yield f"Few enough wrong bits after {now.refined_after:,} sequences: refined{end}"
    if solved is not None:
        refined = f": refined{end}" if end and solved == now.refined_after else ""
        yield f"Solved after {solved:,} sequences{refined}"


def _advance(bar: Progress, shown: TaskID, step: Step) -> None:
    bar.update(
        shown, completed=step.sequences, total=step.total, wrong=_wrong_bits(step.wrong_bits)
    )


def _wrong_bits(count: float) -> str:
    return f"{count:.2f} wrong bits"
