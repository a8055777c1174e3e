"""What was there stays, nothing half-written is left, and what went wrong is said plainly."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import pytest

from ntm_viz.exports.formats import MOVIES, Format
from ntm_viz.exports.options import ExportError, ExportFailedError, ExportOptions, MovieOptions
from ntm_viz.exports.wish import Wish, begin
from tests.handmade import copy_trace

RUN = copy_trace(length=2, n_slots=16)
KINDS = [kind for kind in Format if kind is not Format.NPZ]
FILES = [kind for kind in KINDS if kind is not Format.FRAMES]

pytestmark = [
    pytest.mark.usefixtures("qapp"),
    pytest.mark.skipif(sys.platform == "win32", reason="rights and devices as on Unix"),
]


def export(kind, path, *, overwrite=False):
    for _ in begin(wish(kind, overwrite=overwrite), path).steps:
        pass


def wish(kind, *, overwrite=False):
    options = ExportOptions(width=640, height=480, overwrite=overwrite)
    return Wish(RUN, kind, 0, RUN.n_steps - 1, options, MovieOptions())


def left_in(folder):
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*"))


@contextlib.contextmanager
def without_rights(folder):
    """Take the right to write into ``folder`` away, from the administrator too."""
    folder.chmod(0o555)
    administrator = os.geteuid() == 0
    if administrator:
        os.seteuid(65534)
    try:
        yield
    finally:
        if administrator:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.fixture
def readable(tmp_path):
    """A folder that everybody can look into; those above it belong to the tests alone."""
    with contextlib.ExitStack() as undo:
        for folder in (tmp_path, *tmp_path.parents):
            mode = folder.stat().st_mode
            if folder.owner() == tmp_path.owner() and mode & 0o005 != 0o005:
                folder.chmod(mode | 0o055)
                undo.callback(folder.chmod, mode)
        yield tmp_path


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_without_the_right_to_write(readable, tmp_path_factory, kind):
    # Once where it may: all that is imported on the way is, while it can be read.
    export(kind, tmp_path_factory.mktemp("free") / "run")
    path = readable / "run"
    with without_rights(readable), pytest.raises(ExportFailedError) as told:
        export(kind, path)
    assert str(told.value) == f"cannot write {path}: Permission denied"
    assert left_in(readable) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_that_is_a_file(tmp_path, kind):
    (tmp_path / "file").write_text("mine")
    path = tmp_path / "file" / "run"
    with pytest.raises(ExportFailedError) as told:
        export(kind, path)
    assert str(told.value) == f"cannot write {path}: Not a directory"
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("kind", FILES)
def test_a_full_disk(tmp_path, kind):
    path = tmp_path / "run"
    path.write_text("mine")
    fill(path)
    with pytest.raises(ExportFailedError) as told:
        export(kind, path, overwrite=True)
    assert str(told.value) == f"cannot write {path}: No space left on device"
    assert left_in(tmp_path) == ["run"]
    assert path.read_text() == "mine"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_disk_that_is_full_after_some_pictures(tmp_path):
    fill(tmp_path / "frame_0002.png")
    with pytest.raises(ExportFailedError, match=r"frame_0002\.png: No space left on device"):
        export(Format.FRAMES, tmp_path)
    whole = left_in(tmp_path)
    assert whole[:2] == ["frame_0000.png", "frame_0001.png"]
    assert "frame_0002.png" not in whole
    assert all(file.suffix == ".png" for file in tmp_path.iterdir())


@pytest.mark.parametrize("kind", FILES)
def test_a_name_that_is_taken(tmp_path, kind):
    path = tmp_path / "run"
    path.write_text("mine")
    with pytest.raises(ExportError, match="run exists already"):
        export(kind, path)
    assert left_in(tmp_path) == ["run"]
    assert path.read_text() == "mine"


@pytest.mark.parametrize("kind", MOVIES)
def test_a_movie_that_is_given_up_leaves_the_one_before(tmp_path, kind):
    path = tmp_path / "run"
    path.write_text("mine")
    steps = begin(wish(kind, overwrite=True), path).steps
    while next(steps) is None:
        pass
    steps.close()
    assert left_in(tmp_path) == ["run"]
    assert path.read_text() == "mine"


def fill(path):
    """Let the disk be full for what is going to be written to ``path``."""
    path.with_name(f".{path.name}.{os.getpid()}.part").symlink_to("/dev/full")
