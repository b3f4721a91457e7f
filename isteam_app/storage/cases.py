"""Keeps cases and what happened to them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    literal_column,
    or_,
    select,
)

from isteam_app.domain.cases import (
    Case,
    CaseEvent,
    CaseKind,
    CaseRow,
    CaseState,
    ClockState,
    EventKind,
)
from isteam_app.domain.listing import (
    CaseFilter,
    CaseOrder,
    Cursor,
    Page,
)
from isteam_app.domain.record_facts import facts_of_case
from isteam_app.domain.text import NOTE, SUMMARY, fold
from isteam_app.errors import NotFound
from isteam_app.storage.case_dates import (
    DatedCase,
    Standing,
    dated_in_state,
    dated_of,
    follow_post_by,
    keep_dates,
)
from isteam_app.storage.case_lists import (
    CaseList,
    case_row,
    count_cases,
    kept_list,
)
from isteam_app.storage.history import History
from isteam_app.storage.meanwhile import changed_meanwhile
from isteam_app.storage.people import PeopleReader
from isteam_app.storage.posts import PostsReader
from isteam_app.storage.tables import case_events, cases, people, posts
from isteam_app.storage.work import Limit, Work, cleaned

_LIMITS = {
    "owner": Limit("The owner's name"),
    "decided_by": Limit("The name of who decided"),
    "service": Limit("The postal service"),
    "next_action": Limit("The next action"),
    "outcome": Limit("The outcome", SUMMARY),
}
_TOLD_OF_CASE = (
    "owner",
    "decision",
    "ground",
    "decided_by",
    "service",
    "comply_by",
    "outcome",
    "closed_on",
)
_EVENT_LIMITS = {
    "text": Limit("The note", NOTE),
    "recorded_by": Limit("The name of who recorded it"),
}
_LINE: Select[*tuple[Any, ...]] = select(
    cases.c.id,
    cases.c.reference,
    cases.c.kind,
    cases.c.state,
    people.c.name.label("person"),
    cases.c.owner,
    cases.c.received,
    cases.c.clock,
    cases.c.due,
    cases.c.post_by,
    cases.c.next_action,
    cases.c.next_by,
).select_from(
    # outer, so that the sort column's index leads and people are looked up one by one
    cases.outerjoin(people, people.c.id == cases.c.subject_id)
)
# Spelt out, not bound: an index of open cases serves only a query that says this.
_OPEN: ColumnElement[bool] = cases.c.state != literal_column("'closed'")
_YEAR_STEP = 10_000_000


class CasesReader:
    """Finds cases."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: int) -> Case:  # noqa: A002  the record's own word
        """Return one case with its person, its item of post and all its events.

        Raises:
            NotFound: no case has that id.
        """
        return self._one(cases.c.id == id)

    def by_reference(self, reference: str) -> Case:
        """Return the case with a reference, however it was typed.

        Raises:
            NotFound: no case has that reference.
        """
        return self._one(cases.c.reference == reference.strip().upper())

    def several(self, ids: Iterable[int]) -> tuple[Case, ...]:
        """Return the cases with these ids, oldest first."""
        query = select(cases).where(cases.c.id.in_(set(ids))).order_by(cases.c.id)
        return self._whole(self._connection.execute(query).all())

    def rows(self, ids: Iterable[int]) -> tuple[CaseRow, ...]:
        """Return the lines of the cases with these ids, oldest first."""
        query = _LINE.where(cases.c.id.in_(set(ids))).order_by(cases.c.id)
        return tuple(case_row(row) for row in self._connection.execute(query))

    def for_person(self, person_id: int) -> tuple[CaseRow, ...]:
        """Return the cases about a person or opened by what they sent, newest first."""
        sent = select(posts.c.id).where(posts.c.requester_id == person_id)
        query = _LINE.where(
            or_(cases.c.subject_id == person_id, cases.c.post_id.in_(sent))
        ).order_by(cases.c.id.desc())
        return tuple(case_row(row) for row in self._connection.execute(query))

    def for_post(self, post_id: int) -> tuple[CaseRow, ...]:
        """Return the cases that one item of post opened, oldest first."""
        query = _LINE.where(cases.c.post_id == post_id).order_by(cases.c.id)
        return tuple(case_row(row) for row in self._connection.execute(query))

    def page(
        self,
        which: CaseFilter = CaseFilter(),  # noqa: B008  frozen, so it cannot be shared by mistake
        order: CaseOrder = CaseOrder(),  # noqa: B008  frozen likewise
        after: Cursor | None = None,
        limit: int = 100,
    ) -> Page[CaseRow]:
        """Return one screenful of the list of cases."""
        # what was searched for must not outlast the vault's being open
        listing = CaseList(which, order) if which.text else kept_list(which, order)
        return listing.page(self._connection, after, limit)

    def count(
        self,
        which: CaseFilter = CaseFilter(),  # noqa: B008  frozen, so it cannot be shared by mistake
        at_most: int | None = None,
    ) -> int:
        """Count the cases of a list; with `at_most`, stop counting there."""
        return count_cases(self._connection, which, at_most)

    def dated(self, state: CaseState, after_id: int, most: int) -> list[DatedCase]:
        """Return the next open cases in a state by id, as far as their dates go."""
        return dated_in_state(self._connection, state, after_id, most)

    def dated_of(self, ids: Iterable[int]) -> list[DatedCase]:
        """Return the open cases among these, as far as their dates go."""
        return dated_of(self._connection, ids)

    def open_versions(self) -> dict[int, int]:
        """Return the version of every open case, by id."""
        query = select(cases.c.id, cases.c.version).where(_OPEN)
        return {row.id: row.version for row in self._connection.execute(query)}

    def _one(self, which: ColumnElement[bool]) -> Case:
        rows = self._connection.execute(select(cases).where(which)).all()
        if not rows:
            raise NotFound("That case is not in the vault.")
        return self._whole(rows)[0]

    def _whole(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[Case, ...]:
        found = PostsReader(self._connection).several(row.post_id for row in rows)
        subjects = PeopleReader(self._connection).several(
            row.subject_id for row in rows
        )
        events = self._events([row.id for row in rows])
        return tuple(
            Case(
                id=row.id,
                reference=row.reference,
                kind=CaseKind(row.kind),
                state=CaseState(row.state),
                subject=subjects[row.subject_id],
                post=found[row.post_id],
                events=tuple(events[row.id]),
                owner=row.owner,
                clock=ClockState(row.clock),
                due=row.due,
                post_by=row.post_by,
                next_action=row.next_action,
                next_by=row.next_by,
                decision=row.decision,
                ground=row.ground,
                decided_by=row.decided_by,
                service=row.service,
                comply_by=row.comply_by,
                outcome=row.outcome,
                closed_on=row.closed_on,
                version=row.version,
            )
            for row in rows
        )

    def _events(self, case_ids: Sequence[int]) -> dict[int, list[CaseEvent]]:
        events: dict[int, list[CaseEvent]] = defaultdict(list)
        query = (
            select(case_events)
            .where(case_events.c.case_id.in_(case_ids))
            .order_by(case_events.c.on, case_events.c.id)
        )
        for row in self._connection.execute(query):
            events[row.case_id].append(_event(row))
        return events


class Cases(CasesReader):
    """Finds and keeps cases."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def add(self, case: Case) -> Case:
        """Open a case with its first events. It is given its reference here.

        The reference counts without a gap in the year of the change: IS-2026-00042.

        Raises:
            NotFound: its person or its item of post is not in the vault.
            RuleBroken: a text cannot be kept.
        """
        subject = PeopleReader(self._connection).get(case.subject.id)
        post = PostsReader(self._connection).get(case.post.id)
        year = self._work.at.year
        number = self._work.next_number("case", year)
        values = values_of(case) | {
            "reference": f"IS-{year}-{number:05}",
            "reference_key": reference_key(year, number),
            "person_key": fold(subject.name),
            "received": post.received,
            "version": 1,
        }
        case_id = self._work.insert(cases, values)
        for event in case.events:
            self._insert_event(case_id, event)
        self._work.touch("case", case_id)
        return self.get(case_id)

    def update(self, case: Case) -> Case:
        """Keep a case's own fields. Its events, person and post are kept apart.

        Raises:
            ChangedMeanwhile: somebody else changed it since it was read.
            RuleBroken: a text cannot be kept.
        """
        values = values_of(case)
        for fixed in ("subject_id", "post_id", "version"):
            del values[fixed]
        before = self._told(case.id)
        day = case.post_by.isoformat() if case.post_by else None
        follow_post_by(self._connection, [(case.id, day)])
        if not self._work.update(cases, case.id, case.version, values):
            self.get(case.id)
            raise changed_meanwhile(self._work, "case", case.id, "this case")
        # of the fields kept here only the outcome is among the words a case is found by
        told = before is None or before.outcome != values["outcome"]
        self._work.touch("case", case.id, words=told)
        kept = self.get(case.id)
        if before is not None:
            was = replace(
                kept, **{name: getattr(before, name) for name in _TOLD_OF_CASE}
            )
            History(self._work).note(
                "case", case.id, facts_of_case(was), facts_of_case(kept), case.id
            )
        return kept

    def _told(self, case_id: int) -> Row[*tuple[Any, ...]] | None:
        """Return the fields whose history is kept, as they stand before a change."""
        columns = (cases.c[name] for name in _TOLD_OF_CASE)
        return self._connection.execute(
            select(*columns).where(cases.c.id == case_id)
        ).first()

    def keep_dates(
        self,
        moved: Sequence[tuple[int, Standing]],
        events: Mapping[int, CaseEvent],
    ) -> None:
        """Keep the state and dates of many open cases, and what moved them, by id.

        Each gets a new version. One mark in the audit trail stands for all of them.
        """
        keep_dates(self._work, moved, events)
        self._work.touch("dates moved", len(moved), words=False)

    def add_event(self, case_id: int, event: CaseEvent) -> CaseEvent:
        """Record what happened. An event is never changed or removed.

        Raises:
            NotFound: no case has that id.
            RuleBroken: a text cannot be kept.
        """
        known = select(cases.c.id).where(cases.c.id == case_id)
        if self._connection.scalar(known) is None:
            raise NotFound("That case is not in the vault.")
        event_id = self._insert_event(case_id, event)
        self._work.touch("case", case_id)
        query = select(case_events).where(case_events.c.id == event_id)
        return _event(self._connection.execute(query).one())

    def _insert_event(self, case_id: int, event: CaseEvent) -> int:
        values = event_values(event) | {"case_id": case_id}
        values["recorded_at"] = event.recorded_at or self._work.at
        values["recorded_by"] = values["recorded_by"] or self._work.by
        return self._work.insert(case_events, values)


def reference_key(year: int, number: int) -> int:
    """Return a number by which references sort rightly past 99,999 in a year."""
    return year * _YEAR_STEP + number


def values_of(case: Case) -> dict[str, object]:
    """Return a case's own fields as the columns of a row, every text checked."""
    values: dict[str, object] = {
        "kind": case.kind.value,
        "state": case.state.value,
        "subject_id": case.subject.id,
        "post_id": case.post.id,
        "owner": case.owner,
        "clock": case.clock.value,
        "due": case.due,
        "post_by": case.post_by,
        "next_action": case.next_action,
        "next_by": case.next_by,
        "decision": case.decision,
        "ground": case.ground,
        "decided_by": case.decided_by,
        "service": case.service,
        "comply_by": case.comply_by,
        "outcome": case.outcome,
        "closed_on": case.closed_on,
        "version": case.version,
    }
    return cleaned(values, _LIMITS)


def event_values(event: CaseEvent) -> dict[str, object]:
    """Return an event as the columns of a row, every text checked."""
    values: dict[str, object] = {
        "kind": event.kind.value,
        "on": event.on,
        "text": event.text,
        "recorded_at": event.recorded_at,
        "recorded_by": event.recorded_by,
        "letter_id": event.letter_id,
        "document_id": event.document_id,
    }
    return cleaned(values, _EVENT_LIMITS)


def words_of(case: Case) -> str:
    """Return the folded words a case is found by."""
    post, people_in_it = case.post, {case.subject.id: case.subject}
    people_in_it[post.requester.id] = post.requester
    parts = [case.reference, post.their_reference, post.acting_for, post.summary]
    for person in people_in_it.values():
        parts += [person.name, person.address.postcode]
    parts += [case.outcome, *(event.text for event in case.events)]
    return fold(" ".join(parts))


def _event(row: Row[*tuple[Any, ...]]) -> CaseEvent:
    return CaseEvent(
        id=row.id,
        kind=EventKind(row.kind),
        on=row.on,
        text=row.text,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        letter_id=row.letter_id,
        document_id=row.document_id,
    )
