"""What somebody of the team may not see is not there for them, wherever they look."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders import Clock, empty_copy, new_post
from request_steps import recorded

from isteam_app.domain.cases import Case, CaseKind, LinkKind
from isteam_app.domain.disclosures import Subject
from isteam_app.domain.letters import LetterState
from isteam_app.domain.listing import (
    CaseColumn,
    CaseFilter,
    CaseOrder,
    DisclosureFilter,
    DisclosureOrder,
)
from isteam_app.domain.people import (
    Capacity,
    Person,
    Representation,
    SightRule,
    TeamMember,
)
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.services.cases import (
    add_note,
    case_by_reference,
    case_page,
    count_cases,
    list_cases,
    read_document,
)
from isteam_app.services.disclosure_sections import add_subjects
from isteam_app.services.disclosures import count_disclosures, list_disclosures
from isteam_app.services.intake import likely_same, people_matching, receive_post
from isteam_app.services.letters import open_desk, start_letter
from isteam_app.services.links import link, nearby
from isteam_app.services.merging import merge_people, undo_merge
from isteam_app.services.people import (
    count_people,
    find_people,
    list_people,
    person_page,
    save_person,
)
from isteam_app.services.print_desk import letter, letter_counts, list_letters
from isteam_app.services.refreshing import reckon
from isteam_app.services.representatives import name_representative
from isteam_app.services.scans import Scan
from isteam_app.services.search import find
from isteam_app.services.session import Session
from isteam_app.services.sight import lift_limit, limit_sight
from isteam_app.services.today import figures, worklist
from isteam_app.services.unlock import lock
from isteam_app.services.views import views
from isteam_app.storage.tables import metadata
from isteam_app.storage.unseen import COVERED

CANARY = "Zephyrine Quillfeather"
ACKNOWLEDGEMENT = "rights-acknowledgement"
OTHER = TeamMember(name="Alex Example")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = empty_copy(tmp_path, Clock())
    with opened.vault.change("member.added", by="Robin", at=opened.now()) as work:
        work.members.add(OTHER)
        work.commit()
    yield opened
    lock(opened)


def as_member(session: Session, member: TeamMember) -> Session:
    """The same vault as another member opened it."""
    session.vault.member = member
    return replace(session, member=member)


def hide(session: Session, person: Person) -> None:
    limit_sight(session, person, SightRule.HIDDEN_FROM, OTHER.name, "Neighbours")


def canary_cases(session: Session) -> tuple[Case, ...]:
    """The canary wrote twice, for herself and for somebody in sight."""
    scan = Scan(name="canary.txt", media_type="text/plain", data=b"canary", pages=1)
    own = receive_post(
        session,
        new_post(
            name=CANARY,
            scans=(scan,),
            kinds=(CaseKind.ACCESS, CaseKind.RESTRICTION),
            summary="Canary summary",
            their_reference="CAN/1",
        ),
    )
    wrote = receive_post(
        session,
        new_post(
            person=own.post.requester,
            name=CANARY,
            acting_for="Mr Idris Vane",
            summary="Canary wrote",
        ),
    )
    return (*own.cases, *wrote.cases)


LOOKS: tuple[Callable[[Session], object], ...] = (
    lambda at: find(at, "zephyrine"),
    lambda at: find(at, "zephyrin quilfeather"),
    lambda at: find(at, "canary"),
    lambda at: find(at, "IS-2026-00002"),
    lambda at: people_matching(at, "zeph"),
    lambda at: people_matching(at, "phyrin"),
    lambda at: find_people(at, "qx4"),
    lambda at: likely_same(at, CANARY, "QX4 7TB"),
    lambda at: list_people(at).rows,
    lambda at: list_people(at, "quill").rows,
    lambda at: worklist(at).rows,
    lambda at: list_disclosures(at, DisclosureFilter(), DisclosureOrder()).rows,
    lambda at: list_letters(at, tuple(LetterState)).rows,
    *(
        lambda at, column=column: (
            list_cases(at, CaseFilter(), CaseOrder(column=column)).rows
        )
        for column in CaseColumn
    ),
    lambda at: list_cases(at, CaseFilter(text="canary"), CaseOrder()).rows,
    lambda at: nearby(at, case_page(at, 1)),
    lambda at: case_page(at, 1),
)
COUNTS: tuple[Callable[[Session], object], ...] = (
    lambda at: count_people(at),
    lambda at: count_cases(at, CaseFilter()),
    lambda at: count_cases(at, CaseFilter(text="canary")),
    lambda at: count_disclosures(at, DisclosureFilter()),
    lambda at: letter_counts(at),
    lambda at: figures(at),
    lambda at: worklist(at).total,
    lambda at: worklist(at).groups,
    lambda at: views(at)[0],
)


def test_a_hidden_person_is_nowhere(session: Session) -> None:
    seen = receive_post(session, new_post(name="Mrs Aoife Hartigan")).cases[0]
    before = [count(session) for count in COUNTS]
    hidden = canary_cases(session)
    person = hidden[0].subject
    drafted = start_letter(session, hidden[0].id, ACKNOWLEDGEMENT)
    request = recorded(session)
    canary = Subject(disclosure_id=request.id, name=CANARY, person_id=person.id)
    add_subjects(session, request, [canary])
    link(session, seen, hidden[0].reference, LinkKind.RELATED, "Same street")
    name_representative(
        session,
        Representation(
            representative=person, subject=seen.subject, capacity=Capacity.FRIEND
        ),
    )
    add_note(session, hidden[0], "A canary note")
    assert any(CANARY in repr(look(session)) for look in LOOKS)
    hide(session, person)

    other = as_member(session, OTHER)
    for look in LOOKS:
        found = repr(look(other)).casefold()
        assert not any(word in found for word in ("zephyrine", "canary"))
    # Mr Idris Vane is seen, his case with the canary's letter is not
    assert count_people(other) == 2
    assert [count(other) for count in COUNTS[1:]] == before[1:]
    documents = case_page(as_member(session, session.member), hidden[0].id).documents
    other = as_member(session, OTHER)
    for act in (
        lambda: case_page(other, hidden[0].id),
        lambda: case_by_reference(other, hidden[2].reference),
        lambda: person_page(other, person.id),
        lambda: read_document(other, documents[0].id),
        lambda: letter(other, drafted.id),
        lambda: open_desk(other, drafted.id),
        lambda: add_note(other, hidden[0], "Seen before it was hidden"),
        lambda: save_person(other, person, replace(person, salutation="Z")),
        lambda: lift_limit(other, person_page(session, person.id).sight[0]),
        lambda: hide(other, person),
    ):
        with pytest.raises(NotFound):
            act()
    assert person_page(other, seen.subject.id).representatives == ()
    mine = as_member(session, session.member)
    assert case_page(mine, hidden[0].id).case.events[-1].text == "A canary note"


def test_work_for_all_still_reaches_what_is_hidden(session: Session) -> None:
    hidden = canary_cases(session)
    hide(session, hidden[0].subject)
    other = as_member(session, OTHER)
    mine = receive_post(other, new_post(name="Mrs Aoife Hartigan")).cases[0]
    assert mine.reference == "IS-2026-00004"
    save_person(other, mine.subject, replace(mine.subject, name="Mrs A. Hartigan"))
    assert len(reckon(other, other.settings()).seen) == len(hidden) + 1
    back = as_member(session, session.member)
    assert find(back, "hartigan")
    assert len(find(back, "zephyrine")) == len(hidden) + 1
    with back.vault.read() as vault:
        assert vault.audit.verify().reason == ""


def test_only_chosen_people_see_somebody(session: Session) -> None:
    hidden = canary_cases(session)
    person = hidden[0].subject
    limit_sight(session, person, SightRule.ONLY_FOR, session.member.name, "At risk")
    assert count_people(as_member(session, OTHER)) == 1
    mine = as_member(session, session.member)
    with pytest.raises(RuleBroken, match="nobody in the team"):
        limit_sight(
            mine, person, SightRule.HIDDEN_FROM, session.member.name, "Conflict"
        )
    for member, reason, field in (
        ("Nobody Known", "Conflict", "member"),
        (OTHER.name, " ", "reason"),
    ):
        with pytest.raises(RuleBroken) as refused:
            limit_sight(mine, person, SightRule.ONLY_FOR, member, reason)
        assert refused.value.field == field
    (limit,) = person_page(mine, person.id).sight
    assert lift_limit(mine, limit) == ()
    assert count_people(as_member(session, OTHER)) == 2


def test_a_conflict_of_ones_own_hides_at_once_and_goes_with_a_merge(
    session: Session,
) -> None:
    kept = receive_post(session, new_post(name="Zephyrine Quill")).cases[0].subject
    person = canary_cases(session)[0].subject
    limit_sight(
        session, person, SightRule.HIDDEN_FROM, session.member.name, "My sister"
    )
    assert find(session, CANARY) == ()
    other = as_member(session, OTHER)
    merge_people(other, kept, person, "Same hand")
    mine = as_member(session, session.member)
    assert find(mine, "zephyrine") == ()
    with pytest.raises(NotFound):
        person_page(mine, person.id)


def test_a_limit_set_on_merged_records_holds_for_both_once_they_part(
    session: Session,
) -> None:
    kept = receive_post(session, new_post(name="Zephyrine Quill")).cases[0].subject
    person = canary_cases(session)[0].subject
    merge = merge_people(session, kept, person, "Same hand")
    hide(session, kept)
    undo_merge(session, merge)
    limits = person_page(session, person.id).sight
    assert [each.member for each in limits] == [OTHER.name]
    other = as_member(session, OTHER)
    for each in (kept, person):
        with pytest.raises(NotFound):
            person_page(other, each.id)
    assert find(other, "zephyrine") == ()


def test_every_table_that_leads_to_a_person_is_covered() -> None:
    leading = {
        table.name
        for table in metadata.sorted_tables
        for column in table.c
        if column.name
        in ("case_id", "post_id", "person_id", "letter_id", "disclosure_id")
        or any(key.column.table.name == "people" for key in column.foreign_keys)
    }
    assert leading | {"people"} == set(COVERED)
