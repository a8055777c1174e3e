from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QGuiApplication, QImage

from ntm_viz.export import (
    ExportError,
    ExportFailedError,
    ExportOptions,
    export_frame,
    export_sequence,
    offscreen_application,
)
from ntm_viz.look.theme import LIGHT
from tests.handmade import copy_trace

RUN = copy_trace(length=3, n_slots=16)
SMALL = ExportOptions(width=640, height=480)

pytestmark = pytest.mark.usefixtures("qapp")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class TestOneFrame:
    def test_it_has_the_size_that_was_asked_for(self, tmp_path: Path) -> None:
        path = export_frame(RUN, 2, tmp_path / "step.png", dataclasses.replace(SMALL, scale=2.0))
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1280, 960)

    def test_the_same_run_and_options_give_the_same_bytes(self, tmp_path: Path) -> None:
        one = export_frame(RUN, 2, tmp_path / "one.png", SMALL)
        other = export_frame(copy_trace(length=3, n_slots=16), 2, tmp_path / "other.png", SMALL)
        assert one.read_bytes() == other.read_bytes()

    def test_another_timestep_gives_another_picture(self, tmp_path: Path) -> None:
        one = export_frame(RUN, 2, tmp_path / "one.png", SMALL)
        other = export_frame(RUN, 3, tmp_path / "other.png", SMALL)
        assert one.read_bytes() != other.read_bytes()

    def test_it_can_be_light(self, tmp_path: Path) -> None:
        light = dataclasses.replace(SMALL, theme=LIGHT)
        image = QImage(str(export_frame(RUN, 2, tmp_path / "light.png", light)))
        assert QColor(image.pixel(1, 1)).name() == LIGHT.window

    def test_nothing_but_the_picture_is_left_behind(self, tmp_path: Path) -> None:
        export_frame(RUN, 2, tmp_path / "step.png", SMALL)
        assert names(tmp_path) == ["step.png"]

    def test_a_file_that_exists_is_kept(self, tmp_path: Path) -> None:
        path = tmp_path / "step.png"
        path.write_text("mine")
        with pytest.raises(ExportError, match=r"step\.png exists already"):
            export_frame(RUN, 2, path, SMALL)
        assert path.read_text() == "mine"

    def test_it_is_replaced_where_that_was_asked_for(self, tmp_path: Path) -> None:
        path = tmp_path / "step.png"
        path.write_text("old")
        export_frame(RUN, 2, path, dataclasses.replace(SMALL, overwrite=True))
        assert not QImage(str(path)).isNull()

    @pytest.mark.parametrize("t", [-1, 7])
    def test_a_timestep_beyond_the_run_is_refused(self, tmp_path: Path, t: int) -> None:
        with pytest.raises(ExportError, match=f"no step {t} in this run: it has steps 0 to 6"):
            export_frame(RUN, t, tmp_path / "step.png", SMALL)

    @pytest.mark.parametrize(
        ("options", "reason"),
        [
            (ExportOptions(width=100), "too small to be read"),
            (ExportOptions(scale=0.0), "scale must be from 0.25 to 8"),
            (ExportOptions(width=9000, scale=4.0), "36000 pixels is too long"),
            (ExportOptions(head=2), "it has heads 0 to 1"),
        ],
    )
    def test_impossible_options_are_refused(
        self, tmp_path: Path, options: ExportOptions, reason: str
    ) -> None:
        with pytest.raises(ExportError, match=reason):
            export_frame(RUN, 2, tmp_path / "step.png", options)

    def test_a_folder_that_is_missing_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(ExportFailedError, match=r"missing/step\.png: No such file"):
            export_frame(RUN, 2, tmp_path / "missing" / "step.png", SMALL)


class TestSequence:
    def test_it_is_numbered_in_order(self, tmp_path: Path) -> None:
        paths = list(export_sequence(RUN, tmp_path / "run", options=SMALL))
        assert [path.name for path in paths] == [f"frame_{t:04d}.png" for t in range(7)]
        assert names(tmp_path / "run") == [path.name for path in paths]

    def test_a_part_keeps_the_numbers_of_its_timesteps(self, tmp_path: Path) -> None:
        paths = list(export_sequence(RUN, tmp_path, 2, 4, SMALL))
        assert [path.name for path in paths] == [f"frame_000{t}.png" for t in (2, 3, 4)]

    def test_its_frames_are_those_that_are_exported_alone(self, tmp_path: Path) -> None:
        alone = export_frame(RUN, 5, tmp_path / "alone.png", SMALL)
        paths = list(export_sequence(RUN, tmp_path / "run", options=SMALL))
        assert paths[5].read_bytes() == alone.read_bytes()

    def test_what_cannot_be_done_is_said_before_anything_is_written(self, tmp_path: Path) -> None:
        with pytest.raises(ExportError, match="no steps 3 to 9"):
            export_sequence(RUN, tmp_path / "run", 3, 9, SMALL)
        with pytest.raises(ExportError, match="no steps 4 to 2"):
            export_sequence(RUN, tmp_path / "run", 4, 2, SMALL)
        assert not (tmp_path / "run").exists()

    def test_frames_that_exist_are_kept(self, tmp_path: Path) -> None:
        for t in (3, 4):
            (tmp_path / f"frame_000{t}.png").write_text("mine")
        with pytest.raises(ExportError, match=r"frame_0003\.png and 1 more exist"):
            export_sequence(RUN, tmp_path, options=SMALL)
        assert names(tmp_path) == ["frame_0003.png", "frame_0004.png"]

    def test_whoever_stops_keeps_whole_files(self, tmp_path: Path) -> None:
        pictures = export_sequence(RUN, tmp_path, options=SMALL)
        next(pictures)
        pictures.close()  # type: ignore[attr-defined]
        assert 1 <= len(names(tmp_path)) < 7
        assert all(not QImage(str(path)).isNull() for path in tmp_path.iterdir())

    def test_a_folder_that_cannot_be_made_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(ExportFailedError, match=r"cannot write .*file"):
            list(export_sequence(RUN, tmp_path / "file", options=SMALL))


def test_the_application_that_is_there_is_used(qapp: QGuiApplication) -> None:
    assert offscreen_application() is qapp


def test_without_a_window_system_an_export_needs_neither_widgets_nor_keras(tmp_path: Path) -> None:
    script = """
import sys
from tests.handmade import copy_trace
from ntm_viz.export import export_frame, offscreen_application
app = offscreen_application()
export_frame(copy_trace(length=3, n_slots=16), 2, sys.argv[1])
print(app.platformName(), sorted({"keras", "tensorflow", "PySide6.QtWidgets"} & set(sys.modules)))
"""
    path = tmp_path / "step.png"
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        cwd=Path(__file__).parents[2],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.strip() == "offscreen []", done.stderr
    assert not QImage(str(path)).isNull()
