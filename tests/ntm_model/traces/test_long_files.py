"""A long trace's file holds keyframes and is looked into where somebody looks."""

from __future__ import annotations

import dataclasses
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ntm_model.trace import LAYOUT, RebuiltMemory, Trace, TraceError
from ntm_model.traces import reading
from ntm_model.traces.layout import is_mapped
from ntm_model.traces.survey import SPANS
from tests.handmade import copy_trace
from tests.long_runs import write_long_run

STAGES = ("content", "gated", "shifted", "weightings")


@pytest.fixture(scope="module")
def long_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """About as small as a long one gets: 70 MB of memory, 7 MB each stage."""
    folder = tmp_path_factory.mktemp("long")
    return write_long_run(folder / "long.npz", steps=1_701, n_slots=512)


@pytest.fixture(scope="module")
def long(long_file: Path) -> Trace:
    return Trace.load(long_file)


def members(path: Path) -> dict[str, Any]:
    with np.load(path, allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def rewrite(path: Path, content: dict[str, Any], *, packed: bool = False) -> Path:
    (np.savez_compressed if packed else np.savez)(path, **content)
    return path


class TestOpening:
    def test_what_is_large_is_left_in_the_file(self, long: Trace) -> None:
        assert isinstance(long.memory, RebuiltMemory)
        assert all(is_mapped(getattr(long, name)) for name in STAGES)
        assert all(getattr(long, name).ctypes.data % 64 == 0 for name in STAGES)

    def test_its_arrays_are_as_read_only_as_any(self, long: Trace) -> None:
        for name in LAYOUT:
            array = long.memory[3] if name == "memory" else getattr(long, name)
            assert array.dtype == np.float32
            assert not array.flags.writeable, name

    def test_it_is_a_plain_archive_of_arrays(self, long: Trace, long_file: Path) -> None:
        with zipfile.ZipFile(long_file) as archive:
            assert archive.testzip() is None
        found = members(long_file)
        others = {"meta", "keyframes", "memory_keyframes", "strongest"}
        others |= {f"strongest_of_{span}" for span in SPANS}
        assert set(found) == (set(LAYOUT) - {"memory"}) | others
        assert np.array_equal(found["weightings"], long.weightings)

    def test_what_others_packed_is_unpacked_once(
        self, long: Trace, long_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        content = members(long_file)
        content["weightings"] = content["weightings"].astype(np.float64)
        again = Trace.load(rewrite(tmp_path / "packed.npz", content, packed=True))
        assert is_mapped(again.weightings)
        for name in ("gate", *STAGES):
            assert np.array_equal(getattr(again, name), getattr(long, name)), name
        assert [path.name for path in tmp_path.iterdir()] == ["packed.npz"]

    def test_what_others_did_not_survey_is_surveyed(
        self, long: Trace, long_file: Path, tmp_path: Path
    ) -> None:
        content = {n: a for n, a in members(long_file).items() if not n.startswith("strongest")}
        again = Trace.load(rewrite(tmp_path / "plain.npz", content)).survey
        assert np.array_equal(again.strongest, long.survey.strongest)
        for span in SPANS:
            assert np.array_equal(again.pools[span], long.survey.pools[span])

    def test_a_long_one_of_the_first_schema_opens_without_being_held(
        self, long: Trace, long_file: Path, tmp_path: Path
    ) -> None:
        content = members(long_file)
        del content["keyframes"], content["memory_keyframes"]
        content["memory"] = np.stack(list(long.memory))
        content["meta"] = np.array(long.meta.to_json())
        whole = Trace.load(rewrite(tmp_path / "whole.npz", content))
        assert is_mapped(whole.memory)
        assert np.array_equal(whole.memory[900], long.memory[900])


class TestSaving:
    def test_gives_the_same_bytes_again(self, long: Trace, long_file: Path, tmp_path: Path) -> None:
        assert long.save(tmp_path / "again.npz").read_bytes() == long_file.read_bytes()

    def test_a_memory_that_is_held_whole_is_thinned(self, long: Trace, tmp_path: Path) -> None:
        whole = dataclasses.replace(long, memory=np.stack(list(long.memory)))
        again = Trace.load(whole.save(tmp_path / "thinned.npz"))
        assert isinstance(again.memory, RebuiltMemory)
        assert again.memory[1_000] == pytest.approx(whole.memory[1_000], abs=1e-5)

    def test_a_memory_that_follows_from_nothing_is_kept_whole(
        self, long: Trace, tmp_path: Path
    ) -> None:
        memory = np.stack(list(long.memory))
        memory[800] += 1.0
        odd = dataclasses.replace(long, memory=memory)
        again = Trace.load(odd.save(tmp_path / "odd.npz"))
        assert np.array_equal(again.memory[800], memory[800])

    def test_a_short_one_is_written_as_ever(self, tmp_path: Path) -> None:
        path = copy_trace(length=3).save(tmp_path / "short.npz")
        with zipfile.ZipFile(path) as archive:
            kinds = {member.compress_type for member in archive.infolist()}
            assert kinds == {zipfile.ZIP_DEFLATED}
            assert [name.removesuffix(".npy") for name in archive.namelist()] == [*LAYOUT, "meta"]


class TestWhatIsWrong:
    def test_with_a_number_is_told_when_somebody_looks_at_its_step(
        self, long_file: Path, tmp_path: Path
    ) -> None:
        content = members(long_file)
        content["content"][900, 1, 7] = np.nan
        trace = Trace.load(rewrite(tmp_path / "odd.npz", content))
        trace.check_step(100)
        with pytest.raises(TraceError, match=r"content holds nan at \[900, 1, 7\]"):
            trace.check_step(900)

    @pytest.mark.parametrize(
        ("name", "change", "message"),
        [
            ("content", lambda array: array[:-1], r"content must be \[T, H, N\] with T = 1701"),
            ("memory_keyframes", lambda array: array[:, :-1], r"memory must be|with N = 511"),
            ("memory_keyframes", lambda array: array[:-1], r"keyframes must be \[K\] whole"),
            ("keyframes", lambda array: array + 1, "keyframes must rise from step 0"),
            ("keyframes", lambda array: array.astype(float), r"keyframes must be \[K\] whole"),
        ],
    )
    def test_with_a_shape_is_told_at_once(
        self, long_file: Path, tmp_path: Path, name: str, change: Any, message: str
    ) -> None:
        content = members(long_file)
        content[name] = change(content[name])
        with pytest.raises(TraceError, match=message):
            Trace.load(rewrite(tmp_path / "odd.npz", content))

    def test_one_that_is_cut_off_is_damaged(self, long_file: Path, tmp_path: Path) -> None:
        path = tmp_path / "cut.npz"
        path.write_bytes(long_file.read_bytes()[:-1000])
        with pytest.raises(TraceError, match=r"^is no trace \(\.npz\), or is damaged$"):
            Trace.load(path)

    def test_one_too_large_to_be_unpacked_says_how_large(
        self, long_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = rewrite(tmp_path / "packed.npz", members(long_file), packed=True)

        def full(_folder: str) -> Any:
            return type("Usage", (), {"free": 1_000_000})

        monkeypatch.setattr(reading.shutil, "disk_usage", full)
        with pytest.raises(TraceError, match=r"takes 0\.0 GB unpacked, and .* has 0\.0 GB left"):
            Trace.load(path)
