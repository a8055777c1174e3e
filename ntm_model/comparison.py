"""Several networks on the same sequences, side by side: as a table's cells, or as a plot."""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ntm_model.evaluation import SizeErrors

if TYPE_CHECKING:
    from ntm_model.tasks import Task

FORMATS = (".png", ".svg", ".pdf")
"""What a plot can be written as, by the ending of its file."""

# Okabe and Ito's palette, in an order whose neighbours differ in lightness too: safe for the
# colour-blind, and with a marker for each also in print.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
_MARKERS = "osD^vP"
_INK, _FAINT = "#222222", "#767676"


class PlotError(RuntimeError):
    """The plot cannot be drawn; the message says why and what to do."""


@dataclasses.dataclass(frozen=True)
class Contender:
    """One of the networks that are compared."""

    name: str
    parameters: int
    errors: tuple[SizeErrors, ...]


def check_plot(path: Path) -> None:
    """Whether a plot can be written to ``path``; asked before the work that it would show.

    Raises:
        ValueError: its ending is none of FORMATS.
        PlotError: matplotlib is not installed.
    """
    if path.suffix.lower() not in FORMATS:
        raise ValueError(f"{path}: a plot ends in {', '.join(FORMATS)}")
    _matplotlib()


def plot(path: Path, task: Task, contenders: Sequence[Contender]) -> None:
    """Write a plot of every network's errors by size.

    Raises:
        ValueError: as ``check_plot``.
        PlotError: as ``check_plot``.
        OSError: the file cannot be written.
    """
    check_plot(path)
    with _matplotlib().rc_context(_STYLE):
        figure, axes = _matplotlib().subplots(figsize=(8.0, 4.6), layout="constrained")
        _draw_training(axes, task, contenders[0].errors)
        curves = [_curve(contender) for contender in contenders]
        for index, (contender, curve) in enumerate(zip(contenders, curves, strict=True)):
            axes.plot(
                range(len(curve)),
                curve,
                color=_COLOURS[index % len(_COLOURS)],
                marker=_MARKERS[index % len(_MARKERS)],
                label=f"{contender.name}  ({contender.parameters:,} parameters)",
                clip_on=False,
                zorder=3,
            )
        _label(axes, task, contenders[0].errors, max(map(max, curves)))
        figure.savefig(path, dpi=200, metadata=_undated(path))
        _matplotlib().close(figure)


_STYLE: dict[str, Any] = {
    "backend": "agg",
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": _FAINT,
    "axes.labelcolor": _INK,
    "xtick.color": _FAINT,
    "ytick.color": _FAINT,
    "xtick.labelcolor": _INK,
    "ytick.labelcolor": _INK,
    "lines.linewidth": 2.0,
    "lines.markersize": 6.5,
    "svg.hashsalt": "ntm-model",
    # Letters stay letters, so that a person can edit and search them.
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
}


def _matplotlib() -> Any:
    try:
        return importlib.import_module("matplotlib.pyplot")
    except ImportError:
        raise PlotError("plots need matplotlib: add it with `uv sync --extra plot`") from None


def _open_ended(errors: Sequence[SizeErrors]) -> bool:
    """Whether even the best predictor errs, so that bits left open tell more than wrong ones."""
    return any(row.least_cost > 0 for row in errors)


def _curve(contender: Contender) -> list[float]:
    if _open_ended(contender.errors):
        return [row.cost - row.least_cost for row in contender.errors]
    return [100.0 - row.accuracy for row in contender.errors]


def _draw_training(axes: Any, task: Task, errors: Sequence[SizeErrors]) -> None:
    """Shade the sizes that training showed."""
    shown = [
        index
        for index, row in enumerate(errors)
        if all(part <= most for part, (_, most) in zip(row.size, task.training_sizes, strict=True))
    ]
    for index in shown:
        axes.axvspan(index - 0.5, index + 0.5, color="#EFEFEF", zorder=0, linewidth=0)
    if shown:
        above = axes.get_xaxis_transform()
        axes.text(shown[0] - 0.45, 1.01, "trained on", transform=above, color=_FAINT, size=9)


def _label(axes: Any, task: Task, errors: Sequence[SizeErrors], highest: float) -> None:
    axes.set_title(task.title, loc="left", fontweight="bold", color=_INK, pad=18)
    axes.set_xlabel(" × ".join(task.size_names))
    axes.set_xticks(range(len(errors)), [row.label.replace("x", " × ") for row in errors])
    axes.set_xlim(-0.5, len(errors) - 0.5)
    if _open_ended(errors):
        axes.set_ylabel("bits a sequence above the best predictor")
        axes.set_ylim(min(0.0, *axes.get_ylim()), None)
    else:
        axes.set_ylabel("wrong bits, %")
        axes.set_ylim(0.0, max(1.0, highest * 1.08))
        if highest > 45.0:
            axes.axhline(50.0, color=_FAINT, linewidth=1.0, linestyle=(0, (4, 4)), zorder=1)
            right = axes.get_yaxis_transform()
            axes.text(1.01, 50.0, "guessing", transform=right, color=_FAINT, size=9, va="center")
    axes.legend(frameon=False, loc="best", labelcolor=_INK)


def _undated(path: Path) -> dict[str, None] | None:
    """Leave out the date: the same networks give the same file."""
    return {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(path.suffix.lower())
