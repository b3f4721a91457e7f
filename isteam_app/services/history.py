"""Tells what changed field by field: by whom, when, from what to what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from isteam_app.domain.case_types import CaseType
from isteam_app.domain.cases import Case
from isteam_app.domain.disclosure_forms import FORMS
from isteam_app.domain.forms import Entry, Form
from isteam_app.domain.history import FieldChange
from isteam_app.domain.listing import Cursor, Page
from isteam_app.services.cases import CasePage
from isteam_app.services.disclosures import RequestPage
from isteam_app.services.session import Session
from isteam_app.storage.vault import Reading

_AFTER_DECIDING = ("left", "after")
"""The forms of a request that are filled in once it is decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One field that changed, and the record it is of in words ("Item of post")."""

    record: str
    change: FieldChange


def case_history(
    session: Session,
    page: CasePage,
    text: str = "",
    after: Cursor | None = None,
    limit: int = 100,
) -> Page[HistoryLine]:
    """Return what changed on a case, its people and its post, newest first.

    With `text`, only the lines in which every word of it stands.
    """
    named = _records(page)
    others = [key for key in named if key[0] in ("person", "post")]
    with session.vault.read() as vault:
        found = vault.history.page(page.case.id, others, after, limit, text)
    lines = tuple(
        HistoryLine(record=_name(named, change), change=change) for change in found.rows
    )
    return Page(rows=lines, next=found.next)


def request_history(
    session: Session,
    page: RequestPage,
    text: str = "",
    after: Cursor | None = None,
    limit: int = 100,
) -> Page[HistoryLine]:
    """Return what changed on a third party's request, newest first; as for a case."""
    with session.vault.read() as vault:
        request = vault.disclosures.get(page.request.id)
        found = vault.history.of_request(request.id, after, limit, text)
        lines = _of_request(vault, page, found.rows)
    return Page(rows=lines, next=found.next)


def changed_since(
    session: Session, page: RequestPage, moment: datetime
) -> tuple[HistoryLine, ...]:
    """Return what of a request's sections and people changed after it was decided on.

    Oldest first. What is filled in only then tells of itself where it stands.
    """
    with session.vault.read() as vault:
        request = vault.disclosures.get(page.request.id)
        found = vault.history.of_request_since(request.id, moment)
        forms = {each.id: each.form for each in page.entries}
        changes = [
            each
            for each in found
            if each.noun == "request_subject"
            or (
                each.noun == "request_entry"
                and (each.before or forms.get(each.record_id) not in _AFTER_DECIDING)
            )
        ]
        return _of_request(vault, page, changes)


def _of_request(
    vault: Reading, page: RequestPage, changes: Iterable[FieldChange]
) -> tuple[HistoryLine, ...]:
    """Name the record of each change of a request."""
    changes = tuple(changes)
    about = {each.record_id for each in changes if each.noun == "request_subject"}
    named = {("disclosure", page.request.id): "Request"}
    named |= {("request_subject", id_): "Whom it is about" for id_ in about}
    named |= {
        ("request_subject", id_): f"Whom it is about: {name}"
        for id_, name in vault.subjects.named(about).items()
    }
    named |= {
        ("request_entry", entry.id): _form_words(FORMS.get(entry.form), entry)
        for entry in page.entries
    }
    return tuple(
        HistoryLine(record=named.get((each.noun, each.record_id), "Form"), change=each)
        for each in changes
    )


def _name(named: Mapping[tuple[str, int], str], change: FieldChange) -> str:
    known = named.get((change.noun, change.record_id))
    return known or change.noun.capitalize()


def _records(page: CasePage) -> dict[tuple[str, int], str]:
    """Return the words for every record whose history the case shows."""
    named = {(noun, id_): words for noun, id_, words in _of_case(page.case)}
    named |= {
        ("entry", entry.id): _entry_words(page.definition, entry)
        for entry in page.entries
    }
    return named


def _of_case(case: Case) -> tuple[tuple[str, int, str], ...]:
    post = case.post
    return (
        ("person", post.written_to.id, "Who answers go to"),
        ("person", post.requester.id, "Who wrote"),
        ("person", case.subject.id, "The person"),
        ("post", post.id, "Item of post"),
        ("case", case.id, "Case"),
    )


def _entry_words(definition: CaseType, entry: Entry) -> str:
    return _form_words(definition.form(entry.form), entry)


def _form_words(form: Form | None, entry: Entry) -> str:
    if form is None:
        return "Form"
    heading = form.heading(dict(entry.values)) if form.many else ""
    return f"{form.title}: {heading}" if heading else form.title
