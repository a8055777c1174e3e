"""Record a network at work: the same step that trains, with its record kept."""

from __future__ import annotations

import dataclasses
import os

import keras
import numpy as np
import numpy.typing as npt

from ntm_model.long_recording import Given, Told, is_long, record_long, untold
from ntm_model.model import model_info
from ntm_model.tasks import Task
from ntm_model.tasks.base import Drawn
from ntm_model.trace import Array, Trace, TraceMeta, default_head_names
from ntm_model.walking import Walker


class Recorder:
    """Runs sequences of any length through a model and keeps all that happened.

    The timestep is compiled once, at the first sequence; no length compiles it again. A
    model whose weights change in the meantime is recorded as it is at the moment.

    Args:
        model: layers before and after its one NeuralTuringMachine are run as Keras runs them.

    Raises:
        ValueError: the model has no machine, or one that tells only its last output.
    """

    def __init__(self, model: keras.Model) -> None:
        self._walker = Walker(model, recording=True)
        self._info = model_info(model)

    def record(
        self,
        inputs: npt.ArrayLike,
        *,
        targets: Array | None = None,
        weights: Array | None = None,
        meta: TraceMeta | None = None,
        into: str | os.PathLike[str] | None = None,
        progress: Told = untold,
    ) -> Trace:
        """Run inputs [T, I] from a fresh memory.

        A run that is too long to be held is written down as it goes, by keyframes: ``into``
        this file, or one that is gone when the trace is. Of it only what is looked at is read.

        Args:
            inputs: [T, I].
            targets: [T, O], what is due.
            weights: [T], 1 where that counts.
            meta: what to say of the trace; None for ``meta()``.
            into: the file (``.npz``) to write the trace to; None to hold it where it is short.
            progress: told how many timesteps are done, where the run is written down.

        Raises:
            ValueError: ``inputs`` has another shape than [T, I].
            TraceError: the network came to a number that is not finite.
            OSError: the file cannot be written.
        """
        found = np.asarray(inputs, np.float32)
        if found.ndim != 2 or found.shape[1] != self._info.input_width or len(found) < 1:
            raise ValueError(
                f"inputs must be [T, {self._info.input_width}] with at least one timestep, "
                f"found shape {list(found.shape)}"
            )
        given = Given(found, targets, weights, meta or self.meta())
        if is_long(self._info, len(found)):
            return record_long(self._walker, self._info, given, into, progress)
        start = self._walker.begin(1)
        told = self._walker.run(found[None], start)
        arrays = {name: array[:, 0] for name, array in told.items()}
        arrays["memory"] = np.concatenate([start.memory, arrays["memory"]])
        arrays["initial_weightings"] = start.weightings[0]
        trace = Trace(inputs=found, targets=targets, weights=weights, meta=given.meta, **arrays)
        if into is not None:
            trace.save(into)
        return trace

    def record_pattern(
        self,
        task: Task,
        pattern: Drawn,
        into: str | os.PathLike[str] | None = None,
        progress: Told = untold,
    ) -> Trace:
        """Run what a person drew, with the right answer and names beside it.

        ``into`` and ``progress`` as in ``record``.

        Raises:
            PatternError: the task cannot take the pattern.
            ValueError: the network's widths are not the task's.
            TraceError, OSError: as ``record``.
        """
        example = task.encode(pattern)
        meta = dataclasses.replace(
            self.meta(),
            task=task.name,
            input_names=task.input_names,
            output_names=task.output_names,
            phases=example.phases,
        )
        return self.record(
            example.inputs,
            targets=example.targets,
            weights=example.weights,
            meta=meta,
            into=into,
            progress=progress,
        )

    def meta(self) -> TraceMeta:
        """What is known of any trace of this model."""
        cell, info = self._walker.cell, self._info
        return TraceMeta(
            task=info.task,
            model=info.description,
            head_names=default_head_names(cell.read_heads, cell.write_heads),
            outputs_are=_kind_of_outputs(self._walker.last_layer),
            parameters=info.parameters,
        )


def record(model: keras.Model, inputs: npt.ArrayLike) -> Trace:
    """Everything that ``model`` does while it reads ``inputs`` [T, I].

    ``record(model, x).outputs`` is ``model(x[None])[0]``. To record many sequences of one
    model, keep a ``Recorder``: it compiles the step once.

    Raises:
        ValueError: as ``Recorder`` and its ``record`` do.
    """
    return Recorder(model).record(inputs)


def _kind_of_outputs(last: keras.layers.Layer) -> str:
    """How outputs are to be read, from the activation of the layer that makes them."""
    activation = getattr(last, "activation", None)
    if activation is keras.activations.sigmoid:
        return "probabilities"
    return "logits" if activation is keras.activations.linear else "values"
