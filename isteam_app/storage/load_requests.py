"""Takes in many made-up requests of third parties at once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from isteam_app.domain.disclosures import Disclosure, Lock, RequestStep, Subject
from isteam_app.domain.forms import Entry
from isteam_app.domain.organisations import Requester
from isteam_app.storage import disclosure_rows, entries, organisations, tables
from isteam_app.storage.cases import reference_key
from isteam_app.storage.load_rows import count_on, insert_rows, year_and_number
from isteam_app.storage.search import learn_words
from isteam_app.storage.work import Work

_HIDDEN = re.compile(r"R-(\d{4})-[0-9A-Z]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeRequest:
    """A third party's request with all that belongs to it.

    Whose its entries, steps and lock are is not read from them: many share them.
    """

    request: Disclosure
    entries: tuple[Entry, ...] = ()
    subjects: tuple[Subject, ...] = ()
    steps: tuple[RequestStep, ...] = ()
    lock: Lock | None = None


def load_organisations(work: Work, several: Sequence[Requester]) -> None:
    rows = (
        organisations.values_of(each) | {"id": each.id, "version": 1}
        for each in several
    )
    insert_rows(work, tables.organisations, rows)


def load_requests(work: Work, several: Sequence[MadeRequest]) -> None:
    requests = [each.request for each in several]
    insert_rows(
        work, tables.disclosures, (_request_row(work, each) for each in requests)
    )
    numbered = (each.reference for each in requests)
    count_on(work, "disclosure", (each for each in numbered if not _is_hidden(each)))
    insert_rows(work, tables.disclosure_subjects, _subject_rows(several))
    insert_rows(work, tables.disclosure_entries, _form_rows(work, several))
    insert_rows(work, tables.disclosure_events, _step_rows(work, several))
    _load_locks(work, several)
    words = ((each.id, disclosure_rows.words_of(each)) for each in requests)
    learn_words(work.connection, "disclosure", words)


def _request_row(work: Work, request: Disclosure) -> dict[str, object]:
    hidden = _HIDDEN.fullmatch(request.reference)
    numbers = (int(hidden[1]), 0) if hidden else year_and_number(request.reference)
    return disclosure_rows.values_of(request) | {
        "id": request.id,
        "reference": request.reference,
        "reference_key": reference_key(*numbers),
        "recorded_at": request.recorded_at or work.at,
        "recorded_by": request.recorded_by or work.by,
    }


def _subject_rows(several: Sequence[MadeRequest]) -> Iterator[dict[str, object]]:
    for made in several:
        for each in made.subjects:
            yield {
                "disclosure_id": made.request.id,
                "person_id": each.person_id,
                "name": each.name,
                "details": each.details,
                "version": 1,
            }


def _form_rows(
    work: Work, several: Sequence[MadeRequest]
) -> Iterator[dict[str, object]]:
    checked: dict[int, list[dict[str, object]]] = {}
    for made in several:
        whose = id(made.entries)  # they live as long as `several`
        if whose not in checked:
            checked[whose] = [_form_row(work, each) for each in made.entries]
        for row in checked[whose]:
            yield row | {"disclosure_id": made.request.id}


def _form_row(work: Work, entry: Entry) -> dict[str, object]:
    return entries.values_of(entry) | {
        "form": entry.form,
        "made_at": entry.made_at or work.at,
        "made_by": entry.made_by or work.by,
        "changed_at": None,
        "changed_by": "",
        "version": 1,
    }


def _step_rows(
    work: Work, several: Sequence[MadeRequest]
) -> Iterator[dict[str, object]]:
    for made in several:
        for each in made.steps:
            yield {
                "disclosure_id": made.request.id,
                "kind": each.kind.value,
                "on": each.on,
                "text": each.text,
                "recorded_at": each.recorded_at or work.at,
                "recorded_by": each.recorded_by or work.by,
            }


def _load_locks(work: Work, several: Sequence[MadeRequest]) -> None:
    """Keep the locks; whoever set one is named as seeing the request."""
    locked = [(made.request.id, made.lock) for made in several if made.lock]
    insert_rows(
        work,
        tables.disclosure_locks,
        (
            {
                "disclosure_id": request,
                "reason": lock.reason.value,
                "authority": lock.authority,
                "review_on": lock.review_on,
                "set_at": lock.set_at or work.at,
                "set_by": lock.set_by or work.by,
                "lifted_at": lock.lifted_at,
                "lifted_by": lock.lifted_by,
                "lifted_why": lock.lifted_why,
                "version": 1,
            }
            for request, lock in locked
        ),
    )
    insert_rows(
        work,
        tables.disclosure_clearances,
        (
            {
                "disclosure_id": request,
                "member": lock.set_by or work.by,
                "given_at": lock.set_at or work.at,
                "given_by": lock.set_by or work.by,
            }
            for request, lock in locked
        ),
    )


def _is_hidden(reference: str) -> bool:
    return _HIDDEN.fullmatch(reference) is not None
