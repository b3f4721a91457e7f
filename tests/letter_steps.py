"""Brings letters to the state that a test starts from, and reads their pages."""

from collections.abc import Mapping
from dataclasses import replace

import pypdfium2

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import Case, CaseState
from isteam_app.domain.forms import Answer, Entry, Form, Question, standing
from isteam_app.domain.letters import Letter
from isteam_app.domain.rights import Act, may
from isteam_app.services.cases import case_page
from isteam_app.services.decisions import approve, decide
from isteam_app.services.entries import add_entry, change_entry
from isteam_app.services.letter_approval import approve as approve_letter
from isteam_app.services.letter_approval import needs_second_person, submit
from isteam_app.services.letter_check import recipient_of
from isteam_app.services.letters import (
    asked_fields,
    finalise,
    open_desk,
    save_draft,
    start_letter,
)
from isteam_app.services.print_desk import mark_posted, mark_printed
from isteam_app.services.scan_back import Verdict, scan_letter
from isteam_app.services.session import Session

RECEIVED = "access-acknowledgement"
ANSWER = "access-response"


def answered(session: Session, case: Case, template: str) -> Letter:
    """A draft with every asked field filled in."""
    return filled_in(session, start_letter(session, case.id, template))


def filled_in(session: Session, letter: Letter) -> Letter:
    """A draft whose boxes the case could not fill, filled with their examples."""
    examples = {
        one.name: one.example
        if isinstance(one.example, str)
        else "\n".join(one.example)
        for one in asked_fields(letter.body)
    }
    return save_draft(session, letter, letter.body, examples | dict(letter.answers))


def blank_answer(session: Session, case: Case) -> Letter:
    """An answer to a decided case, its boxes emptied of what the case knows."""
    draft = start_letter(session, decided(session, case).id, ANSWER)
    return save_draft(session, draft, draft.body, {})


def final(session: Session, case: Case, template: str = RECEIVED) -> Letter:
    return made(session, answered(session, case, template))


def made(session: Session, letter: Letter) -> Letter:
    """Finalise a draft as it should be: read by a second person, everything ticked."""
    ticked = ticks(session, letter)
    postcode = desk_lines(session, letter)[-1]
    if wants_approval(session, letter):
        letter = approved(session, letter)
        return finalise(session, letter)
    return finalise(session, letter, ticked=ticked, postcode=postcode)


def approved(session: Session, letter: Letter) -> Letter:
    """A draft that was sent for approval and approved by somebody else."""
    ticked = ticks(session, letter)
    postcode = desk_lines(session, letter)[-1]
    letter = submit(session, letter, ticked)
    return approve_letter(
        other_of(session),
        letter,
        "as_written",
        "Nobody else is in the team.",
        ticked=ticked,
        postcode=postcode,
    )


def other_of(session: Session) -> Session:
    """Who approves: another approver of the team, or who is signed in where none is."""
    with session.vault.read() as vault:
        team = vault.members.all()
    others = (
        one
        for one in team
        if one.name != session.member.name and may(one.role, Act.APPROVE)
    )
    return replace(session, member=next(others, session.member))


def wants_approval(session: Session, letter: Letter) -> bool:
    desk = open_desk(session, letter.id)
    return needs_second_person(desk.settings, desk.template)


def ticks(session: Session, letter: Letter) -> tuple[str, ...]:
    return tuple(each.key for each in recipient_of(session, letter.id).twice)


def desk_lines(session: Session, letter: Letter) -> tuple[str, ...]:
    return open_desk(session, letter.id).recipient() or ("",)


def printed(session: Session, case: Case, template: str = RECEIVED) -> Letter:
    return mark_printed(session, final(session, case, template).id)


def scanned(session: Session, letter: Letter) -> Letter:
    """Print a final letter and read its code back: its envelope may be sealed."""
    kept = mark_printed(session, letter.id)
    found = scan_letter(session, kept.reference)
    assert found.verdict is Verdict.RIGHT, found.says
    return kept


def posted(session: Session, letter: Letter) -> Case:
    """Finalise, print and post a draft today; return its case as it then stands."""
    kept = scanned(session, made(session, letter))
    mark_posted(session, [kept.id], on=session.today, service="First class")
    return case_page(session, letter.case_id).case


def decided(session: Session, case: Case, outcome: str = "", ground: str = "") -> Case:
    """A case decided and approved, with every form it wants filled in somehow.

    Without an outcome the first of its kind is taken.
    """
    definition = CASE_TYPES[case.kind]
    chosen = outcome or definition.outcomes[0].key
    for form in definition.forms:
        kept = standing(entries_of(session, case), form.key)
        for entry in kept:
            known = dict(entry.values) | fitting(chosen)
            change_entry(session, entry, something(session, form, known))
        if not kept and chosen in form.wanted_for:
            add_entry(
                session, case, form.key, something(session, form, fitting(chosen))
            )
    now = case_page(session, case.id).case
    why = "The reason that was written down."
    case = decide(session, now, outcome=chosen, ground=ground, reason=why)
    if case.state is CaseState.FOR_APPROVAL:
        case = approve(other_of(session), case, "Nobody else is in the team.")
    return case


def entries_of(session: Session, case: Case) -> tuple[Entry, ...]:
    with session.vault.read() as vault:
        return vault.entries.for_case(case.id)


def fitting(outcome: str) -> dict[str, str]:
    """Answers that an outcome rests on: what was found, what was concluded."""
    result = "nothing" if outcome == "nothing_held" else "found"
    return {"result": result, "finding": outcome}


def something(
    session: Session, form: Form, given: Mapping[str, str]
) -> Mapping[str, str]:
    """Answers to every question of a form that has to be answered, holds released."""
    return {
        question.key: given.get(question.key) or _any_answer(session, question)
        for question in form.questions
        if question.key in given
        or question.needed
        or question.needed_to_decide
        or question.key == "released_on"
    }


def _any_answer(session: Session, question: Question) -> str:
    if question.offered:
        return question.offered[0][0]
    if question.answer is Answer.DAY:
        return session.today.isoformat()
    return f"{question.label}, as written down"


def page_text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    pages = (document[number].get_textpage() for number in range(len(document)))
    return "\n".join(one.get_text_range() for one in pages).replace("\r\n", "\n")
