"""Brings letters to the state that a test starts from, and reads their pages."""

import pypdfium2

from isteam_app.domain.cases import Case
from isteam_app.domain.letters import Letter
from isteam_app.services.letters import (
    asked_fields,
    finalise,
    save_draft,
    start_letter,
)
from isteam_app.services.print_desk import mark_printed
from isteam_app.services.session import Session

RECEIVED = "access-acknowledgement"
ANSWER = "access-response"


def answered(session: Session, case: Case, template: str) -> Letter:
    """A draft with every asked field filled in."""
    letter = start_letter(session, case.id, template)
    answers = {
        one.name: one.example
        if isinstance(one.example, str)
        else "\n".join(one.example)
        for one in asked_fields(letter.body)
    }
    return save_draft(session, letter, letter.body, answers)


def final(session: Session, case: Case, template: str = RECEIVED) -> Letter:
    return finalise(session, answered(session, case, template))


def printed(session: Session, case: Case, template: str = RECEIVED) -> Letter:
    return mark_printed(session, final(session, case, template).id)


def page_text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    pages = (document[number].get_textpage() for number in range(len(document)))
    return "\n".join(one.get_text_range() for one in pages).replace("\r\n", "\n")
