"""When a request is due: the worked dates, the reasons, and what is refused."""

from datetime import date

import pytest
from clocks import VECTORS, event, find

from isteam_app.domain.calendars import WorkingCalendar
from isteam_app.domain.cases import ClockState, EventKind
from isteam_app.domain.deadlines import EventsRefused, Request, post_by
from isteam_app.domain.settings import Nation, PauseReading
from isteam_app.services.calendars import working_calendar


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_worked_dates(vector):
    found = find(
        vector["request"],
        *((each["date"], each["event"]) for each in vector["events"]),
        nation=Nation(vector["calendar"]),
        reading=PauseReading(vector["pause_reading"]),
    )
    for name, expected in vector["expect"].items():
        value = getattr(found, name)
        assert (value.isoformat() if isinstance(value, date) else value) == expected


def test_every_step_of_the_working_has_a_reason():
    for vector in VECTORS:
        found = find(
            vector["request"],
            *((each["date"], each["event"]) for each in vector["events"]),
            nation=Nation(vector["calendar"]),
        )
        assert found.because
        assert all(step.fact and step.reason for step in found.because)
        if found.due:
            assert found.because[-1].on == found.due


def test_the_working_names_the_holiday_that_moves_a_date():
    found = find("access", ("2026-11-25", "received"))
    assert "Christmas Day" in found.because[-1].reason
    found = find("access", ("2026-05-15", "received"), nation=Nation.SCOTLAND)
    assert found.due == date(2026, 6, 16)


def test_while_paused_it_says_what_an_answer_today_would_mean():
    found = find(
        "access",
        ("2026-10-27", "received"),
        ("2026-11-16", "clarification_asked"),
        today=date(2026, 11, 23),
    )
    assert found.state is ClockState.PAUSED
    assert found.due is None
    assert found.if_answered_today == date(2026, 12, 4)
    assert found.paused_days == 7
    assert found.waiting_for == (EventKind.CLARIFICATION_RECEIVED,)


def test_before_the_start_it_says_what_an_answer_today_would_mean():
    found = find(
        "erasure",
        ("2026-11-10", "received"),
        ("2026-11-12", "identity_asked"),
        ("2026-11-12", "fee_asked"),
        ("2026-11-13", "fee_paid"),
        today=date(2026, 11, 23),
    )
    assert found.state is ClockState.NOT_STARTED
    assert found.if_answered_today == date(2026, 12, 23)
    assert found.waiting_for == (EventKind.IDENTITY_RECEIVED,)


def test_the_other_reading_of_a_pause_is_shown_where_it_differs():
    pause = (
        ("2026-03-02", "received"),
        ("2026-03-05", "clarification_asked"),
        ("2026-03-12", "clarification_received"),
    )
    cautious = find("access", *pause)
    literal = find("access", *pause, reading=PauseReading.INCLUSIVE)
    assert cautious.due < literal.due
    assert cautious.other_reading_due == literal.due
    assert literal.other_reading_due == cautious.due
    assert find("access", pause[0]).other_reading_due is None


def test_a_question_can_be_asked_twice_if_it_was_answered_between():
    found = find(
        "access",
        ("2026-06-01", "received"),
        ("2026-06-02", "identity_asked"),
        ("2026-06-05", "identity_received"),
        ("2026-06-05", "identity_asked"),
        ("2026-06-10", "identity_received"),
    )
    assert found.start == date(2026, 6, 10)


def test_an_extension_before_the_clock_starts_still_counts_from_the_start():
    found = find(
        "access",
        ("2026-06-01", "received"),
        ("2026-06-02", "identity_asked"),
        ("2026-06-03", "extended"),
        ("2026-06-10", "identity_received"),
    )
    assert found.due == date(2026, 9, 10)


def test_an_extension_may_be_given_while_the_clock_is_paused():
    found = find(
        "access",
        ("2026-06-01", "received"),
        ("2026-06-20", "clarification_asked"),
        ("2026-07-20", "extended"),
        ("2026-07-25", "clarification_received"),
    )
    assert found.due == date(2026, 10, 6)


def test_a_question_asked_after_the_last_day_does_not_revive_the_clock():
    received = ("2026-03-02", "received")
    late = ("2026-04-10", "clarification_asked")
    found = find("access", received, late)
    assert (found.state, found.due) == (ClockState.RUNNING, date(2026, 4, 2))
    assert any("could not stop the clock" in step.reason for step in found.because)
    answered = find("access", received, late, ("2026-04-17", "clarification_received"))
    assert (answered.due, answered.paused_days) == (date(2026, 4, 2), 0)
    with pytest.raises(EventsRefused, match="too late"):
        find("access", received, late, ("2026-04-12", "extended"))


def test_a_question_asked_on_the_last_day_still_pauses():
    found = find(
        "access", ("2026-01-30", "received"), ("2026-03-02", "clarification_asked")
    )
    assert found.state is ClockState.PAUSED


def test_a_pause_in_the_second_month_leaves_the_extension_notice_where_it_was():
    events = (
        ("2026-06-01", "received"),
        ("2026-06-20", "extended"),
        ("2026-07-20", "clarification_asked"),
    )
    paused = find("access", *events)
    answered = find("access", *events, ("2026-07-30", "clarification_received"))
    assert (paused.due, paused.extension_notice_due) == (None, date(2026, 7, 1))
    assert answered.due == date(2026, 9, 11)
    assert answered.extension_notice_due == date(2026, 7, 1)


def test_the_working_says_why_a_question_does_not_pause_an_erasure():
    found = find(
        "erasure",
        ("2026-10-09", "received"),
        ("2026-10-12", "clarification_asked"),
    )
    assert (found.state, found.due) == (ClockState.RUNNING, date(2026, 11, 9))
    assert any("Only a request for access" in step.reason for step in found.because)


def test_the_older_rules_are_named_before_their_end():
    assert "12(3)" in find("erasure", ("2026-02-04", "received")).regime
    assert "12A" in find("erasure", ("2026-02-05", "received")).regime
    complaint = "data_protection_complaint"
    assert "Good practice" in find(complaint, ("2026-06-18", "received")).regime
    assert "164A" in find(complaint, ("2026-06-19", "received")).regime


def test_a_date_beyond_the_known_holidays_says_so():
    found = find("access", ("2030-01-10", "received"))
    assert found.beyond_known_holidays
    assert any("Known up to" in step.reason for step in found.because)
    assert not find("access", ("2026-01-10", "received")).beyond_known_holidays


def test_the_complaint_has_a_target_of_its_own_before_the_legal_day():
    found = find("data_protection_complaint", ("2026-11-22", "received"))
    assert (found.target, found.due) == (date(2026, 12, 21), date(2026, 12, 22))


@pytest.mark.parametrize(
    ("request_name", "events", "words"),
    [
        ("access", [], "Enter the day"),
        ("access", [("2026-01-01", "received")] * 2, "received once"),
        (
            "access",
            [("2026-01-02", "received"), ("2026-01-01", "identity_asked")],
            "before the request was received",
        ),
        (
            "access",
            [("2026-01-02", "received"), ("2026-01-05", "identity_received")],
            "had not been asked for",
        ),
        (
            "access",
            [
                ("2026-01-02", "received"),
                ("2026-01-09", "clarification_asked"),
                ("2026-01-05", "clarification_received"),
            ],
            "had not been asked for",
        ),
        (
            "access",
            [
                ("2026-01-02", "received"),
                ("2026-01-05", "fee_asked"),
                ("2026-01-06", "fee_asked"),
            ],
            "Keep the first",
        ),
        (
            "access",
            [("2026-01-02", "received"), ("2026-02-10", "extended")],
            "too late",
        ),
        (
            "erasure",
            [
                ("2026-01-02", "received"),
                ("2026-01-05", "extended"),
                ("2026-01-06", "extended"),
            ],
            "extended once",
        ),
        (
            "data_protection_complaint",
            [("2026-07-02", "received"), ("2026-07-05", "extended")],
            "cannot be paused",
        ),
        (
            "data_protection_complaint",
            [("2026-07-02", "received"), ("2026-07-05", "identity_asked")],
            "cannot be paused",
        ),
        (
            "access",
            [("2026-01-02", "received"), ("2026-01-03", "note")],
            "Leave it out",
        ),
        ("access", [("9999-12-31", "received")], "Check the year"),
        ("access", [("1066-10-14", "received")], "Check the year"),
    ],
)
def test_events_that_do_not_fit_are_refused_with_a_sentence(
    request_name, events, words
):
    with pytest.raises(EventsRefused, match=words) as refused:
        find(request_name, *events)
    assert str(refused.value).endswith(".")


def test_the_last_day_of_the_first_month_is_not_too_late_to_extend():
    found = find("access", ("2026-10-29", "received"), ("2026-11-30", "extended"))
    assert found.due == date(2027, 1, 29)
    with pytest.raises(EventsRefused):
        find("access", ("2026-10-29", "received"), ("2026-12-01", "extended"))


def test_post_by_leaves_the_post_its_working_days():
    calendar = working_calendar(Nation.ENGLAND_AND_WALES)
    due = date(2026, 12, 29)
    assert post_by(due, calendar=calendar, delivery_days=2) == date(2026, 12, 23)
    assert post_by(due, calendar=calendar, delivery_days=0) == due


def test_every_request_with_a_clock_answers_a_plain_receipt():
    for request in Request:
        assert find(request.value, ("2026-11-12", "received")).due == date(2026, 12, 14)


HOLIDAYS = {
    Nation.ENGLAND_AND_WALES: {
        2025: "0101 0418 0421 0505 0526 0825 1225 1226",
        2026: "0101 0403 0406 0504 0525 0831 1225 1228",
        2027: "0101 0326 0329 0503 0531 0830 1227 1228",
        2028: "0103 0414 0417 0501 0529 0828 1225 1226",
    },
    Nation.SCOTLAND: {
        2025: "0101 0102 0418 0505 0526 0804 1201 1225 1226",
        2026: "0101 0102 0403 0504 0525 0615 0803 1130 1225 1228",
        2027: "0101 0104 0326 0503 0531 0802 1130 1227 1228",
    },
    Nation.NORTHERN_IRELAND: {
        2025: "0101 0317 0418 0421 0505 0526 0714 0825 1225 1226",
        2026: "0101 0317 0403 0406 0504 0525 0713 0831 1225 1228",
        2027: "0101 0317 0326 0329 0503 0531 0712 0830 1227 1228",
    },
}


@pytest.mark.parametrize("nation", Nation)
def test_public_holidays_that_fall_on_weekdays(nation):
    calendar = working_calendar(nation)
    for year, days in HOLIDAYS[nation].items():
        found = sorted(
            day for day in calendar.holidays if day.year == year and day.weekday() < 5
        )
        assert " ".join(f"{day:%m%d}" for day in found) == days


@pytest.mark.parametrize("year", [2001, 2035, 2098])
def test_the_usual_holidays_are_kept_far_from_today(year):
    assert date(year, 12, 25) in working_calendar(Nation.SCOTLAND).holidays


def test_a_day_off_set_by_the_team_counts_like_a_holiday():
    calendar = working_calendar(Nation.ENGLAND_AND_WALES, (date(2026, 12, 21),))
    found = find("access", ("2026-11-20", "received"), calendar=calendar)
    assert found.due == date(2026, 12, 22)


def test_working_days_are_counted_after_the_first_up_to_the_last():
    calendar = WorkingCalendar(
        Nation.SCOTLAND, frozenset({date(2026, 11, 30)}), date(2030, 1, 1)
    )
    friday = date(2026, 11, 27)
    assert calendar.working_days_between(friday, date(2026, 12, 2)) == 2
    assert calendar.forward(friday, 1) == date(2026, 12, 1)
    assert calendar.back(date(2026, 12, 1), 1) == friday
    assert calendar.why_not(date(2026, 11, 29)) == "a Sunday"
    assert calendar.why_not(friday) == ""
    assert event(friday, "received").on == friday


def test_two_questions_open_at_once_take_out_their_union():
    found = find(
        "access",
        ("2026-03-02", "received"),
        ("2026-03-04", "clarification_asked"),
        ("2026-03-06", "clarification_asked"),
        ("2026-03-10", "clarification_received"),
        ("2026-03-16", "clarification_received"),
    )
    assert found.paused_days == 12
    assert found.due == date(2026, 4, 14)


def test_one_of_two_questions_answered_leaves_the_clock_paused():
    found = find(
        "access",
        ("2026-03-02", "received"),
        ("2026-03-04", "clarification_asked"),
        ("2026-03-06", "clarification_asked"),
        ("2026-03-10", "clarification_received"),
    )
    assert (found.state, found.due) == (ClockState.PAUSED, None)


def test_identity_asked_after_the_month_is_flagged_for_a_person_to_judge():
    found = find(
        "access",
        ("2026-06-01", "received"),
        ("2026-08-03", "identity_asked"),
        ("2026-08-10", "identity_received"),
    )
    assert found.due == date(2026, 9, 10)
    assert any("late already" in step.reason for step in found.because)
    in_time = find(
        "access",
        ("2026-06-01", "received"),
        ("2026-07-01", "identity_asked"),
        ("2026-08-10", "identity_received"),
    )
    assert not any("late already" in step.reason for step in in_time.because)
