"""`isteam export`: the register of third-party requests as a file for an auditor."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from isteam_app.cli.sign_in import add_remembered, add_vault, signed_in
from isteam_app.services.register_exports import (
    Format,
    RegisterExport,
    View,
    export_register,
)


def add_parser(commands: Any) -> None:
    parser = commands.add_parser("export", help="write a register to a file")
    doing = parser.add_subparsers(dest="doing", required=True, metavar="WHAT")
    register = doing.add_parser(
        "disclosures", help="the register of third-party requests"
    )
    add_vault(register)
    add_remembered(register)
    register.add_argument(
        "--view",
        choices=[each.value for each in View],
        default=View.FULL.value,
        help="everything, without names for the regulator, or numbers alone",
    )
    register.add_argument(
        "--format",
        choices=[each.value for each in Format],
        default=Format.CSV.value,
        help="the same rows in each",
    )
    register.add_argument(
        "--from", dest="first", type=_day, metavar="DATE", help="received from this day"
    )
    register.add_argument(
        "--to", dest="last", type=_day, metavar="DATE", help="received up to this day"
    )
    register.add_argument(
        "--reason", default="", help="what the full register is for; it is kept"
    )
    register.add_argument(
        "--suppress", action="store_true", help="keep small numbers back (statistics)"
    )
    register.add_argument(
        "--with-locked",
        action="store_true",
        help="take in what is locked, as far as you may see it (full)",
    )
    register.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    wanted = RegisterExport(
        view=View(args.view),
        format=Format(args.format),
        first=args.first,
        last=args.last,
        reason=args.reason,
        suppress=args.suppress,
        with_locked=args.with_locked,
    )
    with signed_in(args) as session:
        count = export_register(session, args.output, wanted)
    out.write(f"{count:,} {'row' if count == 1 else 'rows'} written.\n")
    return 0


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"“{typed[:40]}” is not a date. Write it like 2026-11-20"
        ) from None
