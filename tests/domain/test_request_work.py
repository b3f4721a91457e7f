"""What waits to be done about a request, state by state."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from isteam_app.domain.disclosures import Decision, DisclosureState
from isteam_app.domain.request_work import RequestStanding, RequestTask, tasks_of

TODAY = date(2026, 11, 23)
AT = RequestStanding(
    id=1,
    reference="D-2026-00001",
    organisation="Eastbridge Constabulary",
    state=DisclosureState.OPEN,
    decision=Decision.UNDECIDED,
)


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def tasks(**changes: object) -> list[RequestTask]:
    at = replace(AT, **changes)  # type: ignore[arg-type]  # names are the fields'
    return list(tasks_of(at, TODAY, chase_days=14, ahead=timedelta(days=7)))


@pytest.mark.parametrize(
    ("changes", "what", "by"),
    [
        ({"comply_by": day(3)}, "Check who asks, and decide", day(3)),
        (
            {"state": DisclosureState.WAITING, "waiting_since": day(-9)},
            "Record the reply (day 9)",
            day(5),
        ),
        (
            {"state": DisclosureState.WAITING, "waiting_since": day(-14)},
            "Remind the requester (day 14)",
            TODAY,
        ),
        (
            {"state": DisclosureState.AT_LEGAL, "waiting_since": TODAY},
            "Legal was asked",
            None,
        ),
        (
            {"state": DisclosureState.FOR_APPROVAL, "record_by": day(1)},
            "Approve the decision",
            day(1),
        ),
        (
            {"state": DisclosureState.TO_RECORD, "record_by": day(-1)},
            "Record the emergency",
            day(-1),
        ),
        (
            {
                "state": DisclosureState.DECIDED,
                "decision": Decision.PART,
                "decided_on": day(-2),
            },
            "Record what left",
            day(-2),
        ),
        (
            {
                "state": DisclosureState.DECIDED,
                "decision": Decision.DISCLOSE,
                "decided_on": day(-2),
                "left_on": day(-1),
                "receipt_owed": True,
            },
            "Have the receipt signed",
            day(13),
        ),
        (
            {
                "state": DisclosureState.DECIDED,
                "decision": Decision.REFUSE,
                "decided_on": day(-2),
            },
            "Send the letter and close",
            day(12),
        ),
    ],
)
def test_a_state_has_one_thing_to_be_done(
    changes: dict[str, object], what: str, by: date | None
) -> None:
    assert [(task.what, task.by) for task in tasks(**changes)] == [(what, by)]


def test_a_closed_request_asks_for_nothing_but_what_comes_up_again() -> None:
    closed = {"state": DisclosureState.CLOSED, "decision": Decision.DISCLOSE}
    assert tasks(**closed) == []
    assert tasks(**closed, lock_review=day(8), return_by=day(8)) == []
    again = tasks(**closed, lock_review=day(7), return_by=day(-40))
    assert [(task.what, task.by) for task in again] == [
        ("Review the do-not-tell lock", day(7)),
        ("Have it returned or destroyed", day(-40)),
    ]


def test_who_is_waited_for_outside_is_told_from_who_approves() -> None:
    waits = tasks(state=DisclosureState.WAITING, waiting_since=TODAY)
    approval = tasks(state=DisclosureState.FOR_APPROVAL)
    assert [(task.waits, task.approval) for task in waits] == [(True, False)]
    assert [(task.waits, task.approval) for task in approval] == [(False, True)]
