"""Lays a letter out for work, whatever it is about."""

from dataclasses import replace

from isteam_app.domain.cases import Case
from isteam_app.domain.letters import Letter
from isteam_app.domain.people import TeamMember
from isteam_app.domain.settings import Settings
from isteam_app.letters.templates import PERSON, Template
from isteam_app.services.disclosures import asked_in
from isteam_app.services.letter_desk import CaseDesk, Desk
from isteam_app.services.letter_fields import values_for
from isteam_app.services.letter_templates import template_of
from isteam_app.services.letterhead import (
    LetterPictures,
    letter_pictures,
    signatory_named,
)
from isteam_app.services.recipients import told_in
from isteam_app.services.representatives import authority_problem
from isteam_app.services.request_desk import RequestDesk, request_values
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change, Reading

SAYS_RECIPIENTS = frozenset({"access-response", "access-partial"})
"""The letters that say to whom data about the person was given."""


def desk_of(session: Session, vault: Reading | Change, letter: Letter) -> Desk:
    """Return a letter with all that its preview needs, inside a look or a change."""
    template = template_of(vault, letter)
    if letter.disclosure_id is not None:
        return request_desk(session, vault, letter, letter.disclosure_id)
    return _case_desk(session, vault, letter, template)


def request_desk(
    session: Session, vault: Reading | Change, letter: Letter, disclosure_id: int
) -> RequestDesk:
    """Return a letter about a request, kept already or about to be."""
    asked = asked_in(vault, vault.disclosures.get(disclosure_id))
    settings = vault.settings.in_force(session.today)
    return RequestDesk(
        letter=letter,
        template=template_of(vault, letter),
        settings=settings,
        values=request_values(asked, settings, _written_by(session, letter)),
        enclosed=vault.enclosures.of_letter(letter.id),
        pictures=_pictures(vault, settings, letter),
        on=session.today,
        asked=asked,
        names=vault.subjects.names(disclosure_id, asked.people),
        documents=vault.documents.for_request(disclosure_id),
    )


def _case_desk(
    session: Session, vault: Reading | Change, letter: Letter, template: Template
) -> CaseDesk:
    case = vault.cases.get(case_id_of(letter))
    settings = vault.settings.in_force(session.today)
    told = told_in(session, vault, case)
    writer = _written_by(session, letter)
    values = values_for(case, settings, writer, session.today, template.to)
    return CaseDesk(
        letter=letter,
        case=case,
        template=template,
        settings=settings,
        values={**values, "disclosed_to": told.lines},
        on=session.today,
        withheld=told.withheld and template.means in SAYS_RECIPIENTS,
        entries=vault.entries.for_case(case.id),
        authority_missing=_authority_missing(session, case, template),
        also=vault.cases.several(letter.also),
        acts_as=_acts_as(vault, case),
        enclosed=vault.enclosures.of_letter(letter.id),
        pictures=_pictures(vault, settings, letter),
    )


def case_id_of(letter: Letter) -> int:
    """Return the case a letter is about. Only for one that is about a case."""
    if letter.case_id is None:
        raise ValueError("The letter is about a request.")
    return letter.case_id


def _pictures(
    vault: Reading | Change, settings: Settings, letter: Letter
) -> LetterPictures:
    signatory = signatory_named(settings, letter.signatory)
    return letter_pictures(vault, settings, signatory, signed=letter.with_signature)


def _written_by(session: Session, letter: Letter) -> TeamMember:
    """Return who began a letter: it names them, whoever looks at it or approves it."""
    return replace(session.member, name=letter.made_by or session.member.name)


def _acts_as(vault: Reading | Change, case: Case) -> str:
    """Return as what whoever answers go to acts for the person."""
    writer = case.post.written_to.id
    if writer == case.subject.id:
        return ""
    newest = next(iter(vault.representations.between(case.subject.id, {writer})), None)
    return newest.capacity.words.capitalize() if newest else ""


def _authority_missing(session: Session, case: Case, template: Template) -> str:
    if template.to != PERSON or case.post.written_to.id == case.subject.id:
        return ""
    return authority_problem(session, case, session.today)
