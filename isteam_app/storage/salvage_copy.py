"""Copies the rows that survived into a new database, and mends what they hang on."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from sqlalchemy import Connection, func, select

from isteam_app.domain.cases import CaseState, ClockState
from isteam_app.domain.settings import Settings
from isteam_app.domain.text import fold
from isteam_app.errors import IsteamError, VaultDamaged, VaultUnavailable
from isteam_app.progress import Progress
from isteam_app.storage import tables
from isteam_app.storage.attachments import FOLDER, Attachments, KeptFile
from isteam_app.storage.audit_log import append_entry
from isteam_app.storage.cases import reference_key
from isteam_app.storage.durable import write_new
from isteam_app.storage.key_header import KeyFile, SlotKind
from isteam_app.storage.lost_locks import mend_locks, put_locked_blank
from isteam_app.storage.lost_names import hide_from_the_nameless
from isteam_app.storage.raw_pages import RawPages
from isteam_app.storage.raw_rows import Value, rows_on
from isteam_app.storage.row_shapes import Shape, shape_of, shapes_of
from isteam_app.storage.row_survey import Survey, found_rows, stands, take_stock
from isteam_app.storage.search import learn
from isteam_app.storage.settings import SettingsReader, SettingsStore
from isteam_app.storage.work import Work

LOST = "Lost when the vault was damaged"
"""What stands in the place of a name that could not be read."""

_SEPARATE = ("audit", "vault")
_BATCH = 500
_NOUNS = {
    "people": "person",
    "cases": "case",
    "disclosures": "disclosure",
    "letters": "letter",
}
_LOOSE = (
    ("case_events", "document_id", "documents"),
    ("case_events", "letter_id", "letters"),
    ("documents", "entry_id", "disclosure_entries"),
    ("letters", "replaces", "letters"),
    ("letters", "to_entry", "case_entries"),
    ("people", "merged_into", "people"),
)
"""Columns that name another row without the database watching over it."""
_TO_RECKON = "INSERT OR IGNORE INTO counters (name, year, last) VALUES (?, 0, 1)"


class Copying:
    """One run over a damaged database. `work` writes into the new one."""

    def __init__(
        self,
        pages: RawPages,
        work: Work,
        *,
        header: KeyFile,
        member: int,
        folders: tuple[Path, Path],
        fallback: Settings,
    ) -> None:
        self._pages, self._work = pages, work
        self._to: Connection = work.connection
        self._from, self._into = folders
        self._header, self._member, self._fallback = header, member, fallback
        names = [
            table.name
            for table in tables.metadata.sorted_tables
            if table.dialect_options["sqlite"]["with_rowid"]
        ]
        self._shapes = shapes_of(self._to, names)
        self._by_name = {shape.table: shape for shape in self._shapes}
        self.survey = Survey()
        self.scans_lost = 0
        self.trail = 0

    def run(self, progress: Progress) -> None:
        """Copy everything that can be kept. Raises Cancelled when stopped.

        Raises:
            VaultDamaged: no row at all could be read.
        """
        self.survey = take_stock(self._pages, self._shapes, self._to, _first(progress))
        if not any(self.survey.pages.values()):
            raise VaultDamaged(
                "Nothing of this database can be read any more. Nothing was changed. "
                "Go back to a backup."
            )
        self._to.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        guards = self._drop_guards()
        self._put_blanks()
        self._copy(_second(progress))
        self._loosen()
        mend_locks(self._work, LOST)
        self._mend_team()
        self._cover_blanks()
        self._mend_settings()
        self._mend_counters()
        self._learn_all(_third(progress))
        for guard in guards:
            self._to.exec_driver_sql(guard)
        self._copy_trail()
        self._work.touch("vault", words=False)
        self._work.by = self._name_of(self._member)
        append_entry(self._work, "vault.salvaged")

    def _copy(self, progress: Progress) -> None:
        batches: dict[str, list[dict[str, Value]]] = {}
        again = Survey()  # the first look has counted what cannot be read
        for _, shape, row in found_rows(self._pages, self._shapes, again, progress):
            number = row[0]
            if shape.table in _SEPARATE or not self.survey.keeps(shape.table, number):
                continue
            named = shape.named(row)
            if shape.table == "documents" and not self._take_scan(named):
                self.survey.dropped["documents"].add(number)
                continue
            self._empty_lost_links(shape.table, number, named)
            batch = batches.setdefault(shape.table, [])
            batch.append(named)
            if len(batch) >= _BATCH:
                self._insert(shape.table, batch)
                batch.clear()
        for table, batch in batches.items():
            self._insert(table, batch)

    def _insert(self, table: str, rows: Sequence[dict[str, Value]]) -> None:
        for names, group in groupby(rows, _names):  # older rows are shorter
            columns = ", ".join(f'"{name}"' for name in names)
            marks = ", ".join("?" * len(names))
            self._to.exec_driver_sql(
                f'INSERT OR IGNORE INTO "{table}" ({columns}) VALUES ({marks})',  # noqa: S608  names of ours alone
                [tuple(row.values()) for row in group],
            )

    def _take_scan(self, named: dict[str, Value]) -> bool:
        kept = KeptFile(
            name=str(named["file"]),
            key=bytes(_bytes(named["file_key"])),
            size=int(str(named["size"])),
            sha256=str(named["sha256"]),
        )
        try:
            Attachments(self._from).read(kept)
        except (VaultUnavailable, ValueError):
            self.scans_lost += 1
            return False
        sealed = (self._from / FOLDER / kept.name).read_bytes()
        write_new(self._into / FOLDER / kept.name, sealed)
        return True

    def _empty_lost_links(
        self, table: str, number: int, named: dict[str, Value]
    ) -> None:
        values = self.survey.hangs[table][number]
        for link, value in zip(self.survey.links[table], values, strict=True):
            if value is not None and not stands(self.survey, link.target, value):
                named[link.column] = None

    def _put_blanks(self) -> None:
        at, day = self._work.at, self._work.at.date()
        blanks = self.survey.blanks
        somebody = self.survey.highest("people") + 1
        something = self.survey.highest("posts") + 1
        if blanks["cases"]:
            blanks["posts"].add(something)
        if blanks["posts"] or blanks["cases"]:
            blanks["people"].add(somebody)
        for person in sorted(blanks["people"]):
            self._to.execute(tables.people.insert(), _blank_person(person))
        for post in sorted(blanks["posts"]):
            self._to.execute(tables.posts.insert(), _blank_post(post, somebody, day))
        for case in sorted(blanks["cases"]):
            self._put_blank_case(case, somebody, something)
        for request in sorted(blanks["disclosures"]):
            put_locked_blank(self._work, request, LOST)
        kept = self._by_name["vault"]
        created = next(self._rows(kept), {}).get("created_at")
        self._to.exec_driver_sql(
            "INSERT INTO vault (id, created_at, generation) VALUES (?, ?, ?)",
            (
                self._header.vault_id,
                created or at.strftime("%Y-%m-%d %H:%M:%S.%f"),
                self._header.generation,
            ),
        )

    def _put_blank_case(self, case: int, person: int, post: int) -> None:
        trace = self.survey.traces.of(case)
        if trace is None:
            return
        told = self.survey.received.get(case)
        received = date.fromisoformat(told) if told else self._work.at.date()
        closed = trace.state == CaseState.CLOSED
        self.survey.references["cases"].add(trace.reference)
        values = {
            "id": case,
            "reference": trace.reference,
            "reference_key": reference_key(*_numbers(trace.reference)),
            "kind": trace.kind,
            "state": trace.state,
            "subject_id": person,
            "person_key": fold(LOST),
            "post_id": post,
            "owner": trace.owner,
            "clock": ClockState.NONE.value if closed else ClockState.RUNNING.value,
            "received": received,
            "next_action": "",
            "outcome": "",
            "closed_on": received if closed else None,
            "version": 1,
        }
        self._to.execute(tables.cases.insert(), values)

    def _rows(self, shape: Shape) -> Iterator[dict[str, Value]]:
        """The rows of one small table, in order of their numbers."""
        found = self.survey.pages[shape.table]
        at, page_rows = 0, {}
        for number in sorted(found):
            if found[number] != at:
                at = found[number]
                page = self._pages.page(at) or b"\0" * 4_096
                page_rows = {
                    row[0]: row
                    for row in rows_on(at, page, self._pages.page)
                    if row is not None and shape_of(row, self._shapes) is shape
                }
            if number in page_rows:
                yield shape.named(page_rows[number])

    def _copy_trail(self) -> None:
        """Take the audit trail along to its first missing entry: what follows it no
        longer joins on to anything."""
        for expected, named in enumerate(self._rows(self._by_name["audit"]), start=1):
            if named["number"] != expected:
                return
            self._insert("audit", [named])
            self.trail = expected

    def _drop_guards(self) -> tuple[str, ...]:
        """Take the triggers away that watch over records; the trail keeps its own."""
        told = self._to.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master "
            "WHERE type = 'trigger' AND tbl_name <> 'audit'"
        ).all()
        for name, _ in told:
            self._to.exec_driver_sql(f'DROP TRIGGER "{name}"')
        return tuple(sql for _, sql in told)

    def _loosen(self) -> None:
        for table, column, target in _LOOSE:
            self._to.exec_driver_sql(
                f'UPDATE "{table}" SET {column} = NULL WHERE {column} IS NOT NULL '  # noqa: S608  names of ours alone
                f'AND {column} NOT IN (SELECT id FROM "{target}")'
            )

    def _mend_team(self) -> None:
        """Nobody with a key is shut out because their name was lost."""
        known = set(self._to.scalars(select(tables.members.c.id)))
        nameless: list[int] = []
        for slot in self._header.slots:
            if slot.kind is SlotKind.RECOVERY or slot.member in known:
                continue
            known.add(slot.member)
            nameless.append(slot.member)
            self._to.execute(
                tables.members.insert(),
                {
                    "id": slot.member,
                    "name": f"Name lost ({slot.member})",
                    "role": "handler",
                },
            )
        leads = tables.members.c.role == "administrator"
        present = tables.members.c.left_at.is_(None)
        some = select(func.count()).where(leads, present)
        if not self._to.scalar(some.select_from(tables.members)):
            first = select(func.min(tables.members.c.id)).where(present)
            self._to.execute(
                tables.members.update()
                .where(tables.members.c.id == first.scalar_subquery())
                .values(role="administrator")
            )
        hide_from_the_nameless(self._to, nameless, reason=LOST, at=self._work.at)

    def _cover_blanks(self) -> None:
        """Let administrators alone see what has a blank: who else might is lost."""
        members = tables.members.c
        leads = members.role == "administrator"
        names = list(self._to.scalars(select(members.name).where(leads)))
        for person in self.survey.blanks["people"]:
            for name in names:
                self._to.execute(
                    tables.sight.insert(),
                    {
                        "person_id": person,
                        "rule": "only_for",
                        "member": name,
                        "reason": LOST,
                        "set_at": self._work.at,
                        "set_by": "",
                    },
                )

    def _name_of(self, member: int) -> str:
        """Who salvages: whose slot opened; the longest-serving lead for the sheet."""
        own = select(tables.members.c.name).where(tables.members.c.id == member)
        leads = select(tables.members.c.name).where(
            tables.members.c.role == "administrator"
        )
        return str(
            self._to.scalar(own)
            or self._to.scalar(leads.order_by(tables.members.c.id).limit(1))
        )

    def _mend_settings(self) -> None:
        today = self._work.at.date()
        try:
            SettingsReader(self._to).in_force(today)
        except IsteamError:
            self._to.execute(tables.settings.delete())
            SettingsStore(self._work).save(self._fallback, today)

    def _mend_counters(self) -> None:
        """Let no reference be given out a second time."""
        stated = self.survey.references
        given = {
            "case": stated["cases"],
            "disclosure": {
                each
                for each in stated["disclosures"] | stated["spent_numbers"]
                if each.startswith("D-")
            },
        }
        for name, references in given.items():
            highest: dict[int, int] = {}
            for reference in references:
                year, number = _numbers(reference)
                highest[year] = max(number, highest.get(year, 0))
            for year, number in highest.items():
                self._work.raise_counter(name, year, number)
        self._to.exec_driver_sql(_TO_RECKON, ("cases to reckon anew",))

    def _learn_all(self, progress: Progress) -> None:
        """Put everything into the search anew."""
        for place, (table, noun) in enumerate(_NOUNS.items()):
            progress(place, len(_NOUNS))
            ids = list(self._to.scalars(select(tables.metadata.tables[table].c.id)))
            for start in range(0, len(ids), _BATCH):
                self._work.unindexed = dict.fromkeys(
                    (noun, each) for each in ids[start : start + _BATCH]
                )
                learn(self._work)
        self._work.unindexed = {}


def _names(row: dict[str, Value]) -> tuple[str, ...]:
    return tuple(row)


def _blank_person(person_id: int) -> dict[str, object]:
    values: dict[str, object] = {
        "id": person_id,
        "name": LOST,
        "name_key": fold(LOST),
        "address_lines": json.dumps([]),
        "version": 1,
    }
    empty = ("town", "postcode", "postcode_key", "country", "salutation")
    return values | dict.fromkeys(empty, "")


def _blank_post(post_id: int, sender: int, day: date) -> dict[str, object]:
    return {
        "id": post_id,
        "requester_id": sender,
        "received": day,
        "channel": "post",
        "their_reference": "",
        "summary": LOST,
        "acting_for": "",
    }


def _numbers(reference: str) -> tuple[int, int]:
    _, year, number = reference.rsplit("-", 2)
    return int(year), int(number)


def _bytes(value: Value) -> bytes:
    return value if isinstance(value, bytes) else b""


def _first(progress: Progress) -> Progress:
    return lambda done, total: progress(done, 3 * max(total, 1))


def _second(progress: Progress) -> Progress:
    return lambda done, total: progress(max(total, 1) + done, 3 * max(total, 1))


def _third(progress: Progress) -> Progress:
    return lambda done, total: progress(2 * max(total, 1) + done, 3 * max(total, 1))
