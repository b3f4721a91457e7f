"""Tells what changed about a case field by field: by whom, when, from what to what."""

from collections.abc import Mapping
from dataclasses import dataclass

from isteam_app.domain.case_types import CaseType
from isteam_app.domain.cases import Case
from isteam_app.domain.forms import Entry
from isteam_app.domain.history import FieldChange
from isteam_app.domain.listing import Cursor, Page
from isteam_app.services.cases import CasePage
from isteam_app.services.session import Session


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
    form = definition.form(entry.form)
    if form is None:
        return "Form"
    heading = form.heading(dict(entry.values)) if form.many else ""
    return f"{form.title}: {heading}" if heading else form.title
