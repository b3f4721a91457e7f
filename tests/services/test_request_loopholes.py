"""Ways round the second person, the gates or the lock of a request, each shut."""

import pytest
from request_steps import (
    LEFT,
    SUBJECT,
    WHY,
    about,
    decided,
    entries_of,
    fill,
    filled_for_disclosure,
    gone,
    recorded,
    second,
)

from isteam_app.domain.disclosures import ApprovedHow, Decision, Disclosure
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.services.disclosure_decisions import (
    approve,
    disclose_now,
    reopen,
    submit,
)
from isteam_app.services.disclosure_sections import (
    drop_subject,
    fill_in,
    strike,
)
from isteam_app.services.disclosures import disclosure, open_request
from isteam_app.services.session import Session

LIFE = {"life_at_risk": "yes", "purpose_note": "A child of four, missing since noon"}


def looked_over(session: Session) -> Disclosure:
    """A request disclosed in an emergency, recorded and looked over."""
    request = fill(session, recorded(session), "purpose", LIFE)
    disclose_now(session, request, "A child is missing; her address was told")
    request = filled_for_disclosure(session, disclosure(session, request.id))
    waits = submit(session, request, Decision.DISCLOSE, WHY)
    return approve(second(session), waits)


def test_an_emergency_that_was_looked_over_opens_no_later_way(session: Session) -> None:
    done = looked_over(session)
    assert done.approved_how is ApprovedHow.AFTERWARDS
    again = reopen(session, done, "They ask for a week of pictures now")
    fill(session, again, "asked", {"content": "yes"})
    again = disclosure(session, done.id)
    with pytest.raises(RuleBroken, match="No contents of post"):
        submit(session, again, Decision.DISCLOSE, WHY)
    fill(session, again, "asked", {"content": "no"})
    again = submit(session, disclosure(session, done.id), Decision.PART, WHY)
    assert again.emergency
    assert approve(second(session), again).approved_how is ApprovedHow.SECOND


def test_nothing_is_noted_as_left_under_a_refusal(session: Session) -> None:
    refused = decided(session, recorded(session), Decision.REFUSE)
    with pytest.raises(RuleBroken, match="nothing leaves"):
        fill_in(session, refused, "left", LEFT)
    assert entries_of(session, refused, "left") == ()


def test_an_entry_is_changed_on_its_own_request_alone(session: Session) -> None:
    done = decided(session, recorded(session))
    other = recorded(session)
    (item,) = entries_of(session, done, "item")
    with pytest.raises(NotFound):
        fill_in(session, other, "item", {"category": "Contents of post"}, item)
    with pytest.raises(NotFound):
        strike(session, other, item, "It is in the way.")
    assert entries_of(session, done, "item") == (item,)


def test_an_open_form_is_no_way_into_one_that_is_shut(session: Session) -> None:
    done = gone(session, decided(session, recorded(session)))
    (grounds,) = entries_of(session, done, "grounds")
    with pytest.raises(NotFound):
        fill_in(session, done, "after", {"note": "All was well."}, grounds)
    assert entries_of(session, done, "grounds") == (grounds,)


def test_nobody_is_taken_off_a_decided_request_through_an_open_one(
    session: Session,
) -> None:
    done = decided(session, recorded(session))
    other = about(session, recorded(session))
    (subject,) = open_request(session, done.id).subjects.rows
    with pytest.raises(NotFound):
        drop_subject(session, other, subject)
    assert open_request(session, done.id).names == (SUBJECT,)
