"""`isteam sample`: a vault full of made-up data, for trials and measurements."""

import argparse
from pathlib import Path
from typing import Any, TextIO

from isteam_app.cli.sign_in import add_passphrase, passphrase


def add_parser(commands: Any) -> None:
    parser = commands.add_parser("sample", help="a vault full of made-up data")
    parser.add_argument("vault", type=Path, metavar="PATH")
    parser.add_argument("--cases", type=_number, default=1_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    add_passphrase(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    from isteam_app.services.sample import make_sample  # only this command needs it
    from isteam_app.services.unlock import lock

    session = make_sample(
        args.vault,
        passphrase=passphrase(args, twice=True),
        cases=args.cases,
        seed=args.seed,
        progress=lambda done, total: _say(err, done, total),
    )
    lock(session)
    out.write(f"{args.cases:,} cases written.\n")
    return 0


def _number(typed: str) -> int:
    try:
        number = int(typed)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError("give a whole number of 1 or more")
    return number


def _say(err: TextIO, done: int, total: int) -> None:
    """Count where somebody watches; a file of messages stays empty."""
    if err.isatty():
        end = "\n" if done == total else ""
        err.write(f"\r{done:,} of {total:,} cases{end}")
        err.flush()
