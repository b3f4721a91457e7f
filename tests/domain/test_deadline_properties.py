"""What holds for every deadline, whatever happened: found by trying many histories."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from clocks import find
from hypothesis import assume, given
from hypothesis import strategies as st

from isteam_app.domain.cases import EventKind
from isteam_app.domain.deadlines import ClockEvent, Request, deadline
from isteam_app.domain.settings import Nation, PauseReading
from isteam_app.services.calendars import working_calendar

DAYS = st.dates(date(2018, 5, 25), date(2028, 6, 1))
NATIONS = st.sampled_from(Nation)
READINGS = st.sampled_from(PauseReading)
MONTHLY = st.sampled_from(
    [request for request in Request if "complaint" not in request.value]
)


@st.composite
def pauses(draw):
    """A request for access with up to three answered questions about it."""
    received = draw(DAYS)
    events = [ClockEvent(received, EventKind.RECEIVED)]
    day = received
    for _ in range(draw(st.integers(1, 3))):
        day += timedelta(days=draw(st.integers(0, 12)))
        events.append(ClockEvent(day, EventKind.CLARIFICATION_ASKED))
        day += timedelta(days=draw(st.integers(0, 40)))
        events.append(ClockEvent(day, EventKind.CLARIFICATION_RECEIVED))
    return events


@given(MONTHLY, DAYS, NATIONS)
def test_never_on_a_day_off_and_never_before_the_plain_month(request, day, nation):
    found = find(request.value, (day, "received"), nation=nation)
    assert working_calendar(nation).is_working(found.due)
    assert found.due >= day + timedelta(days=28)
    assert (found.due - day).days <= 31 + 6


@given(st.sampled_from(Request), DAYS, NATIONS, st.integers(0, 60))
def test_a_new_holiday_never_brings_a_date_forward(request, day, nation, after):
    calendar = working_calendar(nation)
    extra = replace(
        calendar, holidays=calendar.holidays | {day + timedelta(days=after)}
    )
    before = find(request.value, (day, "received"), calendar=calendar).due
    assert find(request.value, (day, "received"), calendar=extra).due >= before


@given(pauses(), NATIONS, READINGS)
def test_a_pause_never_shortens_and_the_cautious_count_is_never_later(
    events, nation, reading
):
    calendar = working_calendar(nation)
    paused = deadline(Request.ACCESS, events, calendar=calendar, reading=reading)
    plain = deadline(Request.ACCESS, events[:1], calendar=calendar)
    cautious = deadline(Request.ACCESS, events, calendar=calendar)
    assert paused.due >= plain.due
    assert cautious.due <= paused.due
    assert paused.extension_notice_due == paused.due


@given(pauses(), NATIONS, READINGS, st.randoms(use_true_random=False))
def test_the_order_things_are_entered_in_does_not_matter(
    events, nation, reading, shuffled: random.Random
):
    calendar = working_calendar(nation)
    mixed = list(events)
    shuffled.shuffle(mixed)
    assert deadline(
        Request.ACCESS, mixed, calendar=calendar, reading=reading
    ) == deadline(Request.ACCESS, events, calendar=calendar, reading=reading)


@given(pauses(), NATIONS)
def test_pauses_count_their_union_once(events, nation):
    found = deadline(Request.ACCESS, events, calendar=working_calendar(nation))
    start = events[0].on
    out: set[date] = set()
    for asked, answered in zip(events[1::2], events[2::2], strict=True):
        days = range(1, (answered.on - asked.on).days + 1)
        out |= {asked.on + timedelta(days=day) for day in days}
    assert found.paused_days == len({day for day in out if day > start})


@given(MONTHLY, DAYS, NATIONS, st.integers(0, 27))
def test_an_extension_never_makes_it_earlier(request, day, nation, after):
    extended = day + timedelta(days=after)
    plain = find(request.value, (day, "received"), nation=nation)
    assume(extended <= plain.due)
    longer = find(
        request.value, (day, "received"), (extended, "extended"), nation=nation
    )
    assert longer.due > plain.due
    assert longer.extension_notice_due == plain.due


@given(MONTHLY, DAYS, st.integers(0, 20), st.integers(0, 60), NATIONS)
def test_identity_starts_the_clock_again(request, day, asked, answered, nation):
    ask = day + timedelta(days=asked)
    answer = ask + timedelta(days=answered)
    found = find(
        request.value,
        (day, "received"),
        (ask, "identity_asked"),
        (answer, "identity_received"),
        nation=nation,
    )
    assert found.start == answer
    assert found.due == find(request.value, (answer, "received"), nation=nation).due


@pytest.mark.parametrize("nation", Nation)
def test_every_day_of_18_years_against_a_calculator_written_another_way(nation):
    calendar = working_calendar(nation)
    one = timedelta(days=1)
    day = date(2018, 1, 1)
    checked = 0
    while day.year < 2036:
        assert find("access", (day, "received"), nation=nation).due == _by_walking(
            day, calendar.holidays
        ), day
        day += one
        checked += 1
    assert checked == 6574


def _by_walking(day, holidays):
    """Walk to the same date next month, a day at a time, then off the days off."""
    one = timedelta(days=1)
    walker = day
    while walker.month == day.month:
        walker += one
    month = walker.month
    while walker.day < day.day and (walker + one).month == month:
        walker += one
    while walker.strftime("%a") in ("Sat", "Sun") or walker in holidays:
        walker += one
    return walker
