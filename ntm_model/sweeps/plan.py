"""What is swept: plain values, written down so that an interrupted sweep goes on as it began."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path

from ntm_model import runs

PLAN = "sweep.json"
SUMMARY = "summary.json"
TEST = "test.json"


@dataclasses.dataclass(frozen=True)
class Plan:
    """A sweep.

    Args:
        train: words of the command that trains one network, without its seed:
            ``("train", "copy", "--controller", "lstm")``.
        seeds: one run for each.
        test: options of ``ntm-model evaluate`` for each trained network; None for no test
            beside what every card holds.
    """

    train: tuple[str, ...]
    seeds: tuple[int, ...]
    test: tuple[str, ...] | None = None

    @property
    def task(self) -> str:
        """The name of the task that is learned."""
        return self.train[1]

    def save(self, folder: Path) -> None:
        """Write it down in a folder, which is made if it is not there.

        Raises:
            FileExistsError: the folder holds something else.
        """
        file = folder / PLAN
        text = json.dumps(dataclasses.asdict(self), indent=2) + "\n"
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            if not file.is_file():
                raise FileExistsError(f"{folder}: exists already; give another --run, or delete it")
            if json.loads(file.read_text(encoding="utf-8")) != json.loads(text):
                raise FileExistsError(
                    f"{folder}: holds another sweep (see its {PLAN}); give another --run"
                )
            return
        folder.mkdir(parents=True, exist_ok=True)
        runs.write_text(file, text)


@dataclasses.dataclass(frozen=True)
class Job:
    """One seed's training, and its test."""

    seed: int
    train: tuple[str, ...]
    test: tuple[str, ...] | None

    @property
    def backend(self) -> tuple[str, ...]:
        """The option that names what it computes with, as the training has it; may be none."""
        if "--backend" not in self.train:
            return ()
        place = self.train.index("--backend")
        return self.train[place : place + 2]

    @property
    def name(self) -> str:
        """Of its run folder."""
        return f"seed-{self.seed:03d}"


def jobs(plan: Plan) -> list[Job]:
    """One for each seed."""
    return [Job(seed, (*plan.train, "--seed", str(seed)), plan.test) for seed in plan.seeds]


def cores() -> int:
    """That this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1
