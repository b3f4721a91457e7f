"""Takes in many made-up records at once, for demonstrations and measurements."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Table

from isteam_app.domain.cases import Case, PostItem
from isteam_app.domain.disclosures import Disclosure
from isteam_app.domain.forms import Entry
from isteam_app.domain.letters import Letter
from isteam_app.domain.people import Person
from isteam_app.domain.text import fold
from isteam_app.errors import RuleBroken
from isteam_app.storage import (
    cases,
    disclosures,
    entries,
    letters,
    people,
    posts,
    tables,
)
from isteam_app.storage.names import learn_names
from isteam_app.storage.search import learn_words
from isteam_app.storage.work import Work

_REFERENCE = re.compile(r"[A-Z]+-(\d{4})-(\d{5,7})")


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleBatch:
    """Records that refer to each other by ids and references the maker chose.

    A letter may stand in any state; no pages are kept with it.
    """

    people: Sequence[Person] = ()
    posts: Sequence[PostItem] = ()
    cases: Sequence[Case] = ()
    entries: Sequence[Entry] = ()
    disclosures: Sequence[Disclosure] = ()
    letters: Sequence[Letter] = ()


def load_batch(work: Work, batch: SampleBatch) -> None:
    """Insert a batch, findable at once. The counters go on from its references.

    Raises:
        RuleBroken: a reference is not one, or a text cannot be kept.
    """
    work.touch("sample batch", len(batch.cases))
    _load_people(work, batch.people)
    _insert(
        work,
        tables.posts,
        ({"id": each.id} | posts.values_of(each) for each in batch.posts),
    )
    _load_cases(work, batch.cases)
    _load_entries(work, batch.entries)
    _load_disclosures(work, batch.disclosures)
    _load_letters(work, batch.letters)


def _load_people(work: Work, several: Sequence[Person]) -> None:
    rows = ({"id": each.id} | people.values_of(each) for each in several)
    _insert(work, tables.people, rows)
    learn_words(work.connection, "person", people.findable(several, people.words_of))
    learn_names(work.connection, people.findable(several, people.name_of))


def _load_cases(work: Work, several: Sequence[Case]) -> None:
    _insert(work, tables.cases, (_case_row(each) for each in several))
    _insert(
        work,
        tables.case_events,
        (
            cases.event_values(event)
            | {
                "case_id": case.id,
                "recorded_at": event.recorded_at or work.at,
                "recorded_by": event.recorded_by or work.by,
            }
            for case in several
            for event in case.events
        ),
    )
    _count_on(work, "case", (each.reference for each in several))
    words = ((each.id, cases.words_of(each)) for each in several)
    learn_words(work.connection, "case", words)


def _case_row(case: Case) -> dict[str, object]:
    return cases.values_of(case) | {
        "id": case.id,
        "reference": case.reference,
        "reference_key": cases.reference_key(*_numbers(case.reference)),
        "person_key": fold(case.subject.name),
        "received": case.received,
    }


def _load_entries(work: Work, several: Sequence[Entry]) -> None:
    _insert(
        work,
        tables.case_entries,
        (
            entries.values_of(each)
            | {
                "case_id": each.record_id,
                "form": each.form,
                "made_at": each.made_at or work.at,
                "made_by": each.made_by or work.by,
                "changed_at": None,
                "changed_by": "",
                "version": 1,
            }
            for each in several
        ),
    )


def _load_disclosures(work: Work, several: Sequence[Disclosure]) -> None:
    _insert(
        work,
        tables.disclosures,
        (
            disclosures.values_of(each)
            | {
                "id": each.id,
                "reference": each.reference,
                "reference_key": cases.reference_key(*_numbers(each.reference)),
                "recorded_at": each.recorded_at or work.at,
                "recorded_by": each.recorded_by or work.by,
            }
            for each in several
        ),
    )
    _count_on(work, "disclosure", (each.reference for each in several))
    words = ((each.id, disclosures.words_of(each)) for each in several)
    learn_words(work.connection, "disclosure", words)


def _load_letters(work: Work, several: Sequence[Letter]) -> None:
    _insert(
        work,
        tables.letters,
        (
            letters.values_of(each)
            | {
                "id": each.id,
                "made_at": each.made_at or work.at,
                "made_by": each.made_by or work.by,
            }
            for each in several
        ),
    )
    words = ((each.id, letters.words_of(each)) for each in several)
    learn_words(work.connection, "letter", words)


def _insert(work: Work, table: Table, rows: Iterable[dict[str, object]]) -> None:
    given = list(rows)
    if given:
        work.connection.execute(table.insert(), given)


def _count_on(work: Work, name: str, references: Iterable[str]) -> None:
    highest: dict[int, int] = {}
    for year, number in map(_numbers, references):
        highest[year] = max(number, highest.get(year, 0))
    for year, number in highest.items():
        work.raise_counter(name, year, number)


def _numbers(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise RuleBroken("A made-up record has no proper reference.")
    return int(found[1]), int(found[2])
