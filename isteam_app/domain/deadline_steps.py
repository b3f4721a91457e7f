"""The working of a deadline in words: one line a fact, each with its reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from isteam_app.domain.calendars import WorkingCalendar
from isteam_app.domain.cases import EventKind
from isteam_app.domain.clock_events import History, Round
from isteam_app.domain.dates import MONTHS, long_date
from isteam_app.domain.settings import Nation, PauseReading

_GATES = {
    EventKind.IDENTITY_RECEIVED: "Proof of identity",
    EventKind.AUTHORITY_RECEIVED: "Proof of authority",
    EventKind.FEE_PAID: "Fee",
}
_READINGS = {
    PauseReading.CONSERVATIVE: "The cautious count, set in Settings",
    PauseReading.INCLUSIVE: "Both days left out, as set in Settings",
}
_NATIONS = {
    Nation.ENGLAND_AND_WALES: "England and Wales",
    Nation.SCOTLAND: "Scotland",
    Nation.NORTHERN_IRELAND: "Northern Ireland",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the working: a fact, its date or value, and the reason for it."""

    fact: str
    reason: str
    on: date | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    """Which article counts; the older rules are cited without a paragraph."""

    article: str
    numbered: bool
    regime: str

    def paragraph(self, number: int) -> str:
        return f"{self.article}({number})" if self.numbered else self.article


def beginning(
    past: History, start: date | None, first_month: date, law: Law
) -> Iterator[Step]:
    """Yield the receipt and whatever the start of the clock waited for.

    `first_month` is when the month from the receipt ended: what was asked only after
    it still starts the clock again, by the letter of Article 12A(2), but a person must
    judge whether the answer was late already.
    """
    yield Step(
        fact="Received",
        on=past.received,
        reason=(
            f"The clock starts on the day of receipt. {law.paragraph(2)}"
            if start == past.received
            else "Received, but the clock waits for what was asked"
        ),
    )
    for kind, each in past.gates:
        yield Step(
            fact=f"{_GATES[kind]} asked for",
            on=each.asked,
            reason=(
                f"The clock does not start without it. {law.paragraph(2)}"
                if each.asked <= first_month
                else "Asked after the first month: check that it was not late already"
            ),
        )
        if each.answered:
            yield Step(
                fact=f"{_GATES[kind]} received",
                on=each.answered,
                reason=(
                    f"The clock starts from here. {law.paragraph(2)}"
                    if each.answered == start
                    else "Not the last thing waited for"
                ),
            )


def not_started(law: Law) -> Step:
    return Step(
        fact="Not started",
        value="waiting",
        reason=f"The month begins when it arrives. {law.paragraph(2)}",
    )


def answered_pauses(
    pauses: tuple[Round, ...], days: int, reading: PauseReading, law: Law
) -> Iterator[Step]:
    """Yield the pauses that are over, and how many days they take out."""
    over = [each for each in pauses if each.answered]
    for each in over:
        yield Step(
            fact="Asked what is wanted",
            on=each.asked,
            reason=f"The clock stops while we wait. {law.paragraph(5)}",
        )
        yield Step(fact="Answered", on=each.answered, reason="The clock runs again")
    if over:
        yield Step(fact="Days not counted", value=str(days), reason=_READINGS[reading])


def open_pause(asked: date, law: Law) -> Step:
    return Step(
        fact="Asked what is wanted",
        on=asked,
        reason=f"The clock stands still until the answer comes. {law.paragraph(5)}",
    )


def no_pause(asked: date, too_late: bool, law: Law) -> Step:
    """Say why a question did not stop the clock."""
    reason = (
        "Asked after the last day, so it could not stop the clock"
        if too_late
        else "Only a request for access pauses for this"
    )
    return Step(
        fact="Asked what is wanted", on=asked, reason=f"{reason}. {law.paragraph(5)}"
    )


def counting(
    start: date, raw: date, days: int, extended: date | None, law: Law
) -> Iterator[Step]:
    """Yield the months counted from the start and the days added for pauses."""
    if extended:
        yield Step(
            fact="Extended",
            on=extended,
            reason=f"Two further months, counted from the start. {law.paragraph(3)}",
        )
    yield Step(
        fact="Three months" if extended else "One month",
        on=raw,
        reason=_same_date(start, raw, extended),
    )
    if days:
        month = MONTHS[raw.month - 1][:3]
        yield Step(
            fact=f"{raw.day} {month} plus {days} day{'s' if days > 1 else ''}",
            on=raw + timedelta(days=days),
            reason="The days not counted are added",
        )


def known_until(calendar: WorkingCalendar, due: date) -> Iterator[Step]:
    """Yield a warning where public holidays are not yet known."""
    if due > calendar.known_until:
        yield Step(
            fact="Public holidays",
            on=calendar.known_until,
            reason="Known up to here: a new one could move the date",
        )


def last_step(counted: date, due: date, calendar: WorkingCalendar) -> Step:
    """Return the due date, and why it moved or did not."""
    if counted == due:
        nation = _NATIONS[calendar.nation]
        reason = f"A working day in {nation}, so it does not move"
    else:
        off = calendar.why_not(counted)
        reason = f"{long_date(counted)} is {off}, so the next working day"
    return Step(fact="Due", on=due, reason=reason)


def _same_date(start: date, raw: date, extended: date | None) -> str:
    if raw.day != start.day:
        return f"{MONTHS[raw.month - 1]} has no day {start.day}, so its last day"
    return "The same date in that month" if extended else "The same date next month"
