"""`isteam case`: a read-only look at cases from a terminal or a script."""

import argparse
import json
from typing import Any, TextIO

from isteam_app.cli.sign_in import add_remembered, add_vault, signed_in
from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import CaseRow
from isteam_app.domain.listing import OPEN_STATES, CaseFilter, CaseOrder
from isteam_app.services.cases import CasePage, case_by_reference, list_cases
from isteam_app.services.trail_notes import note_view

_MOST = 1_000_000


def add_parser(commands: Any) -> None:
    parser = commands.add_parser("case", help="list cases, or show one")
    doing = parser.add_subparsers(dest="doing", required=True, metavar="WHAT")
    listing = doing.add_parser("list", help="open cases, most urgent first")
    add_vault(listing)
    add_remembered(listing)
    listing.add_argument("--all", action="store_true", help="closed cases too")
    listing.add_argument("--limit", type=int, default=50, metavar="N")
    listing.add_argument("--json", action="store_true")
    showing = doing.add_parser("show", help="one case with its working")
    add_vault(showing)
    add_remembered(showing)
    showing.add_argument("reference", metavar="REFERENCE", help="IS-2026-00042")
    showing.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    return {"list": _list, "show": _show}[args.doing](args, out)


def _list(args: argparse.Namespace, out: TextIO) -> int:
    wanted = CaseFilter() if args.all else CaseFilter(states=OPEN_STATES)
    limit = min(max(1, args.limit), _MOST)
    with signed_in(args, looks=True) as session:
        rows = list_cases(session, wanted, CaseOrder(), limit=limit).rows
    if args.json:
        json.dump([_facts(row) for row in rows], out, indent=2)
        out.write("\n")
        return 0
    for row in rows:
        due = f"{row.due:%Y-%m-%d}" if row.due else "no date   "
        out.write(f"{row.reference}  {due}  {row.next_action}  ({row.person})\n")
    return 0


def _facts(row: CaseRow) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "type": row.kind.value,
        "state": row.state.value,
        "person": row.person,
        "owner": row.owner,
        "received": row.received.isoformat(),
        "due": row.due.isoformat() if row.due else None,
        "post_by": row.post_by.isoformat() if row.post_by else None,
        "next_action": row.next_action,
    }


def _show(args: argparse.Namespace, out: TextIO) -> int:
    with signed_in(args, looks=True) as session:
        page = case_by_reference(session, args.reference)
        note_view(session, "case", page.case.id)
    if args.json:
        json.dump(_page_facts(page), out, indent=2)
        out.write("\n")
        return 0
    definition = CASE_TYPES[page.case.kind]
    out.write(f"{page.case.reference}  {definition.name}  {page.case.subject.name}\n")
    out.write(f"{page.clock.headline}\n")
    if page.clock.second:
        out.write(f"{page.clock.second}\n")
    for step in page.clock.deadline.because:
        day = f"{step.on:%Y-%m-%d}" if step.on else step.value
        out.write(f"  {step.fact}: {day}. {step.reason}\n")
    return 0


def _page_facts(page: CasePage) -> dict[str, Any]:
    case, clock = page.case, page.clock
    return {
        "reference": case.reference,
        "type": case.kind.value,
        "state": case.state.value,
        "person": case.subject.name,
        "received": case.received.isoformat(),
        "due": clock.due.isoformat() if clock.due else None,
        "decision": case.decision,
        "ground": case.ground,
        "closed_on": case.closed_on.isoformat() if case.closed_on else None,
        "headline": clock.headline,
        "because": [
            {
                "fact": step.fact,
                "on": step.on.isoformat() if step.on else None,
                "value": step.value,
                "reason": step.reason,
            }
            for step in clock.deadline.because
        ],
        "events": [
            {"kind": event.kind.value, "on": event.on.isoformat()}
            for event in case.events
        ],
    }
