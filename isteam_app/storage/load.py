"""Takes in many made-up records at once, for demonstrations and measurements."""

from collections.abc import Sequence
from dataclasses import dataclass

from isteam_app.domain.cases import Case, PostItem
from isteam_app.domain.forms import Entry
from isteam_app.domain.letters import Letter
from isteam_app.domain.organisations import Requester
from isteam_app.domain.people import Person
from isteam_app.domain.text import fold
from isteam_app.storage import cases, entries, letters, people, posts, tables
from isteam_app.storage.load_requests import (
    MadeRequest,
    load_organisations,
    load_requests,
)
from isteam_app.storage.load_rows import count_on, insert_rows, year_and_number
from isteam_app.storage.names import learn_names
from isteam_app.storage.search import learn_words
from isteam_app.storage.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleBatch:
    """Records that refer to each other by ids and references the maker chose.

    A letter may stand in any state; no pages are kept with it.
    """

    people: Sequence[Person] = ()
    posts: Sequence[PostItem] = ()
    cases: Sequence[Case] = ()
    entries: Sequence[Entry] = ()
    organisations: Sequence[Requester] = ()
    requests: Sequence[MadeRequest] = ()
    letters: Sequence[Letter] = ()


def load_batch(work: Work, batch: SampleBatch) -> None:
    """Insert a batch, findable at once. The counters go on from its references.

    Raises:
        RuleBroken: a reference is not one, or a text cannot be kept.
    """
    work.touch("sample batch", len(batch.cases))
    _load_people(work, batch.people)
    insert_rows(
        work,
        tables.posts,
        ({"id": each.id} | posts.values_of(each) for each in batch.posts),
    )
    _load_cases(work, batch.cases)
    _load_entries(work, batch.entries)
    load_organisations(work, batch.organisations)
    load_requests(work, batch.requests)
    _load_letters(work, batch.letters)


def _load_people(work: Work, several: Sequence[Person]) -> None:
    rows = ({"id": each.id} | people.values_of(each) for each in several)
    insert_rows(work, tables.people, rows)
    learn_words(work.connection, "person", people.findable(several, people.words_of))
    learn_names(work.connection, people.findable(several, people.name_of))


def _load_cases(work: Work, several: Sequence[Case]) -> None:
    insert_rows(work, tables.cases, (_case_row(each) for each in several))
    insert_rows(
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
    count_on(work, "case", (each.reference for each in several))
    words = ((each.id, cases.words_of(each)) for each in several)
    learn_words(work.connection, "case", words)


def _case_row(case: Case) -> dict[str, object]:
    return cases.values_of(case) | {
        "id": case.id,
        "reference": case.reference,
        "reference_key": cases.reference_key(*year_and_number(case.reference)),
        "person_key": fold(case.subject.name),
        "received": case.received,
    }


def _load_entries(work: Work, several: Sequence[Entry]) -> None:
    insert_rows(
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


def _load_letters(work: Work, several: Sequence[Letter]) -> None:
    insert_rows(
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
