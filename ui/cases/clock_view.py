"""Puts the clock of a case into the words and the bar of the clock card."""

from datetime import date

from isteam_app.domain.cases import ClockState
from isteam_app.domain.dates import long_date, short_date
from isteam_app.domain.deadlines import Step
from isteam_app.domain.next_steps import CaseClock
from isteam_app.services.cases import CasePage
from ui.cases.words import SOON
from ui.common.clock_card import ClockBar, ClockStep, ClockView


def clock_view(page: CasePage) -> ClockView:
    """The clock as the card shows it."""
    clock = page.clock
    return ClockView(
        _state(page),
        clock.headline,
        _second(page),
        tuple(_step(step) for step in clock.deadline.because),
        _bar(clock, page.today) if clock.state is not ClockState.NONE else None,
    )


def _second(page: CasePage) -> str:
    """By when to post, and the other days that the case is held to."""
    clock = page.clock
    parts = [clock.second]
    target = clock.deadline.target
    if target is not None and clock.due is not None:
        parts.append(f"Our target, in time however it is counted: {long_date(target)}")
    notice = clock.notice_post_by
    if notice is not None and notice >= page.today and not page.case.decision:
        parts.append(f"Notice of an extension must be posted by {long_date(notice)}")
    return ". ".join(part.rstrip(".") for part in parts if part)


def _state(page: CasePage) -> str:
    clock = page.clock
    stopped = {ClockState.PAUSED: "paused", ClockState.NOT_STARTED: "waiting"}
    if clock.state is ClockState.NONE:
        return "met"
    if clock.state in stopped:
        return stopped[clock.state]
    if clock.due is None:
        return "running"
    if clock.due < page.today:
        return "late"
    return "soon" if clock.due <= page.today + SOON else "running"


def _step(step: Step) -> ClockStep:
    value = long_date(step.on) if step.on else step.value
    return ClockStep(step.fact, value, step.reason)


def _bar(clock: CaseClock, today: date) -> ClockBar | None:
    """Days used, stopped and left; none before the clock starts or after it is out."""
    found = clock.deadline
    due = clock.due or found.if_answered_today
    if found.start is None or due is None or due < today:
        return None
    still = sum(
        (until or today).toordinal() - asked.toordinal()
        for asked, until in found.paused
    )
    gone = max((today - found.start).days, 0)
    first = found.paused[0][0] if found.paused else None
    return ClockBar(
        used=max(gone - still, 0),
        paused=still,
        left=(due - today).days,
        start=short_date(found.start),
        pause=short_date(first) if first else "",
        due=short_date(due),
    )
