"""What both command lines share: an error is one line and an exit code, never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click


class CommandError(click.ClickException):
    """Something went wrong that is not the fault of what the user gave; exit code 1."""

    exit_code = 1


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
    except (click.Abort, KeyboardInterrupt):
        _say(program, "interrupted")
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
    return result if isinstance(result, int) else 0


def _os_reason(error: OSError) -> str:
    if error.filename is not None and error.strerror:
        return f"{error.filename}: {error.strerror[0].lower()}{error.strerror[1:]}"
    return str(error)


def _say(program: str, message: str) -> None:
    line = " ".join(message.split())
    print(f"{program}: {line}", file=sys.stderr)
