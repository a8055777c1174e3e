"""What both command lines share: an error is one line and an exit code.

A traceback is shown only to who asks for it, with NTM_TRACEBACK=1 in the environment.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence

import click


def run(command: click.Command, program: str, arguments: Sequence[str] | None = None) -> int:
    """Run a command line and give its exit code.

    0 when all went well, 2 when what the user gave cannot be used, 1 when something went
    wrong, 130 when it was interrupted. Anything but 0 comes with one line on standard error.
    """
    try:
        result = command.main(
            args=None if arguments is None else list(arguments),
            prog_name=program,
            standalone_mode=False,
        )
    except click.ClickException as error:
        _say(program, error.format_message())
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as error:
        # click makes an Abort of an interruption, which may say how to go on.
        _say(program, str(error.__cause__ or error) or "interrupted")
        return 130
    except OSError as error:
        _say(program, _os_reason(error))
        return 2 if isinstance(error, FileNotFoundError | FileExistsError) else 1
    except ValueError as error:
        _say(program, str(error))
        return 2
    except RuntimeError as error:
        _say(program, str(error))
        return 1
    except Exception as error:  # from the depths of a library, out of memory for example
        if os.environ.get("NTM_TRACEBACK"):
            raise
        first = (str(error).strip().splitlines() or ["no more is known"])[0]
        _say(program, f"{type(error).__name__}: {first} (NTM_TRACEBACK=1 shows where)")
        return 1
    return result if isinstance(result, int) else 0


def typed(*words: str) -> str:
    """A command as whoever reads it would type it: through uv where this program came through it.

    uv tells what it runs where it is itself, in the environment's ``UV``.
    """
    return shlex.join([*(("uv", "run") if os.environ.get("UV") else ()), *words])


def _os_reason(error: OSError) -> str:
    if error.filename is not None and error.strerror:
        return f"{error.filename}: {error.strerror[0].lower()}{error.strerror[1:]}"
    return str(error)


def _say(program: str, message: str) -> None:
    line = " ".join(message.split())
    print(f"{program}: {line}", file=sys.stderr)
