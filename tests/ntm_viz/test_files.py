"""What a person opens: told apart, read, or refused with the name, the reason and a way out."""

from __future__ import annotations

import zipfile

import numpy as np
import pytest

from ntm_model.tasks import CopyTask
from ntm_viz import files
from ntm_viz.files import Kind, OpenError
from tests.handmade import copy_trace


@pytest.fixture
def trace_file(tmp_path):
    return copy_trace(length=3).save(tmp_path / "run.npz")


def archive(path, *members):
    with zipfile.ZipFile(path, "w") as made:
        for member in members:
            made.writestr(member, b"{}")
    return path


def problem_of(call, *arguments):
    with pytest.raises(OpenError) as caught:
        call(*arguments)
    return caught.value.problem


class TestIdentify:
    def test_a_trace_by_its_content(self, trace_file):
        assert files.identify(trace_file) is Kind.TRACE

    def test_a_trace_under_another_name(self, trace_file):
        renamed = trace_file.rename(trace_file.with_name("run.zip"))
        assert files.identify(renamed) is Kind.TRACE

    def test_a_model_by_its_content(self, tmp_path):
        members = ("metadata.json", "config.json", "model.weights.h5")
        assert files.identify(archive(tmp_path / "copy.keras", *members)) is Kind.MODEL
        assert files.identify(archive(tmp_path / "copy.zip", *members)) is Kind.MODEL

    @pytest.mark.parametrize("name", ["drawing.csv", "drawing.TXT"])
    def test_a_drawing_by_its_ending(self, tmp_path, name):
        (tmp_path / name).write_text("0101")
        assert files.identify(tmp_path / name) is Kind.PATTERN

    def test_a_run_folder(self, tmp_path):
        (tmp_path / "config.json").write_text("{}")
        (tmp_path / "model.keras").write_bytes(b"")
        assert files.identify(tmp_path) is Kind.MODEL

    def test_a_folder_that_is_no_run(self, tmp_path):
        problem = problem_of(files.identify, tmp_path)
        assert tmp_path.name in problem.title
        assert "config.json" in problem.reason

    def test_a_run_that_has_saved_nothing_yet(self, tmp_path):
        (tmp_path / "config.json").write_text("{}")
        assert "no network yet" in problem_of(files.identify, tmp_path).reason

    def test_a_file_that_is_not_there(self, tmp_path):
        problem = problem_of(files.identify, tmp_path / "nothing.npz")
        assert "nothing.npz" in problem.title
        assert "there is no file" in problem.reason

    @pytest.mark.parametrize("name", ["holiday.mov", "notes", "torn.keras"])
    def test_what_is_nothing_that_opens(self, tmp_path, name):
        path = tmp_path / name
        path.write_bytes(b"PK\x03\x04 torn")
        problem = problem_of(files.identify, path)
        assert name in problem.title
        assert ".keras" in problem.what_to_do


class TestNetworkName:
    def test_is_that_of_the_file(self, tmp_path):
        assert files.network_name(tmp_path / "copy.keras") == "copy"

    def test_is_that_of_the_run_in_a_run_folder(self, tmp_path):
        assert files.network_name(tmp_path / "night" / "model.keras") == "night"

    def test_a_run_folder_goes_by_its_own(self, tmp_path):
        assert files.network_name(tmp_path / "night") == "night"


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("is damaged", "it is damaged"),
        ("holds '2'", "it holds '2'"),
        ("memory must be [T+1, N, M]", "memory must be [T+1, N, M]"),
    ],
)
def test_a_reason_has_a_subject(reason, sentence):
    assert files.of_it(reason) == sentence


class TestReadTrace:
    def test_reads_what_was_saved(self, trace_file):
        assert files.read_trace(trace_file).n_steps == 7

    def test_a_torn_file_is_damaged(self, trace_file):
        trace_file.write_bytes(trace_file.read_bytes()[:5000])
        problem = problem_of(files.read_trace, trace_file)
        assert "run.npz" in problem.title
        assert problem.reason == "it is no trace (.npz), or is damaged"

    def test_a_text_under_its_name_is_told_no_way_to_load_it_unsafely(self, tmp_path):
        path = tmp_path / "text.npz"
        path.write_text("no archive at all")
        assert problem_of(files.read_trace, path).reason == "it is no trace (.npz), or is damaged"

    def test_a_newer_one_says_so(self, tmp_path):
        path = tmp_path / "new.npz"
        np.savez(path, meta=np.array('{"schema": 99}'))
        assert problem_of(files.read_trace, path).reason.startswith("it was written by a newer")

    def test_an_archive_of_something_else(self, tmp_path):
        path = tmp_path / "other.npz"
        np.savez(path, numbers=np.zeros(3))
        assert "not a trace" in problem_of(files.read_trace, path).reason


class TestReadPattern:
    def test_reads_a_drawing(self, tmp_path):
        path = tmp_path / "i.csv"
        path.write_text("0,1,1\n1,0,0\n")
        assert files.read_pattern(path, CopyTask(bits=2)).bits.tolist() == [[0, 1], [1, 0], [1, 0]]

    def test_takes_the_mark_that_spreadsheets_put_first(self, tmp_path):
        path = tmp_path / "i.csv"
        path.write_bytes(b"\xef\xbb\xbf0,1\n1,0\n")
        assert files.read_pattern(path, CopyTask(bits=2)).bits.shape == (2, 2)

    def test_names_the_file_the_reason_and_what_a_drawing_is(self, tmp_path):
        path = tmp_path / "i.csv"
        path.write_text("a,b\n")
        problem = problem_of(files.read_pattern, path, CopyTask())
        assert "i.csv" in problem.title
        assert problem.reason.startswith("it holds 'a'")
        assert "8 lines" in problem.what_to_do

    def test_bytes_are_no_drawing(self, tmp_path):
        path = tmp_path / "i.txt"
        path.write_bytes(b"\xff\xfe\x00")
        assert problem_of(files.read_pattern, path, CopyTask()).reason == "it is no text"
