"""Keeps, beside the clock, what was asked of the person and what was seen."""

from dataclasses import replace

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import Case, CaseEvent, EventKind
from isteam_app.domain.forms import Entry, Form, checked_values, standing
from isteam_app.storage.vault import Change

_ASKED = {
    EventKind.IDENTITY_ASKED: "identity",
    EventKind.AUTHORITY_ASKED: "authority",
}
_RECEIVED = {
    EventKind.IDENTITY_RECEIVED: "identity",
    EventKind.AUTHORITY_RECEIVED: "authority",
}


def note_question(work: Change, case: Case, event: CaseEvent, by: str) -> None:
    """Keep the doubt a question was asked for, or what was seen in answer to it.

    A question opens an entry of its form; its answer fills in the one still open. What
    a caseworker wrote into the entry already is left alone.
    """
    if event.kind in _ASKED:
        form = CASE_TYPES[case.kind].form(_ASKED[event.kind])
        if form is not None and event.text and _open_entry(work, case, form) is None:
            _add(work, case, form, {"doubt": event.text})
    elif event.kind in _RECEIVED:
        form = CASE_TYPES[case.kind].form(_RECEIVED[event.kind])
        entry = _open_entry(work, case, form) if form else None
        if form is not None and entry is not None:
            _fill(work, form, entry, event, by)


def _open_entry(work: Change, case: Case, form: Form) -> Entry | None:
    waiting = [
        entry
        for entry in standing(work.entries.for_case(case.id), form.key)
        if not entry["seen"]
    ]
    return waiting[-1] if waiting else None


def _add(work: Change, case: Case, form: Form, answers: dict[str, str]) -> None:
    values = checked_values(form, answers)
    work.entries.add(Entry(record_id=case.id, form=form.key, values=values))


def _fill(work: Change, form: Form, entry: Entry, event: CaseEvent, by: str) -> None:
    seen = {"seen_on": event.on.isoformat(), "seen_by": by}
    if event.text:
        seen["seen"] = " ".join(event.text.split())[: form.question("seen").longest]
    known = dict(entry.values)
    values = checked_values(form, seen | known)
    if values != entry.values:
        work.entries.update(replace(entry, values=values))
