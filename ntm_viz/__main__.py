"""The program's entry, written so that a Python too old for the rest can still read it.

It holds to the syntax of Python 3.6: no future annotations here, and imports where they are
used.
"""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ntm_viz.app import App

OLDEST = (3, 11)


def main() -> None:
    """Entry point of ``ntm-viz`` and of ``python -m ntm_viz``."""
    if sys.version_info < OLDEST:
        here, needed = sys.version_info, OLDEST
        sys.exit(
            f"ntm-viz: needs Python {needed[0]}.{needed[1]} or newer, this is "
            f"{here[0]}.{here[1]}: start it with `uv run ntm-viz`, which brings one"
        )
    from ntm_viz.command_line import program

    sys.exit(program.run(sys.argv[1:]))


def build(argv: "Sequence[str]" = ()) -> "App":
    """Everything, connected and ready to be shown, as the command line ``argv`` asks for it.

    Raises:
        click.UsageError: the arguments cannot be understood.
        OpenError: the file to begin with cannot be opened.
    """
    from ntm_viz import app
    from ntm_viz.command_line import program

    return app.build(program.window_options(argv))


if __name__ == "__main__":
    main()
