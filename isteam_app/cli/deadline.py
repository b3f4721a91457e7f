"""`isteam deadline`: works out a date from events, one request or many at once."""

import argparse
import json
import re
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any, TextIO

from isteam_app.domain.cases import EventKind
from isteam_app.domain.clock_events import CLOCK_KINDS
from isteam_app.domain.deadlines import ClockEvent, Deadline, Request, deadline
from isteam_app.domain.settings import Nation, PauseReading
from isteam_app.errors import RuleBroken
from isteam_app.services.calendars import working_calendar

_EXAMPLE = "2026-11-20:received"
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST = 40
_EVENTS = tuple(
    kind for kind in EventKind if kind is EventKind.RECEIVED or kind in CLOCK_KINDS
)


def add_parser(commands: Any) -> None:
    parser = commands.add_parser("deadline", help="when a request must be answered")
    parser.add_argument("--request", choices=[each.value for each in Request])
    parser.add_argument(
        "--event", action="append", default=[], metavar="DATE:NAME", help=_EXAMPLE
    )
    parser.add_argument(
        "--calendar",
        choices=[each.value for each in Nation],
        default=Nation.ENGLAND_AND_WALES.value,
    )
    parser.add_argument(
        "--pause-reading",
        choices=[each.value for each in PauseReading],
        default=PauseReading.CONSERVATIVE.value,
    )
    parser.add_argument("--today", metavar="DATE", help="for “if answered today”")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--batch", action="store_true", help="read vectors from standard input"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    if args.batch:
        json.dump(answers(sys.stdin.read()), out, indent=1)
        out.write("\n")
        return 0
    if args.request is None:
        raise RuleBroken(
            f"Say which request, for example: --request access --event {_EXAMPLE}"
        )
    found = _deadline(
        {
            "request": args.request,
            "calendar": args.calendar,
            "pause_reading": args.pause_reading,
            "events": [_typed_event(text) for text in args.event],
        },
        today=_day(args.today) if args.today else None,
    )
    if args.json:
        json.dump(_facts(found), out, indent=2)
        out.write("\n")
    else:
        _print(found, out)
    return 0


def answers(text: str) -> list[dict[str, Any]]:
    """Answer every vector of a batch, in order; one that cannot be is "invalid".

    `text` is JSON: {"vectors": [...]}. Raises RuleBroken when it is not.
    """
    try:
        vectors = json.loads(text)["vectors"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise RuleBroken(
            'The input is not a batch. Send JSON of the form {"vectors": [...]}.',
            detail=type(error).__name__,
        ) from error
    if not isinstance(vectors, list):
        raise RuleBroken('"vectors" must be a list.')
    return [_answer(vector) for vector in vectors]


def _answer(vector: object) -> dict[str, Any]:
    name = vector.get("id") if isinstance(vector, dict) else None
    try:
        return {"id": name, **_facts(_deadline(vector))}
    except RuleBroken as refused:
        return {
            "id": name,
            "state": "invalid",
            "start": None,
            "due": None,
            "extension_notice_due": None,
            "paused_days": None,
            "because": [],
            "error": str(refused),
        }


def _deadline(vector: object, today: date | None = None) -> Deadline:
    if not isinstance(vector, dict):
        raise RuleBroken("A vector must be an object.")
    events = vector.get("events")
    if not isinstance(events, list):
        raise RuleBroken("“events” must be a list.")
    return deadline(
        _one_of(Request, vector.get("request"), "request"),
        [_event(event) for event in events],
        calendar=working_calendar(
            _one_of(
                Nation,
                vector.get("calendar", Nation.ENGLAND_AND_WALES.value),
                "calendar",
            )
        ),
        reading=_one_of(
            PauseReading,
            vector.get("pause_reading", PauseReading.CONSERVATIVE.value),
            "pause_reading",
        ),
        today=today,
    )


def _event(event: object) -> ClockEvent:
    if not isinstance(event, Mapping):
        raise RuleBroken("An event must be an object with “date” and “event”.")
    kind = _one_of(_EVENTS, event.get("event"), "event")
    return ClockEvent(on=_day(event.get("date")), kind=kind)


def _typed_event(text: str) -> dict[str, str]:
    day, colon, name = text.partition(":")
    if not colon:
        raise RuleBroken(f"“{_short(text)}” is not an event. Write it like {_EXAMPLE}.")
    return {"date": day, "event": name}


def _day(text: object) -> date:
    try:
        if isinstance(text, str) and _ISO_DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # the right form, but no such day
    raise RuleBroken(f"“{_short(text)}” is not a date. Write it like 2026-11-20.")


def _short(text: object) -> str:
    """Return what was typed on one line, cut where it is long."""
    line = " ".join(str(text).split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _one_of(names: Any, text: object, what: str) -> Any:
    known = {each.value: each for each in names}
    if not isinstance(text, str) or text not in known:
        raise RuleBroken(
            f"“{_short(text)}” is not a known {what}. Use: {', '.join(known)}."
        )
    return known[text]


def _facts(found: Deadline) -> dict[str, Any]:
    return {
        "state": found.state.value,
        "start": _iso(found.start),
        "due": _iso(found.due),
        "extension_notice_due": _iso(found.extension_notice_due),
        "paused_days": found.paused_days,
        "because": [_line(step.fact, step.on, step.value, step.reason)
                    for step in found.because],
        "if_answered_today": _iso(found.if_answered_today),
        "other_reading_due": _iso(found.other_reading_due),
        "target": _iso(found.target),
    }  # fmt: skip


def _line(fact: str, on: date | None, value: str, reason: str) -> str:
    return f"{fact}: {on.isoformat() if on else value}. {reason}"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _print(found: Deadline, out: TextIO) -> None:
    facts = _facts(found)
    out.write(f"{facts['due'] or facts['state'].replace('_', ' ')}\n")
    for line in facts["because"]:
        out.write(f"  {line}\n")
    if found.if_answered_today:
        out.write(f"  If answered today: {facts['if_answered_today']}\n")
