"""NTMCell: one timestep of a Neural Turing Machine, as a Keras recurrent cell.

``step`` makes the timestep and tells all that it did; ``call``, which Keras trains
through, is ``step`` without the telling. Dimensions are those of ``ntm_model.trace``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import keras
from keras import ops

from ntm_model import memory as memory_ops
from ntm_model.addressing import Addressing, HeadParameters, address
from ntm_model.controllers import Controller, built_in, controller_input_output_shape

Tensor = Any
OutputSource = Literal["controller", "controller_and_reads"]

# The controller's orders to the heads are held within ±20 before they are squashed: beyond
# that a sigmoid is 0 or 1 to the last bit anyway, and β and γ, which nothing else bounds,
# could otherwise grow until their products overflow.
ORDER_LIMIT = 20.0


class NTMState(NamedTuple):
    """What the machine carries from one timestep to the next; all float32."""

    memory: Tensor
    """[B, N, M]."""
    weightings: Tensor
    """[B, H, N], read heads first."""
    reads: Tensor
    """[B, R, M]."""
    controller: tuple[Tensor, ...]
    """States of the controller's cells, [B, …] each."""


class StepRecord(NamedTuple):
    """Everything that one timestep did."""

    heads: HeadParameters
    addressing: Addressing
    erase: Tensor
    """e in 0…1, [B, W, M]."""
    add: Tensor
    """a, [B, W, M]."""


class Orders(NamedTuple):
    """The controller's output, taken apart and squashed."""

    output: Tensor
    """[B, units]."""
    heads: HeadParameters
    erase: Tensor
    add: Tensor


@keras.saving.register_keras_serializable(package="ntm_model")
class NTMCell(keras.layers.Layer):
    """One timestep of a Neural Turing Machine (arXiv 1410.5401, section 3).

    In each step the controller sees the input and what the read heads saw a step earlier;
    all heads then address the memory as the last step left it; the write heads erase and add;
    and the read heads read what has just been written.

    Every initial state is the same for all slots but for the weightings, which start on slot 0:
    that start decides whether copy is learned at all, and nothing learned depends on the number
    of slots, so the same weights run with any memory.

    Args:
        units: width of the output.
        n_slots: N, slots of the memory.
        m_depth: M, length of a slot's vector.
        shift_range: S, odd: how many shifts a head chooses from, the middle one staying.
        controller_model: None or ``"dense"`` (one linear layer), ``"double_dense"``, ``"lstm"``,
            ``"double_lstm"``, or a Keras layer, cell or feed-forward model whose output is linear.
        controller_units: width of the hidden layers of a built-in controller.
        read_heads: R.
        write_heads: W.
        activation: of the output; None is linear.
        output_source: ``"controller"`` (flomlo/ntm_keras) or ``"controller_and_reads"``, which
            adds a linear map of this step's reads (loudinthecloud/pytorch-ntm).
        gate_bias: what the interpolation gate's order is shifted by. Below 0 the heads begin
            by walking from where they were instead of searching by content.
        initial_memory: the value in every cell of the memory when a sequence starts.

    Raises:
        ValueError: an argument is out of its range, or the controller has the wrong width.
    """

    def __init__(
        self,
        units: int,
        n_slots: int = 128,
        m_depth: int = 20,
        shift_range: int = 3,
        controller_model: str | keras.layers.Layer | None = None,
        controller_units: int = 100,
        read_heads: int = 1,
        write_heads: int = 1,
        activation: Any = None,
        output_source: OutputSource = "controller",
        gate_bias: float = -1.0,
        initial_memory: float = 1e-6,
        **kwargs: Any,
    ) -> None:
        # Keras would cast the states to the compute dtype; addressing must keep float32.
        super().__init__(autocast=False, **kwargs)
        _check_sizes(
            units=units,
            n_slots=n_slots,
            m_depth=m_depth,
            shift_range=shift_range,
            controller_units=controller_units,
            read_heads=read_heads,
            write_heads=write_heads,
        )
        if output_source not in ("controller", "controller_and_reads"):
            raise ValueError(
                f"output_source must be 'controller' or 'controller_and_reads', "
                f"found {output_source!r}"
            )
        self.units = units
        self.n_slots = n_slots
        self.m_depth = m_depth
        self.shift_range = shift_range
        self.controller_model = controller_model
        self.controller_units = controller_units
        self.read_heads = read_heads
        self.write_heads = write_heads
        self.activation = keras.activations.get(activation)
        self.output_source = output_source
        self.gate_bias = gate_bias
        self.initial_memory = initial_memory
        self.controller = self._make_controller()

    def _make_controller(self) -> Controller:
        model = self.controller_model or "dense"
        if isinstance(model, str):
            parts = built_in(model, self.controller_shape(0)[1], self.controller_units)
            return Controller(parts, dtype=self.dtype_policy, name="controller")
        if isinstance(model, Controller):
            return model
        if isinstance(model, keras.layers.Layer):
            return Controller([model], dtype=self.dtype_policy, name="controller")
        raise ValueError(
            f"controller_model must be None, a name or a Keras layer, found {type(model).__name__}"
        )

    def controller_shape(self, input_width: int) -> tuple[int, int]:
        """Widths of the controller's input and output for inputs of this width."""
        return controller_input_output_shape(
            input_width,
            self.units,
            self.m_depth,
            self.n_slots,
            self.shift_range,
            self.read_heads,
            self.write_heads,
        )

    @property
    def heads(self) -> int:
        """H."""
        return self.read_heads + self.write_heads

    @property
    def state_size(self) -> list[int]:
        """Widths of the flat states: memory, weightings, reads, then the controller's.

        Flat, because Keras takes a nested size such as (N, M) for two states.
        """
        return [
            self.n_slots * self.m_depth,
            self.heads * self.n_slots,
            self.read_heads * self.m_depth,
            *self.controller.state_size,
        ]

    @property
    def output_size(self) -> int:
        """Width of the output."""
        return self.units

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        input_width = input_shape[-1]
        if input_width is None:
            raise ValueError(f"the width of the input must be known, found shape {input_shape}")
        wanted_in, wanted_out = self.controller_shape(int(input_width))
        self.controller.build((None, wanted_in))
        found = self.controller.output_width(wanted_in)
        if found != wanted_out:
            raise ValueError(
                f"controller_model gives {found} values, but {wanted_out} are needed for inputs of "
                f"width {input_width} (controller_input_output_shape tells)"
            )
        if self.output_source == "controller_and_reads":
            self.read_kernel = self.add_weight(
                shape=(self.read_heads * self.m_depth, self.units),
                initializer="glorot_uniform",
                name="read_kernel",
            )
        self.built = True

    def initial_state(self, batch_size: Any) -> NTMState:
        """The state before the first timestep: an empty memory, every head on slot 0."""
        on_slot_0 = ops.one_hot(ops.zeros((self.heads,), "int32"), self.n_slots, dtype="float32")
        return NTMState(
            memory=ops.full(
                (batch_size, self.n_slots, self.m_depth), self.initial_memory, dtype="float32"
            ),
            weightings=ops.tile(on_slot_0[None], (batch_size, 1, 1)),
            reads=ops.zeros((batch_size, self.read_heads, self.m_depth), dtype="float32"),
            controller=tuple(
                ops.zeros((batch_size, size), dtype=self.compute_dtype)
                for size in self.controller.state_size
            ),
        )

    def get_initial_state(self, batch_size: Any = None) -> list[Tensor]:
        return self.flatten(self.initial_state(batch_size))

    def flatten(self, state: NTMState) -> list[Tensor]:
        """State as Keras carries it: every tensor [B, width]."""
        return [
            ops.reshape(state.memory, (-1, self.n_slots * self.m_depth)),
            ops.reshape(state.weightings, (-1, self.heads * self.n_slots)),
            ops.reshape(state.reads, (-1, self.read_heads * self.m_depth)),
            *state.controller,
        ]

    def unflatten(self, tensors: Sequence[Tensor]) -> NTMState:
        """The inverse of ``flatten``."""
        memory, weightings, reads, *controller = tensors
        return NTMState(
            memory=ops.reshape(memory, (-1, self.n_slots, self.m_depth)),
            weightings=ops.reshape(weightings, (-1, self.heads, self.n_slots)),
            reads=ops.reshape(reads, (-1, self.read_heads, self.m_depth)),
            controller=tuple(controller),
        )

    def step(
        self, inputs: Tensor, state: NTMState, training: bool | None = None
    ) -> tuple[Tensor, NTMState, StepRecord]:
        """One timestep: inputs [B, I] → outputs [B, units], the new state, what was done."""
        orders, controller_state = self._control(inputs, state, training)
        addressing = address(state.memory, state.weightings, orders.heads)
        reading = addressing.weightings[:, : self.read_heads]
        writing = addressing.weightings[:, self.read_heads :]
        memory = memory_ops.write(state.memory, writing, orders.erase, orders.add)
        reads = memory_ops.read(memory, reading)
        new_state = NTMState(memory, addressing.weightings, reads, controller_state)
        record = StepRecord(orders.heads, addressing, orders.erase, orders.add)
        return self._output(orders.output, reads), new_state, record

    def call(
        self, inputs: Tensor, states: Sequence[Tensor], training: bool | None = None
    ) -> tuple[Tensor, list[Tensor]]:
        """One timestep, as ``keras.layers.RNN`` calls it."""
        outputs, state, _ = self.step(inputs, self.unflatten(states), training)
        return outputs, self.flatten(state)

    def _control(
        self, inputs: Tensor, state: NTMState, training: bool | None
    ) -> tuple[Orders, tuple[Tensor, ...]]:
        """Ask the controller, and take its answer apart."""
        reads = ops.reshape(state.reads, (-1, self.read_heads * self.m_depth))
        dtype = self.compute_dtype
        seen = ops.concatenate([ops.cast(inputs, dtype), ops.cast(reads, dtype)], axis=-1)
        values, states = self.controller(seen, state.controller, training=training)
        values = ops.cast(values, "float32")
        output, orders = values[:, : self.units], values[:, self.units :]
        orders = ops.clip(orders, -ORDER_LIMIT, ORDER_LIMIT)
        start = 0

        def take(count: int, width: int) -> Tensor:
            nonlocal start
            part = orders[:, start : start + count * width]
            start += count * width
            return ops.reshape(part, (-1, count, width))

        heads = HeadParameters(
            keys=ops.tanh(take(self.heads, self.m_depth)),
            strength=ops.softplus(take(self.heads, 1))[..., 0],
            gate=ops.sigmoid(take(self.heads, 1) + self.gate_bias)[..., 0],
            shifts=self._shifts(take(self.heads, self.shift_range)),
            sharpness=1.0 + ops.softplus(take(self.heads, 1))[..., 0],
        )
        erase = ops.sigmoid(take(self.write_heads, self.m_depth))
        add = ops.tanh(take(self.write_heads, self.m_depth))
        return Orders(output, heads, erase, add), tuple(states)

    def _shifts(self, orders: Tensor) -> Tensor:
        # Keras warns of a softmax over one value, as if it were never meant.
        return ops.ones_like(orders) if self.shift_range == 1 else ops.softmax(orders, axis=-1)

    def _output(self, output: Tensor, reads: Tensor) -> Tensor:
        if self.output_source == "controller_and_reads":
            flat = ops.reshape(reads, (-1, self.read_heads * self.m_depth))
            output = output + ops.matmul(flat, ops.cast(self.read_kernel, "float32"))
        return ops.cast(self.activation(output), self.compute_dtype)

    def get_config(self) -> dict[str, Any]:
        model = self.controller_model
        return {
            **super().get_config(),
            "units": self.units,
            "n_slots": self.n_slots,
            "m_depth": self.m_depth,
            "shift_range": self.shift_range,
            "controller_model": (
                keras.saving.serialize_keras_object(model)
                if isinstance(model, keras.layers.Layer)
                else model
            ),
            "controller_units": self.controller_units,
            "read_heads": self.read_heads,
            "write_heads": self.write_heads,
            "activation": keras.activations.serialize(self.activation),
            "output_source": self.output_source,
            "gate_bias": self.gate_bias,
            "initial_memory": self.initial_memory,
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> NTMCell:
        config = dict(config)
        if isinstance(config.get("controller_model"), dict):
            config["controller_model"] = keras.saving.deserialize_keras_object(
                config["controller_model"]
            )
        return cls(**config)


def _check_sizes(**sizes: Any) -> None:
    for name, size in sizes.items():
        if not isinstance(size, int) or isinstance(size, bool) or size < 1:
            raise ValueError(f"{name} must be a whole number from 1 up, found {size!r}")
    if sizes["shift_range"] % 2 == 0:
        raise ValueError(
            f"shift_range must be odd, so that one shift stays, found {sizes['shift_range']}"
        )
    if sizes["shift_range"] > sizes["n_slots"]:
        raise ValueError(
            f"shift_range must be at most n_slots = {sizes['n_slots']}, "
            f"found {sizes['shift_range']}"
        )
