"""Gradients that are no larger than a multiple of what is usual, and what counts as usual."""

from __future__ import annotations

import dataclasses

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_model.config import TrainConfig
from ntm_model.optimizers import optimizer_of, steadied


def norm(arrays: list[np.ndarray]) -> float:
    return float(np.sqrt(sum((array**2).sum() for array in arrays)))


def after(
    gradients: list[list[float]], usual: float, limit: float
) -> tuple[list[np.ndarray], float]:
    tensors = [keras.ops.convert_to_tensor(np.array(g, np.float32)) for g in gradients]
    held, now = steadied(tensors, keras.ops.convert_to_tensor(np.float32(usual)), limit)
    return [keras.ops.convert_to_numpy(g) for g in held], float(now)


class TestALimitedNorm:
    def test_leaves_alone_what_is_within_it(self) -> None:
        held, usual = after([[3.0], [4.0]], usual=3.0, limit=2.0)
        np.testing.assert_allclose(held, [[3.0], [4.0]], rtol=1e-6)
        assert usual == pytest.approx(3.0 + 0.01 * (5.0 - 3.0))

    def test_shortens_what_is_beyond_it_and_keeps_its_direction(self) -> None:
        held, usual = after([[30.0], [40.0]], usual=5.0, limit=2.0)
        np.testing.assert_allclose(held, [[6.0], [8.0]], rtol=1e-6)
        # What is usual follows what was let through: 10, not 50.
        assert usual == pytest.approx(5.05)

    def test_takes_the_first_gradient_as_the_usual_one(self) -> None:
        held, usual = after([[30.0], [40.0]], usual=0.0, limit=2.0)
        np.testing.assert_allclose(held, [[30.0], [40.0]], rtol=1e-6)
        assert usual == pytest.approx(50.0)

    def test_bears_gradients_that_are_zero(self) -> None:
        held, usual = after([[0.0], [0.0]], usual=1.0, limit=2.0)
        assert not np.any(held)
        assert usual == pytest.approx(0.99)

    @given(
        st.lists(st.floats(-1e3, 1e3, width=32), min_size=1, max_size=5),
        st.floats(0.125, 1e3, width=32),
        st.floats(1.0, 10.0, width=32),
    )
    def test_is_never_passed(self, values: list[float], usual: float, limit: float) -> None:
        held, now = after([values], usual, limit)
        assert norm(held) <= limit * usual * (1 + 1e-5)
        assert now <= usual * (1 + 0.01 * (limit - 1)) * (1 + 1e-5)


@pytest.mark.parametrize("name", ["rmsprop", "adam"])
class TestAnOptimizer:
    def test_is_keras_own_where_there_is_no_limit(self, name: str) -> None:
        found = optimizer_of(TrainConfig(optimizer=name))
        assert type(found) in (keras.optimizers.RMSprop, keras.optimizers.Adam)

    def test_keeps_what_is_usual_among_its_variables(self, name: str) -> None:
        config = dataclasses.replace(TrainConfig(), optimizer=name, norm_limit=2.0)
        optimizer, weight = optimizer_of(config), keras.Variable(np.zeros(2, np.float32))
        optimizer.apply([keras.ops.convert_to_tensor([3.0, 4.0])], [weight])
        usual = [v for v in optimizer.variables if "usual_norm" in v.path]
        assert [float(v.value) for v in usual] == [5.0]

    def test_takes_the_same_step_as_for_the_shortened_gradient(self, name: str) -> None:
        def stepped(norm_limit: float | None, second: list[float]) -> np.ndarray:
            config = dataclasses.replace(TrainConfig(), optimizer=name, norm_limit=norm_limit)
            optimizer, weight = optimizer_of(config), keras.Variable(np.zeros(2, np.float32))
            for gradient in ([0.6, 0.8], second):
                optimizer.apply([keras.ops.convert_to_tensor(gradient)], [weight])
            return np.asarray(keras.ops.convert_to_numpy(weight.value))

        np.testing.assert_allclose(stepped(2.0, [6.0, 8.0]), stepped(None, [1.2, 1.6]), rtol=1e-5)
