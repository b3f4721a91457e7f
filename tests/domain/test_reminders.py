"""What an entry must be looked at again for, and from which day."""

from dataclasses import replace
from datetime import date, timedelta

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import CaseKind
from isteam_app.domain.forms import Entry
from isteam_app.domain.reminders import Reminder, reminders

TODAY = date(2026, 11, 23)
ACCESS = CASE_TYPES[CaseKind.ACCESS]
RESTRICTION = CASE_TYPES[CaseKind.RESTRICTION]


def entry(form: str, number: int = 1, **answers: str) -> Entry:
    return Entry(record_id=1, form=form, values=tuple(answers.items()), id=number)


SEARCH = entry("search", 4, system="CCTV", chase_on="2026-11-16")
COPIES = entry("identity", 5, doubt="New address", destroy_by="2026-11-23")
REVIEW = entry("restriction", 6, review_on="2026-11-20")


def test_a_search_without_a_result_is_chased_from_its_day_on() -> None:
    told = Reminder(
        form="search", entry=4, words="Chase: CCTV", since=date(2026, 11, 16)
    )
    assert reminders(ACCESS, [SEARCH], TODAY) == (told,)
    assert reminders(ACCESS, [SEARCH], told.since) == (told,)
    assert reminders(ACCESS, [SEARCH], told.since - timedelta(days=1)) == ()
    found = replace(SEARCH, values=(*SEARCH.values, ("result", "found")))
    assert reminders(ACCESS, [found], TODAY) == ()
    assert reminders(ACCESS, [replace(SEARCH, struck="Twice")], TODAY) == ()
    assert reminders(ACCESS, [SEARCH], TODAY, is_open=False) == ()


def test_identity_copies_are_destroyed_after_the_case_is_closed_too() -> None:
    for is_open in (True, False):
        (told,) = reminders(ACCESS, [COPIES], TODAY, is_open=is_open)
        assert (told.words, told.since) == ("Destroy the identity copies", TODAY)
    gone = replace(COPIES, values=(*COPIES.values, ("destroyed_on", "2026-11-23")))
    assert reminders(ACCESS, [gone], TODAY) == ()


def test_a_restriction_is_reviewed_until_it_is_to_be_lifted() -> None:
    (told,) = reminders(RESTRICTION, [REVIEW], TODAY, is_open=False)
    assert told.words == "Review the restriction"
    settled = replace(REVIEW, values=(*REVIEW.values, ("lift_reason", "It is right")))
    assert reminders(RESTRICTION, [settled], TODAY) == ()


def test_what_waits_longest_comes_first_and_no_day_is_no_reminder() -> None:
    later = entry("search", 3, system="Mail", chase_on="2026-11-20")
    none = entry("search", 2, system="Archive")
    told = reminders(ACCESS, [COPIES, later, none, SEARCH], TODAY)
    assert [each.entry for each in told] == [4, 3, 5]
