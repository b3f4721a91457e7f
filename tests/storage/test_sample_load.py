"""Many made-up records at once: as findable and as sound as those saved singly."""

from dataclasses import replace

import pytest
from vault_makers import AT, MEMBER, new_case, new_letter, new_request, person

from isteam_app.domain.cases import Case, CaseState, PostItem
from isteam_app.domain.letters import LetterState
from isteam_app.errors import RuleBroken
from isteam_app.storage.load import SampleBatch
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
        disclosures=[
            new_request(id=number, reference=f"D-2026-{number:05}")
            for number in numbers
        ],
        letters=[
            replace(new_letter(case), id=case.id, number=1, state=LetterState.POSTED)
            for case in cases
        ],
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
