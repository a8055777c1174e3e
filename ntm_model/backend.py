"""Start Keras on a backend, quietly and without taking all of a GPU's memory."""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import gc
import importlib
import importlib.util
import logging
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

_TITLES = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}
BACKENDS = tuple(_TITLES)
DEFAULT_BACKEND = "tensorflow"
LARGE_BATCH = 16
"""Sequences from which on TensorFlow makes a training step in two parts, side by side."""


class BackendError(RuntimeError):
    """The backend is unknown, not installed, or another one already runs in this process."""


@dataclasses.dataclass(frozen=True)
class BackendInfo:
    """What Keras runs on: ``tensorflow``, ``2.21.0``, ``CPU`` or the GPU's name."""

    name: str
    version: str
    device: str


def chosen(backend: str | None = None) -> str:
    """The name of the backend that ``start`` takes, given this one or none.

    Without a name it is the one in the environment's ``KERAS_BACKEND``, and TensorFlow where
    there is none.
    """
    return backend or os.environ.get("KERAS_BACKEND") or DEFAULT_BACKEND


def title(name: str) -> str:
    """How a backend writes its own name; one that is unknown keeps what it was called by."""
    return _TITLES.get(name, name)


def start(backend: str | None = None, *, batch_size: int = 1) -> BackendInfo:
    """Import Keras on ``chosen(backend)``; seconds of work the first time, nothing after it.

    ``batch_size`` is that of the training to come; for a large one TensorFlow computes in two
    threads, otherwise in one, unless the environment's TF_NUM_INTRAOP_THREADS has another number.
    What is summed in which order hangs on it, so it does not depend on how many cores there are.

    Raises:
        BackendError: as its docstring says.
    """
    name = chosen(backend)
    if name not in BACKENDS:
        raise BackendError(f"backend {name!r} is unknown; known: {', '.join(BACKENDS)}")
    if importlib.util.find_spec(name) is None:
        hint = "" if name == DEFAULT_BACKEND else f": add it with `uv sync --extra {name}`"
        raise BackendError(f"the backend {name} is not installed{hint}")
    os.environ["KERAS_BACKEND"] = name
    with _start_up_messages_dropped(), _nothing_collected(), _without_plots():
        # One sequence has nothing to share out: a second thread made the steps of N-grams no
        # faster and took two thirds more of the processors' time, for which a window, or another
        # training, has better use.
        threads = 2 if batch_size >= LARGE_BATCH else 1
        os.environ.setdefault("TF_NUM_INTRAOP_THREADS", str(threads))
        device = _DEVICES[name]()
        keras = importlib.import_module("keras")
    running = str(keras.backend.backend())
    if running != name:
        raise BackendError(
            f"Keras already runs on {running} in this process and cannot change to {name}; "
            f"set KERAS_BACKEND={name} before anything imports keras"
        )
    return BackendInfo(name, str(importlib.import_module(name).__version__), device)


# What TensorFlow writes of instruction sets and absent GPUs before its own log level counts.
_START_UP_MESSAGE = re.compile(rb"WARNING: All log messages before absl|[IWE]0000 ")


@contextlib.contextmanager
def _start_up_messages_dropped() -> Iterator[None]:
    """Hold back standard error, and pass on all of it but TensorFlow's start-up messages.

    They come from C++, past ``sys.stderr``, and TF_CPP_MIN_LOG_LEVEL does not reach them
    (tensorflow#79029).
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    try:
        sys.stderr.flush()
        real = os.dup(2)
    except (AttributeError, OSError):  # a program without standard error
        yield
        return
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(real, 2)
            os.close(real)
            held.seek(0)
            kept = [line for line in held if not _START_UP_MESSAGE.match(line)]
            os.write(2, b"".join(kept))


@contextlib.contextmanager
def _nothing_collected() -> Iterator[None]:
    """Leave the search for garbage until what stays for ever is there, and never search that.

    It would go through hundreds of thousands of objects again and again, and whoever else
    runs in this process, such as a window, would stand still meanwhile.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


@contextlib.contextmanager
def _without_plots() -> Iterator[None]:
    """Keep Keras from importing matplotlib, which takes it a second at every start.

    Keras would draw galleries of pictures with it, and nobody here does.
    """
    if "matplotlib" in sys.modules:
        yield
        return
    sys.modules["matplotlib"] = None  # type: ignore[assignment]  # "cannot be imported"
    try:
        yield
    finally:
        del sys.modules["matplotlib"]


_LIBRARIES = ("libtensorflow_framework.so.2", "libtensorflow_cc.so.2")


def _load_libraries() -> None:
    """Load the bulk of TensorFlow without holding up other threads.

    An import keeps the interpreter to itself while a library is loaded, half a second in this
    case. A foreign function does not, and what is loaded once is not loaded again.
    """
    spec = importlib.util.find_spec("tensorflow")
    if sys.platform != "linux" or spec is None or spec.origin is None:
        return
    load = ctypes.CDLL(None).dlopen
    load.restype, load.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
    for name in _LIBRARIES:
        # Where there is no such file it does nothing, and the import says what is missing.
        load(os.fsencode(Path(spec.origin).parent / name), os.RTLD_NOW | os.RTLD_LOCAL)


def _tensorflow_device() -> str:
    if "tensorflow" not in sys.modules:
        _load_libraries()
    import tensorflow as tf

    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    gpus = tf.config.list_physical_devices("GPU")
    for gpu in gpus:
        try:
            # Without it TensorFlow takes all of the memory at once, from every other program.
            tf.config.experimental.set_memory_growth(gpu, True)
        except RuntimeError:  # the GPU is already in use: too late to change, and harmless
            logging.getLogger(__name__).debug("memory growth was not set for %s", gpu)
    if not gpus:
        return "CPU"
    details = tf.config.experimental.get_device_details(gpus[0])
    return str(details.get("device_name", "GPU"))


def _jax_device() -> str:
    # JAX, too, takes most of a GPU's memory when it starts unless told not to.
    os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
    import jax

    device = jax.devices()[0]
    return "CPU" if device.platform == "cpu" else str(device.device_kind)


def _torch_device() -> str:
    import torch

    return str(torch.cuda.get_device_name(0)) if torch.cuda.is_available() else "CPU"


_DEVICES = {"tensorflow": _tensorflow_device, "jax": _jax_device, "torch": _torch_device}
