"""Third-party requests: what must be said before they are kept, and the register."""

from dataclasses import replace
from datetime import date

import pytest
from builders import new_request

from isteam_app.domain.disclosures import Decision, Told
from isteam_app.domain.listing import DisclosureFilter, DisclosureOrder
from isteam_app.errors import ChangedMeanwhile, RuleBroken
from isteam_app.services.disclosures import (
    count_disclosures,
    disclosure,
    list_disclosures,
)
from isteam_app.services.flat_disclosures import save_disclosure
from isteam_app.services.search import find

DECIDED = {
    "legal_basis": "DPA 2018 Schedule 2 paragraph 2",
    "decision": Decision.PART,
    "reason": "Necessary and narrowed to one day",
    "what_left": "One signature",
    "method": "Tracked post",
    "left_on": date(2026, 11, 23),
}


def test_a_request_is_numbered_kept_and_found(session):
    kept = save_disclosure(session, new_request())
    assert kept.reference == "D-2026-00001"
    assert save_disclosure(session, new_request()).reference == "D-2026-00002"
    assert disclosure(session, kept.id) == kept
    assert find(session, "Constabulary")[0].id in (kept.id, kept.id + 1)


def test_a_decision_is_signed_by_whoever_made_it(session):
    kept = save_disclosure(session, new_request(**DECIDED))
    assert (kept.decided_by, kept.decided_on) == ("Robin Sample", session.today)


def test_a_decision_taken_back_is_signed_by_nobody(session):
    kept = save_disclosure(session, new_request(**DECIDED))
    open_again = replace(
        kept, decision=Decision.UNDECIDED, what_left="", method="", left_on=None
    )
    saved = save_disclosure(session, open_again)
    assert (saved.decided_by, saved.decided_on) == ("", None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"organisation": " "}, "organisation"),
        ({"about": ""}, "about"),
        ({"asked": "  "}, "asked"),
        ({"received": date(2026, 11, 24)}, "received"),
        ({"decision": Decision.REFUSE}, "reason"),
        ({**DECIDED, "legal_basis": ""}, "legal_basis"),
        ({**DECIDED, "what_left": ""}, "what_left"),
        ({**DECIDED, "method": ""}, "method"),
        ({**DECIDED, "left_on": None}, "left_on"),
        ({**DECIDED, "left_on": date(2026, 11, 24)}, "left_on"),
        ({**DECIDED, "left_on": date(2026, 11, 1)}, "left_on"),
        ({**DECIDED, "decision": Decision.REFUSE}, "decision"),
        ({"told": Told.MUST_NOT}, "told_reason"),
    ],
)
def test_what_is_missing_or_contradicts_is_refused_with_its_field(
    session, changes, field
):
    with pytest.raises(RuleBroken) as refused:
        save_disclosure(session, new_request(**changes))
    assert refused.value.field == field
    assert count_disclosures(session, DisclosureFilter()) == 0


def test_two_people_cannot_overwrite_each_other(session):
    kept = save_disclosure(session, new_request())
    save_disclosure(session, kept)
    with pytest.raises(ChangedMeanwhile):
        save_disclosure(session, kept)


def test_the_list_is_newest_first(session):
    for day in (3, 17, 9):
        save_disclosure(session, new_request(received=date(2026, 11, day)))
    rows = list_disclosures(session, DisclosureFilter(), DisclosureOrder()).rows
    assert [row.received.day for row in rows] == [17, 9, 3]
