"""What to build and how to train it: plain values, to and from JSON."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterable
from typing import Any, Self

SCHEMA_VERSION = 8

Spans = tuple[tuple[int, int], ...]
"""Smallest and largest of each part of a task's size."""

MODELS = ("ntm", "lstm", "dense")
"""Networks that can be built for a task."""


LARGEST_SEED = 2**32 - 1
"""That Keras' generators of random numbers take."""

FEWEST_SLOTS = 3
"""A shift by one slot needs a slot on either side."""

STEPS_OF_A_TURN = 10
"""Training steps in a row with the same sizes and as many slots, where these take turns. Many
steps with one alone teach it at the others' expense."""

OPTIMIZERS = ("rmsprop", "adam")
SCHEDULES = ("step", "falling", "exponential")
"""What a network can be trained with."""


class ConfigError(ValueError):
    """A configuration that cannot be; the message names the field and what is allowed."""


@dataclasses.dataclass(frozen=True)
class ModelConfig:
    """A network for a task: a Neural Turing Machine, or a baseline to hold it against.

    The baselines have sizes of their own (``ntm_model.baselines``); what is said here of memory,
    heads and controller is the machine's alone. Its defaults are the network that recalled
    every drawing and generalised furthest: a feed-forward controller has no state of its own
    that could drift on sequences longer than it was trained on, and reads that reach the
    output directly let it recite them.
    """

    task: str = "copy"
    model: str = "ntm"
    """One of MODELS."""
    controller: str = "double_dense"
    controller_units: int = 100
    n_slots: int = 128
    m_depth: int = 20
    shift_range: int = 3
    read_heads: int = 1
    write_heads: int = 1
    output_source: str = "controller_and_reads"
    strength_bias: float = 0.0
    gate_bias: float = -5.0
    stay_bias: float = 0.0
    """All three as ``NTMCell`` has them: how the heads move before they have learned how to. By
    default they walk and hardly search, which is what sequences are stored and recited by."""
    forgetful: bool = False
    """As ``NTMCell`` has it."""
    state_limit: float | None = None
    """As ``NTMCell`` has it."""
    add_activation: str = "tanh"
    """As ``NTMCell`` has it. What is added up in a slot, such as a count, is one without limits
    where this is ``"linear"``."""
    initial_memory: float | str = 1e-6
    """As ``NTMCell`` has it. A number leaves all slots alike, so that they can be found by shifts
    alone until something is written, and their number can be changed after training;
    ``"learned"`` gives each slot values of its own, by which content addressing finds it."""

    def __post_init__(self) -> None:
        if self.model not in MODELS:
            raise ConfigError(f"model {self.model!r} is unknown; known: {', '.join(MODELS)}")


@dataclasses.dataclass(frozen=True)
class TrainConfig:
    """How to train it. The reasons of the defaults stand beside them."""

    model: ModelConfig = ModelConfig()
    seed: int = 0
    sequences: int = 40_000
    """At the most, rounded up to whole slices. Training ends by itself when it has been refined for
    ``refine`` sequences."""
    solved_below: float = 0.05
    """Solved: the mean wrong bits a sequence over the last 500 are fewer than this (over more where
    it takes more until all sizes were shown)."""
    refine: int = 6_000
    """Sequences after that, or after ``refined_below``, at the refining rate: what makes a network
    that knows the task hold at lengths that it never saw. Where it comes to neither, the last ones
    of all, but a fifth of them at most."""
    refined_below: float | None = None
    """It is refined as soon as that mean is below this; None: when it is solved. What hovers at a
    few wrong bits at the full rate can be solved while it is refined, too."""
    patience: int | None = 5_000
    """Sequences after which a task that is not yet refined is begun again with other weights, as
    long as so many and the refining are left; after the fourth time twice as many, and so on. So is
    one that is unlearned while it is refined. Nine of ten seeds know copy by then; of
    those that took longer most had learned to search for the start by content, and were wrong
    beyond their training. None: never."""
    optimizer: str = "rmsprop"
    """One of OPTIMIZERS; ``rmsprop`` is the paper's."""
    beta_2: float = 0.999
    """Of ``adam``: what the mean of squared gradients keeps with every step. What learns from one
    sequence at a time needs a short memory (0.99, a hundred steps), or steps become too small where
    gradients were large a while ago."""
    epsilon: float = 1e-7
    """Of ``adam``: what is added to the root of that mean. With more (1e-5), weights that hardly
    matter to a network that knows its task should stay where they are; what it does by itself was
    not measured."""
    batch_size: int = 1
    """One: more, noisier steps find the diagonal in far fewer sequences than averaged ones."""
    learning_rate: float = 3e-4
    """1e-4, as in the paper, takes about twice the sequences."""
    refining_rate: float = 3e-5
    """A tenth: at the full rate the last errors come and go."""
    schedule: str = "step"
    """One of SCHEDULES. ``step``: the full rate until it is refined, or the last sequences have
    come, and the refining rate from there on. ``falling``: from there on, by the same factor
    with every sequence, down to the refining rate at the end. ``exponential``: so from the
    beginning on, for what goes on getting better and is never solved."""
    resting: int = 0
    """With ``exponential``: how many of the last sequences keep the refining rate, once it has
    come down to it; five eighths of all at most. Other schedules have no use for it."""
    gradient_limit: float | None = None
    """What the Euclidean length of all gradients together, of a batch's mean cost in nats, is held
    within; None: each of their elements within ±10 instead, as in the paper. RMSProp divides by
    what gradients have been lately, so that one that is many times as long throws a network out
    of what it has learned; so does Adam with a short memory."""
    averaged_over: int | None = None
    """The time constant, in sequences (a tenth of all at most), of an exponential moving average
    of the weights, which a training that comes to its end leaves; None: the last weights. Steps at
    a rate at which much is learned go to and fro, and their mean does not (Polyak and Juditsky
    1992). Every checkpoint but the last holds the weights as they were."""
    training_slots: int | None = 48
    """Slots while it trains, where the machine has more and all are alike, and where the longest
    sequence is too short for a head to walk around them. A write head that idles does no harm in a
    memory that is mostly empty, and nothing teaches it not to smear; at a thousand vectors it then
    wears down what was stored first. In a lesson twice those that a head can reach, where these
    are fewer still, and with ``slots_in_turn`` in lessons alone. None: as many as the model has."""
    sizes: Spans | None = None
    """Of the task, None: as its source trains it."""
    curriculum: tuple[tuple[int, Spans], ...] = ()
    """These sizes instead, one lesson after the other, easy ones first: each until it is solved, as
    the task is, and at the latest until so many sequences. The task can be solved only after the
    last."""
    large_every: int | None = None
    """One slice in so many holds large sequences alone, each part of their size from four fifths
    of its largest on; or they would be as rare as the sizes are many. None: no such slices. With
    ``further_sizes``, which can be large, too, of lessons alone."""
    further_sizes: tuple[Spans, ...] = ()
    """What is shown in turn with ``sizes``, ten steps each, after the lessons. Large in one part
    and small in another, they teach what each part is for; what is named twice comes twice as
    often."""
    slots_in_turn: tuple[int | None, ...] = ()
    """After the lessons, as many slots in turn, where all are alike: each while all sizes have
    their turn, or for ten steps where there are no further ones; None: as many as the model has.
    Where this is empty, ``training_slots``. A blurred search is shared with the empty slots, so
    that what it finds depends on how many there are, unless training shows otherwise. With turns of
    400 steps a network learned the one number anew whenever it came."""
    slice_steps: int = 100
    """Training steps in one call, unless slots take turns; also how often progress is told."""
    checkpoint_every: int = 1_000
    """Sequences between two checkpoints."""

    def __post_init__(self) -> None:
        for name in ("sequences", "batch_size", "slice_steps", "checkpoint_every"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} must be at least 1, found {getattr(self, name)}")
        if not 0 <= self.seed <= LARGEST_SEED:
            raise ConfigError(f"seed must be from 0 to {LARGEST_SEED}, found {self.seed}")
        for name, known in {"optimizer": OPTIMIZERS, "schedule": SCHEDULES}.items():
            if (value := getattr(self, name)) not in known:
                raise ConfigError(f"{name} {value!r} is unknown; known: {', '.join(known)}")
        for name in ("learning_rate", "refining_rate"):
            if not getattr(self, name) > 0:
                raise ConfigError(f"{name} must be above 0, found {getattr(self, name)}")
        if not 0 <= self.beta_2 < 1:
            raise ConfigError(f"beta_2 must be at least 0 and below 1, found {self.beta_2}")
        if not 0 < self.epsilon < math.inf:
            raise ConfigError(f"epsilon must be above 0 and finite, found {self.epsilon}")
        if (wrong := self.refined_below) is not None and not wrong >= self.solved_below:
            raise ConfigError(
                f"refined_below must be at least solved_below ({self.solved_below}), found {wrong}"
            )
        if (limit := self.gradient_limit) is not None and not 0 < limit < math.inf:
            raise ConfigError(f"gradient_limit must be above 0 and finite, found {limit}")
        if self.resting < 0:
            raise ConfigError(f"resting must be at least 0, found {self.resting}")
        for name in ("training_slots", "patience", "large_every", "averaged_over"):
            if (value := getattr(self, name)) is not None and value < 1:
                raise ConfigError(f"{name} must be at least 1, found {value}")
        ends = [end for end, _ in self.curriculum]
        if ends != sorted(set(ends)) or any(end < 1 for end in ends):
            raise ConfigError(
                f"the lessons of curriculum must end one after the other, found {ends}"
            )
        for name in ("sequences", "patience"):
            if ends and (value := getattr(self, name)) is not None and value <= ends[-1]:
                raise ConfigError(
                    f"{name} must be more than the {ends[-1]} of the curriculum, or the task "
                    f"itself is never trained; found {value}"
                )
        if any(slots is not None and slots < FEWEST_SLOTS for slots in self.slots_in_turn):
            raise ConfigError(
                f"slots_in_turn must be at least {FEWEST_SLOTS} each, found {self.slots_in_turn}"
            )
        lessons = (spans for _, spans in self.curriculum)
        for spans in (self.sizes or (), *self.further_sizes, *lessons):
            for smallest, largest in spans:
                if not 1 <= smallest <= largest:
                    raise ConfigError(f"sizes must be 1 ≤ smallest ≤ largest, found {spans}")

    @property
    def refining_threshold(self) -> float:
        """Wrong bits a sequence from which on it is refined."""
        return self.solved_below if self.refined_below is None else self.refined_below

    @property
    def slices_until_all_sizes(self) -> int:
        """After how many slices, at the latest, all sizes of the task have been shown, each with
        every number of slots (but for large slices, with which turns may be in step)."""
        turns = (1 + len(self.further_sizes)) * max(1, len(self.slots_in_turn))
        if turns == 1:
            return self.large_every or 1
        slices = math.ceil(turns * STEPS_OF_A_TURN / self.slice_steps)
        return slices if self.further_sizes else slices * (self.large_every or 1)

    def lessons_until(self, since_beginning: int) -> int:
        """How many lessons are over after so many sequences, solved or not."""
        return sum(end <= since_beginning for end, _ in self.curriculum)

    def to_json(self) -> str:
        """As ``from_json`` reads it."""
        return json.dumps({"schema": SCHEMA_VERSION, **dataclasses.asdict(self)}, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what ``to_json`` wrote.

        Raises:
            ConfigError: not such a text, or written by a newer version.
        """
        try:
            fields: dict[str, Any] = json.loads(text)
            schema = fields.pop("schema")
            if schema > SCHEMA_VERSION:
                raise ConfigError(
                    f"written by a newer version (schema {schema}; this one reads up to "
                    f"{SCHEMA_VERSION}): update ntm-viz to open it"
                )
            machine = fields.pop("model")
            if schema < 2:  # from before there were these two, and gates began more open
                fields |= {"training_slots": None, "patience": None}
                machine = {"gate_bias": -1.0} | machine
            if schema < 8:  # refining had sizes, and for a while an optimizer, of its own
                for name in ("refining_sizes", "refining_optimizer", "refining_from"):
                    fields.pop(name, None)
            model = ModelConfig(**machine)
            sizes = fields.pop("sizes")
            lessons = fields.pop("curriculum", ())
            further = fields.pop("further_sizes", ())
            slots = fields.pop("slots_in_turn", ())
            return cls(
                model=model,
                sizes=None if sizes is None else _spans(sizes),
                curriculum=tuple((int(end), _spans(spans)) for end, spans in lessons),
                further_sizes=tuple(_spans(spans) for spans in further),
                slots_in_turn=tuple(None if count is None else int(count) for count in slots),
                **fields,
            )
        except ConfigError:
            raise
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise ConfigError(f"not a training configuration ({error!r})") from None


def _spans(found: Iterable[tuple[int, int]]) -> Spans:
    return tuple((low, high) for low, high in found)
