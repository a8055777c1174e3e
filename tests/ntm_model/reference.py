"""A second Neural Turing Machine, to hold the first one against.

Written from the equations of arXiv 1410.5401, sections 3.1 to 3.3, in float64, one loop for
every index that an equation has. It shares no code with ``ntm_model``; where the paper leaves
the choice open (how orders are squashed, where a sequence starts), it follows what the
docstrings of ``NTMCell`` and ``controller_input_output_shape`` promise.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Vector = Sequence[float]
Controller = Callable[[Array, list[Array]], tuple[Array, list[Array]]]
"""What it sees and its states → its linear output and its new states."""

ORDER_LIMIT = 20.0
SIMILARITY_EPSILON = 1e-2


@dataclasses.dataclass(frozen=True)
class Sizes:
    """What the machine is; the names are those of ``NTMCell``."""

    units: int
    n_slots: int
    m_depth: int
    shift_range: int
    read_heads: int
    write_heads: int
    strength_bias: float
    gate_bias: float
    stay_bias: float
    state_limit: float | None
    initial_memory: float

    @property
    def heads(self) -> int:
        return self.read_heads + self.write_heads


@dataclasses.dataclass
class State:
    """Of one sequence."""

    memory: Array
    weightings: Array
    reads: Array
    controller: list[Array]


@dataclasses.dataclass
class Step:
    """Everything that one timestep of one sequence did."""

    outputs: Array
    memory: Array
    reads: Array
    keys: Array
    strength: Array
    gate: Array
    shifts: Array
    sharpness: Array
    content: Array
    gated: Array
    shifted: Array
    weightings: Array
    erase: Array
    add: Array


def sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x)) if x >= 0 else math.exp(x) / (1.0 + math.exp(x))


def softplus(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def softmax(values: Vector) -> Array:
    largest = max(values)
    powers = [math.exp(value - largest) for value in values]
    return np.array([power / sum(powers) for power in powers])


def similarity(key: Array, slot: Array) -> float:
    """Eq. 6, with an epsilon inside the square root of each norm."""
    product, key_square, slot_square = 0.0, 0.0, 0.0
    for k, m in zip(key, slot, strict=True):
        product += k * m
        key_square += k * k
        slot_square += m * m
    return product / (
        math.sqrt(key_square + SIMILARITY_EPSILON) * math.sqrt(slot_square + SIMILARITY_EPSILON)
    )


def content_weighting(memory: Array, key: Array, strength: float) -> Array:
    """Eq. 5."""
    return softmax([strength * similarity(key, slot) for slot in memory])


def interpolate(content: Array, previous: Array, gate: float) -> Array:
    """Eq. 7."""
    return np.array([gate * c + (1.0 - gate) * p for c, p in zip(content, previous, strict=True)])


def circular_shift(gated: Array, shifts: Array) -> Array:
    """Eq. 8: w̃(i) = Σ_j w(j) s(i − j), indices modulo N, s centred on a shift of none."""
    slots, middle = len(gated), len(shifts) // 2
    shifted = np.zeros(slots)
    for i in range(slots):
        for offset in range(-middle, middle + 1):
            shifted[i] += gated[(i - offset) % slots] * shifts[offset + middle]
    return shifted


def sharpen(shifted: Array, sharpness: float) -> Array:
    """Eq. 9; divided by the largest weight first, which the fraction cancels."""
    largest = max(shifted)
    powers = [(weight / largest) ** sharpness for weight in shifted]
    return np.array([power / sum(powers) for power in powers])


def write(memory: Array, weightings: Array, erase: Array, add: Array) -> Array:
    """Eqs. 3 and 4, every head's erasure before any head's addition."""
    after = memory.copy()
    slots, depth = memory.shape
    for i in range(slots):
        for j in range(depth):
            for w in range(len(weightings)):
                after[i, j] *= 1.0 - weightings[w, i] * erase[w, j]
            for w in range(len(weightings)):
                after[i, j] += weightings[w, i] * add[w, j]
    return after


def read(memory: Array, weightings: Array) -> Array:
    """Eq. 2."""
    slots, depth = memory.shape
    seen = np.zeros((len(weightings), depth))
    for r in range(len(weightings)):
        for i in range(slots):
            for j in range(depth):
                seen[r, j] += weightings[r, i] * memory[i, j]
    return seen


class Machine:
    """The whole machine, one sequence at a time.

    Args:
        sizes: of it.
        controller: see ``Controller``.
        controller_states: widths of the controller's states.
        read_kernel: [R × M, units], from reads to output; None where the output is the
            controller's alone.
        activation: of the output.
    """

    def __init__(
        self,
        sizes: Sizes,
        controller: Controller,
        controller_states: Sequence[int],
        read_kernel: Array | None,
        activation: Callable[[float], float],
    ) -> None:
        self.sizes = sizes
        self._controller = controller
        self._controller_states = controller_states
        self._read_kernel = read_kernel
        self._activation = activation

    def initial_state(self) -> State:
        """An empty memory, every head on slot 0, nothing read."""
        sizes = self.sizes
        weightings = np.zeros((sizes.heads, sizes.n_slots))
        weightings[:, 0] = 1.0
        return State(
            memory=np.full((sizes.n_slots, sizes.m_depth), sizes.initial_memory),
            weightings=weightings,
            reads=np.zeros((sizes.read_heads, sizes.m_depth)),
            controller=[np.zeros(width) for width in self._controller_states],
        )

    def run(self, inputs: Array) -> list[Step]:
        """Inputs [T, I]."""
        state, steps = self.initial_state(), []
        for vector in inputs:
            step, state = self.step(vector, state)
            steps.append(step)
        return steps

    def step(self, vector: Array, state: State) -> tuple[Step, State]:
        sizes = self.sizes
        seen = np.array([*vector, *(value for read in state.reads for value in read)])
        values, controller_state = self._controller(seen, state.controller)
        if sizes.state_limit is not None:
            limit = sizes.state_limit
            controller_state = [
                np.array([min(max(value, -limit), limit) for value in one])
                for one in controller_state
            ]
        orders = self._take_apart(values)
        stages: dict[str, list[Array]] = {n: [] for n in ("content", "gated", "shifted", "final")}
        for h in range(sizes.heads):
            content = content_weighting(state.memory, orders["keys"][h], orders["strength"][h])
            gated = interpolate(content, state.weightings[h], orders["gate"][h])
            shifted = circular_shift(gated, orders["shifts"][h])
            final = sharpen(shifted, orders["sharpness"][h])
            for name, weighting in zip(stages, (content, gated, shifted, final), strict=True):
                stages[name].append(weighting)
        weightings = np.array(stages["final"])
        memory = write(state.memory, weightings[sizes.read_heads :], orders["erase"], orders["add"])
        reads = read(memory, weightings[: sizes.read_heads])
        step = Step(
            outputs=self._output(values[: sizes.units], reads),
            memory=memory,
            reads=reads,
            content=np.array(stages["content"]),
            gated=np.array(stages["gated"]),
            shifted=np.array(stages["shifted"]),
            weightings=weightings,
            **orders,
        )
        return step, State(memory, weightings, reads, controller_state)

    def _take_apart(self, values: Array) -> dict[str, Any]:
        """After the output: keys, strengths, gates, shifts, sharpnesses; then erase and add."""
        sizes = self.sizes
        orders = iter(
            [min(max(value, -ORDER_LIMIT), ORDER_LIMIT) for value in values[sizes.units :]]
        )

        def rows(count: int, width: int) -> list[list[float]]:
            return [[next(orders) for _ in range(width)] for _ in range(count)]

        heads, depth, middle = sizes.heads, sizes.m_depth, sizes.shift_range // 2
        parts = {
            "keys": np.tanh(rows(heads, depth)),
            "strength": np.array(
                [softplus(row[0] + sizes.strength_bias) for row in rows(heads, 1)]
            ),
            "gate": np.array([sigmoid(row[0] + sizes.gate_bias) for row in rows(heads, 1)]),
            "shifts": np.array(
                [
                    softmax([x + sizes.stay_bias * (s == middle) for s, x in enumerate(row)])
                    for row in rows(heads, sizes.shift_range)
                ]
            ),
            "sharpness": np.array([1.0 + softplus(row[0]) for row in rows(heads, 1)]),
            "erase": np.array(
                [[sigmoid(x) for x in row] for row in rows(sizes.write_heads, depth)]
            ),
            "add": np.tanh(rows(sizes.write_heads, depth)),
        }
        left_over = list(orders)
        if left_over:
            raise ValueError(f"the controller gave {len(left_over)} values too many")
        return parts

    def _output(self, values: Array, reads: Array) -> Array:
        outputs = []
        for unit in range(self.sizes.units):
            value = float(values[unit])
            if self._read_kernel is not None:
                for row, seen in zip(self._read_kernel, reads.ravel(), strict=True):
                    value += row[unit] * seen
            outputs.append(self._activation(value))
        return np.array(outputs)


def dense(weights: Sequence[Any], activation: Callable[[float], float] = float) -> Controller:
    """Keras' Dense: kernel [in, out] and bias [out]."""
    kernel, bias = (np.asarray(weight, np.float64) for weight in weights)

    def call(seen: Array, states: list[Array]) -> tuple[Array, list[Array]]:
        return np.array([activation(value) for value in seen @ kernel + bias]), states

    return call


def lstm(weights: Sequence[Any]) -> Controller:
    """Keras' LSTMCell: kernel, recurrent kernel and bias, gates in the order i, f, c, o."""
    kernel, recurrent, bias = (np.asarray(weight, np.float64) for weight in weights)

    def call(seen: Array, states: list[Array]) -> tuple[Array, list[Array]]:
        hidden, carry = states
        i, f, c, o = np.split(seen @ kernel + hidden @ recurrent + bias, 4)
        new_hidden, new_carry = np.zeros_like(hidden), np.zeros_like(carry)
        for unit in range(len(hidden)):
            new_carry[unit] = sigmoid(f[unit]) * carry[unit] + sigmoid(i[unit]) * math.tanh(c[unit])
            new_hidden[unit] = sigmoid(o[unit]) * math.tanh(new_carry[unit])
        return new_hidden, [new_hidden, new_carry]

    return call


def in_a_row(parts: Sequence[Controller], states_of_each: Sequence[int]) -> Controller:
    """Controllers stepped one after another; each takes its share of the states."""

    def call(seen: Array, states: list[Array]) -> tuple[Array, list[Array]]:
        left, new_states = list(states), []
        for part, count in zip(parts, states_of_each, strict=True):
            seen, own = part(seen, left[:count])
            left = left[count:]
            new_states += own
        return seen, new_states

    return call
