"""Keeps the filled-in forms of cases."""

from typing import Any

from sqlalchemy import Connection, Row, select

from isteam_app.domain.cases import CaseKind
from isteam_app.domain.forms import Entry
from isteam_app.domain.history import Facts
from isteam_app.domain.record_facts import facts_of_entry
from isteam_app.domain.text import NOTE
from isteam_app.errors import ChangedMeanwhile, NotFound
from isteam_app.storage.history import History
from isteam_app.storage.meanwhile import changed_meanwhile
from isteam_app.storage.plain import from_json, to_json
from isteam_app.storage.tables import case_entries, cases
from isteam_app.storage.work import Limit, Work, cleaned

_LIMITS = {"struck": Limit("The reason", NOTE)}
_PAIRS = tuple[tuple[str, str], ...]


class EntriesReader:
    """Finds filled-in forms."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: int) -> Entry:  # noqa: A002  the record's own word
        """Return one entry.

        Raises:
            NotFound: no entry has that id.
        """
        row = self._connection.execute(
            select(case_entries).where(case_entries.c.id == id)
        ).first()
        if row is None:
            raise NotFound("That entry is not in the vault.")
        return _entry(row)

    def for_case(self, case_id: int) -> tuple[Entry, ...]:
        """Return every entry of a case, oldest first."""
        query = (
            select(case_entries)
            .where(case_entries.c.case_id == case_id)
            .order_by(case_entries.c.id)
        )
        return tuple(_entry(row) for row in self._connection.execute(query))

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
        return tuple(_entry(row) for row in self._connection.execute(query))


class Entries(EntriesReader):
    """Finds and keeps filled-in forms."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def add(self, entry: Entry) -> Entry:
        """Keep a new entry of a case.

        Raises:
            RuleBroken: a text cannot be kept.
        """
        values = values_of(entry) | {
            "case_id": entry.case_id,
            "form": entry.form,
            "made_at": entry.made_at or self._work.at,
            "made_by": entry.made_by or self._work.by,
            "changed_at": None,
            "changed_by": "",
            "version": 1,
        }
        entry_id = self._work.insert(case_entries, values)
        self._work.touch("entry", entry_id, words=False)
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
        if not self._work.update(case_entries, entry.id, entry.version, values):
            raise self.changed_meanwhile(entry.id, "this entry")
        self._work.touch("entry", entry.id, words=False)
        kept = self.get(entry.id)
        self._note(facts_of_entry(before), kept)
        return kept

    def changed_meanwhile(self, entry_id: int, called: str) -> ChangedMeanwhile:
        """Return the refusal to write over what somebody else changed, naming them."""
        return changed_meanwhile(self._work, "entry", entry_id, called)

    def _note(self, before: Facts, kept: Entry) -> None:
        history = History(self._work)
        history.note("entry", kept.id, before, facts_of_entry(kept), kept.case_id)


def values_of(entry: Entry) -> dict[str, object]:
    """Return an entry's own fields as the columns of a row, every text checked."""
    values: dict[str, object] = {"struck": entry.struck}
    return cleaned(values, _LIMITS) | {"values": to_json(entry.values)}


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    return Entry(
        id=row.id,
        case_id=row.case_id,
        form=row.form,
        values=from_json(_PAIRS, row._mapping["values"]),  # noqa: SLF001  a row's own method is called values
        struck=row.struck,
        made_at=row.made_at,
        made_by=row.made_by,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        version=row.version,
    )
