"""Movies: each is read again by another program and held against the pictures themselves."""

from __future__ import annotations

import subprocess

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from ntm_viz.export import (
    ExportError,
    ExportFailedError,
    ExportOptions,
    MovieOptions,
    composition,
    export_movie,
    run_reel,
    training_reel,
)
from ntm_viz.look.theme import LIGHT
from ntm_viz.views.cells import whole
from ntm_viz.views.composition import Panel, arrange
from ntm_viz.views.memory_layout import arrange as memory_layout
from tests.handmade import copy_trace

RUN = copy_trace(length=2, n_slots=16)
LOOK = ExportOptions(width=640, height=480)
CELLS = 12
"""Levels of 255 that the middle of a cell may be off in an MP4 of 4:2:0."""

pytestmark = pytest.mark.usefixtures("qapp")


def pixels(image):
    found = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    # A copy: the array would not keep the image's memory alive.
    return found[..., 2::-1].copy()


def pictures(reel, options=LOOK):
    """What each frame of a movie should show, [frames, height, width, 3]."""
    made = composition(options)
    return np.stack([pixels(made.image_of(shot.frame, shot.remark)) for shot in reel])


def film(path, reel=None, options=LOOK, **movie):
    reel = run_reel(RUN) if reel is None else reel
    assert sum(1 for _ in export_movie(reel, path, options, MovieOptions(**movie))) == len(reel)
    return path


def read_by_pillow(path):
    with Image.open(path) as movie:
        frames, delays = [], []
        for number in range(movie.n_frames):
            movie.seek(number)
            frames.append(np.asarray(movie.convert("RGB")))
            delays.append(movie.info["duration"])
        return np.stack(frames), delays, movie.info.get("loop")


def read_by_ffmpeg(path, width=640, height=480):
    careful = ["-sws_flags", "accurate_rnd+full_chroma_int", "-pix_fmt", "rgb24"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", path]
    done = subprocess.run(
        [*command, "-f", "rawvideo", *careful, "-"], capture_output=True, check=True
    )
    return np.frombuffer(done.stdout, np.uint8).reshape(-1, height, width, 3)


def probed(path):
    """What ffmpeg says of a file."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def off(found, due):
    return np.abs(found.astype(int) - due.astype(int)).max(axis=-1)


@pytest.mark.parametrize("ending", ["webp", "apng"])
def test_what_loses_nothing_shows_exactly_the_board_s_own_pixels(tmp_path, ending):
    frames, delays, _ = read_by_pillow(film(tmp_path / f"run.{ending}", fps=10.0))
    assert np.array_equal(frames, pictures(run_reel(RUN)))
    assert delays == pytest.approx([100.0] * RUN.n_steps)


def test_a_gif_shows_the_same_but_for_a_few_faint_pixels(tmp_path):
    """A picture has more than the 256 colours of a GIF, most of them in the edges of letters."""
    frames, delays, _ = read_by_pillow(film(tmp_path / "run.gif", fps=10.0))
    wrong = off(frames, pictures(run_reel(RUN)))
    assert wrong.shape[0] == RUN.n_steps
    assert (wrong > 16).mean() < 0.005
    assert wrong.mean() < 0.5
    assert delays == [100] * RUN.n_steps


def test_a_gif_of_any_speed_keeps_the_time_in_whole_hundredths(tmp_path):
    _, delays, _ = read_by_pillow(film(tmp_path / "run.gif", fps=30.0))
    assert set(delays) <= {30, 40}
    assert sum(delays) == pytest.approx(1000 * RUN.n_steps / 30, abs=10)


@pytest.mark.parametrize(("loop", "said"), [(True, 0), (False, None)])
def test_a_gif_begins_again_or_not(tmp_path, loop, said):
    assert read_by_pillow(film(tmp_path / "run.gif", loop=loop))[2] == said


@pytest.mark.parametrize("ending", ["webp", "apng"])
@pytest.mark.parametrize(("loop", "said"), [(True, 0), (False, 1)])
def test_webp_and_apng_begin_again_or_not(tmp_path, ending, loop, said):
    path = film(tmp_path / f"run.{ending}", run_reel(RUN, 0, 1), loop=loop)
    assert read_by_pillow(path)[2] == said


class TestMp4:
    def test_the_middle_of_every_cell_keeps_its_colour(self, tmp_path):
        reel = run_reel(copy_trace(length=4, n_slots=16))
        frames, due = read_by_ffmpeg(film(tmp_path / "run.mp4", reel)), pictures(reel)
        assert len(frames) == len(reel)
        made = composition(LOOK)
        for shot, frame, wanted in zip(reel, frames, due, strict=True):
            x, y = middles(made, shot.overview)
            assert off(frame, wanted)[np.ix_(y[unmarked(shot.frame)], x)].max() <= CELLS

    def test_with_444_every_pixel_keeps_its_colour(self, tmp_path):
        frames = read_by_ffmpeg(film(tmp_path / "run.mp4", chroma="444"))
        wrong = off(frames, pictures(run_reel(RUN)))
        assert (wrong > 16).mean() < 0.002

    def test_it_is_h264_as_every_player_shows_it(self, tmp_path):
        told = probed(film(tmp_path / "run.mp4", fps=4.0))
        assert "h264" in told
        assert "yuv420p(tv, bt709" in told
        assert "4 fps" in told
        assert "Duration: 00:00:01.25" in told

    def test_odd_sizes_are_filled_up_with_the_ground(self, tmp_path):
        odd = ExportOptions(width=641, height=481, theme=LIGHT)
        frames = read_by_ffmpeg(film(tmp_path / "odd.mp4", options=odd), 642, 482)
        ground = np.array([int(LIGHT.window[i : i + 2], 16) for i in (1, 3, 5)])
        assert off(frames[0, -1, :], ground).max() <= CELLS


def unmarked(frame):
    """Slots whose cells have neither a dot in the middle nor a line around them."""
    attended = np.any([head.weighting >= 0.2 for head in frame.heads], axis=0)
    return ~(frame.changed.any(axis=1) | attended)


def middles(made, overview):
    """The pixels in the middle of the memory's cells: columns and rows."""
    box = arrange(made._inside(), tuple(Panel))[Panel.MEMORY]
    slots, depth = len(overview.slots), overview.trace.m_depth
    matrix = memory_layout(box.size(), slots=slots, heads=2, write_heads=1).matrix
    matrix.translate(box.topLeft())
    places = []
    for count, length, start in (
        (depth, matrix.width(), matrix.left()),
        (slots, matrix.height(), matrix.top()),
    ):
        edges = whole(count, length).edges(np.arange(count + 1))
        places.append(start + (edges[:-1] + edges[1:]) // 2)
    return places


def test_a_part_of_the_run(tmp_path):
    reel = run_reel(RUN, 1, 3)
    frames, _, _ = read_by_pillow(film(tmp_path / "part.webp", reel))
    assert np.array_equal(frames, pictures(run_reel(RUN))[1:4])


class TestTraining:
    def test_one_step_over_all_checkpoints(self, tmp_path):
        other = copy_trace(np.ones((2, 8)), n_slots=16)
        reel = training_reel([(500, other), (1000, RUN)], 3, 3)
        assert [(shot.t, shot.remark) for shot in reel] == [
            (3, "after 500 sequences"),
            (3, "after 1,000 sequences"),
        ]
        frames, _, _ = read_by_pillow(film(tmp_path / "learns.apng", reel))
        assert np.array_equal(frames, pictures(reel))

    def test_all_steps_of_all_checkpoints(self):
        reel = training_reel([(500, RUN), (1000, RUN)])
        assert [shot.t for shot in reel] == [*range(5), *range(5)]
        assert [shot.number for shot in reel] == [*range(10)]

    def test_slots_and_colours_are_the_same_throughout(self):
        longer = copy_trace(length=9, n_slots=32)
        shorter = copy_trace(np.zeros((9, 8)), n_slots=32)
        reel = training_reel([(1, longer), (2, shorter)], 4, 4)
        assert np.array_equal(reel[0].overview.slots, reel[1].overview.slots)
        assert reel[0].overview.memory_level == reel[1].overview.memory_level

    def test_a_training_that_saved_nothing(self):
        with pytest.raises(ExportError, match="saved no network yet"):
            training_reel([])


class TestNothingIsLeftBehind:
    def test_whoever_stops_has_no_file(self, tmp_path):
        steps = export_movie(run_reel(RUN), tmp_path / "run.mp4", LOOK)
        next(steps)
        steps.close()
        assert list(tmp_path.iterdir()) == []

    def test_a_file_that_exists_is_kept(self, tmp_path):
        path = tmp_path / "run.gif"
        path.write_text("mine")
        with pytest.raises(ExportError, match=r"run\.gif exists already"):
            export_movie(run_reel(RUN), path, LOOK)
        assert path.read_text() == "mine"

    def test_a_folder_that_is_missing_is_named(self, tmp_path):
        with pytest.raises(ExportFailedError, match=r"nowhere/run\.mp4: No such file"):
            list(export_movie(run_reel(RUN), tmp_path / "nowhere" / "run.mp4", LOOK))

    def test_what_the_encoder_says_is_passed_on(self, tmp_path, monkeypatch):
        monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", "/bin/false")
        with pytest.raises(ExportFailedError, match=r"run\.mp4: ffmpeg ended with 1"):
            list(export_movie(run_reel(RUN), tmp_path / "run.mp4", LOOK))
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.skipif(not __import__("pathlib").Path("/dev/full").exists(), reason="no /dev/full")
    def test_a_full_disk_is_said_plainly(self, tmp_path, monkeypatch):
        from ntm_viz.exports import movies

        command = movies._command
        monkeypatch.setattr(movies, "_command", lambda *given: [*command(*given)[:-1], "/dev/full"])
        with pytest.raises(ExportFailedError, match="No space left on device"):
            list(export_movie(run_reel(RUN), tmp_path / "run.gif", LOOK))
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "movie", "reason"),
    [
        ("run.avi", {}, "a movie ends in one of .mp4, .gif, .webp, .apng"),
        ("run.gif", {"fps": 60.0}, "GIF shows from 0.1 to 50 pictures per second, not 60"),
        ("run.mp4", {"fps": 0.0}, "MP4 shows from 0.1 to 120"),
    ],
)
def test_what_cannot_be_made_is_refused_before_anything_is_painted(tmp_path, name, movie, reason):
    with pytest.raises(ExportError, match=reason):
        export_movie(run_reel(RUN), tmp_path / name, LOOK, MovieOptions(**movie))


@pytest.mark.parametrize("steps", [(3, 9), (4, 2), (-1, 2)])
def test_timesteps_beyond_the_run_are_refused(steps):
    with pytest.raises(ExportError, match=r"there is no steps .* 0 to 4"):
        run_reel(RUN, *steps)
