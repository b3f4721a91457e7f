"""What the case page writes into the vault: each is one piece of work."""

from collections.abc import Callable
from functools import partial

from isteam_app.domain.cases import Case, EventKind
from isteam_app.domain.letters import Letter
from isteam_app.progress import Progress
from isteam_app.services.cases import add_note, assign, record_event
from isteam_app.services.corrections import Correction, correct_details
from isteam_app.services.letters import start_letter
from isteam_app.services.session import Session
from ui.cases.record_panel import ASSIGN, NOTE, Answer


def recording(
    session: Session, case: Case, given: Answer | Correction
) -> Callable[[Progress], Case]:
    """The work that keeps what a panel gave."""
    if isinstance(given, Correction):
        return partial(_correct, session, case, given)
    return partial(_record, session, case, given)


def starting(
    session: Session, case_id: int, template: str
) -> Callable[[Progress], Letter]:
    """The work that starts a letter."""
    return partial(_start, session, case_id, template)


def _record(session: Session, case: Case, answer: Answer, _: Progress) -> Case:
    if answer.ask.what == NOTE:
        return add_note(session, case, answer.text, EventKind(answer.chosen))
    if answer.ask.what == ASSIGN:
        return assign(session, case, answer.chosen)
    on = answer.on or session.today
    kind = EventKind(answer.ask.event)
    return record_event(session, case, kind, on, answer.text)


def _correct(session: Session, case: Case, given: Correction, _: Progress) -> Case:
    return correct_details(session, case, given)


def _start(session: Session, case_id: int, template: str, _: Progress) -> Letter:
    return start_letter(session, case_id, template)
