"""Decides which records of an audit entry the one who reads may see, and as what.

The one place where that is decided: whatever shows, exports or searches the trail asks
here. A record that is hidden from the reader has neither number nor name for them. One
of a locked request does not exist for whoever is not cleared, and is left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from isteam_app.domain.audit import AuditEntry, Touched
from isteam_app.storage.unseen import Curtain
from isteam_app.storage.work import Subject


class Standing(StrEnum):
    """What has become of a record, for the one who reads."""

    SEEN = "seen"
    HIDDEN = "hidden"
    ERASED = "erased"
    NONE = "none"
    """It is no record: a setting, a count, the vault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRecord:
    """A record of an entry: the reference it is shown by, "" for one not shown."""

    noun: str
    id: int
    standing: Standing
    reference: str = ""
    digest: str = ""


# Read through the curtain: what is hidden is not in these tables.
_LETTER = (
    "SELECT letters.id, coalesce(cases.reference, disclosures.reference) || ' / L' "
    "|| letters.number FROM letters "
    "LEFT JOIN cases ON cases.id = letters.case_id "
    "LEFT JOIN disclosures ON disclosures.id = letters.disclosure_id "
    "WHERE coalesce(cases.reference, disclosures.reference) IS NOT NULL "
    "AND letters.id IN"
)
_REQUESTED = (
    "SELECT {table}.id, disclosures.reference FROM {table} "
    "JOIN disclosures ON disclosures.id = {table}.disclosure_id WHERE {table}.id IN"
)
_ENTRY = (
    "SELECT case_entries.id, cases.reference FROM case_entries "
    "JOIN cases ON cases.id = case_entries.case_id WHERE case_entries.id IN"
)
_SHOWN = {
    "case": ("cases", "SELECT id, reference FROM cases WHERE id IN"),
    "disclosure": ("disclosures", "SELECT id, reference FROM disclosures WHERE id IN"),
    "request_entry": (
        "disclosure_entries",
        _REQUESTED.format(table="disclosure_entries"),
    ),
    "request_subject": (
        "disclosure_subjects",
        _REQUESTED.format(table="disclosure_subjects"),
    ),
    "request_lock": ("disclosure_locks", _REQUESTED.format(table="disclosure_locks")),
    "organisation": ("organisations", "SELECT id, name FROM organisations WHERE id IN"),
    "letter": ("letters", _LETTER),
    "entry": ("case_entries", _ENTRY),
    "person": ("people", "SELECT id, id FROM people WHERE id IN"),
    "post": ("posts", "SELECT id, id FROM posts WHERE id IN"),
    "document": ("documents", "SELECT id, id FROM documents WHERE id IN"),
    "representation": (
        "representations",
        "SELECT id, id FROM representations WHERE id IN",
    ),
    "member": ("members", "SELECT id, name FROM members WHERE id IN"),
    "template": (
        "template_versions",
        "SELECT id, key || ', version ' || number FROM template_versions WHERE id IN",
    ),
    "picture": ("pictures", "SELECT id, name FROM pictures WHERE id IN"),
    "print_run": ("print_runs", "SELECT id, name FROM print_runs WHERE id IN"),
}
"""Noun: its table, and the question that gives each record's reference."""


class RecordSight:
    """Answers for whole screenfuls of entries at once."""

    def __init__(self, connection: Connection, curtain: Curtain | None = None) -> None:
        self._connection = connection
        self._curtain = curtain

    def of(self, entries: Iterable[AuditEntry]) -> Mapping[int, tuple[SeenRecord, ...]]:
        """Return the records of each entry, by its number."""
        kept = tuple(entries)
        by_noun: dict[str, set[int]] = {}
        for entry in kept:
            for each in entry.touched:
                by_noun.setdefault(each.noun, set()).add(each.id)
        known: dict[Subject, str] = {}
        there: set[Subject] = set()
        withheld: set[Subject] = set()
        for noun, ids in by_noun.items():
            if noun in _SHOWN:
                self._look(noun, ids, known, there)
            if self._curtain is not None:
                gone = self._curtain.withheld(noun, ids)
                withheld |= {(noun, each) for each in gone}
        return {
            entry.number: _without_hints(
                [
                    _seen(each, known, there)
                    for each in entry.touched
                    if (each.noun, each.id) not in withheld
                ]
            )
            for entry in kept
        }

    def _look(
        self, noun: str, ids: set[int], known: dict[Subject, str], there: set[Subject]
    ) -> None:
        table, question = _SHOWN[noun]
        listed = f"({','.join(str(int(each)) for each in sorted(ids))})"
        for record_id, reference in self._connection.exec_driver_sql(
            f"{question} {listed}"
        ):
            known[noun, record_id] = str(reference)
        behind = f"SELECT id FROM main.{table} WHERE id IN {listed}"  # noqa: S608  numbers and names of ours alone
        for (record_id,) in self._connection.exec_driver_sql(behind):
            there.add((noun, record_id))


def _seen(each: Touched, known: dict[Subject, str], there: set[Subject]) -> SeenRecord:
    subject = (each.noun, each.id)
    if each.noun not in _SHOWN:
        standing = Standing.NONE
    elif subject in known:
        standing = Standing.SEEN
    elif subject in there:
        return SeenRecord(noun="", id=0, standing=Standing.HIDDEN)
    else:
        standing = Standing.ERASED
    return SeenRecord(
        noun=each.noun,
        id=each.id,
        standing=standing,
        reference=known.get(subject, ""),
        digest=each.digest,
    )


def _without_hints(seen: list[SeenRecord]) -> tuple[SeenRecord, ...]:
    """Say "hidden" once, and leave out what has no table and might number it."""
    if all(each.standing is not Standing.HIDDEN for each in seen):
        return tuple(seen)
    shown = [each for each in seen if each.standing is Standing.SEEN]
    return (*shown, SeenRecord(noun="", id=0, standing=Standing.HIDDEN))
