"""MP4, GIF, animated WebP and APNG, made by the ffmpeg that imageio-ffmpeg brings along.

Pictures go to it one at a time as plain pixels, so a movie of any length takes the memory of
a few pictures, and it works on one core while the next picture is painted on another.

An MP4 keeps colour in blocks of 2 × 2 pixels (4:2:0) unless it is asked for more, because
Safari, PowerPoint and most phones show nothing else. Measured on a copy run at 1440 × 900, the
middle of every cell keeps its colour to within 12 of 255, and 99 of 100 to within 8;
edges blur by one pixel. At scale 2 a block is one logical pixel, and with 4:4:4 there are no
blocks. WebP and APNG lose nothing. A GIF has 256 colours, chosen anew for every picture.
"""

from __future__ import annotations

import contextlib
import dataclasses
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import IO, TYPE_CHECKING

from ntm_viz.exports.formats import Format
from ntm_viz.exports.side_by_side import results, step_back, until_done

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from pathlib import Path

    from PySide6.QtGui import QImage

    from ntm_viz.exports.options import MovieOptions

_CAREFUL = ["-sws_flags", "accurate_rnd+full_chroma_int+full_chroma_inp+bitexact"]
_STILL = "bframes=0:mbtree=1:rc-lookahead=4:weightp=0:scenecut=0"
"""x264 tuned to pictures of which most stays: two thirds of the work of its preset "veryfast"
for a tenth more bytes. The number of its threads is set beside it, because the bytes depend
on it."""
_OWN_PALETTES = (
    "[0:v]split[a][b];[a]palettegen=stats_mode=single:reserve_transparent=0[p];"
    "[b][p]paletteuse=new=1:dither=none"
)


class EncoderError(OSError):
    """The encoder gave up; the message is its own."""


@dataclasses.dataclass(frozen=True)
class Plan:
    """What a movie is to be."""

    kind: Format
    size: tuple[int, int]
    """Of its pictures, in pixels."""
    options: MovieOptions
    ground: str
    """The colour that fills up what a format's sizes leave over."""


def write_movie(
    images: Iterable[QImage | None], target: Path, plan: Plan, patience: float | None = None
) -> Generator[bool]:
    """Write all images into ``target``; gives True for each that is in.

    With a ``patience`` it gives False for each None among the images, and each time that it has
    waited so many seconds for the encoder. Whoever stops early has no movie.

    Raises:
        EncoderError: the encoder failed, for example because the disk is full.
    """
    encoder = _Encoder(_command(target, plan))
    if patience is not None:
        step_back(encoder.process_id)
    # One thread beside, which waits for the encoder while the next picture is painted.
    with ThreadPoolExecutor(1, thread_name_prefix="movie") as feeder:
        try:
            for is_in in results(images, encoder.feed, feeder, patience):
                yield bool(is_in)
            finished = feeder.submit(encoder.finish)
            for _ in until_done(finished, patience):
                yield False
            finished.result()
        finally:
            encoder.end()


class _Encoder:
    """The process, and what it says where it fails."""

    def __init__(self, command: list[str]) -> None:
        # In a file: a pipe that nobody reads could fill up and stop it.
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by end()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._said,
            # On Windows, no console beside the window.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    @property
    def process_id(self) -> int:
        return self._process.pid

    def feed(self, image: QImage) -> bool:
        """Hand it a picture; True once it has taken it."""
        pipe = self._process.stdin
        assert pipe is not None
        try:
            # Four bytes a pixel, so that no row is filled up at its end.
            pipe.write(image.constBits())
        except OSError:
            self._process.wait()
            raise EncoderError(self._reason()) from None
        return True

    def finish(self) -> None:
        """Have it write the end of the movie."""
        pipe = self._process.stdin
        assert pipe is not None
        try:
            pipe.close()
        except OSError:
            self._process.wait()
            raise EncoderError(self._reason()) from None
        if self._process.wait() != 0:
            raise EncoderError(self._reason())

    def end(self) -> None:
        """Stop it where it still runs, and let go of all that it had."""
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            # What it did not take any more cannot be written.
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        self._said.close()

    def _reason(self) -> str:
        self._said.seek(0)
        said = self._said.read().decode(errors="replace")
        if "No space left" in said:
            return "No space left on device"
        lines = said.strip().splitlines()
        return lines[-1] if lines else f"ffmpeg ended with {self._process.returncode}"


def _command(target: Path, plan: Plan) -> list[str]:
    # Imported here: everything but a movie does without it.
    import imageio_ffmpeg

    width, height = plan.size
    pixels = ["-f", "rawvideo", "-pix_fmt", "bgr0", "-s", f"{width}x{height}"]
    return [
        imageio_ffmpeg.get_ffmpeg_exe(),
        *("-v", "error", "-nostdin", "-y"),
        *(*pixels, "-r", f"{plan.options.fps:g}", "-i", "-"),
        *_encoding(plan.kind, plan.options, plan.ground),
        # No date and no name of the encoder.
        *("-fflags", "+bitexact", "-flags:v", "+bitexact"),
        # The name of the unfinished file does not tell.
        *("-f", plan.kind.value, str(target)),
    ]


def _encoding(kind: Format, options: MovieOptions, ground: str) -> list[str]:
    if kind is Format.GIF:
        return ["-filter_complex", _OWN_PALETTES, "-loop", "0" if options.loop else "-1"]
    if kind is Format.APNG:
        return ["-c:v", "apng", "-pix_fmt", "rgb24", "-plays", "0" if options.loop else "1"]
    if kind is Format.WEBP:
        lossless = ["-lossless", "1", "-compression_level", "2", "-quality", "20"]
        endless = ["-loop", "0" if options.loop else "1"]
        return ["-c:v", "libwebp_anim", "-pix_fmt", "bgra", *lossless, *endless]
    even = f"pad=ceil(iw/2)*2:ceil(ih/2)*2:color={ground}"
    colours = "scale=out_color_matrix=bt709:out_range=tv"
    told = [("-colorspace", "bt709"), ("-color_primaries", "bt709"), ("-color_trc", "bt709")]
    return [
        *("-c:v", "libx264", "-preset", "superfast", "-crf", "8"),
        *("-x264-params", _STILL, "-threads", "4"),
        *("-vf", f"{even},{colours}", *_CAREFUL, "-pix_fmt", f"yuv{options.chroma}p"),
        *(word for pair in told for word in pair),
        *("-color_range", "tv", "-movflags", "+faststart"),
    ]
