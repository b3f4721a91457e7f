"""Puts a calculated deadline into words: the headline, the facts, plain text."""

from dataclasses import dataclass
from datetime import date

from isteam_app.domain.calendars import WorkingCalendar
from isteam_app.domain.case_clock import time_left
from isteam_app.domain.cases import ClockState, EventKind
from isteam_app.domain.clock_events import Request
from isteam_app.domain.dates import long_date
from isteam_app.domain.deadlines import Deadline, Step, post_by
from isteam_app.domain.settings import Nation, PauseReading
from ui.common.clock_card import ClockStep, ClockView
from ui.common.facts import Fact

SOON = 7
"""Days before the date from which it counts as soon."""

REQUESTS = {
    Request.ACCESS: "Access: a copy of their data",
    Request.RECTIFICATION: "Correction",
    Request.ERASURE: "Erasure",
    Request.RESTRICTION: "Restriction",
    Request.PORTABILITY: "Transfer of their data",
    Request.OBJECTION: "Objection",
    Request.MARKETING_OBJECTION: "Objection to marketing",
    Request.DATA_PROTECTION_COMPLAINT: "Data protection complaint",
}
NATIONS = {
    Nation.ENGLAND_AND_WALES: "England and Wales",
    Nation.SCOTLAND: "Scotland",
    Nation.NORTHERN_IRELAND: "Northern Ireland",
}
READINGS = {
    PauseReading.CONSERVATIVE: "The day of asking counts (cautious)",
    PauseReading.INCLUSIVE: "The day of asking is left out",
}
HAPPENED = {
    EventKind.IDENTITY_ASKED: "Proof of identity asked for",
    EventKind.IDENTITY_RECEIVED: "Proof of identity received",
    EventKind.AUTHORITY_ASKED: "Proof of authority asked for",
    EventKind.AUTHORITY_RECEIVED: "Proof of authority received",
    EventKind.FEE_ASKED: "Fee asked for",
    EventKind.FEE_PAID: "Fee paid",
    EventKind.CLARIFICATION_ASKED: "Clarification asked for",
    EventKind.CLARIFICATION_RECEIVED: "Clarification received",
    EventKind.EXTENDED: "Extension notified",
}
"""What may follow the receipt, in the order the menu offers it."""

_AWAITED = {
    EventKind.IDENTITY_RECEIVED: "proof of identity",
    EventKind.AUTHORITY_RECEIVED: "proof of authority",
    EventKind.FEE_PAID: "the fee",
    EventKind.CLARIFICATION_RECEIVED: "the answer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """One calculation: what was asked of the engine, and its answer.

    `delivery_days` are the working days that the post takes.
    """

    request: Request
    found: Deadline
    calendar: WorkingCalendar
    reading: PauseReading
    today: date
    delivery_days: int

    @property
    def post_by(self) -> date | None:
        """The last day to hand the answer to the post."""
        if self.found.due is None:
            return None
        return post_by(
            self.found.due, calendar=self.calendar, delivery_days=self.delivery_days
        )


def clock_view(worked: Worked) -> ClockView:
    """The result as the clock card shows it."""
    steps = tuple(
        ClockStep(step.fact, _value(step), step.reason) for step in worked.found.because
    )
    return ClockView(_state(worked), headline(worked), second(worked), steps)


def headline(worked: Worked) -> str:
    found = worked.found
    if found.state is ClockState.PAUSED:
        since = found.paused[-1][0] if found.paused else None
        return f"Paused since {long_date(since)}" if since else "Paused"
    if found.due is None:
        return "Not started"
    left = time_left(found.due, worked.today, worked.calendar)
    return f"Due {long_date(found.due)}, {left}"


def second(worked: Worked) -> str:
    found = worked.found
    if found.waiting_for:
        waiting = " and ".join(_AWAITED[kind] for kind in found.waiting_for)
        due = found.if_answered_today
        then = f". If it came today, due {long_date(due)}" if due else ""
        return f"Waiting for {waiting}{then}"
    latest = worked.post_by
    return f"Post by {long_date(latest)} to arrive in time" if latest else ""


def facts(worked: Worked) -> tuple[Fact, ...]:
    """The dates beside the due date, and the law they come from."""
    found = worked.found
    other = (
        PauseReading.INCLUSIVE
        if worked.reading is PauseReading.CONSERVATIVE
        else PauseReading.CONSERVATIVE
    )
    return (
        Fact("Clock starts", _day(found.start)),
        Fact("Post the answer by", _day(worked.post_by)),
        Fact("Notify an extension by", _day(found.extension_notice_due)),
        Fact("Our target", _day(found.target)),
        Fact(
            "The other reading",
            f"{_day(found.other_reading_due)}\n{READINGS[other]}"
            if found.other_reading_due
            else "",
        ),
        Fact("Law", found.regime),
        Fact("Working days", NATIONS[worked.calendar.nation]),
    )


def holidays_warning(worked: Worked) -> str:
    """Say that a public holiday not yet announced could move the date, or nothing."""
    if not worked.found.beyond_known_holidays:
        return ""
    return (
        f"They are known up to {long_date(worked.calendar.known_until)}. One announced "
        "later could move this date."
    )


def plain_text(worked: Worked) -> str:
    """The whole working as lines of plain text, for a file note."""
    lines = [REQUESTS[worked.request], headline(worked), second(worked), "", "Why"]
    lines += [
        "  ".join(part for part in (step.fact, _value(step), step.reason) if part)
        for step in worked.found.because
    ]
    lines.append("")
    lines += [
        f"{fact.label}: {', '.join(fact.value.splitlines())}"
        for fact in facts(worked)
        if fact.value
    ]
    lines.append(f"Pauses: {READINGS[worked.reading]}")
    lines.append(f"Worked out on {long_date(worked.today)}")
    warning = holidays_warning(worked)
    if warning:
        lines.append(f"Public holidays: {warning}")
    return "\n".join(lines)


def _state(worked: Worked) -> str:
    stopped = {ClockState.PAUSED: "paused", ClockState.NOT_STARTED: "waiting"}
    found = worked.found
    if found.state in stopped:
        return stopped[found.state]
    if found.due is None:
        return "running"
    left = (found.due - worked.today).days
    return "late" if left < 0 else "soon" if left <= SOON else "running"


def _value(step: Step) -> str:
    return long_date(step.on) if step.on else step.value


def _day(day: date | None) -> str:
    return long_date(day) if day else ""
