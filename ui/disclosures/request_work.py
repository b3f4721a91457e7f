"""What the page of a request writes into the vault: each is one piece of work."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from isteam_app.domain.disclosures import Disclosure, Subject
from isteam_app.domain.forms import Entry
from isteam_app.domain.letters import Letter
from isteam_app.domain.people import Person
from isteam_app.progress import Progress, unwatched
from isteam_app.services import disclosure_decisions as decisions
from isteam_app.services import disclosure_locks as locks
from isteam_app.services.disclosure_letters import start_request_letter
from isteam_app.services.disclosure_sections import (
    LockAsked,
    add_subjects,
    change_subject,
    drop_subject,
    fill_in,
    keep_file,
    record_request,
    strike,
)
from isteam_app.services.session import Session
from ui.disclosures import move_panel as moves
from ui.disclosures.entry_part import FilledIn, Struck
from ui.disclosures.lock_panel import (
    Cleared,
    LockLifted,
    LockReviewed,
    LockSet,
    NotCleared,
)
from ui.disclosures.move_panel import Judged, Moved

Named = tuple[str, str, Person | None]
Work = Callable[[Progress], object]
Given = Moved | Judged | LockSet | LockReviewed | LockLifted | Cleared | NotCleared
"""What the panels give to be done."""


def recording(
    session: Session, answers: Mapping[str, str], lock: LockSet | None
) -> Work:
    return partial(_record, session, answers, lock)


def keeping(
    session: Session,
    request: Disclosure,
    filled: Sequence[FilledIn],
    people: Sequence[Named],
    kept: list[str],
) -> Work:
    """The work that keeps what was typed in a section.

    The forms that were kept are put into `kept`: what follows may be refused.
    """
    return partial(_keep, session, request, filled, people, kept)


def striking(session: Session, request: Disclosure, struck: Struck) -> Work:
    return partial(_strike, session, request, struck)


def linking(
    session: Session, request: Disclosure, subject: Subject, person: Person | None
) -> Work:
    return partial(_link, session, request, subject, person)


def dropping(session: Session, request: Disclosure, subject: Subject) -> Work:
    return partial(_drop, session, request, subject)


def attaching(
    session: Session, request: Disclosure, paths: Sequence[Path], entry: Entry | None
) -> Work:
    return partial(_attach, session, request, paths, entry)


def starting(session: Session, request: Disclosure, template: str) -> Work:
    """The work that begins a letter to who asks."""
    return partial(_start, session, request, template)


def doing(session: Session, request: Disclosure, given: Given) -> Work:
    """The work that a panel over the request asks for."""
    return partial(_do, session, request, given)


def _record(
    session: Session,
    answers: Mapping[str, str],
    lock: LockSet | None,
    _: Progress,
) -> Disclosure:
    asked = None
    if lock is not None:
        asked = LockAsked(
            reason=lock.reason, authority=lock.authority, review_on=lock.review_on
        )
    return record_request(session, answers, asked)


def _keep(
    session: Session,
    request: Disclosure,
    filled: Sequence[FilledIn],
    people: Sequence[Named],
    kept: list[str],
    progress: Progress,
) -> Disclosure:
    for one in filled:
        request = fill_in(session, request, one.form, one.answers, one.entry)
        kept.append(one.form)
    if people:
        several = [
            Subject(
                disclosure_id=request.id,
                name=name,
                details=details,
                person_id=person.id if person is not None else None,
            )
            for name, details, person in people
        ]
        request = add_subjects(session, request, several, progress)
    return request


def _strike(
    session: Session, request: Disclosure, struck: Struck, _: Progress
) -> Disclosure:
    return strike(session, request, struck.entry, struck.reason)


def _link(
    session: Session,
    request: Disclosure,
    subject: Subject,
    person: Person | None,
    _: Progress,
) -> Disclosure:
    person_id = person.id if person is not None else None
    return change_subject(session, request, replace(subject, person_id=person_id))


def _drop(
    session: Session, request: Disclosure, subject: Subject, _: Progress
) -> Disclosure:
    return drop_subject(session, request, subject)


def _attach(
    session: Session,
    request: Disclosure,
    paths: Sequence[Path],
    entry: Entry | None,
    progress: Progress,
) -> Disclosure:
    for number, path in enumerate(paths):
        progress(number, len(paths))
        keep_file(session, request, path, entry, unwatched)
    return request


def _start(session: Session, request: Disclosure, template: str, _: Progress) -> Letter:
    return start_request_letter(session, request, template)


def _do(session: Session, request: Disclosure, given: Given, _: Progress) -> Disclosure:
    if isinstance(given, Moved):
        return _move(session, request, given)
    if isinstance(given, Judged):
        judge = decisions.approve if given.approved else decisions.send_back
        return judge(session, request, given.text)
    return _lock(session, request, given)


def _move(session: Session, request: Disclosure, given: Moved) -> Disclosure:
    if given.move in _DECIDES:
        return decisions.submit(session, request, given.decision, given.text)
    if given.move == moves.CLOSE:
        return decisions.close(session, request)
    return _MOVES[given.move](session, request, given.text)


_DECIDES = (moves.SUBMIT, moves.REFUSE, moves.NEITHER)
_MOVES: Mapping[str, Callable[[Session, Disclosure, str], Disclosure]] = {
    moves.MORE: decisions.ask_for_more,
    moves.LEGAL: decisions.refer_to_legal,
    moves.CAME: decisions.answer_came,
    moves.ANSWERED: decisions.answer_came,
    moves.NOW: decisions.disclose_now,
    moves.REOPEN: decisions.reopen,
    moves.NOTE: decisions.add_note,
    moves.WITHDRAW: locks.withdraw_request,
}


def _lock(
    session: Session,
    request: Disclosure,
    given: LockSet | LockReviewed | LockLifted | Cleared | NotCleared,
) -> Disclosure:
    if isinstance(given, LockSet):
        return locks.set_lock(
            session, request, given.reason, given.authority, given.review_on
        )
    if isinstance(given, LockReviewed):
        return locks.review_lock(session, request, given.review_on, given.note)
    if isinstance(given, LockLifted):
        return locks.lift_lock(session, request, given.reason)
    if isinstance(given, NotCleared):
        locks.withdraw_clearance(session, request, given.member)
        return request
    return locks.clear_member(session, request, given.member)
