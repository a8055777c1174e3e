"""A process that ends with whoever started it."""

from __future__ import annotations

import subprocess
import sys

import pytest

ATTENDED = (
    "import threading\n"
    "from ntm_model.commands.attended import end_with_parent\n"
    "end_with_parent()\n"
    "print('ready', flush=True)\n"
    "threading.Event().wait({seconds})\n"
)


def started(seconds: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", ATTENDED.format(seconds=seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_it_ends_when_the_pipe_is_closed_that_its_parent_holds() -> None:
    with started("") as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.2)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 1


def test_it_ends_by_itself_while_its_parent_lives() -> None:
    with started("0.01") as process:
        assert process.wait(30) == 0


def test_it_ends_when_its_parent_is_killed() -> None:
    # The parent's own child says, through a pipe that outlives both, when it is gone.
    parent = (
        "import subprocess, sys\n"
        f"child = subprocess.Popen([sys.executable, '-c', {ATTENDED.format(seconds='')!r}],"
        " stdin=subprocess.PIPE)\n"
        "child.wait()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.kill()
        # The end of the output comes only when nobody is left to write it.
        assert process.communicate(timeout=30) == ("", None)
