"""Every kind of case and every way it can end, and the walk from receipt to close."""

from dataclasses import dataclass, replace

from builders import new_post
from letter_steps import decided, filled_in, posted

from isteam_app.domain.case_types import CASE_TYPES, Ground, Outcome
from isteam_app.domain.cases import Case, CaseKind, EventKind
from isteam_app.domain.next_steps import answer_letter
from isteam_app.domain.people import TeamMember
from isteam_app.services.cases import case_page, record_event
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import start_letter
from isteam_app.services.session import Session

SECOND = "Priya Specimen"


@dataclass(frozen=True, slots=True)
class Walk:
    """One kind of case with one of its outcomes; none for what is only answered."""

    kind: CaseKind
    outcome: Outcome | None

    def __str__(self) -> str:
        return f"{self.kind.value}-{self.outcome.key if self.outcome else 'answered'}"

    @property
    def ground(self) -> Ground | None:
        """The first ground in law that the outcome may rest on."""
        if self.outcome is None or not self.outcome.grounds:
            return None
        return CASE_TYPES[self.kind].grounds[0]


WALKS = tuple(
    Walk(kind, outcome)
    for kind, definition in CASE_TYPES.items()
    for outcome in definition.outcomes or (None,)
)


def received(session: Session, kind: CaseKind, **changes: object) -> Case:
    return receive_post(session, new_post(kinds=(kind,), **changes)).cases[0]


def write_and_post(session: Session, case: Case, template: str) -> Case:
    """Write a letter with what is known and examples for the rest; post it today."""
    return posted(session, filled_in(session, start_letter(session, case.id, template)))


def acknowledge(session: Session, case: Case) -> Case:
    """Post the acknowledgement, where a kind of case has one of its own."""
    definition = CASE_TYPES[case.kind]
    if definition.acknowledgement == definition.response:
        return case
    return write_and_post(session, case, definition.acknowledgement)


def walked(session: Session, case: Case, walk: Walk) -> Case:
    """Take a case from receipt to its end: acknowledged, decided, answered, closed."""
    case = acknowledge(session, case)
    if walk.outcome is not None:
        ground = walk.ground.key if walk.ground else ""
        case = decided(session, case, walk.outcome.key, ground)
    return closed(session, answered(session, case))


def answered(session: Session, case: Case) -> Case:
    """Post the letter that tells the outcome, where there is one."""
    template = answer_letter(case)
    if not template:
        return case
    assert template in CASE_TYPES[case.kind].letters
    return write_and_post(session, case, template)


def closed(session: Session, case: Case, why: str = "Everything is done.") -> Case:
    return record_event(session, case, EventKind.CLOSED, session.today, why)


def as_second(session: Session, role: str = "approver") -> Session:
    """The same vault as somebody else of the team sees it, made known if need be."""
    with session.vault.read() as vault:
        team = {member.name: member for member in vault.members.all()}
    member = team.get(SECOND) or _join(session, TeamMember(name=SECOND, role=role))
    return replace(session, member=member)


def again(session: Session, case: Case) -> Case:
    return case_page(session, case.id).case


def _join(session: Session, member: TeamMember) -> TeamMember:
    with session.vault.change(
        "member.added", by=session.member.name, at=session.now()
    ) as work:
        joined = work.members.add(member)
        work.commit()
    return joined
