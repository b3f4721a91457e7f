"""Who is in the team, what each may do, and who stands in for whom."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date

from isteam_app.domain.dates import long_date
from isteam_app.domain.people import TeamMember
from isteam_app.domain.rights import ROLES as ROLES
from isteam_app.domain.rights import Act
from isteam_app.domain.settings import Absence, Settings
from isteam_app.errors import RuleBroken
from isteam_app.services.passphrases import check_passphrase
from isteam_app.services.rights import must, only_administrator, why_not
from isteam_app.services.session import Session
from isteam_app.services.team_names import name_for, renamed
from isteam_app.storage.key_changes import add_member
from isteam_app.storage.vault import Change

_KEYS = tuple(key for key, _, _ in ROLES)
_MOST_ABSENCES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """The whole team. `absences` are those that are not over, the nearest first.

    `no_change` is why who is signed in may not change it, "" when they may.
    """

    members: tuple[TeamMember, ...]
    absences: tuple[Absence, ...]
    no_change: str

    @property
    def may_change(self) -> bool:
        return not self.no_change


def team(session: Session) -> Team:
    """Return the team as it stands, and whether who is signed in may change it."""
    with session.vault.read() as vault:
        members = vault.members.all()
        settings = vault.settings.in_force(session.today)
        refused = why_not(session, Act.TEAM, vault)
    coming = (each for each in settings.absences if each.last >= session.today)
    return Team(
        members=members,
        absences=tuple(sorted(coming, key=lambda each: (each.first, each.member))),
        no_change=refused,
    )


def add_person(
    session: Session, *, name: str, role: str, passphrase: str, repeated: str
) -> TeamMember:
    """Take somebody into the team, with a passphrase of their own.

    Takes a second or two: a passphrase is costly to try on purpose. Raises RuleBroken
    with the field `name`, `role`, `passphrase` or `repeated`.
    """
    _must_be_role(role)
    with session.vault.read() as vault:
        must(session, Act.TEAM, vault)
        name = name_for(name, vault.members.all())
    check_passphrase(passphrase, repeated, (name,))
    return add_member(
        session.vault,
        TeamMember(name=name, role=role),
        passphrase,
        by=session.member.name,
        at=session.now(),
    )


def change_role(session: Session, member_id: int, role: str) -> TeamMember:
    """Give somebody another role. It holds from their next unlocking on.

    One administrator must remain, and nobody changes their own role.
    """
    _must_be_role(role)
    with _change(session, "member.role_changed") as work:
        must(session, Act.TEAM, work)
        before = work.members.get(member_id)
        if before.role == role:
            return before
        if only_administrator(work, member_id):
            raise RuleBroken(
                f"{before.name} is the only administrator. Make somebody else one "
                "first.",
                field="role",
            )
        if before.id == session.member.id:
            raise RuleBroken(
                "Nobody changes their own role. Ask another administrator.",
                field="role",
            )
        changed = work.members.change_role(member_id, role)
        work.commit()
    return changed


def rename_person(session: Session, member_id: int, name: str) -> TeamMember:
    """Give somebody another name, wherever the old one still has an effect.

    Their cases, decisions, absences, saved views and who sees whom go by the new one;
    the audit trail and what was signed at the time keep the old. Raises RuleBroken,
    with the field `name`.
    """
    with session.vault.change(
        "member.renamed", by=session.member.name, at=session.now(), whole=True
    ) as work:
        must(session, Act.TEAM, work)
        before = work.members.get(member_id)
        others = (each for each in work.members.all() if each.id != member_id)
        name = name_for(name, others)
        if name == before.name:
            return before
        settings = work.settings.in_force(session.today)
        work.settings.save(
            renamed(settings, before.name, name), valid_from=session.today
        )
        after = work.members.rename(member_id, name)
        work.commit()
    if session.vault.member.id == member_id:
        session.vault.member = after
    return after


def add_absence(session: Session, absence: Absence) -> None:
    """Note that somebody is away, and who takes their cases meanwhile."""
    with _change(session, "absence.added") as work:
        must(session, Act.TEAM, work)
        settings = work.settings.in_force(session.today)
        names = {each.name for each in work.members.all()}
        _check_absence(absence, settings, names, session.today)
        current = tuple(
            each for each in settings.absences if each.last >= session.today
        )
        kept = replace(settings, absences=(*current, absence))
        work.settings.save(kept, valid_from=session.today)
        work.commit()


def end_absence(session: Session, absence: Absence) -> None:
    """Take an absence away: they are back, or were never away."""
    with _change(session, "absence.removed") as work:
        must(session, Act.TEAM, work)
        settings = work.settings.in_force(session.today)
        left = tuple(each for each in settings.absences if each != absence)
        if left == settings.absences:
            raise RuleBroken("That absence was taken away already.")
        work.settings.save(replace(settings, absences=left), session.today)
        work.commit()


def away(settings: Settings, today: date) -> dict[str, str]:
    """Return who is away today, each with who takes their cases."""
    return {
        each.member: each.cover
        for each in settings.absences
        if each.first <= today <= each.last
    }


def covered_by(settings: Settings, name: str, today: date) -> tuple[str, ...]:
    """Return whose cases somebody takes today; a cover's cover counts too."""
    gone = away(settings, today)
    return tuple(
        member for member in gone if member != name and _last(gone, member) == name
    )


def _last(gone: dict[str, str], member: str) -> str:
    at, steps = member, 0
    while at in gone and steps < len(gone):
        at, steps = gone[at], steps + 1
    return at


def _check_absence(
    absence: Absence, settings: Settings, names: set[str], today: date
) -> None:
    if absence.member not in names:
        raise RuleBroken("Choose who is away.", field="member")
    if absence.cover not in names:
        raise RuleBroken("Choose who takes the cases meanwhile.", field="cover")
    if absence.cover == absence.member:
        raise RuleBroken(
            "Nobody stands in for themselves. Choose somebody else.", field="cover"
        )
    if absence.last < absence.first:
        raise RuleBroken(
            "The last day lies before the first. Check both.", field="last"
        )
    if absence.last < today:
        raise RuleBroken("That absence is over already.", field="last")
    _must_fit(absence, settings)


def _must_fit(absence: Absence, settings: Settings) -> None:
    """Raise RuleBroken where the person or the cover is away already."""
    if len(settings.absences) >= _MOST_ABSENCES:
        raise RuleBroken("Take absences away that are over first.")
    for name, field in ((absence.member, "first"), (absence.cover, "cover")):
        for each in settings.absences:
            if each.member == name and _overlap(each, absence):
                raise RuleBroken(
                    f"{name} is away from {long_date(each.first)} to "
                    f"{long_date(each.last)}. Choose other days or another person.",
                    field=field,
                )


def _overlap(one: Absence, other: Absence) -> bool:
    return one.first <= other.last and other.first <= one.last


def _must_be_role(role: str) -> None:
    if role not in _KEYS:
        raise RuleBroken("Choose one of the roles in the list.", field="role")


def _change(session: Session, action: str) -> AbstractContextManager[Change]:
    return session.vault.change(action, by=session.member.name, at=session.now())
