"""What the arrays of a trace cannot say of themselves: names, phases, the task."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, Self

SCHEMA_VERSION = 2
"""The newest that is read. Raised by one whenever a reader of today could misread a file of
tomorrow: since 2 a long trace's file holds keyframes where the memory was."""

WHOLE_MEMORY, KEYFRAMES = 1, 2
"""The schema of a file that holds the memory at every step, and of one that holds keyframes."""


class TraceError(ValueError):
    """The arrays or the file are not a valid trace; the message says what and where."""


@dataclasses.dataclass(frozen=True)
class Phase:
    """A named stretch of timesteps, ``start`` included and ``stop`` not."""

    name: str
    start: int
    stop: int


@dataclasses.dataclass(frozen=True)
class TraceMeta:
    """What the arrays cannot say of themselves."""

    task: str = ""
    """Name of the task, as ``ntm_model.tasks`` knows it; empty where there is none."""
    model: str = ""
    """What produced the trace, in words for a person."""
    head_names: tuple[str, ...] = ()
    input_names: tuple[str, ...] = ()
    output_names: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    outputs_are: str = "logits"
    """``"logits"``, ``"probabilities"`` or ``"values"``: how ``outputs`` is to be read."""
    parameters: int = 0
    """Trainable parameters of the network; 0 where that is not known."""

    def to_json(self, schema: int = WHOLE_MEMORY) -> str:
        """The meta of a file of this schema."""
        fields = dataclasses.asdict(self)
        return json.dumps({"schema": schema, **fields}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what ``to_json`` wrote. Unknown keys are ignored, missing ones take their default.

        Raises:
            TraceError: not JSON, not an object, of a newer schema, or a field of the wrong kind.
        """
        try:
            fields = json.loads(text)
        except ValueError as error:
            raise TraceError(f"meta is not JSON: {error}") from None
        if not isinstance(fields, dict):
            raise TraceError(f"meta must be a JSON object, found {type(fields).__name__}")
        schema = fields.get("schema")
        if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
            raise TraceError(f"meta.schema must be a whole number from 1 up, found {schema!r}")
        if schema > SCHEMA_VERSION:
            raise TraceError(
                f"was written by a newer version (trace schema {schema}; this one reads up to "
                f"{SCHEMA_VERSION}): update ntm-viz to open it"
            )
        try:
            phases = tuple(
                Phase(str(phase["name"]), int(phase["start"]), int(phase["stop"]))
                for phase in fields.get("phases", ())
            )
            return cls(
                task=str(fields.get("task", "")),
                model=str(fields.get("model", "")),
                head_names=_names(fields, "head_names"),
                input_names=_names(fields, "input_names"),
                output_names=_names(fields, "output_names"),
                phases=phases,
                outputs_are=str(fields.get("outputs_are", "logits")),
                parameters=int(fields.get("parameters", 0)),
            )
        except (KeyError, OverflowError, TypeError, ValueError) as error:
            raise TraceError(f"meta has a field of the wrong kind: {error!r}") from None


def _names(fields: dict[str, Any], key: str) -> tuple[str, ...]:
    names = fields.get(key, ())
    if not isinstance(names, list | tuple):
        raise TypeError(f"{key} must be a list of names")
    return tuple(str(name) for name in names)


def default_head_names(n_read_heads: int, n_write_heads: int) -> tuple[str, ...]:
    """``("read", "write")``, numbered from 1 where there are several of a kind."""

    def numbered(kind: str, count: int) -> list[str]:
        return [kind] if count == 1 else [f"{kind} {i + 1}" for i in range(count)]

    return (*numbered("read", n_read_heads), *numbered("write", n_write_heads))
