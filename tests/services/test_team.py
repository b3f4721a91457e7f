"""Who is in the team, what each may do, and who stands in for whom."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import MONDAY, Clock, new_post

from isteam_app.domain.cases import CaseState
from isteam_app.domain.people import TeamMember
from isteam_app.domain.settings import Absence
from isteam_app.errors import RuleBroken, VaultReadOnly
from isteam_app.services import half_typed
from isteam_app.services.cases import add_note, assign, case_page
from isteam_app.services.decisions import approve, decide
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings
from isteam_app.services.team import (
    add_absence,
    add_person,
    away,
    change_role,
    covered_by,
    end_absence,
    team,
)
from isteam_app.services.unlock import lock, unlock
from isteam_app.storage import key_header

WORDS = "violet harbour nine kettles walking"
OTHER = "amber tractor seldom whistles noon"


def join(session: Session, name: str, role: str = "approver", words: str = WORDS):
    return add_person(session, name=name, role=role, passphrase=words, repeated=words)


def test_the_second_person_approves_what_the_first_decided(session: Session) -> None:
    case = receive_post(session, new_post()).cases[0]
    decide(session, case, outcome="refused", ground="unfounded", reason="The third")
    added = join(session, "Sam Okafor")
    folder = session.vault.folder
    lock(session)
    second = unlock(folder, WORDS, Clock())
    assert second.member == added
    waiting = case_page(second, case.id).case
    assert waiting.state is CaseState.FOR_APPROVAL
    assert approve(second, waiting).state is CaseState.DECIDED
    with second.vault.read() as vault:
        assert vault.audit.verify().whole
    lock(second)
    first = unlock(folder, PASSPHRASE, Clock())
    assert first.member.name == "Robin Sample"
    lock(first)


def test_only_an_administrator_changes_the_team(session: Session) -> None:
    join(session, "Sam Okafor", "handler")
    lock(session)
    sam = unlock(session.vault.folder, WORDS, Clock())
    away_today = Absence(
        member="Sam Okafor", first=sam.today, last=sam.today, cover="Robin Sample"
    )
    assert not team(sam).may_change
    for act in (
        lambda: join(sam, "Lena Brook", words=OTHER),
        lambda: change_role(sam, sam.member.id, "administrator"),
        lambda: add_absence(sam, away_today),
    ):
        with pytest.raises(RuleBroken, match="Only an administrator"):
            act()
    assert [each.name for each in team(sam).members] == ["Robin Sample", "Sam Okafor"]
    lock(sam)


def test_an_auditor_looks_and_changes_nothing(session: Session) -> None:
    case = receive_post(session, new_post()).cases[0]
    join(session, "Ada Ledger", "auditor")
    lock(session)
    auditor = unlock(session.vault.folder, WORDS, Clock())
    for act in (
        lambda: add_note(auditor, case, "Seen."),
        lambda: assign(auditor, case, ""),
        lambda: decide(auditor, case, outcome="withdrawn", reason="By telephone"),
        lambda: receive_post(auditor, new_post()),
    ):
        with pytest.raises(RuleBroken, match="looks and changes nothing"):
            act()
    assert case_page(auditor, case.id).case == case
    half_typed.keep(auditor, "cases", "type:access")
    assert half_typed.take_back(auditor, "cases") == "type:access"
    lock(auditor)


def test_only_an_administrator_changes_the_settings(session: Session) -> None:
    join(session, "Sam Okafor", "approver")
    lock(session)
    approver = unlock(session.vault.folder, WORDS, Clock())
    settings = approver.settings()
    with pytest.raises(RuleBroken, match="Only an administrator"):
        save_settings(approver, replace(settings, second_person=()))
    assert approver.settings() == settings
    lock(approver)


def test_saving_settings_leaves_absences_and_views_noted_meanwhile(
    session: Session,
) -> None:
    cover = join(session, "Sam Okafor")
    read = session.settings()
    me, day = session.member.name, session.today
    add_absence(session, Absence(member=me, first=day, last=day, cover=cover.name))
    save_settings(session, replace(read, acknowledge_days=4))
    assert session.settings().acknowledge_days == 4
    assert away(session.settings(), day) == {me: cover.name}


def test_one_administrator_remains(session: Session) -> None:
    sam = join(session, "Sam Okafor", "handler")
    with pytest.raises(RuleBroken, match="only administrator"):
        change_role(session, session.member.id, "handler")
    assert change_role(session, sam.id, "administrator").role == "administrator"
    with pytest.raises(RuleBroken, match="their own role"):
        change_role(session, session.member.id, "handler")
    assert change_role(session, sam.id, "auditor").role == "auditor"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "robin sample"}, "name"),
        ({"name": "Robin\u00ad Sample"}, "name"),
        ({"name": "x" * 10_000}, "name"),
        ({"role": "emperor"}, "role"),
        ({"passphrase": "short"}, "passphrase"),
        ({"repeated": "something else altogether"}, "repeated"),
        ({"passphrase": PASSPHRASE, "repeated": PASSPHRASE}, "passphrase"),
    ],
)
def test_a_person_who_cannot_be_added(session: Session, changes, field) -> None:
    given = {
        "name": "Sam Okafor",
        "role": "handler",
        "passphrase": WORDS,
        "repeated": WORDS,
    }
    header = (session.vault.folder / key_header.HEADER).read_bytes()
    with pytest.raises(RuleBroken) as refused:
        add_person(session, **(given | changes))
    assert refused.value.field == field
    assert len(team(session).members) == 1
    assert (session.vault.folder / key_header.HEADER).read_bytes() == header


def test_a_crash_between_header_and_change_leaves_a_vault_that_opens(
    session: Session, tmp_path: Path
) -> None:
    """The header as a crash leaves it: a slot of somebody the vault does not know."""
    folder = session.vault.folder
    before = tmp_path / "before"
    shutil.copytree(folder, before)
    join(session, "Sam Okafor")
    lock(session)
    shutil.copy(folder / key_header.HEADER, before / key_header.HEADER)
    robin = unlock(before, PASSPHRASE, Clock())
    # somebody else gets that id, and a passphrase of their own; Sam's words are void
    lena = join(robin, "Lena Brook", words=OTHER)
    lock(robin)
    lena_in = unlock(before, OTHER, Clock())
    assert lena_in.member == lena
    lock(lena_in)
    with pytest.raises(Exception, match="does not open this vault"):
        unlock(before, WORDS, Clock())


def test_a_header_that_cannot_be_written_adds_nobody(session, monkeypatch) -> None:
    def refused(*_: object) -> None:
        raise VaultReadOnly("The folder cannot be written to. Nothing was changed.")

    monkeypatch.setattr(key_header, "write_header", refused)
    with pytest.raises(VaultReadOnly):
        join(session, "Sam Okafor")
    assert [each.name for each in team(session).members] == ["Robin Sample"]


def members(session: Session, *names: str) -> None:
    with session.vault.change("member.added", by="Robin Sample", at=MONDAY) as work:
        for name in names:
            work.members.add(TeamMember(name=name, role="handler"))
        work.commit()


def absence(member: str, cover: str, first: int = 23, last: int = 27) -> Absence:
    return Absence(
        member=member,
        first=date(2026, 11, first),
        last=date(2026, 11, last),
        cover=cover,
    )


def test_who_is_away_is_covered(session: Session) -> None:
    members(session, "Sam", "Lena")
    add_absence(session, absence("Sam", "Lena"))
    add_absence(session, absence("Lena", "Robin Sample", 24, 25))
    settings = session.settings()
    assert covered_by(settings, "Lena", date(2026, 11, 23)) == ("Sam",)
    # the cover is away too: whoever covers them takes both
    assert covered_by(settings, "Robin Sample", date(2026, 11, 24)) == ("Sam", "Lena")
    assert covered_by(settings, "Lena", date(2026, 11, 24)) == ()
    assert away(settings, date(2026, 11, 28)) == {}
    assert [each.member for each in team(session).absences] == ["Sam", "Lena"]
    end_absence(session, absence("Sam", "Lena"))
    assert [each.member for each in team(session).absences] == ["Lena"]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (absence("Sam", "Sam"), "cover"),
        (absence("Sam", "Lena", 26, 24), "last"),
        (absence("Sam", "Lena", 9, 13), "last"),
        (absence("Sam", "Lena", 27, 30), "first"),
        (absence("Robin Sample", "Sam", 23, 23), "cover"),
        (absence("Nobody", "Sam"), "member"),
        (absence("Lena", ""), "cover"),
    ],
)
def test_an_absence_that_cannot_be(session: Session, wanted, field) -> None:
    members(session, "Sam", "Lena")
    add_absence(session, absence("Sam", "Lena"))
    with pytest.raises(RuleBroken) as refused:
        add_absence(session, wanted)
    assert refused.value.field == field
    assert len(team(session).absences) == 1
