"""The steps of a case from arrival to close: done, next, and still to come."""

from dataclasses import replace
from datetime import date

from isteam_app.domain.case_types.common import (
    AUTHORITY,
    CLARIFICATION,
    FEE,
    IDENTITY,
)
from isteam_app.domain.cases import CaseEvent, EventKind
from isteam_app.domain.dates import long_date
from isteam_app.domain.enclosed_money import money_enclosed, money_of, money_returned
from isteam_app.domain.forms import standing
from isteam_app.domain.next_steps import AT_ONCE, decision_state
from isteam_app.domain.reminders import reminders
from isteam_app.services.cases import CasePage
from isteam_app.services.decisions import gaps
from ui.cases.words import decision_words
from ui.common.checks import Check

NEXT, MAY_EXTEND, MONEY = "next", "may_extend", "money"
_REMINDER = "reminder"
_ASKED = (
    (IDENTITY, "Ask for proof of identity", "Record proof of identity"),
    (AUTHORITY, "Ask for proof of authority", "Record proof of authority"),
    (FEE, "Ask for the fee", "Record the fee"),
    (CLARIFICATION, "Ask what is wanted", "Record the answer"),
)


def checklist(page: CasePage) -> tuple[Check, ...]:
    """Every step, with the day it was done or by when it is wanted."""
    lines = [*_reminded(page), _received(page), *_money(page), *_at_once(page)]
    lines += [
        *_acknowledgement(page),
        *_questions(page),
        *_extension(page),
        *_progress(page),
    ]
    lines += [*_decision(page), _answer(page), *_afterwards(page), _close(page)]
    return tuple(_with_next(page, lines))


def reminder_key(key: str) -> tuple[str, int] | None:
    """Return the form and the entry a line reminds of, None for every other line."""
    start, _, rest = key.partition("-")
    form, _, entry = rest.rpartition("-")
    return (form, int(entry)) if start == _REMINDER else None


def counts_as_step(check: Check) -> bool:
    """Say whether a line is a step of the case: not a choice, nor a reminder."""
    return check.key != MAY_EXTEND and reminder_key(check.key) is None


def _reminded(page: CasePage) -> list[Check]:
    """What has come due on an entry of a form, before all else."""
    due = reminders(
        page.definition, page.entries, page.today, is_open=page.case.is_open
    )
    return [
        Check(
            f"{_REMINDER}-{each.form}-{each.entry}",
            "missing",
            each.words,
            _since(each.since, page.today),
            "Go",
        )
        for each in due
    ]


def _since(day: date, today: date) -> str:
    return "Today" if day == today else f"Since {long_date(day)}"


def _money(page: CasePage) -> list[Check]:
    """Money nobody asked for goes back, whatever becomes of the request."""
    came = money_enclosed(page.case.events)
    if came is None:
        return []
    words = "Return the money enclosed"
    back = money_returned(page.case.events)
    if back is not None:
        return [_line(MONEY, words, back)]
    return [Check(MONEY, "todo", words, money_of(came), "Go")]


def _received(page: CasePage) -> Check:
    return Check(
        "received", "met", "Receive the request", long_date(page.case.received)
    )


def _acknowledgement(page: CasePage) -> list[Check]:
    definition = page.definition
    if definition.acknowledgement == definition.response:
        return []
    done = _last(page, EventKind.ACKNOWLEDGED)
    combined = _last(page, EventKind.ANSWERED) or decision_state(page.case)
    if done is None and combined:
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


def _at_once(page: CasePage) -> list[Check]:
    """What must come before anything else: marketing stops first."""
    duty = page.definition.at_once
    return [_line(duty.value, AT_ONCE[duty], _last(page, duty))] if duty else []


def _extension(page: CasePage) -> list[Check]:
    done = _last(page, EventKind.EXTENDED)
    if done is not None:
        return [_line("extend", "Extend by two months", done)]
    by = page.clock.notice_post_by
    if by is None or page.case.decision or page.case.has(EventKind.ANSWERED):
        return []
    if by < page.today:
        rule = f"The last post for the notice went on {long_date(by)}"
    else:
        rule = f"The notice must be posted by {long_date(by)}"
    return [Check(MAY_EXTEND, "todo", "Extend the time, if it is complex", rule)]


def _progress(page: CasePage) -> list[Check]:
    return [
        Check(
            f"progress-{event.id}", "met", "Write how it is going", long_date(event.on)
        )
        for event in page.case.events
        if event.kind is EventKind.PROGRESS_TOLD
    ]


def _decision(page: CasePage) -> list[Check]:
    """The decision and its approval, with what stands between now and then."""
    if not page.definition.is_decided:
        return []
    state = decision_state(page.case)
    alone = _last(page, EventKind.DECIDED)
    sent = _last(page, EventKind.SUBMITTED)
    if state is None:
        return [Check("decide", "todo", "Decide", _before_deciding(page))]
    events = [each for each in (alone, sent) if each]
    if not events:  # approved, and nobody wrote down who decided
        return [_line("decide", "Decide", None)]
    made = max(events, key=lambda each: each.id)
    lines = [_line("decide", "Decide", made)]
    lines[0] = replace(lines[0], rule=f"{decision_words(page)}, {lines[0].rule}")
    if made is sent:
        approved = _last(page, EventKind.APPROVED)
        done = approved if approved and approved.id > sent.id else None
        lines.append(_line("approve", "Approve or send back", done))
    return lines


def _before_deciding(page: CasePage) -> str:
    """Say what the usual outcome still lacks; the forms below name each answer."""
    usual = page.definition.outcomes[0]
    missing = gaps(page.definition, usual, page.entries)
    if not missing:
        return ""
    count = len(missing)
    answers = f"{count} answer{'s' * (count != 1)}"
    return f"Before \u201c{usual.name}\u201d: {answers} still to be filled in below"


def _afterwards(page: CasePage) -> list[Check]:
    """Tell others who hold the data; tell the person before a restriction ends."""
    recipients = standing(page.entries, "recipient")
    lines = []
    if recipients:
        told = sum(bool(each["told"]) for each in recipients)
        state = "met" if told == len(recipients) else "todo"
        rule = f"{told} of {len(recipients)} settled"
        lines.append(Check("recipients", state, "Tell the recipients", rule))
    if page.case.decision == "restricted":
        notice = _last(page, EventKind.LIFTING_NOTICE)
        lifted = _last(page, EventKind.RESTRICTION_LIFTED)
        lines.append(_line("lifting", "Post the lifting notice", notice))
        lines.append(_line("lifted", "Lift the restriction", lifted))
    return lines


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
            rule = ". ".join(part for part in (by, line.rule) if part)
            lines[place] = replace(line, key=NEXT, state="next", rule=rule, go="Go")
            return lines
    todo = [place for place, line in enumerate(lines) if line.state == "todo"]
    place = todo[0] if todo else len(lines)
    lines.insert(place, Check(NEXT, "next", step.text, by, "Go"))
    return lines


def _last(page: CasePage, kind: EventKind) -> CaseEvent | None:
    found = [event for event in page.case.events if event.kind is kind]
    return found[-1] if found else None
