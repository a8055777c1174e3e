"""Where the command lines take a run from: a trace, a network that runs first, or a training.

Keras is started only where a network has to run.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np

from ntm_model import runs, tasks
from ntm_viz import assets, files, patterns
from ntm_viz.examples import first_pattern
from ntm_viz.files import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ntm_model.tasks.base import Pattern, Task
    from ntm_model.trace import Trace
    from ntm_viz.worker import Runner


@dataclasses.dataclass(frozen=True)
class Source:
    """What is to be shown: a file or folder, and what the network in it is given."""

    path: Path | None
    """None stands for what ships: the trace, or with a drawing the network."""
    drawing: Path | None = None
    random: int | None = None
    """Length of a random pattern."""
    seed: int = 0
    backend: str | None = None

    @property
    def draws(self) -> bool:
        """Whether there is something for a network to run."""
        return self.drawing is not None or self.random is not None

    def trace(self) -> Trace:
        """The trace that was named, or the run of the network that was named.

        Raises:
            click.UsageError: what was named does not go together.
            OpenError, ValueError, OSError, RuntimeError: it cannot be opened, or run.
        """
        shipped = assets.SHIPPED_MODEL if self.draws else assets.SHIPPED_TRACE
        path = assets.asset(shipped) if self.path is None else self.path
        if files.identify(path) is not Kind.TRACE:
            return self._first_run(path)[1]
        if self.draws:
            raise click.UsageError(
                f"{path.name} is a run already; --input and --random need a network"
            )
        return files.read_trace(path)

    def training(self) -> tuple[int, Iterator[tuple[int, Trace]]]:
        """How many networks a training saved, and each with its run: (sequences, Trace).

        Raises:
            click.UsageError: it is no run folder, or one without saved networks.
            As ``trace``.
        """
        path = self.path
        if path is None or not runs.is_run(path):
            raise click.UsageError("--training needs a run folder, as `ntm-model train` makes it")
        saved = runs.checkpoints(path)
        if not saved:
            raise click.UsageError(f"{path}: this run has saved no network yet")
        return len(saved), self._learned(saved)

    def random_runs(self, path: Path, lengths: Sequence[int]) -> list[Trace]:
        """Runs of the network in ``path`` over random patterns of these lengths.

        Raises:
            As ``trace``.
        """
        runner, task = self.runner(path)
        generator = np.random.default_rng(self.seed)
        drawn = (
            generator.integers(0, 2, (length, task.bits), dtype=np.uint8) for length in lengths
        )
        return [runner.run(task, pattern) for pattern in drawn]

    def runner(self, path: Path) -> tuple[Runner, Task]:
        """The network in ``path``, ready to run, and its task."""
        from ntm_viz.worker import Runner

        if files.identify(path) is not Kind.MODEL:
            raise click.UsageError(
                f"{path.name} is no network; a drawing is given with --input, beside one"
            )
        runner = Runner()
        runner.start(self.backend)
        network = runner.load(path)
        return runner, tasks.get(network.task)

    def _first_run(self, path: Path) -> tuple[Runner, Trace]:
        runner, task = self.runner(path)
        return runner, runner.run(task, self._pattern(task))

    def _learned(self, saved: list[tuple[int, Path]]) -> Iterator[tuple[int, Trace]]:
        runner, task = self.runner(saved[0][1])
        pattern = self._pattern(task)
        for sequences, file in saved:
            runner.learn(file)
            yield sequences, runner.run(task, pattern)

    def _pattern(self, task: Task) -> Pattern:
        if self.drawing is not None:
            from ntm_viz.drawing_files import read_drawing

            return read_drawing(self.drawing, task)
        first = first_pattern(task)
        if self.random is None:
            return first
        blank = patterns.of_length(task, first, self.random)
        return patterns.random(task, blank, np.random.default_rng(self.seed))
