"""The steps of a case from arrival to close: done, next, and still to come."""

from dataclasses import replace

from isteam_app.domain.case_types.common import (
    AUTHORITY,
    CLARIFICATION,
    FEE,
    IDENTITY,
)
from isteam_app.domain.cases import CaseEvent, EventKind
from isteam_app.domain.dates import long_date
from isteam_app.services.cases import CasePage
from ui.common.checks import Check

NEXT = "next"
_ASKED = (
    (IDENTITY, "Ask for proof of identity", "Record proof of identity"),
    (AUTHORITY, "Ask for proof of authority", "Record proof of authority"),
    (FEE, "Ask for the fee", "Record the fee"),
    (CLARIFICATION, "Ask what is wanted", "Record the answer"),
)


def checklist(page: CasePage) -> tuple[Check, ...]:
    """Every step, with the day it was done or by when it is wanted."""
    lines = [_received(page), *_acknowledgement(page), *_questions(page)]
    lines += [*_extension(page), _answer(page), _close(page)]
    return tuple(_with_next(page, lines))


def _received(page: CasePage) -> Check:
    return Check(
        "received", "met", "Receive the request", long_date(page.case.received)
    )


def _acknowledgement(page: CasePage) -> list[Check]:
    definition = page.definition
    if definition.acknowledgement == definition.response:
        return []
    done = _last(page, EventKind.ACKNOWLEDGED)
    if done is None and _last(page, EventKind.ANSWERED):
        return []
    return [_line("acknowledge", "Write the acknowledgement", done)]


def _questions(page: CasePage) -> list[Check]:
    lines = []
    for (ask, answer), asking, recording in _ASKED:
        asked, answered = _last(page, ask), _last(page, answer)
        if asked is not None:
            lines.append(_line(ask.value, asking, asked))
            late = answered if answered and answered.id > asked.id else None
            lines.append(_line(answer.value, recording, late))
    return lines


def _extension(page: CasePage) -> list[Check]:
    done = _last(page, EventKind.EXTENDED)
    return [_line("extend", "Extend by two months", done)] if done else []


def _answer(page: CasePage) -> Check:
    return _line("answer", page.definition.answer, _last(page, EventKind.ANSWERED))


def _close(page: CasePage) -> Check:
    closed = None if page.case.is_open else _last(page, EventKind.CLOSED)
    return _line("close", "Close the case", closed)


def _line(key: str, words: str, done: CaseEvent | None) -> Check:
    if done is None:
        return Check(key, "todo", words)
    return Check(key, "met", words, long_date(done.on))


def _with_next(page: CasePage, lines: list[Check]) -> list[Check]:
    """Mark the next step; a step of its own stands before what is still to do."""
    step = page.clock.next_step
    if step is None:
        return lines
    by = f"By {long_date(step.by)}" if step.by else ""
    for place, line in enumerate(lines):
        if line.words == step.text and line.state == "todo":
            lines[place] = replace(line, key=NEXT, state="next", rule=by, go="Go")
            return lines
    todo = [place for place, line in enumerate(lines) if line.state == "todo"]
    place = todo[0] if todo else len(lines)
    lines.insert(place, Check(NEXT, "next", step.text, by, "Go"))
    return lines


def _last(page: CasePage, kind: EventKind) -> CaseEvent | None:
    found = [event for event in page.case.events if event.kind is kind]
    return found[-1] if found else None
