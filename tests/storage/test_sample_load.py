"""Many made-up records at once: as findable and as sound as those saved singly."""

from dataclasses import replace

import pytest
from vault_makers import AT, MEMBER, new_case, new_letter, new_request, person

from isteam_app.domain.cases import Case, CaseState, PostItem
from isteam_app.domain.disclosures import (
    Disclosure,
    Lock,
    LockReason,
    RequestEvent,
    RequestStep,
    Subject,
)
from isteam_app.domain.forms import Entry
from isteam_app.domain.letters import LetterState
from isteam_app.errors import RuleBroken
from isteam_app.storage.load import SampleBatch
from isteam_app.storage.load_requests import MadeRequest
from isteam_app.storage.vault import Vault


def batch(first: int, count: int) -> SampleBatch:
    numbers = range(first, first + count)
    people = [person(f"Sample Person{number}", id=number) for number in numbers]
    posts = [
        PostItem(requester=one, received=AT.date(), id=one.id, summary="Wants a copy")
        for one in people
    ]
    cases: list[Case] = [
        new_case(
            post,
            id=post.id,
            reference=f"IS-2025-{post.id:05}",
            state=CaseState.CLOSED if post.id % 3 else CaseState.RECEIVED,
        )
        for post in posts
    ]
    return SampleBatch(
        people=people,
        posts=posts,
        cases=cases,
        requests=[
            made_request(new_request(id=number, reference=f"D-2026-{number:05}"))
            for number in numbers
        ],
        letters=[
            replace(new_letter(case), id=case.id, number=1, state=LetterState.POSTED)
            for case in cases
        ],
    )


ENTRIES = (
    Entry(record_id=0, form="purpose", values=(("purpose", "detect"),)),
    Entry(record_id=0, form="item", values=(("category", "CCTV video"),)),
)


def made_request(request: Disclosure, lock: Lock | None = None) -> MadeRequest:
    return MadeRequest(
        request=request,
        entries=ENTRIES,
        subjects=(Subject(disclosure_id=request.id, name="Mr Jago Whitby"),),
        steps=(RequestStep(disclosure_id=0, kind=RequestEvent.RECORDED, on=AT.date()),),
        lock=lock,
    )


@pytest.fixture
def loaded(vault: Vault) -> Vault:
    with vault.change("sample.loaded", by=MEMBER, at=AT) as change:
        change.load(batch(1, 200))
        change.load(batch(201, 50))
        change.commit()
    return vault


def test_everything_is_there_and_findable(loaded: Vault) -> None:
    with loaded.read() as reading:
        assert reading.cases.count() == 250
        assert reading.people.count() == 250
        assert reading.disclosures.count() == 250
        assert reading.letters.counts()[LetterState.POSTED] == 250
        case = reading.cases.by_reference("IS-2025-00123")
        kinds = [hit.kind.value for hit in reading.search.find("person123")]
        within = reading.search.find("erson123")
        (duplicate,) = reading.people.likely_duplicates("sample person7", "")
    assert case.subject.name == "Sample Person123"
    assert case.events[0].recorded_by == MEMBER
    assert kinds == ["case", "person"]
    assert [hit.title for hit in within] == ["Sample Person123"]
    assert duplicate.id == 7
    assert loaded.verify().whole


def test_one_entry_tells_of_it(loaded: Vault) -> None:
    with loaded.read() as reading:
        newest = reading.audit.page(limit=1).rows[0]
    assert newest.action == "sample.loaded"
    assert [each.id for each in newest.touched] == [200, 50]


def test_references_go_on_after_those_loaded(loaded: Vault) -> None:
    with loaded.change("case.opened", by=MEMBER, at=AT.replace(year=2025)) as change:
        post = change.posts.get(5)
        assert change.cases.add(new_case(post)).reference == "IS-2025-00251"
        assert change.disclosures.add(new_request()).reference == "D-2025-00001"


def test_a_record_without_a_reference_is_refused(vault: Vault) -> None:
    sample = batch(1, 1)
    broken = replace(sample, cases=[replace(sample.cases[0], reference="7")])
    with (
        vault.change("sample.loaded", by=MEMBER, at=AT) as change,
        pytest.raises(RuleBroken, match="proper reference"),
    ):
        change.load(broken)


def test_a_request_comes_with_all_that_belongs_to_it(loaded: Vault) -> None:
    with loaded.read() as reading:
        entries = reading.request_entries.belonging_to(7)
        (subject,) = reading.subjects.page(7).rows
        (step,) = reading.request_steps.of_request(7)
        assert reading.locks.of_request(7) == ()
    assert [(each.form, each.values) for each in entries] == [
        (each.form, each.values) for each in ENTRIES
    ]
    assert {each.record_id for each in entries} == {7}
    assert (subject.disclosure_id, subject.name) == (7, "Mr Jago Whitby")
    assert (step.disclosure_id, step.recorded_by) == (7, MEMBER)


def test_a_locked_one_keeps_its_number_and_counts_no_other_on(vault: Vault) -> None:
    lock = Lock(
        disclosure_id=0,
        reason=LockReason.IPA,
        authority="The notice",
        review_on=AT.date(),
        set_by="Somebody Else",
    )
    request = new_request(id=1, reference="R-2026-7K3QX9", locked=True)
    sample = SampleBatch(requests=[made_request(request, lock)])
    with vault.change("sample.loaded", by=MEMBER, at=AT) as change:
        change.load(sample)
        change.commit()
    with vault.read(whole=True) as reading:
        kept = reading.locks.standing(1)
        assert reading.locks.cleared(1) == ("Somebody Else",)
        assert reading.disclosures.get(1).reference == "R-2026-7K3QX9"
    assert kept is not None
    assert (kept.reason, kept.authority) == (LockReason.IPA, "The notice")
    with vault.change("disclosure.recorded", by=MEMBER, at=AT) as change:
        assert change.disclosures.add(new_request()).reference == "D-2026-00001"
