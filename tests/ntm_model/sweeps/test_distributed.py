"""A sweep on a Dask cluster, here one of two threads in this process."""

from __future__ import annotations

import io
import tarfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ntm_model import runs
from ntm_model.sweeps.board import Board
from ntm_model.sweeps.distributed import run_on, unpack
from ntm_model.sweeps.plan import Plan, jobs

# Dask leaves sockets and loops of its own to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_runs_come_back_whole(quick: Callable[..., Any], tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        distributed = pytest.importorskip("distributed")
    plan = Plan(("train", "copy"), (2, 7, 13))
    rows: list[dict[int, dict[str, Any]]] = []
    board = Board(plan.seeds, rows.append)
    folder = tmp_path / "sweep"
    plan.save(folder)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
    ) as cluster:
        run_on(cluster.scheduler_address, jobs(plan), folder, board)
    assert sorted(board.cards) == [2, 7]
    assert board.failed == {13: "the cost was nan"}
    assert (folder / "seed-002" / runs.CARD).is_file()
    assert board.cards[7]["resumed"]
    assert rows[-1][2]["state"] == "done"


def test_a_run_that_comes_back_damaged_leaves_nothing_that_passes_for_one(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name in (runs.CARD, runs.MODEL):
            told = tarfile.TarInfo(name)
            told.size = 2_000
            archive.addfile(told, io.BytesIO(bytes(2_000)))
    whole, run = packed.getvalue(), tmp_path / "seed-001"
    with pytest.raises(tarfile.ReadError):
        unpack(whole[:4_000], run)
    assert list(tmp_path.iterdir()) == []
    unpack(whole, run)
    assert sorted(file.name for file in run.iterdir()) == [runs.CARD, runs.MODEL]
