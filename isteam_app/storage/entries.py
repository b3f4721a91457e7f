"""Keeps filled-in forms: those of cases, and those of third-party requests."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from isteam_app.domain.cases import CaseKind
from isteam_app.domain.forms import Entry
from isteam_app.domain.history import Facts
from isteam_app.domain.record_facts import facts_of_entry, facts_of_request_entry
from isteam_app.domain.text import NOTE
from isteam_app.errors import ChangedMeanwhile, NotFound
from isteam_app.storage.history import History
from isteam_app.storage.letter_doubts import doubt_of_entry, doubt_of_request
from isteam_app.storage.meanwhile import changed_meanwhile
from isteam_app.storage.plain import from_json, to_json
from isteam_app.storage.tables import case_entries, cases, disclosure_entries
from isteam_app.storage.work import Limit, Work, cleaned

_LIMITS = {"struck": Limit("The reason", NOTE)}
_ON_THE_ENVELOPE = ("name", "organisation", "officer", "department", "address")
_PAIRS = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EntriesOf:
    """Whose forms: their table, its column with the owner, their noun in the trail."""

    table: Table
    owner: str
    noun: str
    facts: Callable[[Entry], Facts]


CASES = EntriesOf(case_entries, "case_id", "entry", facts_of_entry)
REQUESTS = EntriesOf(
    disclosure_entries, "disclosure_id", "request_entry", facts_of_request_entry
)


class EntriesReader:
    """Finds filled-in forms."""

    def __init__(self, connection: Connection, of: EntriesOf = CASES) -> None:
        self._connection = connection
        self._of = of

    def get(self, id: int) -> Entry:  # noqa: A002  the record's own word
        """Return one entry.

        Raises:
            NotFound: no entry has that id.
        """
        table = self._of.table
        row = self._connection.execute(select(table).where(table.c.id == id)).first()
        if row is None:
            raise NotFound("That entry is not in the vault.")
        return self._entry(row)

    def belonging_to(self, record_id: int) -> tuple[Entry, ...]:
        """Return every entry of a case or a request, oldest first."""
        table = self._of.table
        query = (
            select(table)
            .where(table.c[self._of.owner] == record_id)
            .order_by(table.c.id)
        )
        return tuple(self._entry(row) for row in self._connection.execute(query))

    def of_several(self, ids: Collection[int]) -> dict[int, tuple[Entry, ...]]:
        """Return every entry of several cases or requests, oldest first, by owner."""
        table = self._of.table
        owner = table.c[self._of.owner]
        query = select(table).where(owner.in_(ids)).order_by(table.c.id)
        found: dict[int, list[Entry]] = {each: [] for each in ids}
        for row in self._connection.execute(query):
            entry = self._entry(row)
            found[entry.record_id].append(entry)
        return {each: tuple(entries) for each, entries in found.items()}

    def _entry(self, row: Row[*tuple[Any, ...]]) -> Entry:
        kept = row._mapping  # noqa: SLF001  a row's own method is called values
        return Entry(
            id=row.id,
            record_id=kept[self._of.owner],
            form=row.form,
            values=from_json(_PAIRS, kept["values"]),
            struck=row.struck,
            made_at=row.made_at,
            made_by=row.made_by,
            changed_at=row.changed_at,
            changed_by=row.changed_by,
            version=row.version,
        )


class CaseEntriesReader(EntriesReader):
    """Finds the filled-in forms of cases."""

    def for_case(self, case_id: int) -> tuple[Entry, ...]:
        """Return every entry of a case, oldest first."""
        return self.belonging_to(case_id)

    def of_person(self, person_id: int, kind: CaseKind, form: str) -> tuple[Entry, ...]:
        """Return a person's entries of one form, on cases of a kind, newest first."""
        query = (
            select(case_entries)
            .join(cases, cases.c.id == case_entries.c.case_id)
            .where(
                cases.c.subject_id == person_id,
                cases.c.kind == kind.value,
                case_entries.c.form == form,
            )
            .order_by(case_entries.c.id.desc())
            .limit(500)
        )
        return tuple(self._entry(row) for row in self._connection.execute(query))


class Entries(EntriesReader):
    """Finds and keeps filled-in forms."""

    def __init__(self, work: Work, of: EntriesOf = CASES) -> None:
        super().__init__(work.connection, of)
        self._work = work

    def add(self, entry: Entry) -> Entry:
        """Keep a new entry.

        Raises:
            RuleBroken: a text cannot be kept.
        """
        values = values_of(entry) | {
            self._of.owner: entry.record_id,
            "form": entry.form,
            "made_at": entry.made_at or self._work.at,
            "made_by": entry.made_by or self._work.by,
            "changed_at": None,
            "changed_by": "",
            "version": 1,
        }
        entry_id = self._work.insert(self._of.table, values)
        self._work.touch(self._of.noun, entry_id, words=False)
        kept = self.get(entry_id)
        self._note({}, kept)
        return kept

    def update(self, entry: Entry) -> Entry:
        """Keep what changed of an entry.

        Raises:
            ChangedMeanwhile: somebody else changed it since it was read.
            RuleBroken: a text cannot be kept.
        """
        values = values_of(entry) | {
            "changed_at": self._work.at,
            "changed_by": self._work.by,
        }
        before = self.get(entry.id)
        if not self._work.update(self._of.table, entry.id, entry.version, values):
            raise self.changed_meanwhile(entry.id, "this entry")
        self._work.touch(self._of.noun, entry.id, words=False)
        kept = self.get(entry.id)
        self._note(self._of.facts(before), kept)
        self._doubt(before, kept)
        return kept

    def _doubt(self, before: Entry, kept: Entry) -> None:
        """Tell the letters to who is named in it that it says something else now."""
        changed = [key for key in _ON_THE_ENVELOPE if before[key] != kept[key]]
        if before.struck != kept.struck:
            changed = ["entry"]
        if not changed:
            return
        if self._of is CASES:
            doubt_of_entry(self._work, kept.id, changed)
        elif kept.form == "requester":
            doubt_of_request(self._work, kept.record_id, changed)

    def changed_meanwhile(self, entry_id: int, called: str) -> ChangedMeanwhile:
        """Return the refusal to write over what somebody else changed, naming them."""
        return changed_meanwhile(self._work, self._of.noun, entry_id, called)

    def _note(self, before: Facts, kept: Entry) -> None:
        owner = {self._of.owner: kept.record_id}
        History(self._work).note(
            self._of.noun,
            kept.id,
            before,
            self._of.facts(kept),
            case_id=owner.get("case_id"),
            disclosure_id=owner.get("disclosure_id"),
        )


class CaseEntries(Entries, CaseEntriesReader):
    """Finds and keeps the filled-in forms of cases."""


def values_of(entry: Entry) -> dict[str, object]:
    """Return an entry's own fields as the columns of a row, every text checked."""
    values: dict[str, object] = {"struck": entry.struck}
    return cleaned(values, _LIMITS) | {"values": to_json(entry.values)}
