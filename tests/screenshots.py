"""The README's pictures, taken from the real window: ``python -m tests.screenshots``.

Each is the window as a newcomer sees it once the network is ready, and nothing is retouched.
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

FOLDER = Path(__file__).parent.parent / "assets" / "screenshots"
SHOTS: tuple[tuple[str, ThemeChoice, tuple[int, int], int], ...] = (
    ("window-dark.png", "dark", (1440, 900), 27),
    ("window-light.png", "light", (1440, 900), 27),
)


def main() -> None:
    """Take every picture."""
    from PySide6.QtCore import QEventLoop

    from ntm_viz.__main__ import build

    FOLDER.mkdir(parents=True, exist_ok=True)
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
