"""The command line: train a network, evaluate one, record what one does."""

from __future__ import annotations

import sys

from ntm_model import console
from ntm_model.commands import commands


def main() -> None:
    """Entry point of ``ntm-model`` and of ``python -m ntm_model``."""
    sys.exit(console.run(commands, "ntm-model"))


if __name__ == "__main__":
    main()
