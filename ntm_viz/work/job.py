"""TrainingJob: one training and its run folder, in pieces short enough to be interrupted between.

It knows no thread and no signal; whoever owns it says when the next piece is done.
"""

from __future__ import annotations

import contextlib
import math
import time
from typing import TYPE_CHECKING, Any

from ntm_model import backend as backends
from ntm_model import runs
from ntm_model.config import STEPS_OF_A_TURN
from ntm_model.presets import command_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ntm_model.config import TrainConfig
    from ntm_model.trace import Array
    from ntm_model.training import Progress, Trainer
    from ntm_viz.training_messages import TrainRequest

# Timesteps × sequences × heads of one call: about a tenth of a second.
_AT_ONCE = 2_050


class TrainingJob:
    """Trains ``request.config`` and keeps the run in ``request.folder``.

    Raises:
        ValueError: the configuration cannot be, or the folder holds no such training.
        InUseError: another training is at work in the folder.
        OSError: the folder cannot be made or written.
    """

    def __init__(self, request: TrainRequest) -> None:
        from ntm_model.keeping import Origin, RunKeeper
        from ntm_model.training import Trainer

        begun = time.perf_counter()
        config, folder = request.config, request.folder
        trainer = Trainer(config)
        state = runs.read_state(folder) if request.resumed else None
        if state is not None:
            trainer.restore(state)
        command = runs.read_command(folder) if request.resumed else command_for(config)
        after = trainer.standing.done if request.resumed else None
        self._writer = runs.RunWriter(folder, None, config, command=command, resumed_after=after)
        self._writer.__enter__()
        self.folder = folder
        self._trainer: Trainer = trainer
        self._keeper = RunKeeper(trainer, self._writer, dense=True)
        try:
            self.first_checkpoint = None if request.resumed else self._keeper.save_checkpoint()
        except OSError:
            self._writer.__exit__(None, None, None)
            raise
        self._good: Mapping[str, Array] = trainer.state()
        self._strides = trainer.strides(stride_of(trainer))
        self._in_slice = False
        self._told: Progress | None = None
        waited = time.perf_counter() - begun
        self._origin = Origin(command, backends.start(backends.chosen()), waited)

    @property
    def done(self) -> int:
        """Sequences of whole slices that it was trained on."""
        return self._trainer.standing.done

    @property
    def complete(self) -> bool:
        """Whether there is nothing more to train; the network may still have to be saved."""
        return self._trainer.complete

    def weights(self) -> list[Array]:
        """As training has left them now."""
        values: list[Array] = self._trainer.model.get_weights()
        return values

    def advance(self) -> Progress | None:
        """Train on for a stride; what its slice came to, where it ended one.

        Raises:
            TrainingError: the cost, or a weight, is no longer finite.
        """
        self._in_slice = True
        told = next(self._strides)
        if told is not None:
            self._in_slice = False
            self._told = told
            self._good = self._trainer.state()
        return told

    def keep(self) -> Path | None:
        """Write down what the last slice came to; the checkpoint, where one was due.

        Raises:
            OSError: it cannot be written.
        """
        assert self._told is not None
        return self._keeper.keep(self._told)

    def rested(self, seconds: float) -> None:
        """It was paused for so long."""
        self._trainer.rested(seconds)

    def stop(self) -> Path:
        """Go back to the end of the last whole slice, save it, and let go of the run.

        Raises:
            OSError: it cannot be written.
        """
        if self._in_slice:
            self._trainer.restore(self._good)
        with self._closed():
            return self._keeper.save_checkpoint()

    def finish(self) -> None:
        """Save the network and its card, as far as it is known, and let go of the run.

        Raises:
            OSError: it cannot be written.
        """
        with self._closed():
            self._keeper.save_network()
            runs.write_card(self.folder / runs.CARD, self._card())

    def look(self) -> Iterator[tuple[int, int]]:
        """Find out what the network can do, a size at a time, and complete its card.

        Yields how many looks are done, and of how many.

        Raises:
            OSError: the card cannot be written.
        """
        from ntm_model.evaluation import Evaluation
        from ntm_model.keeping import results

        task = self._trainer.task
        evaluation = Evaluation(self._trainer.model, task)
        sizes = task.evaluation_sizes
        total = len(sizes) + 1
        errors = []
        for done, size in enumerate(sizes):
            yield done, total
            errors += evaluation.by_size([size])
        yield len(sizes), total
        drawn = evaluation.on_drawings()
        runs.write_card(self.folder / runs.CARD, self._card() | results(errors, drawn))

    def _card(self) -> dict[str, Any]:
        from ntm_model.keeping import card_of

        return card_of(self._trainer, self._origin)

    @contextlib.contextmanager
    def _closed(self) -> Iterator[None]:
        """Close the run's files, whatever comes of the last writing."""
        self._strides.close()  # type: ignore[attr-defined]
        try:
            yield
        finally:
            self._writer.__exit__(None, None, None)


def stride_of(trainer: Trainer) -> int:
    """Training steps in one call, so that nobody waits long for its end.

    A divisor of the slice, and of a turn with one number of slots, so that all calls are of one
    size and compile once.
    """
    config: TrainConfig = trainer.config
    whole = config.slice_steps
    if config.slots_in_turn:
        whole = math.gcd(whole, STEPS_OF_A_TURN)
    heads = config.model.read_heads + config.model.write_heads
    work = trainer.timesteps * config.batch_size * heads
    most = max(1, _AT_ONCE // work)
    return max(n for n in range(1, whole + 1) if not whole % n and n <= most)
