"""Somebody leaves: their way in is closed for good, and nothing they had is lost."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from builders import Clock, new_post

from isteam_app.domain.people import SightRule, TeamMember
from isteam_app.domain.settings import Absence
from isteam_app.errors import Cancelled, RuleBroken, VaultUnavailable, WrongPassphrase
from isteam_app.services.cases import assign, case_page
from isteam_app.services.decisions import approve, decide
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.intake import receive_post
from isteam_app.services.leaving import parting, remove_person
from isteam_app.services.people import person_page
from isteam_app.services.session import Session
from isteam_app.services.sight import limit_sight
from isteam_app.services.team import (
    add_absence,
    add_person,
    change_role,
    rename_person,
    team,
)
from isteam_app.services.unlock import lock, unlock
from isteam_app.services.views import save_view
from isteam_app.storage.key_changes import add_device
from isteam_app.storage.vault_doors import open_with_device

WORDS = "violet harbour nine kettles walking"
OTHER = "amber tractor seldom whistles noon"
SAM, LENA = "Sam Okafor", "Lena Brook"


def join(session: Session, name: str, role: str = "handler", words: str = WORDS):
    return add_person(session, name=name, role=role, passphrase=words, repeated=words)


def known(session: Session, *names: str) -> list[TeamMember]:
    """People of the team who never unlock anything here."""
    with session.vault.change(
        "member.added", by=session.member.name, at=session.now()
    ) as work:
        added = [
            work.members.add(TeamMember(name=name, role="handler")) for name in names
        ]
        work.commit()
    return added


def test_whoever_is_removed_opens_nothing_new(session: Session, tmp_path: Path) -> None:
    sam = join(session, SAM)
    folder = session.vault.folder
    secret = add_device(session.vault, sam.id, by=SAM, at=session.now())
    lock(session)
    old = tmp_path / "old"
    shutil.copytree(folder, old)
    session = unlock(folder, PASSPHRASE, Clock())
    case = assign(session, receive_post(session, new_post()).cases[0], SAM)
    with pytest.raises(RuleBroken) as refused:
        remove_person(session, sam.id, passphrase=PASSPHRASE)
    assert refused.value.field == "taker"
    with pytest.raises(RuleBroken) as refused:
        remove_person(session, sam.id, passphrase=WORDS, taker="Robin Sample")
    assert refused.value.field == "passphrase"
    assert case_page(session, case.id).case.owner == SAM
    gone = remove_person(session, sam.id, passphrase=PASSPHRASE, taker="Robin Sample")
    assert gone.name == SAM
    assert case_page(session, case.id).case.owner == "Robin Sample"
    assert [each.name for each in team(session).members] == ["Robin Sample"]
    with pytest.raises(RuleBroken, match="had that name before"):
        join(session, "sam okafor", words=OTHER)
    assert session.vault.verify().whole
    lock(session)
    for way in (
        lambda: unlock(folder, WORDS, Clock()),
        lambda: open_with_device(folder, secret),
    ):
        with pytest.raises(WrongPassphrase):
            way()
    # the folder of then opens as it was then; laid over the new one it opens nothing
    lock(unlock(old, WORDS, Clock()))
    for names in (("keys.json", "keys.previous.json"), ("keys.json",)):
        mixed = tmp_path / f"mixed{len(names)}"
        shutil.copytree(folder, mixed)
        for name in names:
            shutil.copy(old / name, mixed / name)
        with pytest.raises(VaultUnavailable):
            unlock(mixed, WORDS, Clock())
        (was,) = old.glob("*.db")
        (now,) = folder.glob("*.db")
        shutil.copy(now, mixed / was.name)
        with pytest.raises(VaultUnavailable):
            unlock(mixed, WORDS, Clock())
    again = unlock(folder, PASSPHRASE, Clock())
    lock(again)


def test_who_cannot_leave(session: Session) -> None:
    sam = join(session, SAM, "administrator")
    with pytest.raises(RuleBroken, match="Nobody removes themselves"):
        remove_person(session, session.member.id, passphrase=PASSPHRASE)
    change_role(session, sam.id, "handler")
    with pytest.raises(RuleBroken, match="only administrator"):
        remove_person(session, session.member.id, passphrase=PASSPHRASE)
    lock(session)
    theirs = unlock(session.vault.folder, WORDS, Clock())
    with pytest.raises(RuleBroken, match="Only an administrator"):
        parting(theirs, session.member.id)
    with pytest.raises(RuleBroken, match="Only an administrator"):
        rename_person(theirs, session.member.id, "Somebody Else")
    lock(theirs)


def test_a_removal_that_is_stopped_removes_nobody(session: Session) -> None:
    sam = join(session, SAM)

    for step in range(4):

        def stop(done: int, total: int, step: int = step) -> None:
            if done >= step:
                raise Cancelled("The work was stopped.")

        with pytest.raises(Cancelled):
            remove_person(session, sam.id, passphrase=PASSPHRASE, progress=stop)
        assert len(team(session).members) == 2
    assert [path.name for path in session.vault.folder.glob("*.db")] == ["vault.db"]
    lock(session)
    lock(unlock(session.vault.folder, WORDS, Clock()))


def test_what_the_taker_may_not_see_belongs_to_nobody(session: Session) -> None:
    (sam, _) = known(session, SAM, LENA)
    hidden = receive_post(session, new_post(name="Jago Merriweather")).cases[0]
    plain = receive_post(session, new_post()).cases[0]
    for case in (hidden, plain):
        assign(session, case, SAM)
    limit_sight(session, hidden.subject, SightRule.HIDDEN_FROM, LENA, "Her neighbour")
    assert parting(session, sam.id).cases == 2
    remove_person(session, sam.id, passphrase=PASSPHRASE, taker=LENA)
    assert case_page(session, plain.id).case.owner == LENA
    assert case_page(session, hidden.id).case.owner == ""


def test_whom_only_they_could_see_goes_to_the_taker(session: Session) -> None:
    (sam, _) = known(session, SAM, LENA)
    case = receive_post(session, new_post()).cases[0]
    session.vault.member = sam
    limit_sight(
        replace(session, member=sam), case.subject, SightRule.ONLY_FOR, SAM, "Delicate"
    )
    session.vault.member = session.member
    left = parting(session, sam.id)
    assert (left.cases, left.people) == (0, 1)
    with pytest.raises(RuleBroken, match="Choose who takes over"):
        remove_person(session, sam.id, passphrase=PASSPHRASE)
    remove_person(session, sam.id, passphrase=PASSPHRASE, taker="Robin Sample")
    assert {each.member for each in person_page(session, case.subject.id).sight} == {
        SAM,
        "Robin Sample",
    }


def test_their_absences_go_and_whom_they_cover_is_covered(session: Session) -> None:
    (sam, _) = known(session, SAM, LENA)
    day = session.today
    add_absence(session, Absence(member=LENA, cover=SAM, first=day, last=day))
    remove_person(session, sam.id, passphrase=PASSPHRASE, taker="Robin Sample")
    assert [each.cover for each in session.settings().absences] == ["Robin Sample"]


@pytest.mark.parametrize(
    "name",
    [
        "O'Brien-Ńowak",
        "Зоя Петренко",
        "林 小明",
        "Sam  Okafor-Smith",
        "Sam: owner",
        "S",
    ],
)
def test_a_new_name_holds_wherever_the_old_one_did(session: Session, name) -> None:
    sam = join(session, SAM, "approver")
    case = receive_post(session, new_post()).cases[0]
    limit_sight(session, case.subject, SightRule.HIDDEN_FROM, SAM, "A friend")
    other = assign(
        session, receive_post(session, new_post(name="Jago Merriweather")).cases[0], SAM
    )
    save_view(session, "Sam's", f'type:access owner:"{SAM}" late')
    day = session.today
    add_absence(session, Absence(member=SAM, cover="Robin Sample", first=day, last=day))
    lock(session)
    theirs = unlock(session.vault.folder, WORDS, Clock())
    decide(theirs, other, outcome="refused", ground="unfounded", reason="The third")
    lock(theirs)
    session = unlock(session.vault.folder, PASSPHRASE, Clock())
    kept = " ".join(name.split())
    assert rename_person(session, sam.id, f" {name} ").name == kept
    waiting = case_page(session, other.id).case
    assert (waiting.owner, waiting.decided_by) == (kept, kept)
    settings = session.settings()
    assert [each.member for each in settings.absences] == [kept]
    assert [each.words for each in settings.views] == [
        f'type:access owner:"{kept}" late'
    ]
    assert {each.member for each in person_page(session, case.subject.id).sight} == {
        kept
    }
    with session.vault.read() as vault:
        entry = vault.audit.newest_of("case.refused", "case.decided", "case.submitted")
        assert SAM in vault.audit.names()
        assert kept not in vault.audit.names()
    assert entry is None or entry.by == SAM
    lock(session)
    theirs = unlock(session.vault.folder, WORDS, Clock())
    assert theirs.member.name == kept
    with pytest.raises(RuleBroken, match="decided this yourself"):
        approve(theirs, waiting)
    lock(theirs)


def test_names_that_cannot_be(session: Session) -> None:
    (sam, _) = known(session, SAM, LENA)
    for name in (
        "",
        " ",
        "lena brook",
        'Sam "Sunny" O',
        "nobody",
        "a\u202eb",
        "x" * 200,
    ):
        with pytest.raises(RuleBroken) as refused:
            rename_person(session, sam.id, name)
        assert refused.value.field == "name"
    rename_person(session, sam.id, "Samuel Okafor")
    rename_person(session, sam.id, SAM)  # back again: it is theirs
    rename_person(session, sam.id, "Samuel Okafor")
    with pytest.raises(RuleBroken, match="had that name before"):
        known(session, "SAM OKAFOR")
    assert not [each for each in team(session).members if each.name == "SAM OKAFOR"]


def test_nothing_is_given_away_where_the_key_cannot_be_changed_yet(
    session: Session,
) -> None:
    sam, lena = join(session, SAM), join(session, LENA, words=OTHER)
    case = assign(session, receive_post(session, new_post()).cases[0], LENA)
    header = session.vault.inside().header
    slots = tuple(
        replace(slot, public=b"", sealed=b"") if slot.member == sam.id else slot
        for slot in header.slots  # as an earlier version of the program made it
    )
    session.vault.adopt(replace(header, slots=slots))
    with pytest.raises(RuleBroken, match="Sam Okafor must unlock"):
        remove_person(session, lena.id, passphrase=PASSPHRASE, taker="Robin Sample")
    assert case_page(session, case.id).case.owner == LENA
    session.vault.adopt(header)
