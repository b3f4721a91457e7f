"""The register's lines, narrowed and sorted."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, and_, or_, select

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
_RANGES = ("received", "comply_by", "waiting_since", "organisation_key")
"""What is asked for by its two ends: its own index may lead where it also sorts."""


def listing(which: DisclosureFilter, order: DisclosureOrder) -> Listing[DisclosureRow]:
    """Return what reads the register a screenful at a time."""
    # what was searched for must not outlast the vault's being open
    return _listing(which, order) if which.text else _kept(which, order)


def _listing(which: DisclosureFilter, order: DisclosureOrder) -> Listing[DisclosureRow]:
    column = _SORTED_BY[order.column]
    return Listing(
        LINE.where(*terms_of(which, leading=column)),
        line_of,
        column=column,
        id=disclosures.c.id,
        descending=order.descending,
        nullable=order.column in _NULLABLE,
    )


_kept = lru_cache(maxsize=128)(_listing)


def terms_of(
    which: DisclosureFilter, leading: ColumnElement[Any] | None = None
) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter; `leading` is the column that sorts.

    Beside a column that sorts, no other index is taken: the lines then come in order,
    and a screenful of them is soon found.
    """
    narrow = (
        leading is None
        or bool(which.text)
        or which.person_id is not None
        or bool(which.states and _PENDING.issuperset(which.states))
    )

    def column(name: str) -> ColumnElement[Any]:
        one = disclosures.c[name]
        by_range = one is leading and name in _RANGES
        return one if narrow or by_range else unindexed(one)

    received = column("received")
    asked: tuple[tuple[bool, ColumnElement[bool]], ...] = (
        (bool(which.kinds), column("kind").in_(which.kinds)),
        (bool(which.decisions), column("decision").in_(which.decisions)),
        (bool(which.told), column("told").in_(which.told)),
        (
            which.received_from is not None,
            received >= (which.received_from or date.min),
        ),
        (which.received_to is not None, received <= (which.received_to or date.max)),
        (
            which.person_id is not None,
            disclosures.c.id.in_(about(which.person_id or 0)),
        ),
        (bool(which.states), column("state").in_(which.states)),
        (
            which.organisation_id is not None,
            column("organisation_id") == which.organisation_id,
        ),
        (which.emergency is not None, column("emergency") == which.emergency),
        (which.locked is not None, column("locked") == which.locked),
        (which.compelled is not None, column("compelled") == which.compelled),
        (
            which.comply_from is not None,
            column("comply_by") >= (which.comply_from or date.min),
        ),
        (
            which.comply_to is not None,
            column("comply_by") <= (which.comply_to or date.max),
        ),
        (
            which.waiting_from is not None,
            column("waiting_since") >= (which.waiting_from or date.min),
        ),
        (
            which.waiting_to is not None,
            column("waiting_since") <= (which.waiting_to or date.max),
        ),
        (bool(fold(which.organisation)), _asked_by(which, column)),
        (bool(which.text.strip()), has_words(disclosures, which.text)),
    )
    return [term for wanted, term in asked if wanted]


def _asked_by(
    which: DisclosureFilter, column: Callable[[str], ColumnElement[Any]]
) -> ColumnElement[bool]:
    """Return the condition that an organisation asked, by any name it had here."""
    key = fold(which.organisation)

    def named(one: ColumnElement[Any]) -> ColumnElement[bool]:
        if which.organisation_whole:
            return one == key
        return and_(one >= key, one < key + "\U0010ffff")

    known = select(organisations.c.id).where(named(organisations.c.name_key))
    return or_(named(column("organisation_key")), column("organisation_id").in_(known))


def about(person_id: int) -> Select[tuple[int]]:
    """Return the question for the requests about one person."""
    return select(disclosure_subjects.c.disclosure_id).where(
        disclosure_subjects.c.person_id == person_id
    )
