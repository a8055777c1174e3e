"""What is compiled once is kept where the person's system keeps such things, and nowhere else."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from ntm_viz import compiled


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One that Python can import and has kept nothing of."""
    made = tmp_path / "site" / "thing"
    made.mkdir(parents=True)
    (made / "__init__.py").write_text("value = 1\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(made.parent))
    # Set through monkeypatch, so that they are as before after the test.
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return made


class TestTheFolder:
    def test_can_be_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(compiled.VARIABLE, "somewhere")
        assert compiled.folder() == Path("somewhere")

    def test_can_be_forbidden(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(compiled.VARIABLE, "")
        assert compiled.folder() is None

    def test_is_the_system_s_otherwise(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(compiled.VARIABLE)
        found = compiled.folder()
        assert found is not None
        assert found.is_absolute()
        assert "ntm-viz" in found.parts


class TestBytecode:
    def test_that_python_may_keep_nowhere_is_kept_in_the_folder(
        self, package: Path, tmp_path: Path
    ) -> None:
        compiled.keep_bytecode(tmp_path / "cache", "thing")
        import thing  # type: ignore[import-not-found]

        assert thing.value == 1
        assert not (package / "__pycache__").exists()
        assert list((tmp_path / "cache").rglob("*.pyc"))
        del sys.modules["thing"]

    def test_that_python_keeps_by_itself_is_left_to_it(
        self, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "dont_write_bytecode", False)
        compiled.keep_bytecode(tmp_path / "cache", "thing")
        assert sys.pycache_prefix is None
        assert package.exists()

    @pytest.mark.parametrize("name", ["thing", "nothing_of_that_name"])
    def test_without_a_folder_or_a_package_nothing_is_changed(
        self, package: Path, tmp_path: Path, name: str
    ) -> None:
        compiled.keep_bytecode(None if name == "thing" else tmp_path, name)
        assert (sys.pycache_prefix, sys.dont_write_bytecode) == (None, True)
        assert package.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="it was tried on Linux alone")
class TestPrograms:
    @pytest.fixture(autouse=True)
    def as_before(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TF_CPP_MIN_LOG_LEVEL", "2")

    def test_are_kept_beside_what_the_person_told_xla(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TF_XLA_FLAGS", "--something")
        compiled.keep_programs(tmp_path)
        (folder,) = (tmp_path / "xla").iterdir()
        assert os.environ["TF_XLA_FLAGS"] == (
            f"--something --tf_xla_persistent_cache_directory={folder}"
        )
        # Asked for twice, as tests and a second window in one process do, it is told once.
        compiled.keep_programs(tmp_path)
        assert os.environ["TF_XLA_FLAGS"].count("persistent_cache") == 1

    def test_that_are_oldest_go_when_there_are_many(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TF_XLA_FLAGS", "")
        compiled.keep_programs(tmp_path)
        (folder,) = (tmp_path / "xla").iterdir()
        for number in range(50):
            (folder / f"{number}.pb").touch()
            os.utime(folder / f"{number}.pb", (number, number))
        monkeypatch.setenv("TF_XLA_FLAGS", "")
        compiled.keep_programs(tmp_path)
        assert {int(file.stem) for file in folder.iterdir()} == set(range(10, 50))

    def test_that_may_be_damaged_are_forgotten(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TF_XLA_FLAGS", "")
        assert not compiled.forget_programs(None)
        assert not compiled.forget_programs(tmp_path)
        compiled.keep_programs(tmp_path)
        (folder,) = (tmp_path / "xla").iterdir()
        (folder / "program.pb").touch()
        assert compiled.forget_programs(tmp_path)
        assert list(folder.iterdir()) == []

    def test_where_nothing_can_be_written_none_are(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TF_XLA_FLAGS", "")
        (tmp_path / "file").touch()
        compiled.keep_programs(tmp_path / "file")
        assert os.environ["TF_XLA_FLAGS"] == ""
