"""Tables: every number of a row, under names that tell what it is."""

from __future__ import annotations

import csv
import dataclasses
import io

import numpy as np
import pytest

from ntm_model.trace import LAYOUT, Trace
from ntm_viz.export import ExportError, export_table
from ntm_viz.exports.tables import ROWS, table
from tests.handmade import copy_trace

RUN = copy_trace(length=2, n_slots=4, m_depth=9)


def read(row, trace: Trace = RUN):
    lines = list(csv.reader(io.StringIO(table(trace, row).decode())))
    return lines[0], np.array(lines[1:], np.float32)


@pytest.mark.parametrize("row", ROWS)
def test_every_number_of_every_row_is_read_back_as_it_was(row):
    heads, numbers = read(row)
    values = getattr(RUN, row)
    assert np.array_equal(numbers[:, 0], np.arange(len(values)))
    assert np.array_equal(numbers[:, 1:], values.reshape(len(values), -1))
    assert len(set(heads)) == len(heads)


def test_everything_that_runs_over_time_is_a_row():
    assert set(ROWS) == {name for name, letters in LAYOUT.items() if letters[0] in ("T", "T+1")}


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("gate", ["read", "write"]),
        ("shifts", ["read shift -1", "read shift +0", "read shift +1", "write shift -1"]),
        ("weightings", ["read slot 0", "read slot 1"]),
        ("memory", ["slot 0 column 0", "slot 0 column 1"]),
        ("erase", ["write column 0", "write column 1"]),
        ("inputs", list(RUN.meta.input_names[:2])),
        ("weights", ["weights"]),
    ],
)
def test_columns_have_names(row, names):
    assert read(row)[0][: len(names) + 1] == ["t", *names]


def test_a_run_without_targets_says_so():
    with pytest.raises(ExportError, match="this run has no targets"):
        table(dataclasses.replace(RUN, targets=None), "targets")


def test_a_row_that_there_is_not_names_those_that_there_are():
    with pytest.raises(ExportError, match="there is no row 'gates'; choose one of inputs, outputs"):
        table(RUN, "gates")


def test_a_file_that_exists_is_only_replaced_when_asked(tmp_path):
    path = tmp_path / "gate.csv"
    path.write_text("mine")
    with pytest.raises(ExportError, match="exists already"):
        export_table(RUN, "gate", path)
    assert path.read_text() == "mine"
    assert export_table(RUN, "gate", path, overwrite=True).read_bytes() == table(RUN, "gate")
