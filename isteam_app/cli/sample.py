"""`isteam sample`: a vault full of made-up data, for trials and measurements."""

import argparse
from pathlib import Path
from typing import Any, TextIO

from isteam_app.cli.sign_in import add_passphrase, passphrase
from isteam_app.services.sample import make_sample
from isteam_app.services.unlock import lock


def add_parser(commands: Any) -> None:
    parser = commands.add_parser("sample", help="a vault full of made-up data")
    parser.add_argument("vault", type=Path, metavar="PATH")
    parser.add_argument("--cases", type=int, default=1_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    add_passphrase(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    session = make_sample(
        args.vault,
        passphrase=passphrase(args, twice=True),
        cases=max(1, args.cases),
        seed=args.seed,
    )
    lock(session)
    out.write(f"{args.cases:,} cases written.\n")
    return 0
