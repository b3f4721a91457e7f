"""`isteam export`: the disclosures register as a file for an auditor."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from isteam_app.cli.sign_in import add_remembered, add_vault, signed_in
from isteam_app.services.register_exports import export_register


def add_parser(commands: Any) -> None:
    parser = commands.add_parser("export", help="write a register to a file")
    doing = parser.add_subparsers(dest="doing", required=True, metavar="WHAT")
    register = doing.add_parser("disclosures", help="the register of disclosures")
    add_vault(register)
    add_remembered(register)
    register.add_argument("--view", choices=("full", "regulator"), default="full")
    register.add_argument("--format", choices=("csv",), default="csv")
    register.add_argument("--from", dest="first", type=_day, metavar="DATE")
    register.add_argument("--to", dest="last", type=_day, metavar="DATE")
    register.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    with signed_in(args) as session:
        count = export_register(
            session, args.output, first=args.first, last=args.last, view=args.view
        )
    out.write(f"{count} third-party requests written.\n")
    return 0


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"“{typed[:40]}” is not a date. Write it like 2026-11-20"
        ) from None
