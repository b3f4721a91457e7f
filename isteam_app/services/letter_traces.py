"""What a letter leaves behind in the timeline of what it is about."""

from dataclasses import replace
from datetime import date

from isteam_app.domain.cases import EventKind
from isteam_app.domain.disclosures import RequestEvent, RequestStep
from isteam_app.domain.letters import Letter
from isteam_app.services.cases import event_today, touch_case
from isteam_app.services.letter_meaning import record_meaning
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change

_DONE = {
    EventKind.LETTER_FINALISED: "Finalised",
    EventKind.LETTER_PRINTED: "Printed",
    EventKind.LETTER_POSTED: "Posted",
    EventKind.LETTER_RETURNED: "Came back",
    EventKind.LETTER_REPLACED: "Replaced",
}


def note_letter(
    session: Session, work: Change, letter: Letter, kind: EventKind
) -> None:
    """Tell that a letter was finalised, printed or replaced, inside an open change."""
    if letter.disclosure_id is not None:
        _note_on_request(work, letter, letter.disclosure_id, kind, session.today)
        return
    for case_id in letter.case_ids:
        event = event_today(session, kind, letter.title, letter.id)
        touch_case(session, work, work.cases.get(case_id), event)


def note_posted(session: Session, work: Change, letter: Letter, on: date) -> None:
    """Tell that a letter was posted, and record what that means for its cases."""
    kind = EventKind.LETTER_POSTED
    if letter.disclosure_id is not None:
        _note_on_request(work, letter, letter.disclosure_id, kind, on)
        return
    for case_id in letter.case_ids:
        event = event_today(session, kind, letter.title, letter.id)
        case = work.cases.get(case_id)
        case = touch_case(session, work, case, replace(event, on=on))
        record_meaning(session, work, case, letter, on)


def note_returned(session: Session, work: Change, letter: Letter, on: date) -> None:
    """Tell that a letter came back undelivered, and why."""
    kind = EventKind.LETTER_RETURNED
    why = f"{letter.title}: {letter.returned_why}"
    if letter.disclosure_id is not None:
        _note_on_request(work, letter, letter.disclosure_id, kind, on, why)
        return
    for case_id in letter.case_ids:
        event = event_today(session, kind, why, letter.id)
        touch_case(session, work, work.cases.get(case_id), replace(event, on=on))


def _note_on_request(
    work: Change,
    letter: Letter,
    request_id: int,
    kind: EventKind,
    on: date,
    text: str = "",
) -> None:
    work.request_steps.add(
        RequestStep(
            disclosure_id=request_id,
            kind=RequestEvent.LETTER,
            on=on,
            text=f"{_DONE[kind]}: {text or letter.title}, {letter.reference}",
        )
    )
