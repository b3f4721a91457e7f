"""What the case page writes into the vault: each is one piece of work."""

from collections.abc import Callable
from functools import partial

from isteam_app.domain.cases import Case, EventKind
from isteam_app.domain.forms import Entry
from isteam_app.domain.letters import Letter
from isteam_app.progress import Progress
from isteam_app.services.cases import (
    add_note,
    assign,
    case_page,
    choose_service,
    record_event,
)
from isteam_app.services.corrections import Correction, correct_details
from isteam_app.services.decisions import approve, decide, send_back
from isteam_app.services.entries import add_entry, change_entry, strike_entry
from isteam_app.services.letters import start_letter
from isteam_app.services.links import RegulatorLetter, link, take_to_regulator
from isteam_app.services.packages import make_package, save_package
from isteam_app.services.session import Session
from ui.cases.approve_panel import Judged
from ui.cases.asks import ASSIGN, NOTE, SERVICE
from ui.cases.decide_panel import Decided
from ui.cases.form_panel import FilledIn, Struck
from ui.cases.link_panel import Linking
from ui.cases.notices import draft_of
from ui.cases.package_panel import Packed
from ui.cases.record_panel import Answer

Given = (
    Answer
    | Correction
    | Decided
    | Judged
    | FilledIn
    | Struck
    | Linking
    | RegulatorLetter
    | Packed
)
"""What the panels give to be kept."""


def recording(
    session: Session, case: Case, given: Given
) -> Callable[[Progress], object]:
    """The work that keeps what a panel gave."""
    if isinstance(given, Answer):
        return partial(_record, session, case, given)
    if isinstance(given, Correction):
        return partial(_correct, session, case, given)
    if isinstance(given, Decided | Judged):
        return partial(_settle, session, case, given)
    if isinstance(given, Linking | RegulatorLetter):
        return partial(_link, session, case, given)
    if isinstance(given, Packed):
        return partial(_pack, session, case, given)
    return partial(_fill_in, session, case, given)


def starting(
    session: Session, case_id: int, template: str, to: Entry | None = None
) -> Callable[[Progress], Letter]:
    """The work that starts a letter, to whom an entry names where it names somebody."""
    return partial(_start, session, case_id, template, to)


def _record(session: Session, case: Case, answer: Answer, _: Progress) -> Case:
    if answer.ask.what == NOTE:
        return add_note(session, case, answer.text, EventKind(answer.chosen))
    if answer.ask.what == ASSIGN:
        return assign(session, case, answer.chosen)
    if answer.ask.what == SERVICE:
        return choose_service(session, case, answer.chosen)
    on = answer.on or session.today
    kind = EventKind(answer.ask.event)
    return record_event(session, case, kind, on, answer.text)


def _correct(session: Session, case: Case, given: Correction, _: Progress) -> Case:
    return correct_details(session, case, given)


def _settle(session: Session, case: Case, given: Decided | Judged, _: Progress) -> Case:
    if isinstance(given, Decided):
        return decide(
            session,
            case,
            outcome=given.outcome,
            reason=given.reason,
            ground=given.ground,
        )
    if given.approved:
        return approve(session, case, given.text)
    return send_back(session, case, given.text)


def _fill_in(
    session: Session, case: Case, given: FilledIn | Struck, _: Progress
) -> object:
    if isinstance(given, Struck):
        return strike_entry(session, given.entry, given.reason)
    if given.entry is not None:
        kept = change_entry(session, given.entry, given.answers)
    else:
        kept = add_entry(session, case, given.form, given.answers)
    return _begun(session, case.id, given.letter, kept) if given.letter else kept


def _begun(session: Session, case_id: int, template: str, to: Entry) -> Letter:
    """Go on with the draft there is, or start a letter to whom the entry names."""
    draft = draft_of(case_page(session, case_id), template, to)
    return draft or start_letter(session, case_id, template, to)


def _link(
    session: Session, case: Case, given: Linking | RegulatorLetter, _: Progress
) -> object:
    if isinstance(given, RegulatorLetter):
        return take_to_regulator(session, case, given)
    return link(session, case, given.reference, given.kind, given.reason)


def _pack(session: Session, case: Case, given: Packed, _: Progress) -> object:
    package = make_package(
        session, case, format=given.format, rows=given.rows, attached=given.attached
    )
    return save_package(session, case, package, given.path)


def _start(
    session: Session, case_id: int, template: str, to: Entry | None, _: Progress
) -> Letter:
    return start_letter(session, case_id, template, to)
