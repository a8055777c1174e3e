"""How fast the machine trains: ``python -m tests.benchmarks.layer``.

Training steps on the copy task at T = 41, many of them in one call as ``ntm-model
train`` makes them, beside two measures of how much of it is the machine's own doing: a plain
``keras.layers.LSTM(100)`` trained in the same way on the same sequences, and the time in which
one matrix product does as many operations. The three take turns, so that a machine that is busy
with other things slows all of them alike.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ntm_model import backend, tasks
from ntm_model.config import ModelConfig

if TYPE_CHECKING:
    import keras

LENGTH = 20
"""Of the sequences that are copied; with the delimiter and the recall, T = 41."""
STEPS = {1: 40, 16: 12, 32: 8}
"""Training steps in one call, for each batch size."""
CONTROLLERS = ("double_dense", "lstm")
LSTM_UNITS = 100


def main() -> None:
    """Measure, print a table, and write JSON where it is asked for."""
    parser = argparse.ArgumentParser(description="How fast the machine trains.")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--backend", choices=backend.BACKENDS, help="what Keras runs on")
    parser.add_argument("--rounds", type=int, default=7, help="medians over these (default 7)")
    given = parser.parse_args()
    # For all batch sizes what a training of the largest would have.
    running = backend.start(given.backend, batch_size=max(STEPS))
    found = {
        "machine": f"{_processor()}, {os.cpu_count()} cores",
        "device": running.device,
        "backend": f"{running.name} {running.version}",
        "T": 2 * LENGTH + 1,
        "rounds": given.rounds,
        "results": [
            _measured(ModelConfig(controller=controller), batch_size, given.rounds)
            for controller in CONTROLLERS
            for batch_size in STEPS
        ],
    }
    _print(found)
    if given.json is not None:
        given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def operations(config: ModelConfig) -> int:
    """Multiplications and additions in one sequence's training step, backward pass included.

    Those of the matrix products and of the passes over the memory. The backward pass takes two
    for each of the forward pass: one for the gradient of each factor.
    """
    task = tasks.get(config.task)
    cells = config.n_slots * config.m_depth
    heads = config.read_heads + config.write_heads
    reads = config.read_heads * config.m_depth
    seen = task.input_width + reads
    orders = task.output_width + heads * (config.m_depth + config.shift_range + 3)
    orders += config.write_heads * 2 * config.m_depth
    units = config.controller_units
    gates = 4 * (seen + units) if config.controller == "lstm" else seen
    products = (
        gates * units  # the hidden layer
        + units * orders
        + reads * task.output_width
        + cells * (heads + 1)  # similarities of keys and slots, and the slots' norms
        + heads * config.n_slots * config.shift_range
        + cells * config.read_heads
        + cells * 3 * config.write_heads  # erase takes two, add one
    )
    return 3 * 2 * products * (2 * LENGTH + 1)


def _measured(config: ModelConfig, batch_size: int, rounds: int) -> dict[str, Any]:
    from ntm_model.model import build_model, parameters_of

    machine = build_model(config)
    steps = STEPS[batch_size]
    batches = _batches(config.task, steps, batch_size)
    floating = operations(config) * batch_size
    contenders = {
        "ntm": _training(machine, batches),
        "lstm": _training(_plain_lstm(config.task), batches),
        "product": _product(floating),
    }
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for work in contenders.values():
        work()  # compiles
    for _ in range(rounds):
        for name, work in contenders.items():
            begun = time.perf_counter()
            work()
            seconds[name].append(time.perf_counter() - begun)
    ntm, lstm = (statistics.median(seconds[name]) / steps for name in ("ntm", "lstm"))
    product = statistics.median(seconds["product"])
    return {
        "controller": config.controller,
        "parameters": parameters_of(machine),
        "batch size": batch_size,
        "ms a step": 1e3 * ntm,
        "ms a step, least": 1e3 * min(seconds["ntm"]) / steps,
        "sequences a second": batch_size / ntm,
        "LSTM ms a step": 1e3 * lstm,
        "times the LSTM": ntm / lstm,
        "million operations a step": floating / 1e6,
        "product ms": 1e3 * product,
        "times the product": ntm / product,
    }


def _batches(name: str, steps: int, batch_size: int) -> tuple[np.ndarray[Any, Any], ...]:
    """Inputs, targets and weights of sequences of the full length, [K, B, T, …] each."""
    rng = np.random.default_rng(0)
    batch = tasks.get(name).sample(rng, steps * batch_size, (LENGTH, LENGTH), fair=True)
    return tuple(
        array.reshape(steps, batch_size, *array.shape[1:])
        for array in (batch.inputs, batch.targets, batch.weights)
    )


def _training(model: keras.Model, batches: tuple[np.ndarray[Any, Any], ...]) -> Callable[[], Any]:
    """One call that makes all the steps."""
    import keras

    from ntm_model.engines import engine

    optimizer = keras.optimizers.RMSprop(1e-4, momentum=0.9, clipvalue=10.0)
    optimizer.build(model.trainable_variables)
    compiled = engine().compile_slice(model, optimizer)
    return lambda: compiled(*batches)


def _plain_lstm(name: str) -> keras.Model:
    import keras

    task = tasks.get(name)
    vectors = keras.Input((None, task.input_width))
    # Through XLA like the machine, which cuDNN's kernel cannot go through.
    hidden = keras.layers.LSTM(LSTM_UNITS, return_sequences=True, use_cudnn=False)(vectors)
    return keras.Model(vectors, keras.layers.Dense(task.output_width)(hidden))


def _product(floating: int) -> Callable[[], Any]:
    """A product of two square matrices with about as many operations."""
    from keras import ops

    side = round((floating / 2) ** (1 / 3))
    square = ops.convert_to_tensor(np.random.default_rng(0).random((side, side), np.float32))

    def work() -> Any:
        # An element that is looked at ends the wait of a device that works on its own.
        return ops.convert_to_numpy(ops.matmul(square, square)[0, 0])

    return work


def _processor() -> str:
    """The processor's name, as Linux tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _print(found: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(
        title=f"Training at T = {found['T']}, memory 128 × 20, {found['backend']} on "
        f"{found['device']}",
        caption=f"{found['machine']}; medians of {found['rounds']} rounds",
    )
    table.add_column("controller")
    for heading in ("batch", "ms a step", "sequences/s", "× LSTM(100)", "× matrix product"):
        table.add_column(heading, justify="right")
    for row in found["results"]:
        table.add_row(
            row["controller"],
            str(row["batch size"]),
            f"{row['ms a step']:.2f}",
            f"{row['sequences a second']:.0f}",
            f"{row['times the LSTM']:.1f}",
            f"{row['times the product']:.0f}",
        )
    Console().print(table)


if __name__ == "__main__":
    main()
