"""One change is kept whole, with its words and its audit entry, or not at all."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from vault_makers import (
    AT,
    MEMBER,
    TODAY,
    add_case,
    add_post,
    new_case,
    new_letter,
    new_request,
    person,
    save_case,
)

from isteam_app.domain.cases import CaseEvent, CaseState, EventKind, PostItem
from isteam_app.domain.people import TeamMember
from isteam_app.errors import ChangedMeanwhile, NotFound, RuleBroken, VaultInUse
from isteam_app.storage.vault import Vault


def entries(vault: Vault) -> int:
    with vault.read() as reading:
        return reading.audit.head().count


def test_a_change_comes_with_its_words_and_its_entry(vault: Vault) -> None:
    before = entries(vault)
    case = save_case(vault)
    with vault.read() as reading:
        assert reading.cases.get(case.id) == case
        assert reading.search.find("marged")[0].reference == case.reference
        newest = reading.audit.page(limit=1).rows[0]
    assert newest.number == before + 1
    assert newest.action == "case.opened"
    assert newest.by == MEMBER
    assert newest.at == AT
    assert [each.noun for each in newest.touched] == ["person", "post", "case"]


def test_leaving_without_commit_drops_everything(vault: Vault) -> None:
    before = entries(vault)
    with vault.change("case.opened", by=MEMBER, at=AT) as change:
        add_case(change)
    with vault.read() as reading:
        assert reading.cases.count() == 0
        assert reading.people.count() == 0
        assert reading.search.find("marged") == ()
    assert entries(vault) == before


def test_an_error_on_the_way_drops_everything(vault: Vault) -> None:
    def stumble() -> None:
        with vault.change("case.opened", by=MEMBER, at=AT) as change:
            add_case(change)
            change.cases.get(99)

    with pytest.raises(NotFound):
        stumble()
    with vault.read() as reading:
        assert reading.cases.count() == 0


def test_a_dropped_change_leaves_no_gap_in_the_references(vault: Vault) -> None:
    first = save_case(vault)
    with vault.change("case.opened", by=MEMBER, at=AT) as change:
        assert add_case(change).reference == "IS-2026-00002"
    assert first.reference == "IS-2026-00001"
    assert save_case(vault).reference == "IS-2026-00002"


def test_each_year_counts_from_one(vault: Vault) -> None:
    save_case(vault)
    new_year = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    with vault.change("case.opened", by=MEMBER, at=new_year) as change:
        first = add_case(change)
        second = add_case(change)
        asked = change.disclosures.add(new_request())
        change.commit()
    assert [first.reference, second.reference] == ["IS-2027-00001", "IS-2027-00002"]
    assert asked.reference == "D-2027-00001"
    assert save_case(vault).reference == "IS-2026-00002"


def test_nothing_changed_is_nothing_to_save(vault: Vault) -> None:
    with (
        vault.change("case.opened", by=MEMBER, at=AT) as change,
        pytest.raises(RuleBroken, match="nothing to save"),
    ):
        change.commit()


def test_an_export_leaves_an_entry_without_changing_a_record(vault: Vault) -> None:
    with vault.change("register.exported", by=MEMBER, at=AT) as change:
        change.note("export", 12)
        change.commit()
    with vault.read() as reading:
        newest = reading.audit.page(limit=1).rows[0]
    assert [(each.noun, each.id) for each in newest.touched] == [("export", 12)]


def test_a_finished_change_takes_no_more(vault: Vault) -> None:
    with vault.change("case.opened", by=MEMBER, at=AT) as change:
        add_case(change)
        change.commit()
        with pytest.raises(RuntimeError, match="finished"):
            change.note("case", 1)


def test_a_moment_needs_its_zone(vault: Vault) -> None:
    naive = AT.replace(tzinfo=None)
    with (
        pytest.raises(ValueError, match="time zone"),
        vault.change("case.opened", by=MEMBER, at=naive),
    ):
        pass


def test_moments_come_back_as_the_same_moment(vault: Vault) -> None:
    summer = datetime.fromisoformat("2026-07-01T09:30:00.123456+01:00")
    with vault.change("case.opened", by=MEMBER, at=summer) as change:
        case = add_case(change)
        change.commit()
    assert case.events[0].recorded_at == summer
    assert case.events[0].recorded_by == MEMBER


def test_two_edits_of_the_same_record_cannot_overwrite_each_other(
    vault: Vault,
) -> None:
    case = save_case(vault)
    with vault.change("case.assigned", by=MEMBER, at=AT) as change:
        changed = change.cases.update(replace(case, owner="Robin"))
        change.commit()
    assert changed.version == case.version + 1
    with vault.change("case.assigned", by=MEMBER, at=AT) as change:
        with pytest.raises(ChangedMeanwhile, match="Nothing of yours was saved"):
            change.cases.update(replace(case, owner="Sam"))
        with pytest.raises(ChangedMeanwhile):
            change.people.update(person(id=case.subject.id, version=9))
    with vault.read() as reading:
        assert reading.cases.get(case.id).owner == "Robin"


def test_what_is_not_there_is_not_found(vault: Vault) -> None:
    with vault.change("case.opened", by=MEMBER, at=AT) as change:
        post = add_post(change)
        stranger = person(id=77)
        unknown = PostItem(requester=stranger, received=date(2026, 11, 20))
        for attempt in (
            lambda: change.posts.add(unknown),
            lambda: change.cases.add(new_case(post, subject=stranger)),
            lambda: change.cases.add(replace(new_case(post), post=unknown)),
            lambda: change.cases.add_event(5, CaseEvent(kind=EventKind.NOTE, on=TODAY)),
            lambda: change.letters.add(new_letter(new_case(post, id=5))),
            lambda: change.disclosures.add(new_request(person_id=77)),
            lambda: change.documents.get(5),
            lambda: change.cases.by_reference("IS-2026-99999"),
        ):
            with pytest.raises(NotFound):
                attempt()


def test_a_reference_is_found_however_it_is_typed(vault: Vault) -> None:
    case = save_case(vault)
    with vault.read() as reading:
        assert reading.cases.by_reference(" is-2026-00001 ") == case


def test_a_new_name_shows_in_every_list_at_once(vault: Vault) -> None:
    case = save_case(vault)
    with vault.change("person.changed", by=MEMBER, at=AT) as change:
        change.people.update(person("Ángel Zyx", id=case.subject.id))
        change.commit()
    with vault.read() as reading:
        assert reading.cases.page().rows[0].person == "Ángel Zyx"
        assert [hit.title for hit in reading.search.find("angel")] == ["Ángel Zyx"] * 2
        assert reading.search.find("marged") == ()


def test_an_outcome_is_found_once_it_is_written(vault: Vault) -> None:
    case = save_case(vault)
    with vault.change("case.closed", by=MEMBER, at=AT) as change:
        assigned = change.cases.update(replace(case, owner="Sam"))
        change.cases.update(replace(assigned, outcome="Copies of both waybills sent"))
        change.commit()
    with vault.read() as reading:
        assert [hit.id for hit in reading.search.find("waybills")] == [case.id]


def test_events_stand_in_the_order_they_happened(vault: Vault) -> None:
    case = save_case(vault)
    with vault.change("case.noted", by=MEMBER, at=AT) as change:
        for day in (25, 21, 23):
            change.cases.add_event(
                case.id, CaseEvent(kind=EventKind.NOTE, on=date(2026, 11, day))
            )
        change.commit()
    with vault.read() as reading:
        days = [event.on.day for event in reading.cases.get(case.id).events]
    assert days == [20, 21, 23, 25]


def test_open_cases_are_gone_through_in_slices(vault: Vault) -> None:
    for state in (CaseState.WAITING, CaseState.CLOSED, CaseState.WAITING):
        save_case(vault, state=state)
    with vault.read() as reading:
        first = reading.cases.dated(CaseState.WAITING, 0, 1)
        rest = reading.cases.dated(CaseState.WAITING, first[-1].id, 9)
    assert [case.id for case in (*first, *rest)] == [1, 3]


def test_cases_of_one_envelope_and_one_person_are_found(vault: Vault) -> None:
    with vault.change("post.received", by=MEMBER, at=AT) as change:
        post = add_post(change)
        other = change.people.add(person("Jago Merriweather"))
        own = change.cases.add(new_case(post))
        acted = change.cases.add(new_case(post, subject=other))
        change.commit()
    with vault.read() as reading:
        assert [row.id for row in reading.cases.for_post(post.id)] == [own.id, acted.id]
        by_sender = reading.cases.for_person(post.requester.id)
        assert [row.id for row in by_sender] == [acted.id, own.id]
        assert [row.id for row in reading.cases.for_person(other.id)] == [acted.id]


def test_readers_see_one_moment_while_a_change_is_made(vault: Vault) -> None:
    with vault.read() as reading:
        assert reading.cases.count() == 0
        save_case(vault)
        assert reading.cases.count() == 0
    with vault.read() as reading:
        assert reading.cases.count() == 1


def test_two_threads_save_without_loss_or_gap(vault: Vault) -> None:
    failures: list[BaseException] = []

    def save_many() -> None:
        try:
            for _ in range(25):
                save_case(vault)
        except BaseException as error:  # noqa: BLE001  a thread's failure is the finding
            failures.append(error)

    threads = [threading.Thread(target=save_many) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with vault.read() as reading:
        found = {row.reference for row in reading.cases.page(limit=100).rows}
        assert reading.audit.verify().whole
    assert found == {f"IS-2026-{number:05}" for number in range(1, 51)}


def test_a_second_change_that_waits_too_long_says_so(vault: Vault) -> None:
    engine = vault._engine  # noqa: SLF001  shortens the wait of pooled connections
    with vault.change("case.opened", by=MEMBER, at=AT) as change:
        add_case(change)
        raw = engine.raw_connection()
        raw.execute("PRAGMA busy_timeout = 1")
        raw.close()
        with (
            pytest.raises(VaultInUse, match="did not finish in time"),
            vault.change("case.opened", by=MEMBER, at=AT + timedelta(minutes=1)),
        ):
            pass
        change.commit()
    with vault.read() as reading:
        assert reading.cases.count() == 1


def test_drafts_are_kept_until_dropped(vault: Vault) -> None:
    with vault.change("draft.kept", by=MEMBER, at=AT) as change:
        change.drafts.put("intake", "half a word")
        change.drafts.put("intake", "half a sentence")
        change.drafts.put("letter 7", "Dear")
        change.commit()
    with vault.read() as reading:
        assert reading.drafts.get("intake") == "half a sentence"
        assert reading.drafts.keys() == ("intake", "letter 7")
    with vault.change("draft.dropped", by=MEMBER, at=AT) as change:
        change.drafts.drop("intake")
        change.commit()
    with vault.read() as reading:
        assert reading.drafts.get("intake") is None


def test_a_person_of_the_team_is_named_once(vault: Vault) -> None:
    with vault.change("member.added", by=MEMBER, at=AT) as change:
        added = change.members.add(TeamMember(name="Sam Sample", role="handler"))
        with pytest.raises(RuleBroken, match="has that name"):
            change.members.add(TeamMember(name="Sam Sample"))
        with pytest.raises(RuleBroken, match="Enter a name"):
            change.members.add(TeamMember(name=" "))
        change.commit()
    with vault.read() as reading:
        assert [one.name for one in reading.members.all()] == [MEMBER, "Sam Sample"]
        assert reading.members.by_name("Sam Sample") == added
        with pytest.raises(NotFound):
            reading.members.by_name("Nobody")
