"""Who of the team may see a person, their cases and everything about them."""

from isteam_app.domain.people import Person, Sight, SightRule, who_sees
from isteam_app.errors import RuleBroken
from isteam_app.services.session import Session


def limit_sight(
    session: Session, person: Person, rule: SightRule, member: str, reason: str
) -> tuple[Sight, ...]:
    """Hide a person from one of the team, or show them to chosen ones only.

    Whoever may see the person may set a limit, also against themselves. Raises
    RuleBroken, naming the field, for a name not in the team, a missing reason, or a
    limit after which nobody would see them; NotFound when they may not be seen.
    """
    if not reason.strip():
        raise RuleBroken(
            "Say why the person is hidden. Only those who see them can read it.",
            field="reason",
        )
    limit = Sight(person_id=person.id, rule=rule, member=member, reason=reason.strip())
    with session.vault.change(
        "sight.limited", by=session.member.name, at=session.now()
    ) as work:
        work.people.get(person.id)
        team = [each.name for each in work.members.all()]
        if member not in team:
            raise RuleBroken(
                "Nobody in the team has that name. Choose from the list.",
                field="member",
            )
        limits = (*work.sight.of_person(person.id), limit)
        if not who_sees(limits, team):
            raise RuleBroken(
                "Then nobody in the team would see this person. Leave it to somebody.",
                field="member",
            )
        work.sight.add(limit)
        limits = work.sight.of_person(person.id)
        work.commit()
    return limits


def lift_limit(session: Session, limit: Sight) -> tuple[Sight, ...]:
    """Lift a limit. Raises NotFound when the one signed in may not see the person."""
    with session.vault.change(
        "sight.lifted", by=session.member.name, at=session.now()
    ) as work:
        work.people.get(limit.person_id)
        left = tuple(
            each
            for each in work.sight.of_person(limit.person_id)
            if (each.rule, each.member) != (limit.rule, limit.member)
        )
        if not who_sees(left, [each.name for each in work.members.all()]):
            raise RuleBroken(
                "Then nobody in the team would see this person. Lift another limit "
                "first.",
                field="member",
            )
        work.sight.drop(limit)
        left = work.sight.of_person(limit.person_id)
        work.commit()
    return left
