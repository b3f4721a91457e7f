"""Settings that move clocks: open cases follow at once, closed cases never move."""

from dataclasses import replace
from datetime import date

import pytest
from builders import new_post
from letter_steps import decided

from isteam_app.domain.cases import EventKind
from isteam_app.domain.settings import Nation
from isteam_app.errors import RuleBroken
from isteam_app.services.cases import case_page, record_event
from isteam_app.services.intake import receive_post
from isteam_app.services.settings import save_settings


def test_a_day_off_moves_open_cases_and_not_closed_ones(session):
    still_open = receive_post(session, new_post()).cases[0]
    closed = receive_post(session, new_post(name="Mr Idris Vipond")).cases[0]
    closed = decided(session, closed, "withdrawn")
    closed = record_event(
        session, closed, EventKind.CLOSED, session.today, "Withdrawn by letter"
    )
    settings = replace(session.settings(), extra_holidays=(date(2026, 12, 21),))
    assert save_settings(session, settings).moved == 1
    assert case_page(session, still_open.id).case.due == date(2026, 12, 22)
    assert case_page(session, closed.id).case.due == date(2026, 12, 21)
    assert save_settings(session, settings).moved == 0


def test_an_extension_that_no_longer_fits_falls_back_to_the_safe_date(session, clock):
    days_off = (date(2026, 12, 21),)
    save_settings(session, replace(session.settings(), extra_holidays=days_off))
    case = receive_post(session, new_post()).cases[0]
    clock.forward(29)
    case = record_event(
        session, case, EventKind.EXTENDED, date(2026, 12, 22), "Four sites to search"
    )
    assert case.due == date(2027, 2, 22)
    save_settings(session, replace(session.settings(), extra_holidays=()))
    page = case_page(session, case.id)
    assert page.clock.due == page.case.due == date(2026, 12, 21)
    assert "too late" in page.clock.deadline.because[0].reason


def test_scotland_keeps_its_own_days(session):
    case = receive_post(
        session, new_post(received=date(2026, 10, 30), dated=None)
    ).cases[0]
    assert case.due == date(2026, 11, 30)
    save_settings(session, replace(session.settings(), nation=Nation.SCOTLAND))
    assert case_page(session, case.id).case.due == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"idle_minutes": 0}, "idle_minutes"), ({"delivery_days": 99}, "delivery_days")],
)
def test_a_setting_out_of_range_is_refused(session, change, field):
    with pytest.raises(RuleBroken) as refused:
        save_settings(session, replace(session.settings(), **change))
    assert refused.value.field == field
