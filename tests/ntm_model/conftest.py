"""Keras starts once for all tests of the network side, on the backend that is asked for."""

from __future__ import annotations

from hypothesis import settings

from ntm_model import backend

# Before any test module imports Keras: the start is what keeps TensorFlow quiet.
backend.start()

# The first call of an operation takes long, and the same examples come in every run.
settings.register_profile("laws", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("laws")
