"""NTMCell: one timestep of a Neural Turing Machine, as a Keras recurrent cell.

``step`` makes the timestep and tells all that it did; ``call``, which Keras trains
through, is ``step`` without the telling. Dimensions are those of ``ntm_model.trace``.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

import keras
from keras import ops

from ntm_model import arguments
from ntm_model import memory as memory_ops
from ntm_model.addressing import Addressing, HeadParameters, address
from ntm_model.controllers import controller_input_output_shape, controller_of
from ntm_model.dropout import SequenceDropout
from ntm_model.orders import OrderForm, Orders
from ntm_model.start import InitialMemory, InitialWeighting, Start
from ntm_model.state import NTMState, hold_gradients

Tensor = Any
Activation = str | Callable[[Tensor], Tensor] | None
OutputSource = Literal["controller", "controller_and_reads"]
ReadOrder = Literal["after_write", "before_write"]

_OUTPUT_SOURCES = ("controller", "controller_and_reads")
_READ_ORDERS = ("after_write", "before_write")
_BETWEEN_0_AND_1 = ("sigmoid", "hard_sigmoid")

# Arguments, as get_config tells them.
_ACTIVATIONS = ("activation", "key_activation", "erase_activation", "add_activation")
_PLAIN = (
    "units",
    "n_slots",
    "m_depth",
    "shift_range",
    "read_heads",
    "write_heads",
    "controller_units",
    "output_source",
    "read_order",
    "strength_bias",
    "gate_bias",
    "stay_bias",
    "forgetful",
    "state_limit",
    "seed",
)


class StepRecord(NamedTuple):
    """Everything that one timestep did."""

    heads: HeadParameters
    addressing: Addressing
    erase: Tensor
    """e in 0…1, [B, W, M]."""
    add: Tensor
    """a, [B, W, M]."""


@keras.saving.register_keras_serializable(package="ntm_model")
class NTMCell(keras.layers.Layer):
    """One timestep of a Neural Turing Machine (arXiv 1410.5401, section 3).

    In each step the controller sees the input and what the read heads saw a step earlier;
    all heads then address the memory as the last step left it; the write heads erase and add;
    and the read heads read what has just been written.

    By default every initial state is the same for all slots but for the weightings, which start
    on slot 0: that start decides whether copy is learned at all, and no weight depends on the
    number of slots, so the same network runs with any memory.

    Under mixed precision the controller computes in half precision and everything else in
    float32.

    Args:
        units: width of the output.
        n_slots: N, slots of the memory.
        m_depth: M, length of a slot's vector.
        shift_range: S, odd: how many shifts a head chooses from, the middle one staying.
        controller_model: None or ``"dense"`` (one linear layer), ``"double_dense"``, ``"lstm"``,
            ``"double_lstm"``, or any Keras layer or model whose output is linear and of the
            width that ``controller_input_output_shape`` tells: feed-forward, ``LSTM``, ``GRU``,
            ``SimpleRNN``, their cells, or a row of them. What is recurrent in it carries its
            state along the sequence.
        read_heads: R.
        write_heads: W.
        activation: of the output; None is linear.
        controller_units: width of the hidden layers of a built-in controller.
        output_source: ``"controller"`` (flomlo/ntm_keras) or ``"controller_and_reads"``, which
            adds a linear map of this step's reads (loudinthecloud/pytorch-ntm).
        read_order: ``"after_write"``: reads see what this step wrote, as in the DNC (Graves et
            al. 2016) and flomlo/ntm_keras; ``"before_write"``: what the last step left
            (MarkPKCollier/NeuralTuringMachine).
        key_activation: ``"tanh"`` (MarkPKCollier/NeuralTuringMachine) or, for example,
            ``"linear"`` (loudinthecloud/pytorch-ntm).
        erase_activation: ``"sigmoid"`` (arXiv 1410.5401, eq. 3: between 0 and 1) or
            ``"hard_sigmoid"``, which reaches both ends.
        add_activation: ``"tanh"`` (MarkPKCollier/NeuralTuringMachine) or, for example,
            ``"linear"`` (loudinthecloud/pytorch-ntm).
        strength_bias: what the order for the key's strength β is shifted by. At 0 a search that
            nothing was learned of yet finds all slots alike; at 4 it finds some of them, the
            same ones for the same key.
        gate_bias: what the interpolation gate's order is shifted by. Below 0 the heads begin
            by walking from where they were instead of searching by content: at -5 a head that
            was not told to search knows after twenty timesteps where it started, at -1 after
            three it does not.
        stay_bias: what the order for the middle shift, which stays, is shifted by. At 0 a head
            spreads over its neighbours at every timestep until it has learned not to; at 3 nine
            tenths of it stay.
        forgetful: whether a built-in LSTM begins without recurrence: its recurrent kernel with
            zeros, and its forget gates with a bias of -6, which lets a four-hundredth of a state
            through. What has to last is then learned to be put into the memory, or into where
            the heads are, which keep it for longer than a state does; recurrence can be learned
            as well. No other controller is changed by it.
        state_limit: what the states of a recurrent controller are held within, both ways; None:
            not at all. One that may grow with every timestep counts them, and what was learned of
            its size means something else on sequences that are longer than those of the training.
        initial_memory: the value in every cell of the memory when a sequence starts (the
            constant 1e-6 learned most reliably in arXiv 1807.08518), ``"random"`` values that
            are drawn once and kept (loudinthecloud/pytorch-ntm), or ``"learned"`` ones
            (MarkPKCollier/NeuralTuringMachine). Both others belong to the slots: their number
            can no longer be changed.
        initial_weighting: where heads are when a sequence starts: on ``"one_slot"``, slot 0
            (flomlo/ntm_keras), ``"uniform"``, as content addressing finds an empty memory
            (eq. 5), or ``"learned"`` (MarkPKCollier/NeuralTuringMachine; belongs to the slots).
        dropout: share of the timestep's vector that the controller does not see while training.
        recurrent_dropout: share of the last reads that it does not see while training. Both
            drop the same values throughout a sequence (Gal and Ghahramani, arXiv 1512.05287).
        seed: of the dropout.

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
        read_heads: int = 1,
        write_heads: int = 1,
        activation: Activation = None,
        *,
        controller_units: int = 100,
        output_source: OutputSource = "controller",
        read_order: ReadOrder = "after_write",
        key_activation: Activation = "tanh",
        erase_activation: Activation = "sigmoid",
        add_activation: Activation = "tanh",
        strength_bias: float = 0.0,
        gate_bias: float = -5.0,
        stay_bias: float = 0.0,
        forgetful: bool = False,
        state_limit: float | None = None,
        initial_memory: InitialMemory = 1e-6,
        initial_weighting: InitialWeighting = "one_slot",
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        # Keras would cast the states to half precision; addressing must keep float32.
        super().__init__(autocast=False, **kwargs)
        size, choice = arguments.size, arguments.choice
        self.units = size("units", units)
        self.n_slots = size("n_slots", n_slots)
        self.m_depth = size("m_depth", m_depth)
        self.shift_range = arguments.shift_range(shift_range, self.n_slots)
        self.read_heads = size("read_heads", read_heads)
        self.write_heads = size("write_heads", write_heads)
        self.activation = arguments.activation("activation", activation)
        self.controller_units = size("controller_units", controller_units)
        self.output_source = choice("output_source", output_source, _OUTPUT_SOURCES)
        self.read_order = choice("read_order", read_order, _READ_ORDERS)
        self.key_activation = arguments.activation("key_activation", key_activation)
        self.erase_activation = arguments.activation("erase_activation", erase_activation)
        choice("erase_activation", _name_of(self.erase_activation), _BETWEEN_0_AND_1)
        self.add_activation = arguments.activation("add_activation", add_activation)
        self.strength_bias = arguments.number("strength_bias", strength_bias)
        self.gate_bias = arguments.number("gate_bias", gate_bias)
        self.stay_bias = arguments.number("stay_bias", stay_bias)
        self.forgetful = arguments.flag("forgetful", forgetful)
        self.state_limit = arguments.limit("state_limit", state_limit)
        self.start = Start(
            self.heads, self.n_slots, self.m_depth, initial_memory, initial_weighting, name="start"
        )
        # The reads' masks are others than the input's, with the same seed too.
        self.input_dropout = SequenceDropout(dropout, seed, "dropout")
        reads_seed = None if seed is None else seed + 1
        self.read_dropout = SequenceDropout(recurrent_dropout, reads_seed, "recurrent_dropout")
        self.seed = seed
        self.controller = controller_of(
            controller_model,
            self.controller_shape(0)[1],
            self.controller_units,
            self.dtype_policy,
            forgetful=self.forgetful,
        )
        named = controller_model is None or isinstance(controller_model, str)
        self.controller_model = controller_model if named else self.controller

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
    def initial_memory(self) -> float | str:
        """What is in the memory when a sequence starts."""
        return self.start.initial_memory

    @property
    def initial_weighting(self) -> str:
        """Where the heads are when a sequence starts."""
        return self.start.initial_weighting

    @property
    def compute_dtype(self) -> str:
        """What the machine computes in, and Keras therefore carries its states in: float32.

        The controller's parts have policies of their own.
        """
        return "float32"

    @property
    def state_shapes(self) -> list[tuple[int, ...]]:
        """What the flat states hold of each sequence: [M, N], [H, N], [R, M], the controller's."""
        return [
            (self.m_depth, self.n_slots),
            (self.heads, self.n_slots),
            (self.read_heads, self.m_depth),
            *((width,) for width in self.controller.state_size),
        ]

    @property
    def state_size(self) -> list[int]:
        """Widths of the flat states: memory (M × N), weightings, reads, then the controller's.

        Flat, because Keras takes a nested size such as (M, N) for two states; ``unflatten`` gives
        them their shapes.
        """
        return [math.prod(shape) for shape in self.state_shapes]

    @property
    def output_size(self) -> int:
        """Width of the output."""
        return self.units

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        input_width = input_shape[-1]
        if input_width is None:
            raise ValueError(f"the width of the input must be known, found shape {input_shape}")
        self._input_width = int(input_width)
        wanted_in, wanted_out = self.controller_shape(self._input_width)
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
                autocast=False,
                name="read_kernel",
            )
        self.start.build()
        self.built = True

    def initial_state(self, batch_size: Any) -> NTMState:
        """The state before the first timestep; nothing has been read yet."""
        return NTMState(
            memory=self.start.memory(batch_size),
            weightings=self.start.weightings(batch_size),
            reads=ops.zeros((batch_size, self.read_heads, self.m_depth), dtype="float32"),
            controller=tuple(
                ops.cast(state, "float32") for state in self.controller.initial_state(batch_size)
            ),
        )

    def get_initial_state(self, batch_size: Any = None) -> list[Tensor]:
        return self.flatten(self.initial_state(batch_size))

    def flatten(self, state: NTMState) -> list[Tensor]:
        """State as Keras carries it: every tensor [B, width], the memory with its slots last.

        A processor works on neighbouring values at once, and a slot's vector is shorter than
        what it takes; the slots beside one another are not.
        """
        memory = ops.transpose(state.memory, (0, 2, 1))
        return [
            ops.reshape(memory, (-1, self.m_depth * self.n_slots)),
            ops.reshape(state.weightings, (-1, self.heads * self.n_slots)),
            ops.reshape(state.reads, (-1, self.read_heads * self.m_depth)),
            *state.controller,
        ]

    def unflatten(self, tensors: Sequence[Tensor]) -> NTMState:
        """The inverse of ``flatten``."""
        memory, weightings, reads, *controller = tensors
        memory = ops.reshape(memory, (-1, self.m_depth, self.n_slots))
        return NTMState(
            memory=ops.transpose(memory, (0, 2, 1)),
            weightings=ops.reshape(weightings, (-1, self.heads, self.n_slots)),
            reads=ops.reshape(reads, (-1, self.read_heads, self.m_depth)),
            controller=tuple(controller),
        )

    @contextlib.contextmanager
    def sequence(self, batch_size: Any, training: bool | None) -> Iterator[None]:
        """What holds for a whole sequence: what is dropped in its timesteps.

        Whoever runs a loop over ``step`` or ``call`` opens it around the loop; a step outside
        of it drops for itself.
        """
        if training:
            self.input_dropout.draw(batch_size, self._input_width)
            self.read_dropout.draw(batch_size, self.read_heads * self.m_depth)
            self.controller.draw_dropout(batch_size)
        try:
            yield
        finally:
            self.input_dropout.forget()
            self.read_dropout.forget()
            self.controller.forget_dropout()

    def step(
        self, inputs: Tensor, state: NTMState, training: bool | None = None
    ) -> tuple[Tensor, NTMState, StepRecord]:
        """One timestep: inputs [B, I] → outputs [B, units], the new state, what was done."""
        state = hold_gradients(state)
        orders, controller_state = self._control(inputs, state, training)
        addressing = address(state.memory, state.weightings, orders.heads)
        reading = addressing.weightings[:, : self.read_heads]
        writing = addressing.weightings[:, self.read_heads :]
        memory = memory_ops.write(state.memory, writing, orders.erase, orders.add)
        seen = memory if self.read_order == "after_write" else state.memory
        reads = memory_ops.read(seen, reading)
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
        vector = self.input_dropout(ops.cast(inputs, "float32"), training=training)
        reads = ops.reshape(state.reads, (-1, self.read_heads * self.m_depth))
        reads = self.read_dropout(reads, training=training)
        seen = ops.concatenate([vector, reads], axis=-1)
        values, states = self.controller(seen, state.controller, training=training)
        orders = self.order_form.read(ops.cast(values, "float32"))
        return orders, tuple(self._limited(ops.cast(state, "float32")) for state in states)

    def _limited(self, state: Tensor) -> Tensor:
        limit = self.state_limit
        return state if limit is None else ops.clip(state, -limit, limit)

    @property
    def order_form(self) -> OrderForm:
        """How the controller's output is read."""
        return OrderForm(
            units=self.units,
            read_heads=self.read_heads,
            write_heads=self.write_heads,
            m_depth=self.m_depth,
            shift_range=self.shift_range,
            strength_bias=self.strength_bias,
            gate_bias=self.gate_bias,
            stay_bias=self.stay_bias,
            key_activation=self.key_activation,
            erase_activation=self.erase_activation,
            add_activation=self.add_activation,
        )

    def _output(self, output: Tensor, reads: Tensor) -> Tensor:
        if self.output_source == "controller_and_reads":
            flat = ops.reshape(reads, (-1, self.read_heads * self.m_depth))
            output = output + ops.matmul(flat, ops.cast(self.read_kernel, "float32"))
        return ops.cast(self.activation(output), self.output_dtype)

    @property
    def output_dtype(self) -> str:
        """That of the outputs: what the dtype policy asks of the layer."""
        return str(self.dtype_policy.compute_dtype)

    def get_config(self) -> dict[str, Any]:
        model = self.controller_model
        given = isinstance(model, keras.layers.Layer)
        return {
            **super().get_config(),
            **{name: getattr(self, name) for name in _PLAIN},
            "initial_memory": self.initial_memory,
            "initial_weighting": self.initial_weighting,
            "dropout": self.input_dropout.rate,
            "recurrent_dropout": self.read_dropout.rate,
            **{name: keras.activations.serialize(getattr(self, name)) for name in _ACTIVATIONS},
            "controller_model": keras.saving.serialize_keras_object(model) if given else model,
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> NTMCell:
        return cls(**with_controller(config))


def with_controller(config: dict[str, Any]) -> dict[str, Any]:
    """A cell's or layer's configuration with the controller itself in place of its own."""
    model = config.get("controller_model")
    if isinstance(model, dict):
        model = keras.saving.deserialize_keras_object(model)
    return {**config, "controller_model": model}


def _name_of(activation: Callable[[Tensor], Tensor]) -> str:
    return str(getattr(activation, "__name__", activation))
