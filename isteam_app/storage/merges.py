"""Makes two records of one person into one, and two of it again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Row, Table, or_, select

from isteam_app.domain.people import Merge, Person, Sight, SightRule
from isteam_app.domain.text import SUMMARY, fold
from isteam_app.errors import NotFound
from isteam_app.storage.history import History
from isteam_app.storage.letter_doubts import doubt_of_merge
from isteam_app.storage.people import People, PeopleReader
from isteam_app.storage.sight import SightStore
from isteam_app.storage.tables import (
    cases,
    disclosure_subjects,
    disclosures,
    person_merges,
    posts,
    representations,
)
from isteam_app.storage.work import Limit, Work, cleaned

_POINTERS: Mapping[str, tuple[str, Table, Column[Any]]] = {
    "subject": ("case", cases, cases.c.subject_id),
    "requester": ("post", posts, posts.c.requester_id),
    "reply_to": ("post", posts, posts.c.reply_to_id),
    "acts_for": ("representation", representations, representations.c.subject_id),
    "acts": ("representation", representations, representations.c.representative_id),
    "disclosure": ("disclosure", disclosures, disclosures.c.person_id),
    "asked_about": (
        "request_subject",
        disclosure_subjects,
        disclosure_subjects.c.person_id,
    ),
}
"""What points at a person: the record's noun, its table and the pointing column."""
_REQUESTS = frozenset({"disclosure", "asked_about"})
"""Those that are moved unseen: one under a lock is about the person who is kept too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moved:
    """What one merge moved: ids by pointer, and limits on sight new to the one kept."""

    ids: Mapping[str, Sequence[int]]
    limits: Sequence[Sight]


class MergesReader:
    """Finds which records of people were made into one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: int) -> Merge:  # noqa: A002  the record's own word
        """Return one merge.

        Raises:
            NotFound: no merge has that id.
        """
        rows = self._rows(person_merges.c.id == id)
        if not rows:
            raise NotFound("That merge is not in the vault.")
        return self._merges(rows)[0]

    def of_person(self, person_id: int) -> tuple[Merge, ...]:
        """Return the merges a person was part of, newest first, undone ones too."""
        side = or_(
            person_merges.c.kept_id == person_id, person_merges.c.merged_id == person_id
        )
        return self._merges(self._rows(side))

    def _rows(self, which: Any) -> Sequence[Row[*tuple[Any, ...]]]:
        query = select(person_merges).where(which).order_by(person_merges.c.id.desc())
        return self._connection.execute(query.limit(200)).all()

    def _merges(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[Merge, ...]:
        ids = {row.kept_id for row in rows} | {row.merged_id for row in rows}
        people = PeopleReader(self._connection).several(ids)
        return tuple(
            Merge(
                id=row.id,
                kept=people[row.kept_id],
                merged=people[row.merged_id],
                reason=row.reason,
                made_at=row.made_at,
                made_by=row.made_by,
                undone_at=row.undone_at,
                undone_by=row.undone_by,
            )
            for row in rows
        )


class Merges(MergesReader):
    """Finds, makes and undoes merges."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def add(self, kept: Person, merged: Person, reason: str) -> Merge:
        """Point everything of one record at the other, and remember what was moved.

        Raises:
            RuleBroken: the reason is too long.
            ChangedMeanwhile: somebody else changed the merged record since it was read.
        """
        values: dict[str, object] = {
            "kept_id": kept.id,
            "merged_id": merged.id,
            "reason": reason,
            "made_at": self._work.at,
            "made_by": self._work.by,
        }
        cleaned(values, {"reason": Limit("The reason", SUMMARY)})
        People(self._work).update(replace(merged, merged_into=kept.id))
        moved = _Moved(
            ids={name: self._found(name, merged.id) for name in _POINTERS},
            limits=self._share_sight(kept, merged),
        )
        doubt_of_merge(self._work, merged.id)
        doubt_of_merge(self._work, kept.id)
        for name, ids in moved.ids.items():
            self._point(name, ids, kept)
        values["moved"] = _kept_as(moved)
        merge_id = self._work.insert(person_merges, values)
        self._note(kept, merged, was="", now=kept.name)
        return self.get(merge_id)

    def undo(self, merge: Merge) -> Merge:
        """Point back exactly what the merge moved, where nothing moved it on since."""
        row = self._rows(person_merges.c.id == merge.id)[0]
        moved = _read(row.moved)
        doubt_of_merge(self._work, merge.kept.id)
        for name, ids in moved.ids.items():
            still = set(self._found(name, merge.kept.id))
            self._point(name, [one for one in ids if one in still], merge.merged)
        self._part_sight(merge, moved)
        People(self._work).update(replace(merge.merged, merged_into=None))
        self._work.connection.execute(
            person_merges.update()
            .where(person_merges.c.id == merge.id)
            .values(undone_at=self._work.at, undone_by=self._work.by)
        )
        self._note(merge.kept, merge.merged, was=merge.kept.name, now="")
        return self.get(merge.id)

    def _found(self, name: str, person_id: int) -> list[int]:
        _, table, column = _POINTERS[name]
        if name in _REQUESTS:
            table = table.to_metadata(MetaData(), schema="main")
            column = table.c[column.name]
        query = select(table.c.id).where(column == person_id).order_by(table.c.id)
        return list(self._connection.scalars(query))

    def _point(self, name: str, ids: Sequence[int], person: Person) -> None:
        noun, table, column = _POINTERS[name]
        values: dict[str, object] = {column.name: person.id}
        if table is cases:
            values["person_key"] = fold(person.name)
        for record_id in ids:
            self._connection.execute(
                table.update().where(table.c.id == record_id).values(**values)
            )
            # a name read through the curtain would take one under a lock out of search
            self._work.touch(noun, record_id, words=name not in _REQUESTS)
        if table is posts:
            for record_id in ids:
                opened = select(cases.c.id).where(cases.c.post_id == record_id)
                for case_id in self._connection.scalars(opened):
                    self._work.unindexed["case", case_id] = None

    def _share_sight(self, kept: Person, merged: Person) -> tuple[Sight, ...]:
        """Carry the limits on sight over to the record that is kept."""
        store = SightStore(self._work)
        have = {(each.rule, each.member) for each in store.of_person(kept.id)}
        new = tuple(
            replace(each, person_id=kept.id)
            for each in store.of_person(merged.id)
            if (each.rule, each.member) not in have
        )
        for limit in new:
            store.add(limit)
        return new

    def _part_sight(self, merge: Merge, moved: _Moved) -> None:
        """Take back the limits that the merge brought; share those set while merged.

        Whoever set one of those meant both records, and nobody sees more by a parting.
        """
        store = SightStore(self._work)
        came = {(each.rule, each.member) for each in moved.limits}
        since = store.of_person(merge.kept.id, set_after=merge.made_at)
        for limit in since:
            if (limit.rule, limit.member) not in came:
                store.add(replace(limit, person_id=merge.merged.id))
        for limit in moved.limits:
            store.drop(limit)

    def _note(self, kept: Person, merged: Person, *, was: str, now: str) -> None:
        history = History(self._work)
        label = "Same person as"
        history.note("person", merged.id, {label: was}, {label: now})
        names = (merged.name if was else "", merged.name if now else "")
        history.note("person", kept.id, {label: names[0]}, {label: names[1]})
        self._work.touch("person", kept.id, words=False)


def _kept_as(moved: _Moved) -> str:
    limits = [[each.rule.value, each.member] for each in moved.limits]
    kept_id = moved.limits[0].person_id if moved.limits else 0
    return json.dumps({"ids": moved.ids, "limits": limits, "limited": kept_id})


def _read(text: str) -> _Moved:
    plain = json.loads(text)
    return _Moved(
        ids=plain["ids"],
        limits=tuple(
            Sight(person_id=plain["limited"], rule=SightRule(rule), member=member)
            for rule, member in plain["limits"]
        ),
    )
