"""Somebody leaves the team: their cases go to others, and their way in is closed."""

from dataclasses import dataclass, replace

from isteam_app.domain.backup_calendar import Why
from isteam_app.domain.cases import EventKind
from isteam_app.domain.listing import OPEN_STATES, CaseFilter, CaseOrder
from isteam_app.domain.people import Sight, SightRule, TeamMember, who_sees
from isteam_app.domain.rights import Act
from isteam_app.errors import RuleBroken
from isteam_app.progress import Progress, unwatched
from isteam_app.services.backups import make_before
from isteam_app.services.cases import event_today
from isteam_app.services.keys import present, prove
from isteam_app.services.rights import must, only_administrator
from isteam_app.services.session import Session
from isteam_app.services.team_names import without
from isteam_app.storage import key_changes
from isteam_app.storage.vault import Change, Reading

_ALL = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """What somebody leaves behind, and who could take it.

    `cases` are the open ones; `people` those whom nobody else in the team may see.
    """

    member: TeamMember
    cases: int
    people: int
    takers: tuple[TeamMember, ...]

    @property
    def needs_taker(self) -> bool:
        return bool(self.cases or self.people)


def parting(session: Session, member_id: int) -> Parting:
    """Say what somebody would leave behind. Raises RuleBroken if they cannot leave."""
    with session.vault.read(whole=True) as vault:
        member = _may_leave(session, vault, member_id)
        left = tuple(each for each in vault.members.all() if each.id != member_id)
        return Parting(
            member=member,
            cases=vault.cases.count(_open_cases(member)),
            people=len(_orphans(vault, member, left)),
            takers=left,
        )


def remove_person(
    session: Session,
    member_id: int,
    *,
    passphrase: str,
    taker: str = "",
    progress: Progress = unwatched,
) -> TeamMember:
    """Take somebody out of the team for good, and put the vault under a new key.

    `passphrase` is of whoever does it. A backup is made first. What they leave behind
    goes to `taker`, as far as the taker may see it; other cases then belong to nobody.
    Backups made before still open with the keys of then. Raises RuleBroken with the
    field `passphrase` or `taker`, TooManyAttempts, BackupFailed, and Cancelled: then
    nobody was removed.
    """
    leaves = parting(session, member_id)
    names = {each.name for each in leaves.takers}
    if taker not in names and (taker or leaves.needs_taker):
        raise RuleBroken(
            f"Choose who takes over from {leaves.member.name}.", field="taker"
        )
    prove(session, passphrase)
    key_changes.must_be_changeable(session.vault, member_id)
    make_before(session, Why.KEY_CHANGE, progress)
    _hand_over(session, leaves, taker)
    key_changes.rotate(
        session.vault,
        passphrase,
        by=session.member.name,
        at=session.now(),
        leaving=member_id,
        progress=progress,
    )
    return leaves.member


def _may_leave(session: Session, vault: Reading, member_id: int) -> TeamMember:
    must(session, Act.TEAM, vault)
    must(session, Act.KEYS, vault)
    member = present(vault.members.get(member_id))
    if only_administrator(vault, member_id):
        raise RuleBroken(
            f"{member.name} is the only administrator. Make somebody else one first."
        )
    if member_id == session.member.id:
        raise RuleBroken("Nobody removes themselves. Ask another administrator.")
    return member


def _hand_over(session: Session, leaves: Parting, taker: str) -> None:
    """Give on what somebody leaves behind, as one change of its own."""
    member = leaves.member
    seen: frozenset[int] = frozenset()
    if taker:
        with session.vault.read(seen_by=taker) as vault:
            rows = vault.cases.page(_open_cases(member), CaseOrder(), None, _ALL).rows
        seen = frozenset(row.id for row in rows)
    with session.vault.change(
        "member.handed_over", by=session.member.name, at=session.now(), whole=True
    ) as work:
        work.note("member", member.id)
        rows = work.cases.page(_open_cases(member), CaseOrder(), None, _ALL).rows
        for row in rows:
            _give(session, work, row.id, taker if row.id in seen else "")
        _show_orphans(work, leaves, taker)
        settings = work.settings.in_force(session.today)
        work.settings.save(
            without(settings, member.name, taker), valid_from=session.today
        )
        work.commit()


def _give(session: Session, work: Change, case_id: int, owner: str) -> None:
    case = work.cases.get(case_id)
    words = f"From {case.owner} to {owner or 'nobody'}"
    work.cases.add_event(case_id, event_today(session, EventKind.ASSIGNED, words))
    work.cases.update(replace(case, owner=owner))


def _open_cases(member: TeamMember) -> CaseFilter:
    return CaseFilter(states=OPEN_STATES, owner=member.name)


def _orphans(
    vault: Reading | Change, member: TeamMember, left: tuple[TeamMember, ...]
) -> tuple[Sight, ...]:
    """Return the limits after which nobody who is left would see a person."""
    names = [each.name for each in left]
    return tuple(
        limit
        for limit in vault.sight.of_member(member.name)
        if limit.rule is SightRule.ONLY_FOR
        and not who_sees(vault.sight.of_person(limit.person_id), names)
    )


def _show_orphans(work: Change, leaves: Parting, taker: str) -> None:
    """Let the taker see whom only the one who leaves could see.

    Their own limit stays: without it, the whole team would see the person.
    """
    for limit in _orphans(work, leaves.member, leaves.takers):
        work.sight.drop(
            Sight(person_id=limit.person_id, rule=SightRule.HIDDEN_FROM, member=taker)
        )
        work.sight.add(replace(limit, member=taker))
