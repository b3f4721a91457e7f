"""What it means for a case that one of its letters went into the post."""

from collections import Counter
from dataclasses import replace
from datetime import date

from isteam_app.domain.case_clock import case_clock
from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import Case, CaseKind, EventKind
from isteam_app.domain.clock_events import ANSWERED_BY, CLOCK_KINDS
from isteam_app.domain.dates import long_date
from isteam_app.domain.forms import Entry, checked_values
from isteam_app.domain.letters import Letter
from isteam_app.domain.next_steps import is_acknowledged
from isteam_app.services.cases import event_today, touch_case
from isteam_app.services.letter_gates import is_answer
from isteam_app.services.letter_templates import template_of
from isteam_app.services.questions import note_question
from isteam_app.services.session import Session, calendar_for
from isteam_app.storage.vault import Change

_COMPLAINTS = (CaseKind.COMPLAINT, CaseKind.SERVICE_COMPLAINT)
_OF_ANY = (EventKind.ACKNOWLEDGED, EventKind.ANSWERED)
"""What a letter can mean for any further case that it answers."""
_EACH_TIME = (
    EventKind.RECIPIENT_TOLD,
    EventKind.PROGRESS_TOLD,
    EventKind.LIFTING_NOTICE,
)
"""What is recorded for every letter, however many there were before."""
_REASONS = {
    EventKind.EXTENDED: "extension_reason",
    EventKind.IDENTITY_ASKED: "identity_doubt",
    EventKind.AUTHORITY_ASKED: "authority_doubt",
}
"""What is kept with an event: the field of its letter that says why."""


def record_meaning(
    session: Session, work: Change, case: Case, letter: Letter, on: date
) -> None:
    """Record what a posted letter does, inside the change that marks it as posted.

    An acknowledgement counts as given, and a question stops or holds the clock. The
    outcome of a complaint that nothing acknowledged is its acknowledgement too. A
    recipient counts as told, in the entry that names them. `case` is one of those that
    the letter answers: what it means for one it means for each.
    """
    template = template_of(work, letter)
    kind = template.event
    if kind is None or _says_nothing_new(kind, case):
        return
    further = case.id != letter.case_id
    if further and kind not in (*_OF_ANY, *CASE_TYPES[case.kind].events):
        return
    if not case.is_open and kind in CLOCK_KINDS:
        return  # the clock of a closed case stands
    if kind is EventKind.ANSWERED and not (
        (further or is_answer(template, case)) and _is_of_now(letter, case)
    ):
        return
    if kind is EventKind.EXTENDED and _is_too_late(session, work, case, on):
        kind = EventKind.NOTE
    if kind is EventKind.ANSWERED and _acknowledges(case):
        case = _record(session, work, case, letter, EventKind.ACKNOWLEDGED, on)
    _record(session, work, case, letter, kind, on)
    if letter.to_entry is not None and not further:
        _tell_entry(work, case, work.entries.get(letter.to_entry), letter, on)


def _record(
    session: Session,
    work: Change,
    case: Case,
    letter: Letter,
    kind: EventKind,
    on: date,
) -> Case:
    event = event_today(session, kind, _text(letter, kind, on), letter.id)
    note_question(work, case, event, session.member.name)
    return touch_case(session, work, case, replace(event, on=on))


def _text(letter: Letter, kind: EventKind, on: date) -> str:
    if kind is EventKind.RECIPIENT_TOLD:
        return letter.recipient[0]
    if kind in _REASONS:
        return dict(letter.answers).get(_REASONS[kind], "") or letter.title
    if kind is EventKind.NOTE:
        return (
            f"The notice of an extension was posted on {long_date(on)}, too late to "
            "extend the time. The date stays as it was."
        )
    return letter.title


def _says_nothing_new(kind: EventKind, case: Case) -> bool:
    """Whether the case has this event already; a question asked anew is a new one."""
    if kind in _EACH_TIME:
        return False
    if kind is EventKind.ANSWERED:
        return case.has(kind)
    times = Counter(event.kind for event in case.events)
    if kind in ANSWERED_BY:
        return times[kind] > times[ANSWERED_BY[kind]]
    return times[kind] > 0


def _is_of_now(letter: Letter, case: Case) -> bool:
    """Whether a letter was made since the case was last opened or decided again.

    An older one tells of a decision that was taken back, so the answer is still owed.
    """
    made = False
    for event in case.since_reopened:
        if event.kind is EventKind.SENT_BACK:
            made = False
        elif event.kind is EventKind.LETTER_FINALISED:
            made = made or event.letter_id == letter.id
    return made


def _acknowledges(case: Case) -> bool:
    return case.kind in _COMPLAINTS and not is_acknowledged(case)


def _is_too_late(session: Session, work: Change, case: Case, on: date) -> bool:
    settings = work.settings.in_force(session.today)
    clock = case_clock(
        case,
        settings=settings,
        calendar=calendar_for(settings),
        today=session.today,
    )
    last = clock.deadline.extension_notice_due
    return last is not None and on > last


def _tell_entry(
    work: Change, case: Case, entry: Entry, letter: Letter, on: date
) -> None:
    """Note in the entry that whoever it names was told, and when."""
    form = CASE_TYPES[case.kind].form(entry.form)
    if form is None or entry.struck:
        return
    values = dict(entry.values)
    if entry.form == "recipient":
        values |= {"told": "told", "told_on": on.isoformat()}
    else:
        values.setdefault("passed_on", on.isoformat())
        values.setdefault("how", f"By post: {letter.service}")
    kept = checked_values(form, values)
    if kept != entry.values:
        work.entries.update(replace(entry, values=kept))
