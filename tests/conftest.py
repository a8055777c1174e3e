"""What every test needs before Qt starts: a platform without a screen, and the program's fonts."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Nobody's own settings are read or written by a test.
os.environ["NTM_VIZ_SETTINGS"] = ""
os.environ["NTM_VIZ_RUNS"] = str(Path(tempfile.gettempdir()) / "ntm-viz-tests" / "runs")
os.environ["NTM_VIZ_CACHE"] = ""


@pytest.fixture(scope="session")
def qapp(qapp):  # type: ignore[no-untyped-def]
    """The application with the letters that the window and the exports show."""
    from ntm_viz.look.fonts import install_fonts

    install_fonts(qapp)
    return qapp
