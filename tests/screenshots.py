"""The README's pictures and its movie: ``python -m tests.screenshots [pictures] [movie]``.

Each picture is the real window as a newcomer sees it once the network is ready, and nothing is
retouched. The movie is the shipped run, written by the program's own export.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ntm_viz.command_line.options import ThemeChoice

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["NTM_VIZ_SETTINGS"] = ""
os.environ["NTM_VIZ_CACHE"] = ""

FOLDER = Path(__file__).parent.parent / "assets" / "screenshots"
SHOTS: tuple[tuple[str, ThemeChoice, tuple[int, int], int], ...] = (
    ("window-dark.png", "dark", (1440, 900), 27),
    ("window-light.png", "light", (1440, 900), 27),
)
MOVIE = "run.webp"
WIDTH, HEIGHT, SCALE = 1000, 672, 2.0
"""Of the movie: as wide as a README is shown, twice as fine for the screens that are."""
SPEED = 6.0
LARGEST = 1_500_000
"""Bytes of a movie that a reader need not wait for."""


def main() -> None:
    """Take what is asked for, or everything."""
    wanted = sys.argv[1:] or ["pictures", "movie"]
    FOLDER.mkdir(parents=True, exist_ok=True)
    # First, since a window lives as long as the process, and pictures wait for Keras.
    if "movie" in wanted:
        film(FOLDER / MOVIE)
    if "pictures" in wanted:
        take_pictures()


def film(path: Path) -> None:
    """Write the shipped run as a movie that shows every pixel as it is."""
    from PySide6.QtWidgets import QApplication

    from ntm_model.trace import Trace
    from ntm_viz import assets
    from ntm_viz.export import (
        ExportOptions,
        MovieOptions,
        export_movie,
        offscreen_application,
        run_reel,
    )

    application = QApplication.instance() or QApplication([])
    offscreen_application()
    look = ExportOptions(width=WIDTH, height=HEIGHT, scale=SCALE, overwrite=True)
    reel = run_reel(Trace.load(assets.asset(assets.SHIPPED_TRACE)))
    for _ in export_movie(reel, path, look, MovieOptions(fps=SPEED)):
        pass
    del application
    size = path.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{path} has {size:,} bytes: make it smaller or shorter")
    print(f"{path}, {size:,} bytes")


def take_pictures() -> None:
    """Take every picture of the window."""
    from PySide6.QtCore import QEventLoop

    from ntm_viz.__main__ import build

    app = build(["--theme", SHOTS[0][1]])
    app.window.show()
    ready = QEventLoop()
    app.worker.network_loaded.connect(ready.quit)
    ready.exec()
    for name, theme, size, t in SHOTS:
        app.appearance.choose(theme)
        app.window.resize(*size)
        app.timeline.jump(t)
        for _ in range(20):
            app.application.processEvents()
        app.window.grab().save(str(FOLDER / name))
        print(FOLDER / name)
    app.close()


if __name__ == "__main__":
    sys.exit(main())
