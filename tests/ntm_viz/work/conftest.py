"""A training that is over in a second, and the worker beside which it goes on."""

from __future__ import annotations

import pytest

from ntm_model.config import ModelConfig, TrainConfig
from ntm_viz.training_messages import TrainRequest
from ntm_viz.worker import Runner, Worker

TINY = TrainConfig(
    model=ModelConfig(n_slots=6, m_depth=4, controller_units=5),
    sequences=80,
    sizes=((1, 2),),
    slice_steps=20,
    checkpoint_every=20,
    learning_rate=1e-2,
)


@pytest.fixture
def worker(qapp):
    made = Worker(Runner())
    made.start()
    return made


@pytest.fixture
def request_(tmp_path):
    return TrainRequest(tmp_path / "runs" / "tiny", TINY)
