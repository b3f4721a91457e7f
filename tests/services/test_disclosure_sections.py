"""A third party's request is recorded, filled in section by section, and kept whole."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from builders import empty_copy
from request_steps import closed, filled_for_disclosure, recorded

from isteam_app.domain.disclosure_forms import FORMS
from isteam_app.domain.disclosures import (
    Disclosure,
    LockReason,
    RequesterKind,
    RequestEvent,
    Subject,
    Told,
)
from isteam_app.domain.forms import Entry
from isteam_app.domain.listing import DisclosureFilter, DisclosureOrder
from isteam_app.domain.organisations import Requester
from isteam_app.errors import ChangedMeanwhile, RuleBroken
from isteam_app.services.disclosure_sections import (
    LockAsked,
    add_subjects,
    change_subject,
    drop_subject,
    fill_in,
    keep_file,
    record_request,
    strike,
)
from isteam_app.services.disclosures import list_disclosures, open_request
from isteam_app.services.session import Session
from isteam_app.services.unlock import lock

ASKS = {
    "received": "2026-11-20",
    "kind": "police",
    "organisation": "Eastbridge Constabulary",
    "officer": "DC O'Brien-Ńowak",
    "number": "=2+5",
    "their_reference": "@EB/4100",
}
QUIET = LockAsked(
    reason=LockReason.PREJUDICE,
    authority="DC O'Brien-Ńowak: he would move the goods.",
    review_on=date(2027, 2, 22),
)


@pytest.fixture
def session(tmp_path: Path):
    made = empty_copy(tmp_path)
    yield made
    lock(made)


def entry_of(session: Session, request: Disclosure, form: str):
    page = open_request(session, request.id)
    return next(each for each in page.entries if each.form == form and not each.struck)


def test_a_request_takes_the_next_number_and_keeps_what_was_typed(session) -> None:
    first, second = record_request(session, ASKS), record_request(session, ASKS)
    assert (first.reference, second.reference) == ("D-2026-00001", "D-2026-00002")
    page = open_request(session, first.id)
    assert dict(page.entries[0].values) == ASKS
    assert page.request.kind is RequesterKind.POLICE
    assert page.request.officer == "DC O'Brien-Ńowak"
    assert [each.kind for each in page.steps] == [RequestEvent.RECORDED]
    assert page.lock is None


def test_a_locked_request_takes_no_number_of_the_others(session) -> None:
    before = record_request(session, ASKS)
    hidden = record_request(session, ASKS, QUIET)
    after = record_request(session, ASKS)
    assert hidden.reference.startswith("R-2026-")
    assert (before.reference, after.reference) == ("D-2026-00001", "D-2026-00002")
    page = open_request(session, hidden.id)
    assert page.request.told is Told.MUST_NOT
    assert page.lock is not None
    assert page.lock.review_on == QUIET.review_on
    assert page.sees_lock == (session.member.name,)


def test_two_locked_requests_tell_nothing_of_each_other(session) -> None:
    several = {record_request(session, ASKS, QUIET).reference for _ in range(20)}
    assert len(several) == 20
    assert all(len(each.removeprefix("R-2026-")) == 6 for each in several)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"received": "2026-11-24"}, "received"),
        ({"received": "0001-11-20"}, "received"),
        ({"received": ""}, "received"),
        ({"kind": ""}, "kind"),
        ({"kind": "wizard"}, "kind"),
        ({"organisation": "  "}, "organisation"),
        ({"organisation": "x" * 201}, "organisation"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(session, changed, field) -> None:
    with pytest.raises(RuleBroken) as refused:
        record_request(session, ASKS | changed)
    assert refused.value.field == field
    page = list_disclosures(session, DisclosureFilter(), DisclosureOrder())
    assert page.rows == ()


def test_a_lock_that_nobody_would_look_at_again_is_refused(session) -> None:
    past = LockAsked(
        reason=LockReason.ORDER, authority="the order", review_on=date(2026, 11, 23)
    )
    with pytest.raises(RuleBroken) as refused:
        record_request(session, ASKS, past)
    assert refused.value.field == "review_on"


def test_the_line_of_the_register_follows_the_sections(session) -> None:
    request = record_request(session, ASKS)
    request = fill_in(
        session,
        request,
        "authorisation",
        {"instrument": "court_order", "comply_by": "2026-12-04"},
    )
    request = fill_in(session, request, "asked", {"asked": "Scans of two items"})
    for category in ("CCTV video", "Contact details", "CCTV video"):
        request = fill_in(session, request, "item", {"category": category})
    request = fill_in(session, request, "purpose", {"life_at_risk": "yes"})
    request = fill_in(
        session, request, "grounds", {"compelled": "yes", "article6": "c"}
    )
    request = fill_in(
        session,
        request,
        "left",
        {"what": "Two scans", "method": "Tracked post", "left_on": "2026-11-23"},
    )
    request = fill_in(session, request, "after", {"return_by": "2027-01-04"})
    assert request.comply_by == date(2026, 12, 4)
    assert request.asked == "Scans of two items"
    assert request.categories == ("CCTV video", "Contact details")
    assert request.life_at_risk
    assert request.compelled
    assert request.legal_basis == "Court order; (c) Legal obligation"
    assert (request.what_left, request.method) == ("Two scans", "Tracked post")
    assert request.left_on == date(2026, 11, 23)
    assert request.return_by == date(2027, 1, 4)
    again = fill_in(
        session,
        request,
        "after",
        {"return_by": "2027-01-04", "returned_on": "2026-11-23"},
        entry_of(session, request, "after"),
    )
    assert again.return_by is None, "nothing is outstanding any more"


@pytest.mark.parametrize(
    ("form", "answers", "field"),
    [
        ("authorisation", {"comply_by": "2026-11-01"}, "comply_by"),
        ("left", {"what": "x", "left_on": "2026-11-24"}, "left_on"),
        ("left", {"what": "x", "left_on": "2026-11-19"}, "left_on"),
        ("requester", ASKS | {"received": "2027-01-01"}, "received"),
        ("item", {"category": "Secrets"}, "category"),
    ],
)
def test_a_day_that_cannot_be_is_refused(session, form, answers, field) -> None:
    request = record_request(session, ASKS)
    entry = entry_of(session, request, "requester") if form == "requester" else None
    with pytest.raises(RuleBroken) as refused:
        fill_in(session, request, form, answers, entry)
    assert refused.value.field == field


def test_two_people_fill_in_one_section_and_lose_nothing(session) -> None:
    request = record_request(session, ASKS)
    fill_in(session, request, "necessity", {"why": "To find him"})
    read = entry_of(session, request, "necessity")
    fill_in(session, request, "necessity", {"why": "To find him", "less": "No"}, read)
    both = {"why": "To find her"}
    fill_in(session, request, "necessity", both, read)
    kept = entry_of(session, request, "necessity")
    assert dict(kept.values) == {"why": "To find her", "less": "No"}
    with pytest.raises(ChangedMeanwhile) as refused:
        fill_in(session, request, "necessity", {"why": "To find them"}, read)
    assert [clash.theirs for clash in refused.value.clashes] == ["To find her"]
    assert entry_of(session, request, "necessity") == kept


def test_a_form_filled_in_once_is_not_filled_in_twice(session) -> None:
    request = record_request(session, ASKS)
    fill_in(session, request, "necessity", {"why": "To find him"})
    with pytest.raises(RuleBroken):
        fill_in(session, request, "necessity", {"why": "To find her"})


def test_what_is_struck_out_stays_and_counts_no_more(session) -> None:
    request = record_request(session, ASKS)
    request = fill_in(session, request, "item", {"category": "Contents of post"})
    entry = entry_of(session, request, "item")
    with pytest.raises(RuleBroken):
        strike(session, request, entry, " ")
    request = strike(session, request, entry, "They withdrew it by telephone.")
    assert request.categories == ()
    kept = open_request(session, request.id).entries[-1]
    assert kept.struck == "They withdrew it by telephone."


def test_five_hundred_people_are_kept_in_one_go_and_read_a_screenful_at_a_time(
    session,
) -> None:
    request = record_request(session, ASKS)
    several = [
        Subject(disclosure_id=request.id, name=f"Ŵyn 毛 {number:03}")
        for number in range(500)
    ]
    request = add_subjects(session, request, several)
    assert request.about == "Ŵyn 毛 000 and 499 more"
    page = open_request(session, request.id)
    assert page.subject_count == 500
    assert len(page.subjects.rows) == 100
    assert page.subjects.next is not None
    found = list_disclosures(
        session, DisclosureFilter(text="Ŵyn 毛 499"), DisclosureOrder()
    )
    assert [row.id for row in found.rows] == [request.id]


def test_a_subject_is_corrected_and_taken_off_with_a_trace(session) -> None:
    request = record_request(session, ASKS)
    request = add_subjects(
        session, request, [Subject(disclosure_id=request.id, name="Jago Dunn")]
    )
    (kept,) = open_request(session, request.id).subjects.rows
    named = Subject(
        disclosure_id=kept.disclosure_id,
        name="Jago Merriweather-Dunn",
        id=kept.id,
        version=kept.version,
    )
    request = change_subject(session, request, named)
    assert request.about == "Jago Merriweather-Dunn"
    with pytest.raises(ChangedMeanwhile):
        change_subject(session, request, named)
    (newest,) = open_request(session, request.id).subjects.rows
    request = drop_subject(session, request, newest)
    assert request.about == ""
    with session.vault.read() as vault:
        told = vault.history.of_request(request.id).rows
    assert [(each.before, each.after) for each in told[:2]] == [
        ("Jago Merriweather-Dunn", ""),
        ("Jago Dunn", "Jago Merriweather-Dunn"),
    ]


def test_too_many_people_are_refused_in_one_sentence(session) -> None:
    request = record_request(session, ASKS)
    several = [Subject(disclosure_id=request.id, name="A")] * 2001
    with pytest.raises(RuleBroken):
        add_subjects(session, request, several)
    assert open_request(session, request.id).subject_count == 0


def test_who_asks_is_known_by_the_directory_however_it_is_written(session) -> None:
    with session.vault.change(
        "organisation.added", by=session.member.name, at=session.now()
    ) as work:
        known = work.organisations.add(
            Requester(name="Eastbridge Constabulary", kind=RequesterKind.POLICE)
        )
        work.commit()
    request = record_request(
        session, ASKS | {"organisation": "EASTBRIDGE  constabulary"}
    )
    assert request.organisation_id == known.id
    assert open_request(session, request.id).organisation == known


def test_a_copy_of_what_left_is_frozen_with_its_digest(session, tmp_path) -> None:
    request = record_request(session, ASKS)
    request = fill_in(session, request, "left", {"what": "Scan events"})
    entry = entry_of(session, request, "left")
    table = tmp_path / "scan events.csv"
    table.write_bytes("item,at\r\n=1+1,毛\r\n".encode())
    kept = keep_file(session, request, table, entry)
    page = open_request(session, request.id)
    assert page.documents == (kept,)
    assert kept.entry_id == entry.id
    assert kept.sha256 == sha256(table.read_bytes()).hexdigest()
    with session.vault.read() as vault:
        assert vault.documents.read(kept.id) == table.read_bytes()


def test_what_came_must_be_a_scan(session, tmp_path) -> None:
    request = record_request(session, ASKS)
    table = tmp_path / "their form.pdf"
    table.write_bytes(b"item,at")
    with pytest.raises(RuleBroken):
        keep_file(session, request, table)
    assert open_request(session, request.id).documents == ()


def test_once_closed_a_receipt_is_all_that_is_noted_of_what_left(session) -> None:
    request = closed(session, filled_for_disclosure(session, recorded(session)))
    entry = entry_of(session, request, "left")
    told = dict(entry.values)
    for changed in ({**told, "what": "Everything"}, {**told, "copies": "2"}):
        with pytest.raises(RuleBroken):
            fill_in(session, request, "left", changed, entry)
    with pytest.raises(RuleBroken):
        fill_in(session, request, "left", {"what": "One more"})
    with pytest.raises(RuleBroken):
        strike(session, request, entry, "A mistake")
    fill_in(session, request, "left", {**told, "receipt": "2026-11-23"}, entry)
    assert entry_of(session, request, "left")["receipt"] == "2026-11-23"


def test_what_an_older_version_let_people_type_is_kept_and_changed_around(
    session,
) -> None:
    """Their category is none of today's choices, and they typed the basis in words."""
    request = record_request(session, ASKS)
    typed = (("category", "Photos of parcels"), ("what", "Two"))
    with session.vault.change("test.older", by="Robin", at=session.now()) as work:
        older = Entry(record_id=request.id, form="item", values=typed)
        work.request_entries.add(older)
        work.disclosures.update(replace(request, legal_basis="Section 29, as it was"))
        work.commit()
    item = entry_of(session, request, "item")
    more = {"category": "Photos of parcels", "what": "Three"}
    after = fill_in(session, request, "item", more, item)
    assert dict(entry_of(session, request, "item").values) == more
    assert after.categories == ("Photos of parcels",)
    assert after.legal_basis == "Section 29, as it was"
    item = entry_of(session, request, "item")
    for wrong in ("Photos", "Photos of parcels 2"):
        with pytest.raises(RuleBroken, match="choose from the list"):
            fill_in(session, request, "item", {"category": wrong}, item)
    with pytest.raises(RuleBroken, match="choose from the list"):
        fill_in(session, request, "item", {"category": "Photos of parcels"})
    grounds = {"article6": "c"}
    based = fill_in(session, request, "grounds", grounds)
    assert based.legal_basis == FORMS["grounds"].question("article6").words("c")
    gone = fill_in(
        session,
        request,
        "grounds",
        {"proportion": "x"},
        entry_of(session, request, "grounds"),
    )
    assert gone.legal_basis == ""
