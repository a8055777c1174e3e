"""A trace and its file: what comes back, and what is refused with which words."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from ntm_model.trace import (
    LAYOUT,
    OPTIONAL,
    SCHEMA_VERSION,
    Phase,
    Trace,
    TraceError,
    TraceMeta,
    default_head_names,
)
from tests.handmade import copy_trace


@pytest.fixture(scope="module")
def trace() -> Trace:
    return copy_trace(length=3, n_slots=7, m_depth=10)


@pytest.fixture
def saved(trace: Trace, tmp_path: Path) -> Path:
    return trace.save(tmp_path / "run.npz")


def arrays_of(trace: Trace) -> dict[str, npt.NDArray[Any]]:
    return {name: getattr(trace, name) for name in LAYOUT if getattr(trace, name) is not None}


def rewrite(path: Path, trace: Trace, **changed: Any) -> None:
    """The trace at ``path`` as another program might have written it; None leaves a member out."""
    members = {**arrays_of(trace), "meta": np.array(trace.meta.to_json()), **changed}
    kept = {name: member for name, member in members.items() if member is not None}
    np.savez(path, allow_pickle=True, **kept)


def meta_with(trace: Trace, **changed: Any) -> npt.NDArray[Any]:
    return np.array(json.dumps({**json.loads(trace.meta.to_json()), **changed}))


class TestShape:
    def test_sizes_are_those_of_the_arrays(self, trace: Trace) -> None:
        assert (trace.n_steps, trace.n_slots, trace.m_depth) == (7, 7, 10)
        assert (trace.n_heads, trace.n_read_heads, trace.n_write_heads) == (2, 1, 1)
        assert trace.shift_range == 3

    @pytest.mark.parametrize("name", LAYOUT)
    def test_arrays_are_float32_contiguous_and_read_only(self, trace: Trace, name: str) -> None:
        array = getattr(trace, name)
        assert array.dtype == np.float32
        assert array.flags.c_contiguous
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0

    def test_what_was_given_may_change_without_the_trace(self, trace: Trace) -> None:
        given = trace.inputs.copy()
        kept = dataclasses.replace(trace, inputs=given)
        given[...] = 7.0
        assert np.array_equal(kept.inputs, trace.inputs)

    @pytest.mark.parametrize("name", sorted(set(LAYOUT) - OPTIONAL))
    def test_an_array_of_another_size_is_refused(self, trace: Trace, name: str) -> None:
        grown: Any = {name: np.concatenate([getattr(trace, name)] * 2)}
        # Where it is the first to have its size, the next one is told.
        with pytest.raises(TraceError, match=r"^\w+ must be \["):
            dataclasses.replace(trace, **grown)

    @pytest.mark.parametrize(
        ("name", "shape", "message"),
        [
            ("gate", (7,), r"gate must be \[T, H\], found shape \[7\]"),
            ("memory", (7, 7, 10), r"memory must be \[T\+1, N, M\] with T = 7"),
            ("keys", (7, 2, 9), r"keys must be \[T, H, M\] with M = 10, .* axis 2"),
            ("reads", (7, 2, 10), r"H must be R \+ W .* found H = 2, R = 2, W = 1"),
            ("shifts", (7, 2, 4), r"S, the number of shifts, must be odd, found 4"),
            ("inputs", (0, 9), r"outputs must be \[T, O\] with T = 0"),
        ],
    )
    def test_the_message_says_what_and_where(
        self, trace: Trace, name: str, shape: tuple[int, ...], message: str
    ) -> None:
        changed: Any = {name: np.zeros(shape)}
        with pytest.raises(TraceError, match=message):
            dataclasses.replace(trace, **changed)

    def test_nothing_at_all_is_no_trace(self, trace: Trace) -> None:
        nothing: Any = {
            name: array[:0] if letters[0] == "T" else array[:1]
            for (name, array), letters in zip(
                arrays_of(trace).items(), LAYOUT.values(), strict=True
            )
            if name != "initial_weightings"
        }
        with pytest.raises(TraceError, match="T of at least 1, found 0"):
            dataclasses.replace(trace, meta=TraceMeta(), **nothing)

    @pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
    def test_what_is_no_number_is_told_with_its_place(self, trace: Trace, value: float) -> None:
        memory = trace.memory.copy()
        memory[2, 3, 4] = value
        with pytest.raises(TraceError, match=rf"memory holds {value} at \[2, 3, 4\]"):
            dataclasses.replace(trace, memory=memory)

    @pytest.mark.parametrize("dtype", [object, "U1", "complex64"])
    def test_what_does_not_hold_numbers_is_refused(self, trace: Trace, dtype: Any) -> None:
        with pytest.raises(TraceError, match="gate must hold numbers, found dtype"):
            dataclasses.replace(trace, gate=trace.gate.astype(dtype))

    def test_targets_and_weights_may_be_unknown(self, trace: Trace) -> None:
        blind = dataclasses.replace(trace, targets=None, weights=None)
        assert blind.targets is blind.weights is None


class TestMeta:
    def test_comes_back_from_json(self) -> None:
        meta = TraceMeta(
            task="copy",
            model="mine",
            head_names=("r", "w"),
            input_names=("a",),
            output_names=("b",),
            phases=(Phase("write", 0, 2), Phase("recall", 2, 4)),
            outputs_are="values",
            parameters=7,
        )
        assert TraceMeta.from_json(meta.to_json()) == meta

    def test_what_is_missing_takes_its_default_and_what_is_unknown_is_passed_over(self) -> None:
        assert TraceMeta.from_json('{"schema": 1, "weather": "fine"}') == TraceMeta()

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("{", "meta is not JSON"),
            ("[]", "meta must be a JSON object, found list"),
            ("{}", "meta.schema must be a whole number from 1 up, found None"),
            ('{"schema": true}', "meta.schema must be a whole number from 1 up, found True"),
            ('{"schema": 0}', "meta.schema must be a whole number from 1 up, found 0"),
            ('{"schema": 1, "head_names": "rw"}', "meta has a field of the wrong kind"),
            ('{"schema": 1, "phases": [{"name": "x"}]}', "meta has a field of the wrong kind"),
            ('{"schema": 1, "phases": 3}', "meta has a field of the wrong kind"),
            ('{"schema": 1, "parameters": "many"}', "meta has a field of the wrong kind"),
        ],
    )
    def test_what_cannot_be_read_is_told(self, text: str, message: str) -> None:
        with pytest.raises(TraceError, match=message):
            TraceMeta.from_json(text)

    def test_a_newer_schema_says_to_update(self) -> None:
        with pytest.raises(TraceError, match=r"newer version \(trace schema 9; .*: update"):
            TraceMeta.from_json('{"schema": 9}')

    @pytest.mark.parametrize(
        ("meta", "message"),
        [
            (TraceMeta(head_names=("only",)), r"meta names 1 of H = 2: \['only'\]"),
            (TraceMeta(input_names=("a", "b")), r"meta names 2 of I = 9"),
            (TraceMeta(output_names=("a", "b")), r"meta names 2 of O = 8"),
            (TraceMeta(outputs_are="guesses"), "outputs_are must be .* found 'guesses'"),
            (TraceMeta(phases=(Phase("late", 5, 8),)), "'late' must lie within the 7 timesteps"),
            (TraceMeta(phases=(Phase("back", 5, 4),)), "'back' must lie within the 7 timesteps"),
        ],
    )
    def test_must_fit_the_arrays(self, trace: Trace, meta: TraceMeta, message: str) -> None:
        with pytest.raises(TraceError, match=message):
            dataclasses.replace(trace, meta=meta)

    def test_heads_without_names_are_named_by_their_kind(self, trace: Trace) -> None:
        assert dataclasses.replace(trace, meta=TraceMeta()).head_names == ("read", "write")
        assert default_head_names(2, 1) == ("read 1", "read 2", "write")


class TestPredictions:
    def test_of_logits_are_probabilities(self, trace: Trace) -> None:
        outputs = trace.outputs * 0
        outputs[0, :4] = [0.0, np.log(3.0), 1000.0, -1000.0]
        found = dataclasses.replace(trace, outputs=outputs, meta=TraceMeta()).predictions
        assert found[0, :4] == pytest.approx([0.5, 0.75, 1.0, 0.0])

    @pytest.mark.parametrize("kind", ["probabilities", "values"])
    def test_of_anything_else_are_the_outputs(self, trace: Trace, kind: str) -> None:
        plain = dataclasses.replace(trace, meta=TraceMeta(outputs_are=kind))
        assert np.array_equal(plain.predictions, plain.outputs)


class TestFile:
    def test_everything_comes_back(self, trace: Trace, saved: Path) -> None:
        again = Trace.load(saved)
        assert again.meta == trace.meta
        for name, array in arrays_of(trace).items():
            assert np.array_equal(getattr(again, name), array), name

    def test_what_is_unknown_stays_unknown(self, trace: Trace, tmp_path: Path) -> None:
        blind = dataclasses.replace(trace, targets=None, weights=None)
        again = Trace.load(blind.save(tmp_path / "blind.npz"))
        assert again.targets is again.weights is None

    def test_the_same_trace_makes_the_same_bytes(
        self, trace: Trace, saved: Path, tmp_path: Path
    ) -> None:
        again = dataclasses.replace(trace, gate=trace.gate.copy()).save(tmp_path / "again.npz")
        assert again.read_bytes() == saved.read_bytes()
        with zipfile.ZipFile(saved) as archive:
            dates = {member.date_time for member in archive.infolist()}
        assert dates == {(1980, 1, 1, 0, 0, 0)}

    def test_it_is_a_plain_archive_of_arrays(self, trace: Trace, saved: Path) -> None:
        with np.load(saved, allow_pickle=False) as archive:
            assert set(archive.files) == {*LAYOUT, "meta"}
            assert json.loads(str(archive["meta"]))["schema"] == 1

    def test_other_programs_may_write_any_kind_of_number(self, trace: Trace, saved: Path) -> None:
        doubles = {name: array.astype(np.float64) for name, array in arrays_of(trace).items()}
        rewrite(saved, trace, **doubles)
        assert Trace.load(saved).memory.dtype == np.float32

    def test_members_that_nobody_knows_are_passed_over(self, trace: Trace, saved: Path) -> None:
        rewrite(saved, trace, notes=np.arange(3))
        assert Trace.load(saved).meta == trace.meta

    def test_saving_leaves_nothing_else_behind(self, saved: Path) -> None:
        assert [path.name for path in saved.parent.iterdir()] == ["run.npz"]

    def test_a_save_that_fails_leaves_the_old_file(
        self, trace: Trace, saved: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = saved.read_bytes()

        def fails(*_: Any, **__: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(zipfile.ZipFile, "writestr", fails)
        with pytest.raises(OSError, match="No space left"):
            trace.save(saved)
        assert saved.read_bytes() == before
        assert [path.name for path in saved.parent.iterdir()] == ["run.npz"]


class TestFilesThatAreRefused:
    def test_one_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            Trace.load(tmp_path / "nothing.npz")

    def test_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(IsADirectoryError):
            Trace.load(tmp_path)

    @pytest.mark.parametrize("content", [b"", b"Dear Sir or Madam", b"PK\x03\x04", b"\x00" * 64])
    def test_what_is_no_archive(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "letter.npz"
        path.write_bytes(content)
        with pytest.raises(TraceError, match=r"^is no trace \(\.npz\), or is damaged$"):
            Trace.load(path)

    @pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
    def test_one_that_is_cut_off(self, saved: Path, kept: float) -> None:
        content = saved.read_bytes()
        saved.write_bytes(content[: int(len(content) * kept)])
        with pytest.raises(TraceError, match=r"^is no trace \(\.npz\), or is damaged$"):
            Trace.load(saved)

    @pytest.mark.parametrize("place", [0.1, 0.3, 0.5, 0.7])
    def test_one_with_damaged_bytes(self, saved: Path, place: float) -> None:
        content = bytearray(saved.read_bytes())
        start = int(len(content) * place)
        content[start : start + 40] = b"\xff" * 40
        saved.write_bytes(content)
        with pytest.raises(TraceError, match=r"^is no trace \(\.npz\), or is damaged$"):
            Trace.load(saved)

    def test_a_number_of_parameters_without_end(self) -> None:
        with pytest.raises(TraceError, match="field of the wrong kind"):
            TraceMeta.from_json('{"schema": 1, "parameters": 1e999}')

    def test_a_single_array(self, tmp_path: Path) -> None:
        path = tmp_path / "array.npy"
        np.save(path, np.arange(3))
        with pytest.raises(TraceError, match="holds a single array, not a trace"):
            Trace.load(path)

    def test_an_archive_of_something_else(self, tmp_path: Path) -> None:
        path = tmp_path / "other.npz"
        np.savez(path, weather=np.arange(3))
        with pytest.raises(TraceError, match="is not a trace: it has no member 'meta'"):
            Trace.load(path)

    def test_one_that_lacks_arrays(self, trace: Trace, saved: Path) -> None:
        rewrite(saved, trace, gate=None, keys=None)
        with pytest.raises(TraceError, match=r"^lacks keys, gate$"):
            Trace.load(saved)

    def test_a_newer_one_even_if_its_arrays_are_other_ones(self, trace: Trace, saved: Path) -> None:
        rewrite(saved, trace, meta=meta_with(trace, schema=SCHEMA_VERSION + 1), memory=None)
        with pytest.raises(TraceError, match="written by a newer version"):
            Trace.load(saved)

    def test_one_whose_shapes_disagree(self, trace: Trace, saved: Path) -> None:
        rewrite(saved, trace, gate=np.zeros((7, 3)))
        with pytest.raises(TraceError, match=r"gate must be \[T, H\] with H = 2"):
            Trace.load(saved)

    def test_one_with_what_is_no_number(self, trace: Trace, saved: Path) -> None:
        gate = trace.gate.copy()
        gate[1, 0] = np.nan
        rewrite(saved, trace, gate=gate)
        with pytest.raises(TraceError, match=r"gate holds nan at \[1, 0\]"):
            Trace.load(saved)

    def test_one_with_numbers_too_large_for_a_trace(self, trace: Trace, saved: Path) -> None:
        rewrite(saved, trace, strength=trace.strength.astype(np.float64) + 1e300)
        with pytest.raises(TraceError, match=r"strength holds inf at \[0, 0\]"):
            Trace.load(saved)

    def test_one_that_is_encrypted(self, saved: Path) -> None:
        content = bytearray(saved.read_bytes())
        for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            place = content.find(signature)
            while place >= 0:
                content[place + flags] |= 1
                place = content.find(signature, place + 1)
        saved.write_bytes(content)
        with pytest.raises(TraceError, match=r"is no trace \(\.npz\) that can be read .*encrypted"):
            Trace.load(saved)

    @pytest.mark.parametrize("name", ["gate", "meta"])
    def test_one_that_holds_code(self, trace: Trace, saved: Path, name: str) -> None:
        """A pickle could run anything; it is never unpacked."""
        rewrite(saved, trace, **{name: np.array([print], object)})
        with pytest.raises(TraceError, match=r"^is no trace \(\.npz\), or is damaged$"):
            Trace.load(saved)
