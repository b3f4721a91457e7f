"""`isteam self-test`: whether this installation can do what it must."""

import argparse
import json
from dataclasses import asdict
from typing import Any, TextIO

from isteam_app.self_test import Report, self_test


def add_parser(commands: Any) -> None:
    parser = commands.add_parser(
        "self-test", help="try the cipher, the fonts and a letter on this computer"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    report = self_test()
    if args.json:
        json.dump({**asdict(report), "passed": report.passed}, out, indent=2)
        out.write("\n")
    else:
        _print(report, out)
    if report.passed:
        return 0
    faults = ", ".join(check.name for check in report.checks if not check.passed)
    err.write(f"The self-test found a fault: {faults}.\n")
    return 1


def _print(report: Report, out: TextIO) -> None:
    out.write(f"ISTeam {report.version}\n")
    for check in report.checks:
        verdict = "ok   " if check.passed else "FAULT"
        out.write(f"{verdict}  {check.name}: {check.found}\n")
