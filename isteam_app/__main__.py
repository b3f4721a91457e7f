"""`isteam`: without arguments it opens the window; sub-commands work without one."""

import argparse
import io
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TextIO

from isteam_app.errors import IsteamError
from isteam_app.hardening import harden

_COMMANDS = ("deadline", "vault", "case", "export", "letter", "sample", "self_test")

_SCAN_RENDERING = "--scan-rendering"
"""How the finished program is started to be the process that opens scans."""

log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0 done, 1 refused or failed, 2 wrong usage."""
    if argv is None:  # else a program that is not ours asks, and stays as it is
        harden()
    typed = sys.argv[1:] if argv is None else list(argv)
    if typed == [_SCAN_RENDERING]:
        return _render_scan()
    if not typed or typed[0] in ("demo", "--vault"):
        return _open_window(typed)
    return _run_command(typed)


def _run_command(typed: Sequence[str]) -> int:
    args = _parser().parse_args(typed)
    _steady_streams()
    try:
        code = int(args.run(args, sys.stdout, sys.stderr))
        sys.stdout.flush()  # here, where a full disk or a closed pipe can still be told
    except IsteamError as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return 1
    except BrokenPipeError:
        _to_nowhere(sys.stdout)
        return 1
    except OSError as error:
        _to_nowhere(sys.stdout)
        sys.stderr.write(
            f"The computer refused to read or write: {error.strerror or 'no reason'}. "
            "Check the file, its folder and the room on the disk, then try again.\n"
        )
        return 1
    except Exception as bug:  # noqa: BLE001 - the last border: no traceback reaches a user
        log.error("bug in a command: %s", type(bug).__name__)  # noqa: TRY400 - a traceback may quote personal data
        sys.stderr.write(
            "Something went wrong inside the program. Nothing was left half done; "
            "please report the command you typed.\n"
        )
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="isteam",
        description="Casework, disclosures and letters. Without arguments it opens "
        "the window; `isteam demo` opens it on made-up data.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in _COMMANDS:
        import_module(f"isteam_app.cli.{name}").add_parser(commands)
    return parser


def _steady_streams() -> None:
    """Let no letter of a name, and no stream that is missing, stop a command.

    A window program on Windows has no streams; a pipe there cannot write every name.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open as long as the program is
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _to_nowhere(stream: TextIO) -> None:
    """Drop what is still to be written, or Python complains of it once more at exit."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _render_scan() -> int:
    from isteam_app.scan_rendering.worker import serve  # loads what opens files

    serve()
    return 0


def _open_window(typed: Sequence[str]) -> int:
    from ui.app import main as open_window  # the one door from the core to the window

    return open_window(typed)


if __name__ == "__main__":
    sys.exit(main())
