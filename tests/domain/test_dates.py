"""Dates as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isteam_app.domain.dates import full_date, long_date, parse_date, short_date
from isteam_app.errors import RuleBroken

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3/4", date(2026, 4, 3)),
        ("3 apr", date(2026, 4, 3)),
        ("3apr", date(2026, 4, 3)),
        ("3rd April", date(2026, 4, 3)),
        ("April 3", date(2026, 4, 3)),
        ("17/11/2026", date(2026, 11, 17)),
        ("17.11.26", date(2026, 11, 17)),
        ("17 Nov 2026", date(2026, 11, 17)),
        ("Tue 17 Nov 2026", date(2026, 11, 17)),
        ("tuesday, 17 november 2026", date(2026, 11, 17)),
        ("2026-11-17", date(2026, 11, 17)),
        ("  TODAY ", MONDAY),
        ("yesterday", date(2026, 11, 22)),
        ("tomorrow", date(2026, 11, 24)),
        ("+28d", date(2026, 12, 21)),
        ("-2w", date(2026, 11, 9)),
        ("+3", date(2026, 11, 26)),
        ("mon", MONDAY),
        ("fri", date(2026, 11, 20)),
        ("29 feb 2028", date(2028, 2, 29)),
        ("1 sept", date(2026, 9, 1)),
    ],
)
def test_what_people_type_is_understood(typed: str, meant: date) -> None:
    assert parse_date(typed, MONDAY) == meant


@pytest.mark.parametrize(
    ("typed", "today", "meant"),
    [
        ("9/1", MONDAY, date(2027, 1, 9)),
        ("9 jan", MONDAY, date(2027, 1, 9)),
        ("Fri 9 Jan", MONDAY, date(2026, 1, 9)),
        ("9/1/2026", MONDAY, date(2026, 1, 9)),
        ("1/3", MONDAY, date(2026, 3, 1)),
        ("28/12", date(2027, 1, 4), date(2026, 12, 28)),
        ("dec 28", date(2027, 1, 4), date(2026, 12, 28)),
        ("28/9", date(2027, 1, 4), date(2027, 9, 28)),
        ("29/2", date(2027, 12, 1), date(2028, 2, 29)),
    ],
)
def test_a_day_without_a_year_is_the_near_one_across_new_year(
    typed: str, today: date, meant: date
) -> None:
    assert parse_date(typed, today) == meant


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("31 Feb 2026", "February 2026 has 28 days. Type 28 Feb or 1 Mar."),
        ("29/2/2026", "February 2026 has 28 days. Type 28 Feb or 1 Mar."),
        ("32 Dec", "December 2026 has 31 days. Type 31 Dec or 1 Jan."),
        ("11/17/2026", "The day comes first"),
        ("Mon 17 Nov 2026", "17 November 2026 is a Tuesday"),
        ("1/1/1066", "Type a year from 1900 to 2199."),
        ("+9999w", "Type a year from 1900 to 2199."),
        ("soon", "Type a date such as"),
        ("", "Type a date such as"),
        ("0/1", "Type a date such as"),
        ("٣/٤", "Type a date such as"),
        ("3 m", "Type a date such as"),
        ("1" * 5000, "Type a date such as"),
    ],
)
def test_what_is_no_date_is_refused_with_what_to_type(typed: str, says: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        parse_date(typed, MONDAY)
    assert says in str(refused.value)


@given(DAYS, DAYS)
def test_what_the_program_writes_it_can_read(day: date, today: date) -> None:
    assert parse_date(long_date(day), today) == day
    assert parse_date(full_date(day), today) == day
    assert parse_date(short_date(day, today), today) == day
    assert parse_date(f"{day:%d/%m/%Y}", today) == day
    assert parse_date(day.isoformat(), today) == day


@given(DAYS, st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
def test_a_weekday_is_the_latest_one(today: date, name: str) -> None:
    found = parse_date(name, today)
    assert timedelta() <= today - found < timedelta(days=7)
    assert long_date(found).lower().startswith(name)


@given(st.text(max_size=60))
def test_anything_typed_gives_a_date_or_a_sentence(typed: str) -> None:
    assert outcome(typed).endswith((".", *map(str, range(10))))


def outcome(typed: str) -> str:
    try:
        return long_date(parse_date(typed, MONDAY))
    except RuleBroken as refused:
        return str(refused)


def test_a_date_in_another_year_keeps_its_year_in_a_list() -> None:
    assert short_date(date(2026, 11, 19), MONDAY) == "Thu 19 Nov"
    assert short_date(date(2027, 1, 4), MONDAY) == "Mon 4 Jan 2027"
    assert full_date(date(2026, 12, 22)) == "Tuesday 22 December 2026"
