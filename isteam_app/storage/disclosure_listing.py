"""The register's lines, narrowed and sorted."""

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    MetaData,
    Select,
    Table,
    and_,
    select,
    true,
    union_all,
)

from isteam_app.domain.disclosures import DisclosureRow, DisclosureState
from isteam_app.domain.listing import (
    DisclosureColumn,
    DisclosureFilter,
    DisclosureOrder,
)
from isteam_app.domain.text import fold
from isteam_app.storage.disclosure_rows import LINE, line_of
from isteam_app.storage.paging import Listing, has_words, unindexed
from isteam_app.storage.tables import disclosure_subjects, disclosures, organisations

_SORTED_BY: dict[DisclosureColumn, Column[Any]] = {
    column: disclosures.c[column.value]
    for column in DisclosureColumn
    if column.value in disclosures.c
} | {
    DisclosureColumn.REFERENCE: disclosures.c.reference_key,
    DisclosureColumn.ORGANISATION: disclosures.c.organisation_key,
    DisclosureColumn.ABOUT: disclosures.c.about_key,
}
_PENDING = frozenset(DisclosureState) - {
    DisclosureState.DECIDED,
    DisclosureState.CLOSED,
    DisclosureState.WITHDRAWN,
}
"""Those that wait: few at any time, so they are found first and sorted afterwards."""
_NULLABLE = (
    DisclosureColumn.COMPLY_BY,
    DisclosureColumn.LEFT_ON,
    DisclosureColumn.WAITING,
)
_WHOLE = MetaData()
_KEPT, _NAMED = (
    table.to_metadata(_WHOLE, schema="main") for table in (disclosures, organisations)
)
"""The tables themselves, behind what covers them: they narrow, and are never shown."""
_LOOKED_UP = {"text", "organisation"}
"""What each line is looked up in: it never leads."""
_RANGES = ("received", "comply_by", "waiting_since")
"""What is asked for by its two ends: its own index may lead where it also sorts."""


def listing(which: DisclosureFilter, order: DisclosureOrder) -> Listing[DisclosureRow]:
    """Return what reads the register a screenful at a time."""
    # what was searched for must not outlast the vault's being open
    return _listing(which, order) if which.text else _kept(which, order)


def _listing(which: DisclosureFilter, order: DisclosureOrder) -> Listing[DisclosureRow]:
    column: ColumnElement[Any] = _SORTED_BY[order.column]
    terms = terms_of(which, leading=column)
    return Listing(
        LINE.where(*terms),
        line_of,
        column=unindexed(column) if _finds_few(which) else column,
        id=disclosures.c.id,
        descending=order.descending,
        nullable=order.column in _NULLABLE,
    )


_kept = lru_cache(maxsize=128)(_listing)


def terms_of(
    which: DisclosureFilter, leading: ColumnElement[Any] | None = None
) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter; `leading` is the column that sorts.

    What sorts leads: the lines come in order, and each is looked up in what fits every
    condition, found beforehand in an index that holds all that is asked. So no line is
    read that is not shown, however few fit and wherever they stand.
    """
    few = _finds_few(which) if leading is not None else ""
    plain, kept = _asked(which, disclosures), _asked(which, _KEPT)
    return [
        plain[name] if name in (few, _ranged(leading)) else _among(name, which, term)
        for name, term in kept.items()
    ]


def count_terms(which: DisclosureFilter, *, covered: bool) -> list[ColumnElement[bool]]:
    """Return the conditions that are counted; `covered`: some lines are withheld.

    One condition's own index holds all that is counted, unless it has to be seen of
    each line whether it is withheld.
    """
    asked = _asked(which, disclosures)
    if len(asked) == 1 and not covered and not _LOOKED_UP & asked.keys():
        return list(asked.values())
    return terms_of(which)


def _finds_few(which: DisclosureFilter) -> str:
    """Return the condition that so few fit that they are found first, then sorted."""
    if which.person_id is not None:
        return "person"
    pending = which.states and _PENDING.issuperset(which.states)
    return "state" if pending else ""


def _ranged(leading: ColumnElement[Any] | None) -> str:
    """Return the column that sorts, if its own index may narrow by it too."""
    return next((name for name in _RANGES if leading is disclosures.c[name]), "")


def _among(
    name: str, which: DisclosureFilter, term: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Return the condition so written that it does not lead."""
    each = unindexed(disclosures.c.id)
    if name == "text":
        return has_words(disclosures, which.text, each)
    if name == "organisation":
        return _asked_by(which, each)
    if name == "state" and DisclosureState.CLOSED in which.states:
        return unindexed(disclosures.c.state).in_(which.states)  # nearly all are
    return each.in_(select(_KEPT.c.id).where(term))


def _asked(which: DisclosureFilter, table: Table) -> dict[str, ColumnElement[bool]]:
    """Return what a filter asks of a table, by what it asks about."""
    c = table.c
    asked: dict[str, tuple[bool, ColumnElement[bool]]] = {
        "kind": (bool(which.kinds), c.kind.in_(which.kinds)),
        "decision": (bool(which.decisions), c.decision.in_(which.decisions)),
        "told": (bool(which.told), c.told.in_(which.told)),
        "received": _between(c.received, which.received_from, which.received_to),
        "person": (which.person_id is not None, c.id.in_(about(which.person_id or 0))),
        "state": (bool(which.states), c.state.in_(which.states)),
        "organisation_id": (
            which.organisation_id is not None,
            c.organisation_id == which.organisation_id,
        ),
        "emergency": (which.emergency is not None, c.emergency == which.emergency),
        "locked": (which.locked is not None, c.locked == which.locked),
        "compelled": (which.compelled is not None, c.compelled == which.compelled),
        "comply_by": _between(c.comply_by, which.comply_from, which.comply_to),
        "waiting_since": _between(
            c.waiting_since, which.waiting_from, which.waiting_to
        ),
        "organisation": (bool(fold(which.organisation)), _asked_by(which, c.id)),
        "text": (bool(which.text.strip()), has_words(table, which.text)),
    }
    return {name: term for name, (wanted, term) in asked.items() if wanted}


def _between(
    column: ColumnElement[Any], first: date | None, last: date | None
) -> tuple[bool, ColumnElement[bool]]:
    ends = [column >= first] if first is not None else []
    ends += [column <= last] if last is not None else []
    return bool(ends), and_(true(), *ends)


def _asked_by(which: DisclosureFilter, each: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition that an organisation asked, by any name it had here."""
    key = fold(which.organisation)

    def named(one: ColumnElement[Any]) -> ColumnElement[bool]:
        if which.organisation_whole:
            return one == key
        return and_(one >= key, one < key + "\U0010ffff")

    c = _KEPT.c
    known = select(_NAMED.c.id).where(named(_NAMED.c.name_key))
    found = (named(c.organisation_key), c.organisation_id.in_(known))
    return each.in_(union_all(*(select(c.id).where(one) for one in found)))


def about(person_id: int) -> Select[tuple[int]]:
    """Return the question for the requests about one person."""
    return select(disclosure_subjects.c.disclosure_id).where(
        disclosure_subjects.c.person_id == person_id
    )
