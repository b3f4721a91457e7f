"""Finds the lines of lists of cases: a screenful at a time, by indexes alone.

Every list is put together from runs that an index keeps in order: one for each state,
or one for each day on which cases are due. The runs are merged as they are read, so
that a screenful costs the same however many cases there are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, text

from isteam_app.domain.cases import CaseKind, CaseRow, CaseState, ClockState
from isteam_app.domain.listing import CaseColumn, CaseFilter, CaseOrder, Cursor, Page
from isteam_app.storage.case_terms import (
    OPEN,
    Given,
    Term,
    are_open,
    due_days,
    has_due_days,
    in_state,
    in_states,
    is_narrow,
    states_of,
    terms_of,
)

_LINE = (
    "cases.id AS id, cases.reference AS reference, cases.kind AS kind, "
    "cases.state AS state, "
    "(SELECT name FROM people WHERE people.id = cases.subject_id) AS person, "
    "cases.owner AS owner, cases.received AS received, cases.clock AS clock, "
    "cases.due AS due, cases.post_by AS post_by, cases.next_action AS next_action, "
    "cases.next_by AS next_by"
)
_SORTED_BY = {
    CaseColumn.REFERENCE: "reference_key",
    CaseColumn.PERSON: "person_key",
    CaseColumn.WORK: "work_key",
}
_NULLABLE = (CaseColumn.DUE, CaseColumn.POST_BY, CaseColumn.NEXT_BY)
_MIXED = "*"
_KINDS = {kind.value: kind for kind in CaseKind}
_STATES = {state.value: state for state in CaseState}
_CLOCKS = {clock.value: clock for clock in ClockState}


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines that follow one another in a list, and how they are asked for.

    `value` is what the sort column holds in all of them, `_MIXED` where it differs.
    """

    first: str
    onward: str
    value: str | None

    def has(self, place: Cursor) -> bool:
        if self.value == _MIXED:
            return place.value is not None
        return place.value == self.value


@dataclass(frozen=True, slots=True)
class _Sorting:
    """The lines of one part and their order."""

    column: str
    descending: bool
    value: str | None
    may_lack: bool

    @property
    def held(self) -> str:
        """Return the condition that a line belongs to the part, state apart."""
        if self.value is None:
            return f" AND {self.column} IS NULL"
        return f" AND {self.column} IS NOT NULL" if self.may_lack else ""

    def by(self, column: str, number: str) -> str:
        """Return the order, by what the two columns are called there."""
        way = " DESC" if self.descending else ""
        mixed = f"{column}{way}, " if self.value == _MIXED else ""
        return f"{mixed}{number}{way}"

    def beyond(self, value: str, number: str) -> str:
        """Return the condition that a line stands after the one so named."""
        sign = "<" if self.descending else ">"
        if self.value == _MIXED:
            return f" AND ({self.column}, id) {sign} ({value}, {number})"
        return f" AND id {sign} {number}"

    def following(self, value: str, number: str) -> tuple[str, ...]:
        """Return the same, one place in the index after the other."""
        if self.value != _MIXED:
            return (self.beyond(value, number),)
        sign = "<" if self.descending else ">"
        return (
            f" AND {self.column} = {value} AND id {sign} {number}",
            f" AND {self.column} {sign} {value}",
        )


class CaseList:
    """One list of cases in one order. Its statements are written once."""

    def __init__(self, which: CaseFilter, order: CaseOrder) -> None:
        self._which, self._order = which, order
        self._column = _SORTED_BY.get(order.column, order.column.value)
        self._given: Given = {}
        for _, given in terms_of(which, None):
            self._given |= given
        self._parts = tuple(self._part(value) for value in self._values())

    def page(
        self, connection: Connection, after: Cursor | None, limit: int
    ) -> Page[CaseRow]:
        """Return one screenful, and where the next one starts."""
        wanted = limit + 1  # one more tells whether anything follows
        rows: list[Sequence[Any]] = []
        place = after
        for part in self._parts:
            if place is not None and not part.has(place):
                continue
            given: dict[str, object] = {**self._given, "wanted": wanted - len(rows)}
            query = part.first
            if place is not None:
                query, place = part.onward, None
                given |= {"value": after.value, "after": after.id} if after else {}
            rows += connection.exec_driver_sql(query, given).all()
            if len(rows) == wanted:
                break
        shown = rows[:limit]
        return Page(
            rows=tuple([_line(*row) for row in shown]),
            next=_cursor(shown[-1]) if len(rows) > limit and shown else None,
        )

    def _values(self) -> tuple[str | None, ...]:
        """Return what the sort column holds in each part of the list, in order."""
        if self._order.column is CaseColumn.STATE and not is_narrow(self._which):
            states = states_of(self._which)
            return tuple(sorted(states, reverse=self._order.descending))
        return (_MIXED, None) if self._may_lack else (_MIXED,)

    @property
    def _may_lack(self) -> bool:
        by_due = self._order.column is CaseColumn.DUE
        every_due = by_due and has_due_days(self._which)
        return self._order.column in _NULLABLE and not every_due

    def _part(self, value: str | None) -> _Part:
        part = _Sorting(self._column, self._order.descending, value, self._may_lack)
        written = self._by_day if self._is_by_day else self._by_state
        return _Part(
            first=written(part, ""),
            onward=written(part, part.beyond(":value", ":after")),
            value=value,
        )

    @property
    def _is_by_day(self) -> bool:
        """Whether the days on which cases are due narrow the list before its order."""
        return (
            has_due_days(self._which)
            and are_open(states_of(self._which))
            and self._order.column is not CaseColumn.DUE
            and not is_narrow(self._which)
        )

    def _by_state(self, part: _Sorting, onward: str) -> str:
        """Write a part as the lines of each state, merged."""
        leading = None if is_narrow(self._which) else self._column
        rest = f"{part.held}{_and(terms_of(self._which, leading))}{onward}"
        runs = (
            f"SELECT {_LINE}, cases.{self._column} AS sort_value FROM cases "  # noqa: S608  names of ours alone
            f"WHERE {run}{rest}"
            for run in self._runs(part)
        )
        by = part.by("sort_value", "id")
        return f"{' UNION ALL '.join(runs)} ORDER BY {by} LIMIT :wanted"

    def _by_day(self, part: _Sorting, onward: str) -> str:
        """Write a part as the lines of each day they are due on, merged.

        The queue holds the next line of every day. Whenever one is taken from it, in
        the order of the list, the line after it on the same day takes its place.
        """
        undated = replace(self._which, due_from=None, due_to=None)
        terms = _and(terms_of(undated, self._column))
        within = f"{OPEN}{_and(due_days(self._which, 'due'))}"
        # from one day on, only that day may be where the search begins
        until = f"{OPEN}{_and(due_days(replace(self._which, due_from=None), 'due'))}"
        (run,) = self._runs(part) if len(self._runs(part)) == 1 else (self._any,)
        pick = f"SELECT id FROM cases WHERE {run}{part.held}{terms} AND due = "  # noqa: S608  names of ours alone
        last = f" ORDER BY {part.by(self._column, 'id')} LIMIT 1"
        following = ", ".join(
            f"({pick}queue.day{place}{last})"
            for place in part.following("queue.sort_value", "queue.id")
        )
        take = f"cases.due, cases.{self._column}, cases.id"
        # CROSS keeps the outer loop outside, and so the order of the queue
        return (
            f"WITH RECURSIVE days (day) AS (SELECT min(due) FROM cases WHERE {within} "  # noqa: S608  likewise
            f"UNION ALL SELECT (SELECT min(due) FROM cases WHERE {until} "
            "AND due > days.day) FROM days WHERE days.day IS NOT NULL), "
            f"queue (day, sort_value, id) AS (SELECT {take} FROM days CROSS JOIN cases "
            f"ON cases.id = ({pick}days.day{onward}{last}) "
            f"UNION ALL SELECT {take} FROM queue CROSS JOIN cases "
            f"ON cases.id = coalesce({following}, NULL) "
            f"ORDER BY {part.by('2', '3')} LIMIT :wanted) "
            f"SELECT {_LINE}, queue.sort_value AS sort_value "
            "FROM queue CROSS JOIN cases ON cases.id = queue.id"
        )

    @property
    def _any(self) -> str:
        return in_states(states_of(self._which))

    def _runs(self, part: _Sorting) -> list[str]:
        """Return the condition of each run that the lines are merged from."""
        if is_narrow(self._which):
            return [self._any]
        states = states_of(self._which)
        if self._order.column is CaseColumn.STATE:
            states = tuple(state for state in states if state == part.value)
        return [in_state(state) for state in states]


kept_list = lru_cache(maxsize=128)(CaseList)


def case_row(row: Row[*tuple[Any, ...]]) -> CaseRow:
    """Return one line, from the columns in their order."""
    # by place and from tables, because a hundred of these are made for every page
    number, reference, kind, state, person, owner, received, clock, *dates = row
    due, post_by, next_action, next_by = dates[:4]
    return CaseRow(
        id=number,
        reference=reference,
        kind=_KINDS[kind],
        state=_STATES[state],
        person=person,
        owner=owner,
        received=received,
        clock=_CLOCKS[clock],
        due=due,
        post_by=post_by,
        next_action=next_action,
        next_by=next_by,
    )


def count_cases(connection: Connection, which: CaseFilter, at_most: int | None) -> int:
    """Count the cases of a list, and stop counting at `at_most`."""
    states = states_of(which)
    runs = [in_states(states)] if is_narrow(which) else map(in_state, states)
    given: Given = {"most": -1 if at_most is None else at_most}
    for _, each in terms_of(which, None):
        given |= each
    terms = _and(terms_of(which, None))
    lines = " UNION ALL ".join(
        f"SELECT 1 FROM cases WHERE {run}{terms}"  # noqa: S608  names of ours alone
        for run in runs
    )
    query = text(f"SELECT count(*) FROM ({lines} LIMIT :most)")  # noqa: S608  likewise
    return int(connection.execute(query, given).scalar_one())


def _and(terms: Iterator[Term]) -> str:
    return "".join(f" AND {term}" for term, _ in terms)


def _line(
    number: int,
    reference: str,
    kind: str,
    state: str,
    person: str,
    owner: str,
    received: str,
    clock: str,
    due: str | None,
    post_by: str | None,
    next_action: str,
    next_by: str | None,
    _sort_value: object,
) -> CaseRow:
    return CaseRow(
        id=number,
        reference=reference,
        kind=_KINDS[kind],
        state=_STATES[state],
        person=person,
        owner=owner,
        received=date.fromisoformat(received),
        clock=_CLOCKS[clock],
        due=date.fromisoformat(due) if due else None,
        post_by=date.fromisoformat(post_by) if post_by else None,
        next_action=next_action,
        next_by=date.fromisoformat(next_by) if next_by else None,
    )


def _cursor(row: Sequence[Any]) -> Cursor:
    return Cursor(value=row[-1], id=row[0])
