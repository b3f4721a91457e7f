"""Brings letters to the state that a test starts from, and reads their pages."""

from collections.abc import Mapping

import pypdfium2

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import Case, CaseState
from isteam_app.domain.forms import Answer, Entry, Form, Question, standing
from isteam_app.domain.letters import Letter
from isteam_app.services.cases import case_page
from isteam_app.services.decisions import approve, decide
from isteam_app.services.entries import add_entry, change_entry
from isteam_app.services.letters import (
    asked_fields,
    finalise,
    save_draft,
    start_letter,
)
from isteam_app.services.print_desk import mark_posted, mark_printed
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
    return finalise(session, answered(session, case, template))


def printed(session: Session, case: Case, template: str = RECEIVED) -> Letter:
    return mark_printed(session, final(session, case, template).id)


def posted(session: Session, letter: Letter) -> Case:
    """Finalise, print and post a draft today; return its case as it then stands."""
    kept = mark_printed(session, finalise(session, letter).id)
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
        case = approve(session, case, "Nobody else is in the team.")
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
