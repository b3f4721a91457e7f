"""Fills in the forms of a case: its checklist, its searches, its outcome."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import Case, CaseKind, CaseState, EventKind
from isteam_app.domain.forms import Entry, Form, Question, checked_values
from isteam_app.domain.settings import Settings
from isteam_app.domain.text import NOTE, checked
from isteam_app.errors import RuleBroken
from isteam_app.services.cases import event_today, refresh_case, touch_case
from isteam_app.services.clashes import brought_together
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change

_MOST_QUOTED = 200
_GO_ON = ("hold", "identity", "authority", "fee", "recipient")
"""Forms filled in further once a case is decided. The decision rests on the others."""
_PAPERS = ("identity", "authority")
_TOLD_LATER = ("recipient", "restriction", "controller")


def add_entry(
    session: Session, case: Case, form: str, answers: Mapping[str, str]
) -> Entry:
    """Keep a newly filled-in form of a case.

    Raises RuleBroken, naming the question, for an answer that cannot be kept.
    """
    with session.vault.change(
        "entry.added", by=session.member.name, at=session.now()
    ) as work:
        entry = put_entry(session, work, work.cases.get(case.id), form, answers)
        work.commit()
    return entry


def put_entry(
    session: Session, work: Change, case: Case, form: str, answers: Mapping[str, str]
) -> Entry:
    """Keep a newly filled-in form inside a change that is already open."""
    asked = _form(case, form)
    values = checked_values(asked, answers)
    _must_be_open(case)
    _must_not_wait(case, asked)
    if not asked.many and _has_one(work, case.id, form):
        raise RuleBroken(f"{asked.title} is filled in already. Open it to change it.")
    entry = work.entries.add(Entry(record_id=case.id, form=form, values=values))
    case = _follow(session, work, case, asked, entry)
    _tell_decided(session, work, case, asked, "added", entry)
    return entry


def change_entry(session: Session, entry: Entry, answers: Mapping[str, str]) -> Entry:
    """Keep changed answers of an entry.

    What somebody else changed of it since it was read is kept too. Raises RuleBroken
    for an answer that cannot be kept, and ChangedMeanwhile, with every field at issue,
    when both changed the same answer; nothing is kept then.
    """
    with session.vault.change(
        "entry.changed", by=session.member.name, at=session.now()
    ) as work:
        case = work.cases.get(entry.record_id)
        asked = _form(case, entry.form)
        _must_be_changeable(case, asked)
        values = checked_values(asked, answers)
        held = work.entries.get(entry.id)
        if held.version != entry.version:
            latest = work.history.latest("entry", held.id)
            values = brought_together(work.entries, latest, asked, entry, held, values)
        _must_count(held)
        if values == held.values:
            return held
        _must_not_wait(case, asked)
        saved = work.entries.update(replace(held, values=values))
        case = _follow(session, work, case, asked, saved)
        _tell_decided(session, work, case, asked, _changed(asked, held, saved), saved)
        work.commit()
    return saved


def strike_entry(session: Session, entry: Entry, reason: str) -> Entry:
    """Strike an entry out, with the reason. It is kept, and no longer counts."""
    reason = checked(reason.strip(), field="reason", label="The reason", longest=NOTE)
    if not reason:
        raise RuleBroken("Say why it no longer counts.", field="reason")
    with session.vault.change(
        "entry.struck", by=session.member.name, at=session.now()
    ) as work:
        case = work.cases.get(entry.record_id)
        asked = _form(case, entry.form)
        _must_be_open(case)
        _must_not_wait(case, asked)
        if work.entries.get(entry.id).version == entry.version:
            _must_count(entry)
        saved = work.entries.update(replace(entry, struck=reason))
        _tell_decided(session, work, case, asked, f"struck out: {reason}", saved)
        work.commit()
    return saved


def open_entries(
    kind: CaseKind, settings: Settings, received: date
) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Return the entries a new case starts with: (form, answers).

    An access request holds CCTV from the day it came, and lists the systems to search.
    """
    if kind is not CaseKind.ACCESS:
        return ()
    hold = ("hold", {"what": "CCTV", "since": received.isoformat()})
    searches = [("search", {"system": system}) for system in settings.systems]
    return (hold, *searches)


def begin_entries(work: Change, case: Case, settings: Settings) -> None:
    """Keep what a new case starts with, inside the change that opens it."""
    for form, answers in open_entries(case.kind, settings, case.received):
        values = checked_values(_form(case, form), answers)
        work.entries.add(Entry(record_id=case.id, form=form, values=values))


def _follow(
    session: Session, work: Change, case: Case, form: Form, entry: Entry
) -> Case:
    """Let the case follow from what was filled in: its date, its first duty done."""
    for question in form.questions:
        if question.sets_due and entry.day(question.key) != case.comply_by:
            changed = replace(case, comply_by=entry.day(question.key))
            case = refresh_case(session, work, changed)
    definition = CASE_TYPES[case.kind]
    duty = definition.at_once
    if (
        duty is EventKind.SUPPRESSED
        and form.key == "suppression"
        and not case.has(duty)
    ):
        text = form.heading(dict(entry.values))
        case = touch_case(session, work, case, event_today(session, duty, text))
    return case


def _must_not_wait(case: Case, form: Form) -> None:
    """What somebody is asked to approve stays what they were asked to approve."""
    if case.state is CaseState.FOR_APPROVAL and form.key not in _GO_ON:
        raise RuleBroken(
            "The decision rests on this and waits for approval. Send the decision "
            "back first, with the reason, then change it."
        )


def _tell_decided(
    session: Session, work: Change, case: Case, form: Form, what: str, entry: Entry
) -> None:
    """Tell in the timeline what changed under a decision that was made already."""
    if case.state is not CaseState.DECIDED or form.key in _GO_ON:
        return
    heading = form.heading(dict(entry.values))
    named = form.title if heading == form.title else f"{form.title}, {heading}"
    text = f"After the decision: {named}: {what}"[:NOTE]
    touch_case(session, work, case, event_today(session, EventKind.NOTE, text))


def _changed(form: Form, before: Entry, after: Entry) -> str:
    """Return which answers differ, from what to what."""
    return "; ".join(
        f"{question.label} from {_quoted(question, before)} to "
        f"{_quoted(question, after)}"
        for question in form.questions
        if before[question.key] != after[question.key]
    )


def _quoted(question: Question, entry: Entry) -> str:
    words = " ".join(question.words(entry[question.key]).split())
    return f'"{words[:_MOST_QUOTED]}"' if words else "nothing"


def _form(case: Case, key: str) -> Form:
    form = CASE_TYPES[case.kind].form(key)
    if form is None:
        raise RuleBroken("That form is not one of this kind of case.")
    return form


def _has_one(work: Change, case_id: int, form: str) -> bool:
    return any(
        each.form == form and not each.struck for each in work.entries.for_case(case_id)
    )


def _must_be_open(case: Case) -> None:
    if not case.is_open:
        raise RuleBroken("The case is closed. Reopen it first, with the reason.")


def _must_count(entry: Entry) -> None:
    if entry.struck:
        raise RuleBroken(
            "This was struck out and is kept as it was. Fill the form in anew."
        )


def _must_be_changeable(case: Case, form: Form) -> None:
    """A closed case keeps its answers, save what still happens to papers and others."""
    if form.key in _PAPERS:
        return
    later = CASE_TYPES[case.kind].after_close
    if not (later and form.key in _TOLD_LATER):
        _must_be_open(case)
