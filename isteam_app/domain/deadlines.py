"""When a request must be answered, and why.

Pure: no clock, no database, no window; every date comes in as an argument. UK GDPR
Articles 12(3) and 12A; Data Protection Act 2018 section 164A; counted as the regulator
counts: from the day itself to the same date in a later month.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from isteam_app.domain import deadline_steps as steps
from isteam_app.domain.calendars import WorkingCalendar
from isteam_app.domain.cases import ClockState, EventKind
from isteam_app.domain.clock_events import (
    ClockEvent,
    EventsRefused,
    History,
    Request,
    Round,
    history,
)
from isteam_app.domain.dates import long_date
from isteam_app.domain.deadline_steps import Law, Step
from isteam_app.domain.settings import PauseReading

__all__ = (
    "ClockEvent",
    "Deadline",
    "EventsRefused",
    "Request",
    "Step",
    "deadline",
    "post_by",
)

ARTICLE_12A_FROM = date(2026, 2, 5)
COMPLAINTS_FROM = date(2026, 6, 19)
MONTHS, MONTHS_EXTENDED = 1, 3
ACKNOWLEDGE_DAYS = 30

Rounds = tuple[Round, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The last day to answer, or why there is none yet, with the working.

    `start` is the relevant time; `extension_notice_due` the last day on which an
    extension may be notified. `if_answered_today` is the date it would be if what is
    waited for came on the day asked about. `other_reading_due` differs from `due` only
    where the two ways of counting a pause do. `target` is a house date before the legal
    one. `paused` lists pauses as (asked, answered).
    """

    state: ClockState
    start: date | None = None
    due: date | None = None
    extension_notice_due: date | None = None
    paused_days: int = 0
    because: tuple[Step, ...] = ()
    regime: str = ""
    if_answered_today: date | None = None
    other_reading_due: date | None = None
    target: date | None = None
    paused: tuple[tuple[date, date | None], ...] = ()
    beyond_known_holidays: bool = False
    waiting_for: tuple[EventKind, ...] = ()


def deadline(
    request: Request,
    events: Iterable[ClockEvent],
    *,
    calendar: WorkingCalendar,
    reading: PauseReading = PauseReading.CONSERVATIVE,
    today: date | None = None,
) -> Deadline:
    """Return when a request is due, from what happened to it.

    `today` is only needed for `if_answered_today`. Raises EventsRefused for events that
    do not fit together.
    """
    past = history(request, events)
    try:
        if request is Request.DATA_PROTECTION_COMPLAINT:
            return _acknowledgement(past, calendar)
        found = _Clock(request, past, calendar, reading).read()
        return _with_prospect(found, request, past, calendar, reading, today)
    except OverflowError as error:
        raise EventsRefused(
            "The dates lead too far into the future. Check the years.",
            field=EventKind.RECEIVED.value,
        ) from error


def post_by(due: date, *, calendar: WorkingCalendar, delivery_days: int) -> date:
    """Return the last day to hand a letter to the post so that it arrives in time.

    `delivery_days` are working days. A due date is itself a working day.
    """
    return calendar.back(due, delivery_days)


def add_months(start: date, months: int) -> date:
    """Return the same date in a later month, or that month's last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


_LAW = Law("Article 12A", numbered=True, regime="UK GDPR Article 12A")
_OLD_LAW = Law(
    "Article 12(3)",
    numbered=False,
    regime="UK GDPR Article 12(3), before 5 February 2026",
)


class _Clock:
    """The clock of one request that runs by calendar months."""

    def __init__(
        self,
        request: Request,
        past: History,
        calendar: WorkingCalendar,
        reading: PauseReading,
    ) -> None:
        self._past, self._calendar, self._reading = past, calendar, reading
        self._pauses = past.clarifications if request is Request.ACCESS else ()
        self._law = _OLD_LAW if past.received < ARTICLE_12A_FROM else _LAW

    def read(self) -> Deadline:
        waiting = self._past.waiting_gates
        if waiting:
            return self._not_started(waiting)
        start = self._start()
        self._check_extension(start)
        pauses = self._in_time(start, self._months, self._reading)
        asked = next((each for each in pauses if each.answered is None), None)
        if asked is not None:
            return self._paused(start, asked, pauses)
        return self._running(start, pauses)

    @property
    def _months(self) -> int:
        return MONTHS_EXTENDED if self._past.extended else MONTHS

    def _start(self) -> date:
        answered = [each.answered for _, each in self._past.gates if each.answered]
        return max([self._past.received, *answered])

    def _not_started(self, waiting: tuple[EventKind, ...]) -> Deadline:
        return Deadline(
            state=ClockState.NOT_STARTED,
            because=(
                *steps.beginning(self._past, None, self._first_month(), self._law),
                steps.not_started(self._law),
            ),
            regime=self._law.regime,
            waiting_for=waiting,
        )

    def _paused(self, start: date, asked: Round, pauses: Rounds) -> Deadline:
        days = _days_out(pauses, start, self._reading)
        return Deadline(
            state=ClockState.PAUSED,
            start=start,
            extension_notice_due=self._notice_due(start),
            paused_days=days,
            because=(
                *self._until_now(start, days, pauses),
                steps.open_pause(asked.asked, self._law),
            ),
            regime=self._law.regime,
            paused=_spans(pauses),
            waiting_for=(EventKind.CLARIFICATION_RECEIVED,),
        )

    def _running(self, start: date, pauses: Rounds) -> Deadline:
        raw = add_months(start, self._months)
        days = _days_out(pauses, start, self._reading)
        counted = raw + timedelta(days=days)
        due = self._calendar.roll_forward(counted)
        other = self._due(start, self._months, _other(self._reading))
        return Deadline(
            state=ClockState.RUNNING,
            start=start,
            due=due,
            extension_notice_due=self._notice_due(start),
            paused_days=days,
            because=(
                *self._until_now(start, days, pauses),
                *steps.counting(start, raw, days, self._past.extended, self._law),
                *steps.known_until(self._calendar, due),
                steps.last_step(counted, due, self._calendar),
            ),
            regime=self._law.regime,
            other_reading_due=other if other != due else None,
            paused=_spans(pauses),
            beyond_known_holidays=due > self._calendar.known_until,
        )

    def _first_month(self) -> date:
        return self._calendar.roll_forward(add_months(self._past.received, MONTHS))

    def _until_now(self, start: date, days: int, pauses: Rounds) -> Iterable[Step]:
        yield from steps.beginning(self._past, start, self._first_month(), self._law)
        yield from steps.answered_pauses(pauses, days, self._reading, self._law)
        for each in self._past.clarifications:
            if each not in pauses:
                yield steps.no_pause(each.asked, self._pauses != (), self._law)

    def _in_time(self, start: date, months: int, reading: PauseReading) -> Rounds:
        """Return the pauses that count: a question asked after the last day is late.

        A period that has run out cannot be stopped or revived.
        """
        kept: list[Round] = []
        for each in self._pauses:
            if each.asked > self._last_day(start, months, kept, reading):
                break
            kept.append(each)
        return tuple(kept)

    def _last_day(
        self, start: date, months: int, pauses: Sequence[Round], reading: PauseReading
    ) -> date:
        days = timedelta(days=_days_out(pauses, start, reading))
        return self._calendar.roll_forward(add_months(start, months) + days)

    def _due(self, start: date, months: int, reading: PauseReading) -> date | None:
        pauses = self._in_time(start, months, reading)
        if any(each.answered is None for each in pauses):
            return None
        return self._last_day(start, months, pauses, reading)

    def _notice_due(self, start: date) -> date | None:
        """Return the last day to notify an extension; None while a pause moves it."""
        return self._due(start, MONTHS, self._reading)

    def _check_extension(self, start: date) -> None:
        extended = self._past.extended
        if extended is None:
            return
        pauses = self._in_time(start, MONTHS, self._reading)
        if any(
            each.asked <= extended
            and (each.answered is None or each.answered > extended)
            for each in pauses
        ):
            return
        last = self._last_day(start, MONTHS, pauses, self._reading)
        if extended > last:
            raise EventsRefused(
                f"An extension must be notified by {long_date(last)}, within the first "
                f"month; {long_date(extended)} is too late.",
                field=EventKind.EXTENDED.value,
            )


def _days_out(pauses: Iterable[Round], start: date, reading: PauseReading) -> int:
    """Count the days that answered pauses take out: their union, after the start.

    Conservative: the day of asking counts as running. Inclusive: it does not
    (Article 12A(5) names both days).
    """
    counted, total = start, 0
    for each in pauses:
        if each.answered is None:
            continue
        running = each.asked
        if reading is PauseReading.INCLUSIVE:
            running -= timedelta(days=1)
        counted = max(counted, running)
        total += max(0, (each.answered - counted).days)
        counted = max(counted, each.answered)
    return total


def _spans(pauses: Rounds) -> tuple[tuple[date, date | None], ...]:
    return tuple((each.asked, each.answered) for each in pauses)


def _other(reading: PauseReading) -> PauseReading:
    return (
        PauseReading.INCLUSIVE
        if reading is PauseReading.CONSERVATIVE
        else PauseReading.CONSERVATIVE
    )


def _acknowledgement(past: History, calendar: WorkingCalendar) -> Deadline:
    """Return by when a complaint must be acknowledged: day 1 is the day after."""
    counted = past.received + timedelta(days=ACKNOWLEDGE_DAYS)
    due = calendar.roll_forward(counted)
    old = past.received < COMPLAINTS_FROM
    target = calendar.roll_back(past.received + timedelta(days=ACKNOWLEDGE_DAYS - 1))
    law = "good practice; the duty began on 19 June 2026" if old else "Section 164A(3)"
    return Deadline(
        state=ClockState.RUNNING,
        start=past.received,
        due=due,
        because=(
            Step(
                fact="Received",
                on=past.received,
                reason="The days begin the day after receipt",
            ),
            Step(
                fact=f"{ACKNOWLEDGE_DAYS} days",
                on=counted,
                reason=f"To acknowledge the complaint: {law}",
            ),
            *steps.known_until(calendar, due),
            steps.last_step(counted, due, calendar),
        ),
        regime=(
            "Good practice before 19 June 2026"
            if old
            else "Data Protection Act 2018 section 164A"
        ),
        target=max(past.received, target),
        beyond_known_holidays=due > calendar.known_until,
    )


def _with_prospect(
    found: Deadline,
    request: Request,
    past: History,
    calendar: WorkingCalendar,
    reading: PauseReading,
    today: date | None,
) -> Deadline:
    """Add the date it would be if everything waited for came today."""
    if today is None or not found.waiting_for:
        return found
    answered = replace(
        past,
        gates=tuple((kind, _answered(each, today)) for kind, each in past.gates),
        clarifications=tuple(_answered(each, today) for each in past.clarifications),
    )
    prospect = _Clock(request, answered, calendar, reading).read()
    days = prospect.paused_days
    return replace(found, if_answered_today=prospect.due, paused_days=days)


def _answered(each: Round, today: date) -> Round:
    return each if each.answered else Round(each.asked, max(each.asked, today))
