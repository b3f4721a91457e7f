"""Third-party requests as they are recorded, and the register of them."""

from dataclasses import replace

import pytest
from request_steps import REQUESTER, about, entries_of, fill, recorded, second

from isteam_app.domain.disclosures import Subject
from isteam_app.domain.listing import DisclosureFilter, DisclosureOrder
from isteam_app.errors import ChangedMeanwhile, NotFound, RuleBroken
from isteam_app.services.disclosure_sections import (
    MOST_SUBJECTS,
    add_subjects,
    change_subject,
    drop_subject,
    fill_in,
    record_request,
    strike,
)
from isteam_app.services.disclosures import (
    count_disclosures,
    disclosure,
    list_disclosures,
    open_request,
)
from isteam_app.services.search import find
from isteam_app.services.session import Session


def test_a_request_is_numbered_kept_and_found(session: Session) -> None:
    kept = recorded(session)
    assert kept.reference == "D-2026-00001"
    assert recorded(session).reference == "D-2026-00002"
    assert disclosure(session, kept.id) == kept
    assert find(session, "Constabulary")[0].id in (kept.id, kept.id + 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"organisation": " "}, "organisation"),
        ({"kind": "milkman"}, "kind"),
        ({"received": ""}, "received"),
        ({"received": "2026-11-24"}, "received"),
        ({"received": "1026-11-20"}, "received"),
        ({"received": "yesterday"}, "received"),
        ({"how": "by pigeon"}, "how"),
        ({"officer": "x" * 201}, "officer"),
    ],
)
def test_what_is_missing_or_cannot_be_is_refused_with_its_field(
    session: Session, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        record_request(session, {**REQUESTER, "kind": "police", **changes})
    assert refused.value.field == field
    assert count_disclosures(session, DisclosureFilter()) == 0


def test_the_line_of_the_register_follows_what_is_filled_in(session: Session) -> None:
    request = about(session, recorded(session))
    request = fill(session, request, "asked", {"asked": "One picture"})
    request = fill(session, request, "item", {"category": "CCTV video"})
    request = fill(session, request, "grounds", {"article6": "ea", "annex1": "crime"})
    assert request.about == "Mr Jago Merriweather"
    assert request.asked == "One picture"
    assert request.categories == ("CCTV video",)
    assert "Recognised legitimate interest" in request.legal_basis
    (item,) = entries_of(session, request, "item")
    assert strike(session, request, item, "Not kept").categories == ()


def test_two_people_cannot_overwrite_each_other(session: Session) -> None:
    request = fill(session, recorded(session), "asked", {"asked": "One picture"})
    (read,) = entries_of(session, request, "asked")
    other = second(session)
    fill_in(other, request, "asked", {"asked": "Two pictures"}, read)
    with pytest.raises(ChangedMeanwhile) as refused:
        fill_in(session, request, "asked", {"asked": "Three pictures"}, read)
    assert [clash.theirs for clash in refused.value.clashes] == ["Two pictures"]
    assert disclosure(session, request.id).asked == "Two pictures"


def test_what_two_people_answer_of_one_form_is_kept_of_both(session: Session) -> None:
    request = fill(session, recorded(session), "asked", {"asked": "One picture"})
    (read,) = entries_of(session, request, "asked")
    other = second(session)
    fill_in(other, request, "asked", {"asked": "One picture", "content": "no"}, read)
    fill_in(session, request, "asked", {"asked": "One picture", "special": "no"}, read)
    (kept,) = entries_of(session, request, "asked")
    assert dict(kept.values) == {
        "asked": "One picture",
        "content": "no",
        "special": "no",
    }


def test_people_are_put_on_a_request_corrected_and_taken_off(session: Session) -> None:
    request = about(session, recorded(session), "Ann One", "Ben Two")
    assert request.about == "Ann One and 1 more"
    first, other = open_request(session, request.id).subjects.rows
    request = drop_subject(session, request, first)
    assert request.about == "Ben Two"
    request = change_subject(session, request, replace(other, name="Benedict Two"))
    assert request.about == "Benedict Two"


def test_more_people_than_a_request_may_have_are_refused(session: Session) -> None:
    request = recorded(session)
    many = [
        Subject(disclosure_id=request.id, name=f"Person {number}")
        for number in range(MOST_SUBJECTS + 1)
    ]
    with pytest.raises(RuleBroken, match="2,000 people at most"):
        add_subjects(session, request, many)
    nobody = [Subject(disclosure_id=request.id, name=" ")]
    with pytest.raises(RuleBroken) as refused:
        add_subjects(session, request, nobody)
    assert refused.value.field == "name"
    assert open_request(session, request.id).subject_count == 0


def test_a_request_that_is_not_there_is_said_so(session: Session) -> None:
    with pytest.raises(NotFound):
        open_request(session, 99)


def test_the_list_is_newest_first(session: Session) -> None:
    for day in (3, 17, 9):
        recorded(session, received=f"2026-11-{day:02}")
    rows = list_disclosures(session, DisclosureFilter(), DisclosureOrder()).rows
    assert [row.received.day for row in rows] == [17, 9, 3]
