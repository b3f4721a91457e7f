"""`isteam`: without arguments it opens the window; sub-commands work without one."""

import argparse
import logging
import sys
from collections.abc import Sequence
from importlib import import_module

from isteam_app.errors import IsteamError

_COMMANDS = ("deadline", "vault", "case", "export", "letter", "sample", "self_test")

log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0 done, 1 refused or failed, 2 wrong usage."""
    typed = sys.argv[1:] if argv is None else list(argv)
    if not typed or typed[0] in ("demo", "--vault"):
        return _open_window(typed)
    args = _parser().parse_args(typed)
    try:
        return int(args.run(args, sys.stdout, sys.stderr))
    except IsteamError as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return 1
    except BrokenPipeError:
        return 1
    except Exception as bug:  # noqa: BLE001 - the last border: no traceback reaches a user
        log.error("bug in a command: %s", type(bug).__name__)  # noqa: TRY400 - a traceback may quote personal data
        sys.stderr.write(
            "Something went wrong inside the program. Nothing was left half done; "
            "please report the command you typed.\n"
        )
        return 1


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


def _open_window(typed: Sequence[str]) -> int:
    from ui.app import main as open_window  # the one door from the core to the window

    return open_window(typed)


if __name__ == "__main__":
    sys.exit(main())
